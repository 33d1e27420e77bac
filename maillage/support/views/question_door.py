"""The door of a referent who has no account: a signed link, their name, the question, their answer; nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.permissions import Forbidden
from maillage.support.actions import answers
from maillage.support.forms.questions import AnswerForm, WhoForm
from maillage.support.queries import questions as queries
from maillage.web.answers import form_page, submitted
from maillage.web.doors import behind

DECLARED = "referent"
"""In the session of whoever opened a link: who they say they are, for which question."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, token):
    link = queries.link_of(token)
    opened, refusal = behind(request, "question", lambda: queries.opened_by(link) if link else None, _gone)
    if refusal:
        return refusal
    if request.method == "POST" and "kind" in request.POST:
        return _answer(request, link, opened)
    who = _declared(request, opened)
    if request.method == "POST" or not who:
        return _declare(request, opened)
    form = AnswerForm(initial={"who": who}, waited=_waited(opened))
    return _shown(request, opened, who, form)


def _gone(request):
    """The same page for a link that is wrong, over, or has served."""
    return render(request, "support/question_gone.html", {"reason": answers.GONE}, status=404)


def _waited(opened):
    return opened.question.state == "waiting"


def _declared(request, opened):
    return request.session.get(DECLARED, {}).get(str(opened.question.pk), "")


def _declare(request, opened):
    """Before anything is shown: a program that only follows links of a mail reads nothing."""
    form = WhoForm(request.POST or None)
    if submitted(request, form):
        request.session[DECLARED] = {str(opened.question.pk): form.cleaned_data["who"]}
        return HttpResponseRedirect(request.path)
    return form_page(request, form, "support/question_declare.html", opened=opened)


def _shown(request, opened, who, form):
    answers.read_by_link(who=who, opened=opened)
    return form_page(request, form, "support/question_answer.html", opened=opened, asked=opened.question)


def _answer(request, link, opened):
    form = AnswerForm(request.POST, waited=_waited(opened))
    if form.is_valid():
        try:
            answers.answer_by_link(link=link, opened=opened, **form.cleaned_data)
        except Forbidden:
            return _gone(request)
        return HttpResponseRedirect(reverse("support:question_answered"))
    who = form.cleaned_data.get("who") or _declared(request, opened)
    return _shown(request, opened, who, form) if who else _declare_again(request, opened, form)


def _declare_again(request, opened, form):
    """Nothing of the question is shown to nobody; what was typed is kept in the fields."""
    return form_page(request, form, "support/question_declare.html", opened=opened)


@login_not_required
@require_safe
def answered(request):
    return render(request, "support/question_answered.html")
