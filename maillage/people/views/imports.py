"""Bring in a file of households: drop it, relate its columns, read its trial, import it, undo it."""

from io import BytesIO
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people import import_files, queries, rules
from maillage.people.actions import imports as actions
from maillage.people.enums import ImportState
from maillage.people.forms.imports import ColumnsForm, UploadForm, WriteForm
from maillage.people.import_progress import is_stopped, job_of, kept_homes
from maillage.people.views.visible import row_or_404
from maillage.permissions import Forbidden
from maillage.sheets import FileError, suggest_mapping, write_table, write_template

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_LISTED = 50
PAGE = 50
NATURES = {"created": "à créer", "refused": "refusée", "warning": "à vérifier"}
SHOWN = {"corriger": ("refused",), "verifier": ("warning",), "creer": ("created",), "tout": tuple(NATURES)}
HEADERS = ("ligne", "nature", "colonne", "valeur", "ce qu’il faut savoir")
TEMPLATES = {
    ImportState.CHECKED: "people/import_trial.html",
    ImportState.WRITTEN: "people/import_done.html",
    ImportState.UNDONE: "people/import_undone.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    rules.check_can_import(request.actor)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            source = actions.drop(by=request.actor, upload=form.cleaned_data["file"])
        except FileError as error:
            form.add_error("file", error.sentence)
        else:
            return HttpResponseRedirect(reverse("people:import_columns", args=[source.pk]))
    rows = list(queries.imports(request.actor)[:MOST_LISTED])
    context = {"title": "Importer des foyers", "trail": _trail()[:1], "form": form, "rows": rows}
    return render(request, "people/imports.html", context, status=422 if form.errors else 200)


def _trail(source=None):
    above = [
        ("Mes personnes", reverse("people:persons")),
        ("Importer des foyers", reverse("people:imports")),
    ]
    return [*above, (source.filename, reverse("people:import", args=[source.pk]))] if source else above


def _page(title, source=None, **more):
    return {"title": title, "trail": _trail(source), **more}


@require_safe
def import_template(request, kind):
    rules.check_can_import(request.actor)
    if kind not in TYPES:
        raise Http404
    target = BytesIO()
    write_template(target, kind)
    return _download(target, f"modele-foyers.{kind}", kind)


def _download(target, name, kind):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(target.getvalue(), content_type=TYPES[kind], headers=headers)


def _source_or_404(request, pk):
    rules.check_can_import(request.actor)
    return row_or_404(queries.imports(request.actor), pk)


@require_safe
def show(request, pk):
    """Where this import is, and what can be done now."""
    source = _source_or_404(request, pk)
    if source.state == ImportState.DROPPED:
        return HttpResponseRedirect(reverse("people:import_columns", args=[pk]))
    context = {"source": source, **_page(source.filename)}
    if source.state in TEMPLATES:
        return render(request, TEMPLATES[source.state], {**context, **_report(request, source)})
    job = job_of(request.actor, source)
    context |= {"job": job, "stopped": is_stopped(source, job)}
    return render(request, "people/import_working.html", context)


def _report(request, source):
    """The part of the report that is asked for, a page of it, and what else the state of this import shows."""
    shown, start = _asked(request, source), _start(request)
    found = import_files.read_report(source.report, SHOWN[shown])
    lines = list(islice(found, start, start + PAGE + 1))
    return {
        "report_is_kept": import_files.report_is_kept(source.report),
        "shown": shown,
        "lines": [(one, NATURES[one.kind]) for one in lines[:PAGE]],
        "range_words": f"du n° {start + 1} au n° {start + len(lines[:PAGE])}",
        "next_url": f"?voir={shown}&apres={start + PAGE}#compte-rendu" if len(lines) > PAGE else "",
        "previous_url": f"?voir={shown}&apres={max(0, start - PAGE)}#compte-rendu" if start else "",
        "write_form": WriteForm(),
        "most": actions.to_create(source, twice=True),
        "homes": kept_homes(request.actor, source, PAGE),
    }


def _asked(request, source):
    default = (
        "corriger" if source.counts.get("errors") else "verifier" if source.counts.get("warnings") else "tout"
    )
    asked = request.GET.get("voir", "")
    return asked if asked in SHOWN else default


def _start(request):
    text = request.GET.get("apres", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    source = _source_or_404(request, pk)
    if source.state not in (ImportState.DROPPED, ImportState.CHECKING, ImportState.CHECKED):
        raise Forbidden(actions.BEGUN)
    remembered = queries.remembered_mapping(request.actor, actions.headers_fingerprint(source.headers))
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headers=source.headers,
        suggested=source.mapping or remembered or suggest_mapping(source.headers),
        samples=import_files.read_sample(source.pk),
        today=timezone.localdate(),
        initial={"last_month": source.months[-1] if source.months else None},
    )
    if request.method == "POST" and form.is_valid():
        job_id = actions.check_file(
            by=request.actor, source=source, mapping=form.mapping, last_month=form.chosen_month
        )
        return HttpResponseRedirect(reverse("jobs:show", args=[job_id]))
    context = _page("Relier les colonnes", source if source.state == ImportState.CHECKED else None)
    context |= {"form": form, "source": source, "remembered": bool(remembered) and not source.mapping}
    return render(request, "people/import_columns.html", context, status=422 if form.errors else 200)


@require_safe
def report(request, pk, kind):
    """The whole report, for a spreadsheet."""
    source = _source_or_404(request, pk)
    if kind not in TYPES or not import_files.report_is_kept(source.report):
        raise Http404
    record(request.actor, "export_import_report", source, kind=kind)
    target = BytesIO()
    rows = ((one.line, NATURES[one.kind], *one[2:]) for one in import_files.read_report(source.report))
    write_table(HEADERS, rows, target, kind, sheet="Compte rendu")
    return _download(target, f"compte-rendu-import-{timezone.localdate():%Y%m%d}.{kind}", kind)


@require_POST
def write(request, pk):
    source = _source_or_404(request, pk)
    form = WriteForm(request.POST)
    form.is_valid()
    return _to_job(request, source, actions.write, twice=form.cleaned_data.get("twice", False))


@require_POST
def resume(request, pk):
    return _to_job(request, _source_or_404(request, pk), actions.resume)


def _to_job(request, source, act, **arguments):
    """One call, then its progress; a refusal is said on the import's own page."""
    try:
        job_id = act(by=request.actor, source=source, **arguments)
    except Forbidden as refusal:
        messages.error(request, refusal.reason)
        return HttpResponseRedirect(reverse("people:import", args=[source.pk]))
    return HttpResponseRedirect(reverse("jobs:show", args=[job_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    source = _source_or_404(request, pk)
    if request.method == "POST":
        return _to_job(request, source, actions.undo)
    return _confirm(
        request,
        source,
        "Annuler l’import",
        f"Annuler l’import de « {source.filename} » ?",
        "Les foyers et les personnes que cet import a créés disparaissent, avec leurs montants et les droits trouvés. "
        "Les foyers que quelqu’un a modifiés depuis restent, et vous en aurez la liste.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request, pk):
    source = _source_or_404(request, pk)
    if request.method == "POST":
        try:
            actions.give_up(by=request.actor, source=source)
        except Forbidden as refusal:
            messages.error(request, refusal.reason)
            return HttpResponseRedirect(reverse("people:import", args=[source.pk]))
        messages.success(request, "Le fichier est effacé, rien n’a été importé.")
        return HttpResponseRedirect(reverse("people:imports"))
    return _confirm(
        request,
        source,
        "Effacer ce fichier",
        f"Effacer « {source.filename} » sans l’importer ?",
        "Le fichier et son compte rendu disparaissent d’ici. Votre fichier à vous n’est pas touché.",
    )


def _confirm(request, source, title, question, consequences):
    more = {
        "question": question,
        "consequences": consequences,
        "confirm_label": title,
        "cancel_url": reverse("people:import", args=[source.pk]),
    }
    return render(request, "web/confirm.html", _page(title, source, **more))
