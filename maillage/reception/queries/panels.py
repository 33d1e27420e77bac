"""What a person's folder, and their own space, show of tasks entrusted about them."""

from typing import Any

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
    found = list(
        about(actor, person).filter(state__in=[*UNDER_WAY, TaskState.DONE]).order_by("-entrusted_at")
    )
    return {
        "person": person,
        "tasks": found[:SHOWN] if entrusts else [],
        "more": entrusts and len(found) > SHOWN,
        "entrusts": entrusts,
        "receptions": list(of_person(actor, person)[:SHOWN]),
    }


def own_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """Who takes care of what for them, as long as it is under way."""
    found = list(about(actor, person).filter(state__in=UNDER_WAY)[:SHOWN])
    return {"tasks": found} if found else None
