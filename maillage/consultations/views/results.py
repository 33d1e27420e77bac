"""Results: as they come for whoever asks, as dated pictures for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from maillage.consultations import results_words as words
from maillage.consultations.actions import snapshots as actions
from maillage.consultations.enums import QuestionKind
from maillage.consultations.forms.questionnaires import SnapshotForm
from maillage.consultations.models import Question, Snapshot, Workbook
from maillage.consultations.queries import questions
from maillage.consultations.queries import results as queries
from maillage.consultations.queries.questionnaires import received
from maillage.consultations.queries.rows import Sheet
from maillage.consultations.views.pages import kept_or_refused, of_one, one_or_404
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged


@require_safe
def live(request, public_id):
    row = kept_or_refused(request, public_id)
    readable = queries.is_readable(request.actor, row)
    told = words.told(queries.results(row, hide=row.anonymous)) if readable else []
    context = {
        "title": "Résultats",
        "trail": of_one(row),
        "row": row,
        "readable": readable,
        "received": sum(received(row).values()),
        "questions": words.figures(told),
        "workbooks": Workbook.objects.visible_to(request.actor).filter(questionnaire=row),
    }
    return render(request, "consultations/results.html", context)


@require_safe
def texts(request, public_id, pk):
    """What was written, for whoever asks alone."""
    row = kept_or_refused(request, public_id)
    rows = Question.objects.visible_to(request.actor).filter(questionnaire=row, kind=QuestionKind.TEXT)
    one = row_or_404(rows, pk)
    page, pages = paged(request, queries.texts(row, one))
    context = {"title": one.title, "trail": of_one(row), "row": row, "page": page, "pages": pages}
    return render(request, "consultations/texts.html", context)


@require_safe
def responses(request, public_id):
    row = kept_or_refused(request, public_id)
    rows = queries.responses(request.actor, row).select_related("territory").prefetch_related("answers")
    page, pages = paged(request, rows.order_by("public_id") if row.anonymous else rows)
    sheet = Sheet.of(row, questions(row))
    context = {
        "title": "Réponses une à une",
        "trail": of_one(row),
        "row": row,
        "page": page,
        "pages": pages,
        "lines": [(one, sheet.said(one), sheet.place(one)) for one in page],
    }
    return render(request, "consultations/responses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request, public_id):
    row = kept_or_refused(request, public_id)
    form = SnapshotForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.take_snapshot(by=request.actor, questionnaire=row, **form.cleaned_data)
            return done(request, "La photo est prise.", "consultations:snapshot", row.public_id, made.pk)
    lead = "Les résultats tels qu’ils sont maintenant, datés et fixés. Les nombres de moins de cinq y sont masqués, et les textes n’y sont pas."
    told = {"title": "Prendre une photo des résultats", "lead": lead, "save": "Prendre la photo"}
    return form_page(request, form, trail=of_one(row), **told)


@login_not_required
@require_safe
def snapshot(request, public_id, pk):
    row, _ = one_or_404(request, public_id)
    one = row_or_404(Snapshot.objects.visible_to(request.actor).filter(questionnaire=row), pk)
    context = {
        "title": "Résultats" if one.final else "Résultats partiels",
        "trail": of_one(row),
        "row": row,
        "snapshot": one,
        "questions": words.figures(one.data["questions"]),
        "rates": [
            [name, invited, words.shown(told), words.share(part)]
            for name, invited, told, part in one.data["rates"]
        ],
    }
    return render(request, "consultations/snapshot.html", context)
