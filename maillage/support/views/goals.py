"""Goals of a person: their words, the steps, their own marks, the agreement to sign."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.actions import Stale
from maillage.people.guards import of_person_or_404, opened, person_or_404, shown_again, trail
from maillage.support import rules
from maillage.support.actions import goals as actions
from maillage.support.forms.goals import (
    CloseGoalForm,
    GoalForm,
    MarkForm,
    ReviseGoalForm,
    SignForm,
    steps_as_typed,
)
from maillage.support.forms.notes import audience_of
from maillage.support.goal_paper import agreement
from maillage.support.models import Goal, Step
from maillage.support.queries import readers, work
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.charts import Series, line_chart
from maillage.web.conflicts import differences
from maillage.web.pdf import render_pdf
from maillage.web.wording import short_day

FORM = "support/goal_form.html"


def _url(person):
    return reverse("support:goals", args=[person.pk])


def _trail(person):
    return trail(person, ("Ses objectifs", _url(person)))


def _person(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_read_content(request.actor, person.pk)
    return person


@require_safe
def goals(request, pk):
    person = _person(request, pk)
    opened(request, person, "read_goals")
    circle = readers.circle(person)
    found = [_shown(one, person, circle) for one in work.goals(request.actor, person)]
    context = {
        "person": person,
        "title": "Ses objectifs",
        "trail": trail(person),
        "pursued": [one for one in found if one["goal"].closed_on is None],
        "closed": [one for one in found if one["goal"].closed_on is not None],
        "can_follow": rules.can_follow(request.actor, person.pk),
        "structure_id": request.actor.structure_id,
        "today": timezone.localdate(),
    }
    return render(request, "support/goals.html", context)


def _shown(one, person, circle):
    goal = one.goal
    return {
        "goal": goal,
        "steps": one.steps,
        "marks": one.marks,
        "chart": _chart(goal, one.marks) if len(one.marks) > 1 else "",
        "rows": [[short_day(mark.at), f"{mark.mark} sur 10", mark.words or ""] for mark in one.marks],
        "columns": ["Le", ("Où elle dit en être", "number"), "Ses mots"],
        "readers": readers.readers(circle, goal, person, withheld=goal.withheld_id is not None),
    }


def _chart(goal, marks):
    days = [short_day(mark.at) for mark in marks]
    values = [mark.mark for mark in marks]
    said = ", ".join(f"{value} le {when}" for value, when in zip(values, days, strict=True))
    title = "Où la personne dit en être, de 0 à 10"
    return line_chart(f"marques-{goal.pk}", title, said, days, [Series("La personne", values)], scale=10)


def _page(request, template, person, title, form, **more):
    shown_again(request, person, "read_goals")
    return form_page(request, form, template, person=person, title=title, trail=_trail(person), **more)


def _audiences(request, person):
    return readers.choices_of_readers(request.actor, person, readers.circle(person), partner=False)


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    form = GoalForm(request.POST or None, audiences=_audiences(request, person))
    if submitted(request, form):
        goal, steps = Goal(person=person, **form.values()), form.cleaned_data["steps"]
        actions.agree_goal(by=request.actor, goal=goal, steps=steps)
        return done(request, "L’objectif est noté. Imprimez l’accord pour le signer ensemble.", _url(person))
    return _page(request, FORM, person, "Convenir d’un objectif", form)


def _goal(request, pk, goal):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    return person, of_person_or_404(request, Goal, person, goal)


def _initial(actor, goal):
    one = work.pursued(actor, goal)
    waiting = [step for step in one.steps if step.done_on is None]
    told = {name: getattr(goal, name) for name in ("words", "review_on", "version")}
    return {**told, "steps": steps_as_typed(waiting), "audience": audience_of(goal)}


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request, pk, goal):
    person, found = _goal(request, pk, goal)
    opened(request, person, "read_goals")
    audiences = _audiences(request, person)
    form = ReviseGoalForm(request.POST or None, audiences=audiences, initial=_initial(request.actor, found))
    more = {"done": _done(request.actor, found)}
    if submitted(request, form):
        data = form.cleaned_data
        sent = {"version": data["version"], "values": form.values(), "steps": data["steps"]}
        try:
            with refusals_in(form):
                actions.revise_goal(by=request.actor, goal=found, **sent)
                return done(request, "L’objectif est revu. Faites signer de nouveau l’accord.", _url(person))
        except Stale as stale:
            now = ReviseGoalForm(audiences=audiences, initial=_initial(request.actor, stale.current))
            more["differences"] = differences(form, now, ReviseGoalForm.NAMES)
    return _page(request, FORM, person, "Revoir cet objectif", form, **more)


def _done(actor, goal):
    return [one for one in work.pursued(actor, goal).steps if one.done_on]


@require_POST
def tick(request, pk, goal, step):
    person, found = _goal(request, pk, goal)
    ticked = row_or_404(Step.objects.visible_to(request.actor).filter(goal=found), step)
    actions.tick_step(by=request.actor, goal=found, step=ticked)
    return done(request, "L’étape est faite.", _url(person))


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request, pk, goal):
    person, found = _goal(request, pk, goal)
    opened(request, person, "read_goals")
    form = MarkForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.mark_progress(by=request.actor, goal=found, **form.cleaned_data)
            return done(request, "Sa marque est notée.", _url(person))
    title = "Où elle dit en être"
    return _page(request, "support/goal_step.html", person, title, form, goal=found)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk, goal):
    person, found = _goal(request, pk, goal)
    title = "L’accord signé par la personne"
    return _dated(request, person, found, SignForm, actions.sign_goal, title, "La signature est notée.")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk, goal):
    person, found = _goal(request, pk, goal)
    title = "Terminer cet objectif"
    return _dated(request, person, found, CloseGoalForm, actions.close_goal, title, "L’objectif est terminé.")


def _dated(request, person, goal, kind, act, title, words):
    """A date, some words, one call; revised in between, the goal is shown as it is now before it is sent again."""
    opened(request, person, "read_goals")
    initial = {"version": goal.version, "on": timezone.localdate()}
    form = kind(request.POST or None, initial=initial, earliest=goal.agreed_on)
    more = {"goal": goal}
    if submitted(request, form):
        try:
            with refusals_in(form):
                act(by=request.actor, goal=goal, **form.cleaned_data)
                return done(request, words, _url(person))
        except Stale as stale:
            form.at_version(stale.current.version)
            more = {"goal": stale.current, "changed": True, "status": 409}
    return _page(request, "support/goal_step.html", person, title, form, **more)


@require_safe
def paper(request, pk, goal):
    """The agreement to sign together, filled in as the goal stands."""
    person = _person(request, pk)
    found = of_person_or_404(request, Goal, person, goal)
    opened(request, person, "read_goals", paper="agreement")
    one = work.pursued(request.actor, found)
    content = render_pdf("web/record.typ", agreement(person, one, timezone.localdate()))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="objectif.pdf"'
    return response
