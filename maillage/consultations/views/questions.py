"""Questions, one form each, until the first answer."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from maillage.consultations import queries
from maillage.consultations.actions import questionnaires as actions
from maillage.consultations.enums import QuestionKind
from maillage.consultations.forms.questionnaires import QuestionForm, question_values
from maillage.consultations.models import Question
from maillage.consultations.views.pages import kept_or_refused, of_one
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _above(row, before=None):
    """Questions with their numbers, those before `before` alone."""
    listed = list(enumerate(queries.questions(row), start=1))
    return [(number, one) for number, one in listed if before is None or one.position < before.position]


def question_or_404(request, row, pk):
    rows = Question.objects.visible_to(request.actor).filter(questionnaire=row)
    return row_or_404(rows.select_related("questionnaire"), pk)


@FORM
def add(request, public_id, kind):
    row = kept_or_refused(request, public_id)
    if kind not in QuestionKind.values:
        raise Http404
    form = QuestionForm(request.POST or None, kind=kind, above=_above(row))
    if submitted(request, form):
        with refusals_in(form):
            values = {"kind": kind, **form.values()}
            actions.add_question(by=request.actor, questionnaire=row, values=values)
            return done(request, "La question est ajoutée.", row.get_absolute_url())
    title = f"Ajouter une question\u00a0: {QuestionKind(kind).label}"
    return form_page(request, form, title=title, trail=of_one(row), save="Ajouter")


@FORM
def correct(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    one = question_or_404(request, row, pk)
    told = {"kind": one.kind, "above": _above(row, one), "initial": question_values(one)}
    form = QuestionForm(request.POST or None, **told)
    if submitted(request, form):
        with refusals_in(form):
            actions.correct_question(by=request.actor, question=one, values=form.values())
            return done(request, "La question est corrigée.", row.get_absolute_url())
    return form_page(request, form, title="Corriger la question", trail=of_one(row))


@require_POST
def move(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.move_question(by=request.actor, question=question_or_404(request, row, pk))
    return redirect(row.get_absolute_url())


@require_POST
def remove(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.remove_question(by=request.actor, question=question_or_404(request, row, pk))
        return done(request, "La question est retirée.", row.get_absolute_url())
    return redirect(row.get_absolute_url())
