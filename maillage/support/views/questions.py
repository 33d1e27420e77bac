"""Questions asked of bodies' referents in a person's name: asked, read, judged, asked again, ended."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.guards import opened, person_or_404, shown_again, trail
from maillage.support import rules
from maillage.support.actions import answers
from maillage.support.actions import questions as actions
from maillage.support.forms.questions import (
    EndForm,
    NotedAnswerForm,
    QuestionForm,
    UsefulnessForm,
    WithholdForm,
)
from maillage.support.queries import questions as queries
from maillage.support.queries import readers
from maillage.support.queries.team import warned_when_late
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.wording import full_day

READ = "read_questions"
OFFERED = ("referent", "subject", "question")
"""What the address of the form may fill in: a claim or a referral that leads here says what it is about."""


def _url(person, asked=None):
    if asked is None:
        return reverse("support:questions", args=[person.pk])
    return reverse("support:question", args=[person.pk, asked.pk])


def _trail(person, *more):
    return trail(person, ("Questions aux organismes", _url(person)), *more)


def _read_by(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_read_content(request.actor, person.pk)
    return person


@require_safe
def questions(request, pk):
    person = _read_by(request, pk)
    opened(request, person, READ)
    context = {
        "person": person,
        "title": "Questions aux organismes",
        "trail": trail(person),
        "rows": queries.questions(request.actor, person),
        "can_follow": rules.can_follow(request.actor, person.pk),
    }
    return render(request, "support/questions.html", context)


def _asked(request, person, pk):
    found = queries.question(request.actor, person, pk)
    if found is None:
        raise Http404
    return found


@require_safe
def question(request, pk, question):
    person = _read_by(request, pk)
    asked = _asked(request, person, question)
    opened(request, person, READ, question=asked.pk)
    return _shown(request, person, asked, UsefulnessForm(initial={"usefulness": asked.usefulness}))


def _shown(request, person, asked, form):
    mine = rules.can_follow(request.actor, person.pk) and asked.structure_id == request.actor.structure_id
    answered, following = asked.state == "answered", queries.follow_up(request.actor, asked)
    is_author = rules.can_say_useful(request.actor, asked.author_id, asked.structure_id)
    context = {
        "person": person,
        "asked": asked,
        "title": asked.heading,
        "trail": _trail(person),
        "readers": readers.readers(readers.circle(person), asked, person, bool(asked.withheld_id)),
        "acts_on": mine and asked.is_open,
        "following": following,
        "may_ask_again": mine and answered and following is None,
        "may_withhold": mine and is_author and asked.withheld_id is None,
        "may_judge": answered and is_author,
    }
    return form_page(request, form, "support/question.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    offered = {name: request.GET[name][:2000] for name in OFFERED if name in request.GET}
    return _ask(request, person, {"agreed_on": timezone.localdate(), **offered})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request, pk, question):
    """The former one as it was, to complete: another link, another delay, the former answer stays."""
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    former = _asked(request, person, question)
    opened(request, person, READ, question=former.pk)
    known = {name: getattr(former, name) for name in ("subject", "question", "agreed_on")}
    return _ask(request, person, {**known, "referent": str(former.referent_id)}, former)


def _ask(request, person, initial, former=None):
    form = _form(request, person, initial)
    if submitted(request, form):
        asked = form.asked(person)
        asked.follows = former
        with refusals_in(form):
            site = request.build_absolute_uri("/")
            actions.ask(by=request.actor, asked=asked, given=form.given(), site=site)
            words = f"La question est posée. Réponse due le {full_day(asked.due_on)}."
            return done(request, words, _url(person, asked))
    if former:
        shown_again(request, person, READ, question=former.pk)
    title = "Reposer la question" if former else "Poser une question à un organisme"
    context = {"person": person, "title": title, "trail": _trail(person), "former": former}
    context["known"] = form.referents
    return form_page(request, form, "support/question_form.html", **context)


def _form(request, person, initial):
    found = queries.reachable(request.actor)
    audiences = readers.choices_of_readers(request.actor, person, readers.circle(person), partner=False)
    return QuestionForm(
        request.POST or None,
        initial=initial,
        audiences=audiences,
        referents=found,
        agreements=queries.agreements(request.actor, person, found),
        warned=warned_when_late(request.actor),
    )


def _acted_on(request, pk, question):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    asked = _asked(request, person, question)
    opened(request, person, READ, question=asked.pk)
    return person, asked


def _gesture(request, person, asked, form, title, act, words):
    """A short form about a question: `act` is what it does with what was typed."""
    if submitted(request, form):
        with refusals_in(form):
            act(by=request.actor, asked=asked, **form.cleaned_data)
            return done(request, words, _url(person, asked))
    shown_again(request, person, READ, question=asked.pk)
    above = _trail(person, (asked.subject, _url(person, asked)))
    return form_page(request, form, person=person, title=title, trail=above)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk, question):
    person, asked = _acted_on(request, pk, question)
    words = "La question est arrêtée\u00a0: son lien n’ouvre plus rien."
    form = EndForm(request.POST or None)
    return _gesture(request, person, asked, form, "Arrêter la question", actions.end_question, words)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request, pk, question):
    """An answer given on the telephone."""
    person, asked = _acted_on(request, pk, question)
    form = NotedAnswerForm(request.POST or None, waited=asked.state == "waiting")
    words = "La réponse est notée."
    return _gesture(request, person, asked, form, "Noter une réponse reçue", answers.note_answer, words)


@require_http_methods(["GET", "HEAD", "POST"])
def withhold(request, pk, question, answer):
    person, asked = _acted_on(request, pk, question)
    row = next((one for one in asked.answers if one.pk == answer), None)
    if row is None:
        raise Http404
    row.asked = asked
    rules.check_asked_it(request.actor, asked.author_id, asked.structure_id)
    form = WithholdForm(request.POST or None, initial={"basis": row.withheld_id})
    title, words = "Montrer cette réponse à la personne, ou non", "C’est noté."
    return _gesture(request, person, asked, form, title, _withhold(row), words)


def _withhold(row):
    def act(*, by, asked, basis):
        answers.withhold_answer(by=by, answer=row, basis=basis)

    return act


@require_POST
def judge(request, pk, question):
    person, asked = _acted_on(request, pk, question)
    form = UsefulnessForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.judge(by=request.actor, asked=asked, **form.cleaned_data)
            return done(request, "Merci, c’est noté.", _url(person, asked))
    shown_again(request, person, READ, question=asked.pk)
    return _shown(request, person, asked, form)


@require_POST
def send_again(request, pk, question):
    person, asked = _acted_on(request, pk, question)
    with refusals_told(request):
        actions.send_again(by=request.actor, asked=asked)
        messages.success(
            request, "Un nouveau lien part à l’adresse du référent\u00a0; l’ancien n’ouvre plus rien."
        )
    return HttpResponseRedirect(_url(person, asked))
