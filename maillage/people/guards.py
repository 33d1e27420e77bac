"""What every view about a person begins with, in any context: load what the actor sees, or 404; journal what is opened;
lead whoever has not entered their own space to its door.
"""

from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse

from maillage.audit.actions import record
from maillage.people import queries as people
from maillage.people import rules
from maillage.web.answers import form_page, row_or_404


def person_or_404(request, pk):
    return row_or_404(people.persons(request.actor), pk)


def household_or_404(request, pk):
    return row_or_404(people.households(request.actor), pk)


def team_person_or_404(request, pk):
    """To write in it; refused to whoever only reads, with the person's agreement."""
    row = person_or_404(request, pk)
    rules.check_can_change(request.actor, row.pk)
    return row


def team_household_or_404(request, pk):
    row = household_or_404(request, pk)
    rules.check_can_change_home(request.actor, row.pk)
    return row


def of_person_or_404(request, model, person, pk):
    """A row of a table of `support` about this person, if the actor reads it."""
    return row_or_404(model.objects.visible_to(request.actor).filter(person=person), pk)


def opened(request, row, verb="read", **details):
    """On a page read, not on a form sent; always written on the person, so that they find it in their journal."""
    if request.method in ("GET", "HEAD"):
        record(request.actor, verb, row, **details)


def shown_again(request, row, verb="read", **details):
    """A form sent and refused comes back with what was read around it: that too is a reading."""
    if request.method == "POST":
        record(request.actor, verb, row, **details)


def uuid_or_none(text):
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None


def trail(person, *more):
    """The pages above one about this person: [(label, address)]."""
    here = (person.full_name, reverse("people:person", args=[person.pk]))
    return [("Mes personnes", reverse("people:persons")), here, *more]


def own_space(view):
    """A page of the space: whoever has not entered is led to the door. The view receives the person."""

    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        own = request.actor.person_id
        person = people.persons(request.actor).filter(pk=own).first() if own else None
        if person is None:
            ended = "?fin=1" if getattr(request, "session_ended", False) else ""
            return HttpResponseRedirect(reverse("people:enter") + ended)
        return view(request, person, *args, **kwargs)

    return guarded


def own_page(request, template, context, form=None):
    home = [("Votre espace", reverse("people:space"))]
    return form_page(request, form, template, **{"trail": home, **context})
