"""Syntheses: read with their sources, written, published, given as files; texts that disagree."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.contributions import papers
from maillage.contributions import queries as process_queries
from maillage.contributions.actions import syntheses as actions
from maillage.contributions.actions.processes import check_runs
from maillage.contributions.forms.syntheses import BeginForm, OrphanFilters, SentenceForm
from maillage.contributions.models import Sentence
from maillage.contributions.queries import grid
from maillage.contributions.queries import syntheses as queries
from maillage.contributions.queries.processes import axes
from maillage.contributions.views.pages import of_process, run_or_403
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import record_file
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
LISTED = 40


def _synthesis_or_404(request, public_id):
    return row_or_404(queries.syntheses(request.actor), public_id=public_id)


@login_not_required
@require_safe
def synthesis(request, public_id):
    row = _synthesis_or_404(request, public_id)
    told = queries.reading(request.actor, row)
    context = {
        "title": row.title,
        "trail": of_process(row.process),
        "row": row,
        "told": told,
        "runs": process_queries.runs(request.actor, row.process),
        "dissents": [(one, False) for one in told.dissents],
    }
    return render(request, "contributions/synthesis.html", context)


def _file(request, public_id, form):
    row = _synthesis_or_404(request, public_id)
    return record_file("synthese", form, papers.synthesis(row, queries.reading(request.actor, row)))


@login_not_required
@require_safe
def pdf(request, public_id):
    return _file(request, public_id, "pdf")


@login_not_required
@require_safe
def docx(request, public_id):
    return _file(request, public_id, "docx")


@login_not_required
@require_safe
def as_json(request, public_id):
    row = _synthesis_or_404(request, public_id)
    told = papers.synthesis_as_json(row, queries.reading(request.actor, row, grid.cells()))
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="synthese.json"'
    return answer


@FORM
def begin(request, public_id):
    process = run_or_403(request, public_id)
    form = BeginForm(request.POST or None, axes=axes(process), initial={"axis": request.GET.get("axe", "")})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.begin(by=request.actor, process=process, axis=form.chosen())
            return redirect("contributions:write_synthesis", made.public_id)
    lead = "D’un thème, d’une politique ou de toute la grille. Si elle est déjà publiée, vous en écrirez une nouvelle version."
    return form_page(
        request, form, title="Écrire une synthèse", lead=lead, trail=of_process(process), save="Commencer"
    )


@FORM
def write(request, public_id):
    """What is written so far; a new sentence; what no sentence rests on yet."""
    row = _draft_or_403(request, public_id)
    filters = OrphanFilters({"type": request.GET.get("type", "")})
    rows = grid.orphans(request.actor, row)
    if filters.is_valid() and filters.cleaned_data["type"]:
        rows = rows.filter(kind=filters.cleaned_data["type"])
    page, pages = paged(request, rows, LISTED)
    form = SentenceForm(request.POST or None, listed=page, among=grid.about(request.actor, row))
    if submitted(request, form):
        with refusals_in(form):
            actions.write(by=request.actor, synthesis=row, **form.told())
            return done(request, "La phrase est ajoutée.", request.get_full_path())
    context = {
        "title": row.title,
        "trail": of_process(row.process),
        "row": row,
        "written": queries.written(row),
        "filters": filters,
        "page": page,
        "pages": pages,
    }
    return form_page(request, form, "contributions/write.html", **context, save="Ajouter la phrase")


def _draft_or_403(request, public_id):
    row = _synthesis_or_404(request, public_id)
    check_runs(request.actor, row.process)
    if row.published_at:
        raise actions.Forbidden(actions.PUBLISHED)
    return row


@require_POST
def publish(request, public_id):
    row = _synthesis_or_404(request, public_id)
    with refusals_told(request):
        actions.publish(by=request.actor, synthesis=row)
        return done(
            request,
            "La synthèse est publiée. Les auteurs voient ce que leur contribution est devenue.",
            row.get_absolute_url(),
        )
    return redirect(row.get_absolute_url())


def _sentence_or_404(request, pk):
    rows = Sentence.objects.visible_to(request.actor)
    return row_or_404(rows.select_related("synthesis__process__committee", "synthesis__axis"), pk)


@FORM
def sentence(request, pk):
    row = _sentence_or_404(request, pk)
    draft = _draft_or_403(request, row.synthesis.public_id)
    used = [one.contribution_id for one in row.sources.all()]
    known = grid.about(request.actor, draft)
    initial = {"text": row.text, "paragraph": row.paragraph, "sources": used}
    form = SentenceForm(request.POST or None, listed=known.filter(pk__in=used), among=known, initial=initial)
    back = reverse("contributions:write_synthesis", args=[draft.public_id])
    if submitted(request, form):
        with refusals_in(form):
            actions.write(by=request.actor, synthesis=draft, sentence=row, **form.told())
            return done(request, "La phrase est changée.", back)
    return form_page(request, form, title="Changer la phrase", trail=of_process(draft.process), back=back)


def _acted(request, pk, act, words):
    row = _sentence_or_404(request, pk)
    back = reverse("contributions:write_synthesis", args=[row.synthesis.public_id])
    with refusals_told(request):
        act(by=request.actor, sentence=row)
        return done(request, words, back)
    return redirect(row.synthesis.get_absolute_url())


@require_POST
def take_away(request, pk):
    return _acted(request, pk, actions.take_away, "La phrase est retirée.")


@require_POST
def move_up(request, pk):
    return _acted(request, pk, actions.move_up, "La phrase est montée.")
