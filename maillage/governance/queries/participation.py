"""Presence measured by college over a year, letters and the hours they used, what one person's attendance came to."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils import timezone

from maillage.governance.enums import Ending
from maillage.governance.models import (
    Committee,
    Decision,
    Gathering,
    MissionLetter,
    Occupant,
    Presence,
    Seat,
)
from maillage.governance.queries.committees import members_on
from maillage.permissions import Actor

EXPERTS = "Experts d’expérience, tous collèges"


@dataclass(frozen=True)
class Share:
    """Of a college over a year: seats filled and seats present, added up meeting by meeting. Never a person."""

    name: str
    expected: int
    present: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.present / self.expected) if self.expected else None


def held_years(actor: Actor, committee: Committee) -> list[int]:
    """The last first."""
    rows = Gathering.objects.visible_to(actor).filter(committee=committee, held_at__isnull=False)
    return [one.year for one in rows.dates("starts_at", "year", order="DESC")]


def shares(committee: Committee, year: int) -> list[Share]:
    """Four queries, whatever the number of meetings. A seat counts once a meeting, by its titular or its substitute."""
    meetings = Gathering.objects.filter(committee=committee, held_at__isnull=False, starts_at__year=year)
    days = {one.pk: timezone.localdate(one.starts_at) for one in meetings}
    there = set(
        Presence.objects.filter(gathering__in=days, occupant__isnull=False).values_list(
            "gathering", "occupant"
        )
    )
    expected: Counter[str] = Counter()
    present: Counter[str] = Counter()
    seats = Seat.objects.filter(committee=committee).select_related("college").prefetch_related("occupants")
    for seat in seats.order_by("college__position", "pk"):
        expected[seat.college.name] += 0
        for meeting, day in days.items():
            _count(seat, day, meeting, there, expected, present)
    return [Share(name, told, present[name]) for name, told in _experts_last(expected).items()]


def _count(
    seat: Seat,
    day: date,
    meeting: int,
    there: set[tuple[int, int]],
    expected: Counter[str],
    present: Counter[str],
) -> None:
    sitting = [one for one in seat.occupants.all() if _on(one, day)] if _on(seat, day) else []
    if not sitting:
        return
    came = any((meeting, one.pk) in there for one in sitting)
    names = [seat.college.name, *([EXPERTS] if any(one.expert for one in sitting) else [])]
    for name in names:
        expected[name] += 1
        present[name] += came


def _on(row: Seat | Occupant, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def _experts_last(counted: Counter[str]) -> dict[str, int]:
    colleges = {name: told for name, told in counted.items() if name != EXPERTS}
    return {**colleges, EXPERTS: counted[EXPERTS]} if counted[EXPERTS] else colleges


def letters(actor: Actor) -> QuerySet[MissionLetter]:
    return MissionLetter.objects.visible_to(actor).prefetch_related("committee", "occupant")


def minutes_used(letter: MissionLetter) -> int:
    """From attendance, between its days."""
    if letter.occupant_id is None:
        return 0
    rows = Presence.objects.filter(occupant=letter.occupant_id, gathering__held_at__isnull=False)
    rows = rows.filter(gathering__starts_at__date__gte=letter.starts_on)
    if letter.ends_on:
        rows = rows.filter(gathering__starts_at__date__lte=letter.ends_on)
    return rows.aggregate(total=Sum("minutes"))["total"] or 0


def attended(actor: Actor, occupant: Occupant) -> list[Presence]:
    """Meetings that were held, the first first."""
    rows = Presence.objects.visible_to(actor).filter(occupant=occupant, gathering__held_at__isnull=False)
    return list(rows.select_related("gathering").order_by("gathering__starts_at"))


def came_of(actor: Actor, presences: list[Presence]) -> list[Decision]:
    """What was adopted in those meetings, and done since."""
    rows = Decision.objects.visible_to(actor).filter(
        gathering__in=[one.gathering_id for one in presences], adopted=True, ending=Ending.DONE
    )
    return list(rows.order_by("decided_at"))


def to_write_for(committee: Committee) -> QuerySet[Occupant]:
    """Who sits there today."""
    return members_on(committee, timezone.localdate()).order_by("name", "pk")
