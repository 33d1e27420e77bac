"""Complete a household, one question at a time: the answer that settles most rights comes first."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.audit.actions import record
from maillage.people.actions import Stale
from maillage.people.models import Person
from maillage.people.rules import check_can_change_home, check_can_compose
from maillage.rights import presentation
from maillage.rights.actions import answers
from maillage.rights.engine.situation import INCOME_KINDS
from maillage.rights.forms.answer import AnswerForm
from maillage.rights.queries import situations
from maillage.rights.queries.questions import questions
from maillage.rights.views.household import frame, visible_household
from maillage.rights.views.month import this_month
from maillage.web.answers import form_page
from maillage.web.wording import month as month_words

MOST_PASSED = 60
CHANGED = "Quelqu’un a enregistré autre chose entre-temps. Votre réponse est gardée\u00a0: vérifiez-la, puis enregistrez de nouveau."


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request, pk):
    check_can_compose(request.actor)
    row = visible_household(request, pk)
    check_can_change_home(request.actor, row.pk)
    month = this_month()
    context = frame(request, row, month, "Compléter")
    try:
        situation = situations.household_situation(row, month)
    except situations.Incomplete:
        record(request.actor, "read_rights", row, month=f"{month:%Y-%m}")
        return render(request, "rights/incomplete.html", context)
    explanation = situations.explained(situation, month)
    passed = _passed(request)
    asked = questions(request.actor, row, situation, explanation.screening, timezone.localdate())
    left = [one for one in asked if one.key not in passed]
    context |= {"passed": [one for one in asked if one.key in passed], "left": len(left)}
    if request.method == "POST":
        return _answered(request, row, situation, asked, passed, context)
    record(request.actor, "read_rights", row, month=f"{month:%Y-%m}", left=len(left))
    if not left:
        result = presentation.result(situation, explanation, month)
        return render(request, "rights/completed.html", context | {"result": result})
    return _ask(request, row, situation, left[0], passed, context)


def _passed(request):
    """The questions that were passed, in the URL: nothing is kept of what is not known."""
    return request.GET.get("passe", "")[:5000].split(",")[:MOST_PASSED]


def _here(row, passed):
    url = reverse("rights:complete", args=[row.pk])
    kept = ",".join(key for key in passed if key)
    return f"{url}?{urlencode({'passe': kept})}" if kept else url


def _person(request, question):
    if not question.member:
        return None
    return Person.objects.visible_to(request.actor).filter(pk=question.member).first()


def _label(request, situation, question):
    fact = question.fact.label[:1].upper() + question.fact.label[1:]
    who = situations.names(request.actor, situation).get(question.member, "")
    return f"{fact}, {who}" if who else fact


def _ask(request, row, situation, question, passed, context, form=None, status=None):
    person = _person(request, question)
    if form is None:
        version = answers.current_version(question, row, person)
        form = AnswerForm(
            question.fact.code,
            _label(request, situation, question),
            initial={"version": version, "question": question.key},
        )
    context |= {
        "question": question,
        "next": _here(row, [*passed, question.key]),
        "months": [month_words(one) for one in question.months],
        "is_income": question.fact.code in INCOME_KINDS,
    }
    return form_page(request, form, "rights/complete.html", status=status, **context)


def _answered(request, row, situation, asked, passed, context):
    """An answer to a question that no longer stands leads to the next one."""
    question = next((one for one in asked if one.key == request.POST.get("question")), None)
    if question is None:
        return HttpResponseRedirect(_here(row, passed))
    form = AnswerForm(question.fact.code, _label(request, situation, question), request.POST)
    if not form.is_valid():
        return _ask(request, row, situation, question, passed, context, form)
    data, person = form.cleaned_data, _person(request, question)
    try:
        answers.answer(
            by=request.actor,
            household=row,
            person=None if question.months else person,
            question=question,
            version=data["version"],
            value=data["answer"],
        )
    except Stale as stale:
        form.at_version(answers.current_version(question, *_reread(question, row, stale.current)))
        form.add_error(None, CHANGED)
        return _ask(request, row, situation, question, passed, context, form, 409)
    return HttpResponseRedirect(_here(row, passed))


def _reread(question, row, current):
    """(household, person) with the row that somebody else has just saved."""
    return (row, current) if isinstance(current, Person) else (current, None)
