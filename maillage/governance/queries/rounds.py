"""Written rounds: who is asked, who answered, what it gives once over, what the link of a ballot opens."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from maillage.governance.enums import Vote
from maillage.governance.models import (
    AgendaItem,
    Ballot,
    Gathering,
    Occupant,
    Recusal,
    Round,
    RoundPoint,
    RoundReply,
    Voice,
)
from maillage.governance.queries.committees import FilledSeat, seats_of
from maillage.governance.queries.gatherings import counts
from maillage.governance.rules import Count, Voices, missing
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

SALT = "maillage ballot"
LONGEST = timedelta(days=365)


def token_of(ballot: Ballot) -> str:
    return signed(ballot.key, SALT)


@dataclass(frozen=True)
class Asked:
    """What the link of a ballot opens: who holds it, what they vote on, what they said."""

    key: UUID
    facts: Any
    points: list[Any]


def asked_by(key: UUID) -> Asked | None:
    """None once the round is over."""
    found = rows_of("ballot_by_key(%s::uuid)", key)
    return Asked(key, found[0], points_of(key)) if found else None


def asked_by_link(token: str) -> Asked | None:
    """None too for what is no link of a ballot."""
    key = key_in(token, SALT, LONGEST)
    return asked_by(key) if key else None


def points_of(key: UUID) -> list[Any]:
    return rows_of("ballot_points(%s::uuid)", key)


def paper_of(key: UUID, paper: UUID) -> Any | None:
    return next(iter(rows_of("ballot_paper(%s::uuid, %s::uuid)", key, paper)), None)


def rounds(actor: Actor) -> QuerySet[Round]:
    rows: QuerySet[Round] = Round.objects.visible_to(actor)
    return rows.select_related("gathering__committee")


def of_gathering(actor: Actor, gathering: Gathering) -> list[Round]:
    return list(rounds(actor).filter(gathering=gathering))


def may_be_voted(actor: Actor, gathering: Gathering) -> list[AgendaItem]:
    """Neither decided, nor under embargo, nor already put to a vote that runs."""
    items = AgendaItem.objects.visible_to(actor).filter(gathering=gathering, decision=None)
    busy = RoundPoint.objects.filter(round__gathering=gathering, round__closed_at=None).values("item")
    return [one for one in items.exclude(pk__in=busy) if not one.under_embargo]


def points(actor: Actor, row: Round) -> list[RoundPoint]:
    rows = RoundPoint.objects.visible_to(actor).filter(round=row)
    return list(rows.select_related("item__decision"))


def ballots(actor: Actor, row: Round) -> list[Ballot]:
    rows = Ballot.objects.visible_to(actor).filter(round=row)
    return list(rows.select_related("occupant__seat").prefetch_related("voices"))


def running_ballots(actor: Actor, occupant: Occupant) -> list[Ballot]:
    """What this member is asked now."""
    running = {"round__closed_at": None, "round__closes_at__gt": timezone.now()}
    return list(Ballot.objects.visible_to(actor).filter(occupant=occupant, **running))


def own_ballot(actor: Actor, row: Round) -> Ballot | None:
    rows = Ballot.objects.visible_to(actor).filter(round=row, occupant__user_id=actor.user_id)
    return rows.prefetch_related("voices").first()


def to_read(actor: Actor, row: Round) -> list[RoundReply]:
    """Mails that nobody understood yet; none to whoever stepped aside from a point, that they may speak of."""
    if len(points(actor, row)) != row.size:
        return []
    rows = RoundReply.objects.visible_to(actor).filter(ballot__round=row, state="to_read")
    return list(rows.select_related("ballot__occupant"))


@dataclass(frozen=True)
class Result:
    """One point: by college, seats that answered and what they said."""

    point: RoundPoint
    counts: list[Count]
    voices: Mapping[int, Voices]

    @property
    def lacking(self) -> list[Count]:
        return missing(self.counts)


def results(row: Round, listed: list[RoundPoint]) -> list[Result]:
    """One voice a seat, the titular's before the substitute's; whoever stepped aside doesn't count."""
    day = timezone.localdate(row.gathering.starts_at)
    seats = [seat for _, filled in seats_of(row.gathering.committee, day) for seat in filled]
    said = _said(row)
    found = []
    for point in listed:
        here = said[point.pk]
        found.append(Result(point, counts(row.gathering, here.keys(), day), _by_college(seats, here)))
    return found


def _said(row: Round) -> dict[int, dict[int, str]]:
    """By point, what each occupant said."""
    aside = set(Recusal.objects.filter(gathering=row.gathering).values_list("item_id", "occupant_id"))
    found: dict[int, dict[int, str]] = defaultdict(dict)
    voices = Voice.objects.filter(ballot__round=row).select_related("point", "ballot")
    for voice in voices:
        if (voice.point.item_id, voice.ballot.occupant_id) not in aside:
            found[voice.point_id][voice.ballot.occupant_id] = voice.vote
    return found


def _by_college(seats: list[FilledSeat], said: dict[int, str]) -> dict[int, Voices]:
    tally: dict[int, list[str]] = defaultdict(list)
    for seat in seats:
        heard = [said[one.pk] for one in (seat.titular, seat.substitute) if one and one.pk in said]
        tally[seat.seat.college_id] += heard[:1]
    return {
        college: Voices(votes.count(Vote.FOR), votes.count(Vote.AGAINST), votes.count(Vote.ABSTAIN))
        for college, votes in tally.items()
    }


def taking_part(row: Round) -> list[Count]:
    """By college, the seats that said something; never what they said."""
    heard = set(Voice.objects.filter(ballot__round=row).values_list("ballot__occupant_id", flat=True))
    return counts(row.gathering, heard, timezone.localdate(row.gathering.starts_at))
