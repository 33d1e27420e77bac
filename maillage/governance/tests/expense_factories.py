"""A held meeting of a committee, its expert by experience, and what they claim, without surprises."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from maillage.accounts.tests.factories import make_user
from maillage.governance.enums import Capacity
from maillage.governance.models import Advance, ExpenseClaim, ExpenseLine, MissionLetter, Presence
from maillage.governance.tests.factories import LONG_AGO, make_committee, make_gathering, make_seat
from tests.plugin import become


def morning(days=-10):
    """Half past nine in Paris, on that day."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 30))


def make_expert(committee=None, **told):
    """Somebody with an account who sits as an expert by experience."""
    with become("maintenance"):
        user = make_user()
    return make_seat(committee or make_committee(), college=1, user=user, expert=True, **told)


def make_presence(occupant, days=-10, minutes=180, capacity=Capacity.EXPERT, **told):
    """At a meeting of three hours that crosses noon, closed."""
    start = morning(days)
    told = {"ends_at": start + timedelta(hours=3), "held_at": start + timedelta(hours=4), **told}
    gathering = make_gathering(occupant.seat.committee, start, **told)
    with become("maintenance"):
        return Presence.objects.create(
            gathering=gathering, occupant=occupant, name=occupant.name, capacity=capacity, minutes=minutes
        )


def make_claim(presence, state="sent", days=0, **told):
    """Of one car journey of 100 km, sent `days` ago."""
    on = timezone.localdate() - timedelta(days=days)
    gathering, amount = presence.gathering, Decimal("32.00")
    dates = {"sent_on": on if state != "draft" else None}
    if state in ("accepted", "paid"):
        dates |= {"decided_on": on, "granted": amount}
    if state == "paid":
        dates["paid_on"] = on
    user = presence.occupant.user_id if presence.occupant else None
    told = {"entered_by_id": user, "user_id": user, "total": amount, **dates, **told}
    told |= {"committee": gathering.committee, "gathering": gathering, "name": presence.name, "state": state}
    with become("maintenance"):
        claim = ExpenseClaim.objects.create(
            presence=presence, about="Comité, Plénière", on=gathering.starts_at.date(), **told
        )
        ExpenseLine.objects.create(claim=claim, kind="car", quantity=100, rate=Decimal("0.32"), amount=amount)
    return claim


def make_advance(occupant, gathering, amount=20, **told):
    told = {"asked_on": timezone.localdate(), "name": occupant.name, "user_id": occupant.user_id, **told}
    with become("maintenance"):
        return Advance.objects.create(
            committee=gathering.committee, gathering=gathering, occupant=occupant, amount=amount, **told
        )


def make_letter(occupant, covers=("car", "ticket", "meal"), **told):
    told = {"starts_on": LONG_AGO, "hours": 20, "name": occupant.name, "user_id": occupant.user_id, **told}
    with become("maintenance"):
        return MissionLetter.objects.create(
            committee=occupant.seat.committee, occupant=occupant, covers=list(covers), **told
        )
