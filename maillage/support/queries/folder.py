"""What shared follow-up shows first on a person's page: who accompanies them, and what was done, by whom."""

from typing import Any

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support import rules
from maillage.support.queries import circle, path

SHOWN = 8


def panel(actor: Actor, person: Person) -> dict[str, Any]:
    page = path.page(actor, person, size=SHOWN)
    return {
        "person": person,
        "accompaniment": circle.accompaniment(actor, person),
        "handover": circle.waiting_handover(actor, person),
        "acts": page.acts,
        "more": bool(page.following),
        "can_follow": rules.can_follow(actor, person.pk),
        "here": actor.structure_id,
    }


def own_panel(actor: Actor, person: Person) -> dict[str, Any]:
    """What the person's own space shows first."""
    return {
        "accompaniment": circle.accompaniment(actor, person),
        "handover": circle.waiting_handover(actor, person),
        "acts": path.page(actor, person, size=3).acts,
    }
