"""What a person's folder, and their own space, show of tasks entrusted about them."""

from typing import Any

from django.db.models import Q

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.reception.enums import UNDER_WAY, TaskState
from maillage.reception.queries.receptions import of_person
from maillage.reception.queries.tasks import about
from maillage.reception.rules import can_entrust, can_join

SHOWN = 5


def panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """For those who follow the person in their team, or receive them there."""
    if not can_join(actor, person.pk):
        return None
    entrusts = can_entrust(actor, person.pk)
    waits = Q(state__in=UNDER_WAY) | Q(state=TaskState.DONE, read_on=None)
    return {
        "person": person,
        "tasks": list(about(actor, person).filter(waits)[:SHOWN]) if entrusts else [],
        "entrusts": entrusts,
        "receptions": list(of_person(actor, person)[:SHOWN]),
    }


def own_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """Who takes care of what for them, as long as it is under way."""
    found = list(about(actor, person).filter(state__in=UNDER_WAY)[:SHOWN])
    return {"tasks": found} if found else None
