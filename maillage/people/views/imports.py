"""Bring in a file of households: drop it, relate its columns, read its trial, import it, undo it."""

from io import BytesIO
from itertools import islice

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.imports import views as answers
from maillage.imports.enums import BEFORE_WRITING, ImportState
from maillage.people import import_files, queries, rules
from maillage.people.actions import imports as actions
from maillage.people.forms.imports import ColumnsForm, UploadForm, WriteForm
from maillage.permissions import Forbidden
from maillage.sheets import FileError, suggest_mapping, write_table, write_template
from maillage.web.answers import row_or_404

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
            file = actions.drop(by=request.actor, upload=form.cleaned_data["file"])
        except FileError as error:
            form.add_error("file", error.sentence)
        else:
            return HttpResponseRedirect(reverse("people:import_columns", args=[file.pk]))
    rows = list(queries.imports(request.actor)[:MOST_LISTED])
    context = {"title": "Importer des foyers", "trail": _trail()[:1], "form": form, "rows": rows}
    return render(request, "people/imports.html", context, status=422 if form.errors else 200)


def _trail(file=None):
    above = [
        ("Mes personnes", reverse("people:persons")),
        ("Importer des foyers", reverse("people:imports")),
    ]
    return [*above, (file.filename, reverse("people:import", args=[file.pk]))] if file else above


def _page(title, file=None, **more):
    return {"title": title, "trail": _trail(file), **more}


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


def _file_or_404(request, pk):
    rules.check_can_import(request.actor)
    return row_or_404(queries.imports(request.actor), pk)


@require_safe
def show(request, pk):
    """Where this import is, and what can be done now."""
    file = _file_or_404(request, pk)
    if file.state == ImportState.DROPPED:
        return HttpResponseRedirect(reverse("people:import_columns", args=[pk]))
    context = {"file": file, **_page(file.filename)}
    if file.state in TEMPLATES:
        return render(request, TEMPLATES[file.state], {**context, **_report(request, file)})
    return answers.working(request, file, context, "people/import_working.html")


def _report(request, file):
    """The part of the report that is asked for, a page of it, and what else the state of this import shows."""
    shown, start = _asked(request, file), _start(request)
    found = import_files.read_report(file.report, SHOWN[shown])
    lines = list(islice(found, start, start + PAGE + 1))
    return {
        "report_is_kept": import_files.report_is_kept(file.report),
        "shown": shown,
        "lines": [(one, NATURES[one.kind]) for one in lines[:PAGE]],
        "range_words": f"du n° {start + 1} au n° {start + len(lines[:PAGE])}",
        "next_url": f"?voir={shown}&apres={start + PAGE}#compte-rendu" if len(lines) > PAGE else "",
        "previous_url": f"?voir={shown}&apres={max(0, start - PAGE)}#compte-rendu" if start else "",
        "write_form": WriteForm(),
        "most": actions.to_create(file, twice=True),
        "homes": queries.kept_homes(request.actor, file, PAGE),
    }


def _asked(request, file):
    default = (
        "corriger" if file.counts.get("errors") else "verifier" if file.counts.get("warnings") else "tout"
    )
    asked = request.GET.get("voir", "")
    return asked if asked in SHOWN else default


def _start(request):
    text = request.GET.get("apres", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    file = _file_or_404(request, pk)
    if file.state not in BEFORE_WRITING:
        raise Forbidden(actions.BEGUN)
    remembered = queries.remembered_mapping(request.actor, actions.headers_fingerprint(file.headers))
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headers=file.headers,
        suggested=file.mapping or remembered or suggest_mapping(file.headers),
        samples=import_files.read_sample(file.pk),
        today=timezone.localdate(),
        initial={"last_month": file.months[-1] if file.months else None},
    )
    if request.method == "POST" and form.is_valid():
        job_id = actions.check_file(
            by=request.actor, file=file, mapping=form.mapping, last_month=form.chosen_month
        )
        return HttpResponseRedirect(reverse("jobs:show", args=[job_id]))
    context = _page("Relier les colonnes", file if file.state == ImportState.CHECKED else None)
    context |= {"form": form, "file": file, "remembered": bool(remembered) and not file.mapping}
    return render(request, "people/import_columns.html", context, status=422 if form.errors else 200)


@require_safe
def report(request, pk, kind):
    """The whole report, for a spreadsheet."""
    file = _file_or_404(request, pk)
    if kind not in TYPES or not import_files.report_is_kept(file.report):
        raise Http404
    record(request.actor, "export_import_report", file, kind=kind)
    target = BytesIO()
    rows = ((one.line, NATURES[one.kind], *one[2:]) for one in import_files.read_report(file.report))
    write_table(HEADERS, rows, target, kind, sheet="Compte rendu")
    return _download(target, f"compte-rendu-import-{timezone.localdate():%Y%m%d}.{kind}", kind)


@require_POST
def write(request, pk):
    file = _file_or_404(request, pk)
    form = WriteForm(request.POST)
    form.is_valid()
    return answers.to_job(request, file, actions.write, twice=form.cleaned_data.get("twice", False))


@require_POST
def resume(request, pk):
    return answers.to_job(request, _file_or_404(request, pk), actions.resume)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    file = _file_or_404(request, pk)
    return answers.undo(
        request,
        file,
        actions.undo,
        _page("Annuler l’import", file),
        "Les foyers et les personnes que cet import a créés disparaissent, avec leurs montants et les droits trouvés. "
        "Les foyers que quelqu’un a modifiés depuis restent, et vous en aurez la liste.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request, pk):
    file = _file_or_404(request, pk)
    return answers.give_up(
        request,
        file,
        actions.give_up,
        _page("Effacer ce fichier", file),
        "Le fichier et son compte rendu disparaissent d’ici. Votre fichier à vous n’est pas touché.",
    )
