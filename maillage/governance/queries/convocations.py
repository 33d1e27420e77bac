"""Who is called to a meeting and what they answered, what they were not told yet, what a signed link opens."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from maillage.governance.enums import Coming, Rank
from maillage.governance.models import Convocation, Gathering, Occupant, OccupantAddress
from maillage.governance.queries.committees import members_on
from maillage.governance.queries.gatherings import counts
from maillage.governance.rules import Count, account
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

SALT = "maillage convocation"
LONGEST = timedelta(days=730)


def token_of(convocation: Convocation) -> str:
    return signed(convocation.key, SALT)


@dataclass(frozen=True)
class Opened:
    """What a link opens: the meeting, who its holder is there, the points that they may read."""

    key: UUID
    facts: Any
    points: list[Any]


def opened_by(key: UUID) -> Opened | None:
    """For whoever holds the link; None once it opens nothing more."""
    found = rows_of("convocation_by_key(%s::uuid)", key)
    return Opened(key, found[0], points_of(key)) if found else None


def opened_by_link(token: str) -> Opened | None:
    """None too for what is no link of a convocation."""
    key = key_in(token, SALT, LONGEST)
    return opened_by(key) if key else None


def points_of(key: UUID) -> list[Any]:
    return rows_of("convocation_points(%s::uuid)", key)


def paper_of(key: UUID, paper: UUID) -> Any | None:
    return next(iter(rows_of("convocation_paper(%s::uuid, %s::uuid)", key, paper)), None)


def addresses(members: list[Occupant]) -> dict[int, str]:
    """By occupant, where mail reaches them: their account's address first. Those without any are not there."""
    kept = dict(OccupantAddress.objects.filter(occupant__in=members).values_list("occupant_id", "email"))
    accounts = {one.pk: one.user.email for one in members if one.user and one.user.is_active}
    return {pk: email for pk, email in {**kept, **accounts}.items() if email}


def members(gathering: Gathering) -> list[Occupant]:
    """Everybody who may sit that day, titulars first."""
    day = timezone.localdate(gathering.starts_at)
    rows = members_on(gathering.committee, day).select_related("user")
    return list(rows.order_by("seat__college__position", "seat__organisation", "-rank", "pk"))


def told_now(gathering: Gathering, convocations: list[Convocation]) -> dict[int, dict[str, Any]]:
    """By convocation, what a mail would tell today: date, place, and a digest for each point."""
    points: dict[int, dict[str, str]] = defaultdict(dict)
    for row in rows_of("convocation_digests(%s::bigint)", gathering.pk):
        points[row.convocation][str(row.point)] = row.digest
    facts = {
        "title": gathering.title,
        "starts": gathering.starts_at.astimezone(UTC).isoformat(),
        "ends": gathering.ends_at.astimezone(UTC).isoformat(),
        "place": gathering.place,
        "link": gathering.link,
    }
    return {one.pk: {**facts, "points": points[one.pk]} for one in convocations}


@dataclass(frozen=True)
class Line:
    """A member on the page of those who keep the work."""

    occupant: Occupant
    email: str
    convocation: Convocation | None
    behind: bool
    """Called, and not told yet what changed since."""

    @property
    def answer(self) -> str:
        return self.convocation.answer if self.convocation else ""


@dataclass(frozen=True)
class Called:
    """A meeting as its secretary follows it: each member, and by college who says they come."""

    lines: list[Line]
    counts: list[Count]
    convened_at: datetime | None

    @property
    def to_send(self) -> list[Line]:
        return [
            one for one in self.lines if one.email and (not one.convocation or one.behind or not _sent(one))
        ]

    @property
    def behind(self) -> int:
        return sum(1 for one in self.lines if one.behind)

    @property
    def unreachable(self) -> list[Occupant]:
        return [one.occupant for one in self.lines if not one.email]

    @property
    def listed(self) -> bool:
        """Whether answers may be noted."""
        return any(one.convocation for one in self.lines)

    @property
    def to_list(self) -> list[Line]:
        """Without an address, and not called yet."""
        return [one for one in self.lines if not one.email and not one.convocation]

    @property
    def answered(self) -> int:
        return sum(1 for one in self.lines if one.answer)


def _sent(line: Line) -> bool:
    return line.convocation is not None and line.convocation.sent_at is not None


def called(gathering: Gathering) -> Called:
    """For those who keep the committee's work; always the same number of queries."""
    seated = members(gathering)
    rows = {one.occupant_id: one for one in Convocation.objects.filter(gathering=gathering)}
    told, emails = told_now(gathering, list(rows.values())), addresses(seated)
    lines = [
        Line(
            one,
            emails.get(one.pk, ""),
            row := rows.get(one.pk),
            bool(row and row.sent_at and one.pk in emails and row.told != told[row.pk]),
        )
        for one in seated
    ]
    sent = [row.sent_at for row in rows.values() if row.sent_at]
    return Called(lines, counts(gathering, expected(lines)), min(sent) if sent else None)


def expected(lines: list[Line]) -> set[int]:
    """Occupants who are to be there; the substitute that a titular sends is, unless they said otherwise."""
    coming = {one.occupant.pk for one in lines if one.answer == Coming.PRESENT}
    sending = {one.occupant.seat_id for one in lines if one.answer == Coming.SUBSTITUTE}
    sent = {
        one.occupant.pk
        for one in lines
        if one.occupant.rank == Rank.SUBSTITUTE
        and one.occupant.seat_id in sending
        and one.answer != Coming.ABSENT
    }
    return coming | sent


def has_substitute(convocation: Convocation) -> bool:
    """Whether a titular may send somebody instead."""
    sat = {"seat": convocation.occupant.seat_id, "rank": Rank.SUBSTITUTE}
    day = timezone.localdate(convocation.gathering.starts_at)
    titular = convocation.occupant.rank == Rank.TITULAR
    return titular and members_on(convocation.gathering.committee, day).filter(**sat).exists()


def own_convocation(actor: Actor, gathering: Gathering) -> Convocation | None:
    """The account's own, once members are called."""
    rows: QuerySet[Convocation] = Convocation.objects.visible_to(actor)
    return rows.filter(gathering=gathering, occupant__user_id=account(actor)).first()
