"""Claims on a person's page, and in their own space: what is under way, what is due, what is late."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.rights import claim_pages, own_words
from maillage.rights.enums import UNDER_WAY, ClaimState
from maillage.rights.models import Claim
from maillage.rights.queries import claims as queries
from maillage.rights.rules import can_claim, can_see_rights

SHOWN = 5


def panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """The panel « Demandes » of a person's page."""
    if not can_see_rights(actor):
        return None
    today = timezone.localdate()
    rows = [one for one in queries.claims_of(actor, person) if one.state in UNDER_WAY]
    return {
        "person": person,
        "items": [claim_pages.item(one, today) for one in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "can_claim": can_claim(actor, person.pk),
    }


def own_panel(actor: Actor, person: Person) -> dict[str, Any]:
    """What the person's space says of their rights: to decide, under way, to bring."""
    today = timezone.localdate()
    rows = [one for one in queries.claims_of(actor, person) if one.state in UNDER_WAY]
    deciding = [one for one in rows if one.state == ClaimState.PROPOSED]
    return {
        "to_decide": len(deciding),
        "items": [_own_item(one, today) for one in rows if one.state != ClaimState.PROPOSED][:SHOWN],
        "to_bring": len(queries.to_bring(actor)),
    }


def _own_item(one: Claim, today: date) -> dict[str, Any]:
    return claim_pages.item(one, today) | {"state": own_words.state(one, today)}
