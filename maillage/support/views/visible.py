"""Load what the actor sees; what they do not see does not exist. What is opened is journaled."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse

from maillage.audit.actions import record
from maillage.people import queries as people


def row_or_404(rows, pk):
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def person_or_404(request, pk):
    return row_or_404(people.persons(request.actor), pk)


def of_person_or_404(request, model, person, pk):
    """A row of a table of `support` about this person, if the actor reads it."""
    return row_or_404(model.objects.visible_to(request.actor).filter(person=person), pk)


def opened(request, person, verb="read", **details):
    """On a page read, not on a form sent; always written on the person, so that they find it in their journal."""
    if request.method in ("GET", "HEAD"):
        record(request.actor, verb, person, **details)


def shown_again(request, person, verb="read", **details):
    """A form sent and refused comes back with what was read around it: that too is a reading."""
    if request.method == "POST":
        record(request.actor, verb, person, **details)


def uuid_or_none(text):
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None


def trail(person):
    return [
        ("Mes personnes", reverse("people:persons")),
        (person.full_name, reverse("people:person", args=[person.pk])),
    ]
