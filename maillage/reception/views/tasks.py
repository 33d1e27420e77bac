"""A task: entrusted from a folder, taken from the shared list, done, given back; each gesture is a button."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people.guards import opened, person_or_404, trail
from maillage.people.models import Person
from maillage.reception import rules
from maillage.reception.actions import tasks as actions
from maillage.reception.enums import TAPS, TaskState
from maillage.reception.forms import tasks as forms
from maillage.reception.queries import tasks as queries
from maillage.vault.fields import open_together
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
MINE, LIST = "Tâches que j’ai confiées", "Tâches confiées à l’accueil"
AGENT_DONE = (
    "La tâche est terminée. Qui vous l’a confiée en lit le résultat\u00a0; vous, vous ne la lisez plus."
)


def above(actor, *more):
    """From where the actor came: the list of those who do, or of those who entrust."""
    listed = (LIST, "reception:to_do") if rules.does_tasks(actor) else (MINE, "reception:entrusted")
    return [(listed[0], reverse(listed[1])), *more]


def task_or_404(request, pk):
    return row_or_404(queries.tasks(request.actor), pk)


@require_safe
def to_do(request):
    rules.check_can_do_tasks(request.actor)
    page, pages = paged(request, queries.to_do(request.actor))
    open_together(list(page))
    context = {"title": LIST, "page": page, "pages": pages, "counts": rules.can_count(request.actor)}
    return render(request, "reception/to_do.html", context)


@require_safe
def entrusted(request):
    rules.check_can_list_entrusted(request.actor)
    page, pages = paged(request, queries.entrusted(request.actor).order_by("-entrusted_at", "pk"))
    waiting = queries.given_back(request.actor)
    context = {"title": MINE, "page": page, "pages": pages, "waiting": waiting}
    return render(request, "reception/entrusted.html", context)


@require_safe
def choose(request, pk):
    """First what is entrusted: each type says what it needs, what it never includes, or why it stays."""
    person = person_or_404(request, pk)
    rules.check_can_entrust(request.actor, person.pk)
    opened(request, person, "read_tasks")
    told = {"title": "Confier une tâche", "trail": trail(person), "person": person}
    return render(request, "reception/choose.html", {**told, "types": queries.types(request.actor)})


@FORM
def entrust(request, pk, kind):
    person = person_or_404(request, pk)
    kind = row_or_404(queries.types(request.actor), kind)
    rules.check_can_entrust(request.actor, person.pk, kind.refusal)
    opened(request, person, "read_tasks")
    form = forms.EntrustForm(request.POST or None, initial={"steps": kind.steps})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.entrust(by=request.actor, person=person, kind=kind, values=form.cleaned_data)
            return done(request, "La tâche est confiée. La personne le lit dans son espace.", made)
    here = trail(person, ("Confier une tâche", reverse("reception:choose", args=[person.pk])))
    told = {"person": person, "kind": kind, "trail": here, "save": "Confier cette tâche"}
    return form_page(request, form, "reception/entrust.html", title=kind.label, **told)


@require_safe
def task(request, pk):
    return _shown(request, task_or_404(request, pk))


def _shown(request, found):
    """Whoever opens it is in the person's journal."""
    if request.method != "POST":
        record(request.actor, "read_task", Person(pk=found.person_id), task=found.pk)
    actor = request.actor
    follows = rules.can_entrust(actor, found.person_id)
    context = {
        "title": found.title,
        "trail": above(actor),
        "task": found,
        "takes": rules.can_take(actor, found.state),
        "does": rules.can_do(actor, found.taken_by_id) and found.state == TaskState.TAKEN,
        "follows": follows,
        "taps": [(one, forms.minutes_in_words(one)) for one in TAPS],
        "spent": forms.minutes_in_words(found.minutes) if found.minutes else "",
        "estimate": forms.minutes_in_words(found.estimate) if found.estimate else "",
        "today": timezone.localdate(),
    }
    return render(request, "reception/task.html", context)


def _button(request, pk, act, words):
    found = task_or_404(request, pk)
    with refusals_told(request):
        act(by=request.actor, task=found)
        return done(request, words, found)
    return HttpResponseRedirect(_still(request, found))


def _still(request, found):
    """Where a refusal is told: the task, or its list when it is no longer theirs to see."""
    if queries.tasks(request.actor).filter(pk=found.pk).exists():
        return found.get_absolute_url()
    return above(request.actor)[0][1]


@require_POST
def take(request, pk):
    return _button(request, pk, actions.take, "Cette tâche est à vous.")


@require_POST
def release(request, pk):
    return _button(request, pk, actions.release, "La tâche est de nouveau sur la liste.")


@require_POST
def withdraw(request, pk):
    return _button(request, pk, actions.withdraw, "La tâche est retirée\u00a0: plus personne ne la fait.")


@require_POST
def mark_read(request, pk):
    return _button(request, pk, actions.mark_read, "C’est noté.")


@require_POST
def tick(request, pk):
    found = task_or_404(request, pk)
    form = forms.TickForm(request.POST, steps=found.listed_steps)
    chosen = form.cleaned_data["done"] if form.is_valid() else found.ticked

    def act(*, by, task):
        actions.tick(by=by, task=task, done=chosen)

    return _button(request, pk, act, "Les étapes sont enregistrées.")


@require_POST
def minutes(request, pk):
    form = forms.MinutesForm(request.POST)
    spent = form.cleaned_data["minutes"] if form.is_valid() else 0

    def act(*, by, task):
        actions.note_minutes(by=by, task=task, minutes=spent)

    return _button(request, pk, act, f"{forms.minutes_in_words(spent)} de plus.")


def _gesture(request, found, form, title, act, words, to=None, **context):
    """A short form about a task."""
    if submitted(request, form):
        with refusals_in(form):
            act(by=request.actor, task=found, **form.cleaned_data)
            return done(request, words, to or found)
    here = above(request.actor, (found.title, found.get_absolute_url()))
    return form_page(request, form, title=title, trail=here, **context)


@FORM
def ask(request, pk):
    found = task_or_404(request, pk)
    rules.check_does_it(request.actor, found.taken_by_id)
    form = forms.AskForm(request.POST or None)
    words = "La question est posée\u00a0: la tâche vous reviendra avec sa réponse."
    return _gesture(request, found, form, "Poser une question", actions.ask, words)


@FORM
def answer(request, pk):
    found = task_or_404(request, pk)
    rules.check_can_entrust(request.actor, found.person_id)
    form = forms.AnswerForm(request.POST or None)
    told = {"lead": found.question, "save": "Répondre"}
    words = "La réponse est partie\u00a0: la tâche continue."
    return _gesture(request, found, form, "Répondre à la question", actions.answer, words, **told)


@FORM
def finish(request, pk):
    found = task_or_404(request, pk)
    rules.check_does_it(request.actor, found.taken_by_id)
    form = forms.FinishForm(request.POST or None)
    to = found if rules.can_entrust(request.actor, found.person_id) else "reception:to_do"
    told = {"to": to, "save": "Terminer"}
    return _gesture(request, found, form, "Terminer la tâche", actions.finish, AGENT_DONE, **told)


@FORM
def irritant(request, pk):
    found = task_or_404(request, pk)
    rules.check_can_note_irritant(request.actor)
    form = forms.IrritantForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.note_irritant(by=request.actor, confirmed=form.said(), **form.told())
            return done(request, "Merci, c’est noté. Votre responsable le lira, sans votre nom.", found)
    told = {"title": "Ce formulaire fait perdre du temps", "save": "Signaler"}
    return form_page(
        request, form, trail=above(request.actor, (found.title, found.get_absolute_url())), **told
    )
