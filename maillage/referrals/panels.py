"""The single document on a person's page, and in their own space."""

from typing import Any

from django.utils import timezone

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.referrals import wording
from maillage.referrals.enums import UNDER_WAY, RequestState
from maillage.referrals.queries import referrals as queries
from maillage.referrals.rules import can_refer

SHOWN = 5


def panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """The panel « Dispositifs » of a person's page; nothing for who doesn't follow them."""
    if not can_refer(actor, person.pk):
        return None
    today = timezone.localdate()
    rows = [one for one in queries.of_person(actor, person) if one.state in UNDER_WAY]
    return {
        "person": person,
        "items": [wording.item(one, today) for one in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
    }


def own_panel(actor: Actor, person: Person) -> dict[str, Any]:
    """What the person's space says of them: to read and agree to, under way."""
    today = timezone.localdate()
    rows = [one for one in queries.of_person(actor, person) if one.state in UNDER_WAY]
    to_read = [one for one in rows if one.state == RequestState.DRAFT and one.referral.shown_at]
    sent = [one for one in rows if one.state != RequestState.DRAFT]
    return {"to_read": len(to_read), "items": [wording.own_item(one, today) for one in sent[:SHOWN]]}
