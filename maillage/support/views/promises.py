"""What a structure owes a person: promised with its date shown first, kept, late."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.clocks.delays import days_late
from maillage.people.guards import of_person_or_404, opened, person_or_404, trail
from maillage.support import rules
from maillage.support.actions import promises as actions
from maillage.support.forms.promises import KeptForm, PromiseForm
from maillage.support.models import Promise
from maillage.support.queries import work
from maillage.support.queries.team import team, warned_when_late
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.wording import full_day, plural


def _url(person):
    return reverse("support:promises", args=[person.pk])


def _trail(person):
    return trail(person, ("Ce qui lui est promis", _url(person)))


@require_safe
def promises(request, pk):
    person = person_or_404(request, pk)
    opened(request, person, "read_promises")
    can_follow = rules.can_follow(request.actor, person.pk)
    context = {
        "person": person,
        "title": "Ce qui lui est promis",
        "trail": trail(person),
        "items": [
            _item(request.actor, person, one, can_follow) for one in work.open_promises(request.actor, person)
        ],
        "kept": work.kept_promises(request.actor, person),
        "can_follow": can_follow,
    }
    return render(request, "support/promises.html", context)


def _item(actor, person, one, can_follow):
    late = days_late(one.due_on, timezone.localdate())
    mine = can_follow and one.structure_id == actor.structure_id
    return {
        "date": one.due_on,
        "text": one.what,
        "late": late > 0,
        "pressing": late > 0,
        "note": _said(one, late),
        "url": reverse("support:keep_promise", args=[person.pk, one.pk]) if mine else "",
        "action": "Noter la réponse",
    }


def _said(one, late):
    parts = [f"Depuis {plural(late, 'jour')}." if late else "", f"Par {one.owed_by}, {one.structure}."]
    if one.escalated_at and one.escalate_to:
        parts.append(f"Signalé à {one.escalate_to}.")
    elif one.escalate_to:
        parts.append(f"En cas de retard, un e-mail ira à {one.escalate_to}.")
    return " ".join(filter(None, parts))


PROMISE = "support/promise_form.html"


def _page(request, template, person, title, form, **more):
    return form_page(request, form, template, person=person, title=title, trail=_trail(person), **more)


@require_http_methods(["GET", "HEAD", "POST"])
def new_promise(request, pk):
    """Sent once, the form comes back with the date that it makes; sent again with that date shown, it is promised."""
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    people, warned = team(request.actor, person), warned_when_late(request.actor)
    initial = {"owed_by": request.actor.user_id, "made_on": timezone.localdate()}
    form = PromiseForm(request.POST or None, team=people, warned=warned, initial=initial)
    title, due = "Promettre quelque chose", None
    if submitted(request, form):
        data = form.cleaned_data
        due = actions.promised_for(request.actor, data["made_on"], data["working_days"])
        if request.POST.get("shown") != due.isoformat():
            return _page(request, PROMISE, person, title, form, due=due, status=200)
        with refusals_in(form):
            actions.promise(by=request.actor, promised=_promise(person, data))
            return done(request, f"C’est promis, pour le {full_day(due)}.", _url(person))
    return _page(request, PROMISE, person, title, form, due=due)


def _promise(person, data):
    return Promise(
        person=person,
        what=data["what"],
        owed_by_id=data["owed_by"],
        escalate_to_id=data["escalate_to"],
        made_on=data["made_on"],
        working_days=data["working_days"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request, pk, promise):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    found = of_person_or_404(request, Promise, person, promise)
    opened(request, person, "read_promises")
    form = KeptForm(request.POST or None, made_on=found.made_on, initial={"on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.keep_promise(by=request.actor, promised=found, **form.cleaned_data)
            return done(request, "C’est noté\u00a0: l’engagement est tenu.", _url(person))
    return _page(request, "support/promise_kept.html", person, "Engagement tenu", form, promise=found)
