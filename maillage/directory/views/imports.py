"""Bring in a directory's file: drop it, relate its columns, read its trial, import it, undo it."""

import csv

from django.db import transaction
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.directory import rules
from maillage.directory.actions import imports as actions
from maillage.directory.enums import LineOutcome
from maillage.directory.exchange import Unreadable
from maillage.directory.exchange.records import MAPPED
from maillage.directory.forms.imports import ColumnsForm, DropForm, WriteForm
from maillage.directory.queries import imports as queries
from maillage.directory.queries.cards import page_of, sources
from maillage.directory.views.pages import trail
from maillage.imports import views as answers
from maillage.imports.enums import AT_WORK, BEFORE_WRITING, ImportState
from maillage.permissions import Forbidden
from maillage.sheets.writing import neutralise
from maillage.web.answers import row_or_404

PAGE, MOST_LISTED = 25, 50
TITLE = "Importer dans l’annuaire"
SHOWN = (*LineOutcome.values, queries.REMARKED, queries.ALL)
HEADERS = ("ligne", "fiche", "identifiant", "nom", "suite", "ce qu’il faut savoir")
KIND_WORDS = {"structure": "structure", "service": "service"}


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    rules.check_can_animate(request.actor)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DropForm(*bound, sources=list(sources()))
    if request.method == "POST" and form.is_valid():
        try:
            return _dropped(request, form)
        except Unreadable as error:
            form.add_error("file", str(error))
    rows = list(queries.imports(request.actor)[:MOST_LISTED])
    context = {"title": TITLE, "trail": trail(), "form": form, "rows": rows}
    return render(request, "directory/imports.html", context, status=422 if form.errors else 200)


def _dropped(request, form):
    """Tried at once when its columns are data·inclusion's; related first otherwise."""
    with transaction.atomic():
        source = actions.add_source(by=request.actor, **form.chosen())
        file = actions.drop(by=request.actor, source=source, upload=form.cleaned_data["file"])
    if file.shape == MAPPED:
        return HttpResponseRedirect(reverse("directory:import_columns", args=[file.pk]))
    return HttpResponseRedirect(reverse("jobs:show", args=[actions.check_file(by=request.actor, file=file)]))


def _file_or_404(request, pk):
    rules.check_can_animate(request.actor)
    return row_or_404(queries.imports(request.actor), pk=pk)


def _page(file, title=None, **more):
    above = [(TITLE, reverse("directory:imports"))]
    if title:
        above.append((file.filename, reverse("directory:import", args=[file.pk])))
    return {"title": title or file.filename, "trail": trail(*above), "file": file, **more}


@require_safe
def show(request, pk):
    """Where this import is, and what can be done now."""
    file = _file_or_404(request, pk)
    if file.state == ImportState.DROPPED:
        return HttpResponseRedirect(reverse("directory:import_columns", args=[pk]))
    if file.state in AT_WORK:
        return answers.working(request, file, _page(file), "directory/import_working.html")
    shown = request.GET.get("voir", "")
    shown = shown if shown in SHOWN else _first_shown(file)
    rows = queries.lines(file, shown)
    page = page_of(rows, request.GET.get("page"), PAGE)
    context = _page(
        file,
        shown=shown,
        parts=_parts(file),
        page=page,
        lines=[(one, KIND_WORDS[one.kind], one.payload.get("name", "")) for one in page.object_list],
        write_form=WriteForm(),
        gone=_count(file, LineOutcome.GONE),
        left=queries.left_by_undo(file)[:PAGE] if file.state == ImportState.UNDONE else [],
    )
    return render(request, "directory/import.html", context)


def _count(file, outcome):
    return sum(file.counts.get(kind, {}).get(outcome, 0) for kind in KIND_WORDS)


def _parts(file):
    """(value, words, count) of each part of the report that holds something."""
    told = [(one.value, one.label, _count(file, one)) for one in LineOutcome]
    told.append((queries.REMARKED, "avec une remarque", file.counts.get("remarked", 0)))
    return [one for one in told if one[2]] + [(queries.ALL, "tout", sum(one[2] for one in told[:-1]))]


def _first_shown(file):
    if _count(file, LineOutcome.REFUSED):
        return LineOutcome.REFUSED.value
    return queries.REMARKED if file.counts.get("remarked") else queries.ALL


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    file = _file_or_404(request, pk)
    if file.state not in BEFORE_WRITING:
        raise Forbidden(actions.BEGUN)
    former = actions.mapping_of_source(file.source) if file.state == ImportState.DROPPED else {}
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        columns=file.columns,
        chosen={**file.mapping, **{header: former[header] for header in file.mapping if header in former}},
    )
    if request.method == "POST" and form.is_valid():
        job_id = actions.check_file(by=request.actor, file=file, mapping=form.chosen)
        return HttpResponseRedirect(reverse("jobs:show", args=[job_id]))
    context = _page(file, "Relier les colonnes", form=form, remembered=bool(former))
    return render(request, "directory/import_columns.html", context, status=422 if form.errors else 200)


class _Lines:
    """What a CSV writer writes, handed on line by line."""

    def write(self, text):
        return text


@require_safe
def report(request, pk):
    """The whole report, for a spreadsheet."""
    file = _file_or_404(request, pk)
    record(request.actor, "export_import_report", file)
    writer = csv.writer(_Lines(), delimiter=";")
    rows = queries.lines(file, queries.ALL).iterator(chunk_size=2000)

    def told():
        yield "\ufeff"
        yield writer.writerow(HEADERS)
        for one in rows:
            words = " ".join([one.refusal, *one.remarks]).strip()
            cells = (one.code, one.payload.get("name", ""), one.get_outcome_display(), words)
            yield writer.writerow((one.line or "", KIND_WORDS[one.kind], *map(neutralise, cells)))

    name = f"compte-rendu-{file.source.code}-{timezone.localdate():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(told(), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def write(request, pk):
    file = _file_or_404(request, pk)
    form = WriteForm(request.POST)
    form.is_valid()
    return answers.to_job(request, file, actions.write, whole=form.cleaned_data.get("whole", False))


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
        _page(file, "Annuler l’import"),
        "Les fiches que cet import a créées sont retirées de l’annuaire, celles qu’il a changées redeviennent ce qu’elles "
        "étaient. Les fiches que quelqu’un a corrigées depuis restent, et vous en aurez la liste.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request, pk):
    file = _file_or_404(request, pk)
    page = _page(file, "Effacer ce fichier")
    return answers.give_up(request, file, actions.give_up, page, "L’annuaire reste comme il est.")
