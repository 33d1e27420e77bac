"""Meetings, who is counted present, what comes back on an agenda."""

from collections.abc import Callable, Set
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from maillage.governance.enums import DecisionKind
from maillage.governance.models import (
    AgendaItem,
    Committee,
    Decision,
    Gathering,
    ItemDocument,
    Presence,
    Recusal,
)
from maillage.governance.queries.committees import FilledSeat, members_on, mine, seats_of
from maillage.governance.rules import College, Count, account
from maillage.permissions import Actor

FEED_KEEPS = timedelta(days=90)
GATHERING_LINKS: list[Callable[[Actor, Gathering], list[tuple[str, str]]]] = []
"""What higher contexts add to the page of a meeting: function(actor, meeting) → [(label, URL)]."""


def gatherings(actor: Actor) -> QuerySet[Gathering]:
    return Gathering.objects.visible_to(actor).select_related("committee")


def coming(actor: Actor, now: datetime) -> QuerySet[Gathering]:
    return gatherings(actor).filter(ends_at__gte=now, cancelled_at=None)


def in_the_feed(actor: Actor, now: datetime) -> QuerySet[Gathering]:
    """To come, of the last months, cancelled ones too: a calendar then strikes them out."""
    return gatherings(actor).filter(ends_at__gte=now - FEED_KEEPS).order_by("starts_at", "pk")


def my_coming(actor: Actor, now: datetime, days: int) -> QuerySet[Gathering]:
    """Meetings of the next days of the committees where this account sits or serves, the soonest first."""
    near = coming(actor, now).filter(committee__in=mine(actor).values("pk"))
    return near.filter(starts_at__lt=now + timedelta(days=days)).order_by("starts_at", "pk")


def next_gathering(committee: Committee, after: datetime) -> Gathering | None:
    later = Gathering.objects.filter(
        committee=committee, starts_at__gt=after, held_at=None, cancelled_at=None
    )
    return later.order_by("starts_at").first()


def agenda(actor: Actor, gathering: Gathering) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.visible_to(actor).filter(gathering=gathering)
    papers = Prefetch("documents", ItemDocument.objects.visible_to(actor), to_attr="papers")
    return items.select_related("track", "decision", "asked").prefetch_related(
        "decision__tallies__college", papers
    )


def stepped_aside(actor: Actor, gathering: Gathering) -> int:
    """How many points this member stepped aside from: told, without their title."""
    return Recusal.objects.filter(gathering=gathering, user_id=account(actor)).count()


def counts(gathering: Gathering, present: Set[int], on: date | None = None) -> list[Count]:
    """By college, the seats filled that day and those of them where one of `present` (occupants) sits."""
    day = on or timezone.localdate(gathering.starts_at)
    found = []
    for college, seats in seats_of(gathering.committee, day):
        filled = [seat for seat in seats if not seat.vacant]
        there = [seat for seat in filled if _ids(seat) & present]
        told = College(college.pk, college.name, college.quorum, college.required)
        found.append(Count(told, len(filled), len(there)))
    return found


def _ids(seat: FilledSeat) -> Set[int]:
    return {one.pk for one in (seat.titular, seat.substitute) if one}


def present_counts(gathering: Gathering, leaving_out: Set[int] = frozenset()) -> list[Count]:
    """`leaving_out`: occupants who stepped aside."""
    noted = Presence.objects.filter(gathering=gathering, occupant__isnull=False)
    return counts(gathering, set(noted.values_list("occupant_id", flat=True)) - leaving_out)


def open_tracks(committee: Committee) -> QuerySet[Decision]:
    """Working tracks left open, the oldest first."""
    rows = Decision.objects.filter(committee=committee, kind=DecisionKind.TRACK, adopted=True, ended_on=None)
    return rows.order_by("decided_at")


def own_seat(actor: Actor, gathering: Gathering) -> int | None:
    """The occupant that this account is, on the day of the meeting."""
    day = timezone.localdate(gathering.starts_at)
    return (
        members_on(gathering.committee, day)
        .filter(user_id=account(actor))
        .values_list("pk", flat=True)
        .first()
    )
