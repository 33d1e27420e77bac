"""Committees, what somebody is for one of them, its seats and who sits there on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from maillage.governance.enums import KEEPING, Rank
from maillage.governance.models import College, Committee, Duty, Occupant, Seat
from maillage.governance.rules import Standing, access, can_found
from maillage.permissions import Actor

WARNED_BEFORE = timedelta(days=60)
"""What it takes to name somebody."""


@dataclass(frozen=True)
class FilledSeat:
    seat: Seat
    titular: Occupant | None
    substitute: Occupant | None

    @property
    def vacant(self) -> bool:
        return self.titular is None and self.substitute is None


def committees(actor: Actor) -> QuerySet[Committee]:
    return Committee.objects.visible_to(actor).select_related("parent", "structure")


def mine(actor: Actor) -> QuerySet[Committee]:
    """Those where this account sits or serves today."""
    if not actor.signed_in:
        return Committee.objects.none()
    return committees(actor).filter(Q(pk__in=access.seats_of(actor)) | Q(pk__in=access.duties_of(actor)))


def terms_ending(actor: Actor, day: date) -> QuerySet[Occupant]:
    """Terms that end in the coming weeks: mine, and in the committees that I keep those that nobody takes after."""
    if actor.user_id is None:
        return Occupant.objects.none()
    kept = Duty.objects.filter(access.in_force(day), user_id=actor.user_id, kind__in=KEEPING)
    after = Occupant.objects.filter(
        seat=OuterRef("seat"), rank=OuterRef("rank"), starts_on__gt=OuterRef("ends_on")
    )
    soon = access.in_force(day, "seat__") & Q(ends_on__range=(day, day + WARNED_BEFORE))
    to_renew = Q(seat__committee__in=kept.values("committee")) & ~Exists(after)
    rows = Occupant.objects.visible_to(actor).filter(soon).filter(Q(user_id=actor.user_id) | to_renew)
    return rows.select_related("seat__committee", "seat__structure").order_by("ends_on", "pk")


def standing(actor: Actor, committee: Committee) -> Standing:
    """What the actor is for this committee today."""
    if actor.user_id is None:
        return Standing()
    day = timezone.localdate()
    duties = Duty.objects.filter(access.in_force(day), committee=committee, user_id=actor.user_id)
    kinds = set(duties.values_list("kind", flat=True))
    seats = Occupant.objects.filter(
        access.in_force(day), access.in_force(day, "seat__"), seat__committee=committee
    )
    return Standing(
        sits=bool(kinds) or seats.filter(user_id=actor.user_id).exists(),
        keeps=not kinds.isdisjoint(KEEPING),
        runs=can_found(actor) and actor.structure_id == committee.structure_id,
    )


def seats_of(committee: Committee, day: date) -> list[tuple[College, list[FilledSeat]]]:
    """College by college: the seats in force that day, with who occupies them."""
    occupants = Prefetch("occupants", Occupant.objects.filter(access.in_force(day)).select_related("user"))
    seats = Seat.objects.filter(access.in_force(day)).select_related("structure").prefetch_related(occupants)
    found = College.objects.filter(committee=committee).prefetch_related(Prefetch("seats", seats))
    return [(college, [_filled(seat) for seat in college.seats.all()]) for college in found]


def _filled(seat: Seat) -> FilledSeat:
    by_rank = {one.rank: one for one in seat.occupants.all()}
    return FilledSeat(seat, by_rank.get(Rank.TITULAR), by_rank.get(Rank.SUBSTITUTE))


def duties(committee: Committee, day: date) -> QuerySet[Duty]:
    return Duty.objects.filter(access.in_force(day), committee=committee).select_related("user")


def members_on(committee: Committee, day: date) -> QuerySet[Occupant]:
    """Everybody who may sit that day."""
    held = Occupant.objects.filter(
        access.in_force(day), access.in_force(day, "seat__"), seat__committee=committee
    )
    return held.select_related("seat", "seat__college")
