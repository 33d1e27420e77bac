"""Those who asked to come: for who keeps the list, and for whoever holds a link."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.events.enums import Need, Turn
from maillage.events.models import Opening, Registration
from maillage.events.queries.openings import turns
from maillage.events.rules import Given
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

LINK = "maillage.events.registration"


def token_of(key: UUID) -> str:
    return signed(key, LINK)


@dataclass(frozen=True)
class Opened:
    """What a link opens: the meeting and the registration (`facts`), where it stands, the topics proposed with it."""

    key: UUID
    facts: Any
    given: Given
    topics: list[Any]

    @property
    def turn(self) -> Turn:
        return self.given.turn


def opened_by_link(token: str) -> Opened | None:
    key = key_in(token, LINK)
    return opened_by(key) if key else None


def turns_of(opened: "Opened") -> dict[int, Given]:
    """Where every registration of the same meeting stands."""
    return turns(opened.facts, {int(pk): places for pk, places in opened.facts.shares.items()})[1]


def opened_by(key: UUID) -> Opened | None:
    """None for a registration that was erased, or a meeting long over."""
    found = rows_of("event_registration(%s::uuid)", key)
    if not found:
        return None
    facts = found[0]
    _, all_given = turns(facts, {int(pk): places for pk, places in facts.shares.items()})
    topics = rows_of("event_topics(%s::uuid)", key) if facts.forum else []
    return Opened(key, facts, all_given[facts.number], topics)


@dataclass(frozen=True)
class Line:
    row: Registration
    given: Given

    @property
    def needs(self) -> str:
        words = [str(Need(one).label) for one in self.row.needs]
        return ", ".join([*words, self.row.more] if self.row.more else words)


def lines(actor: Actor, opening: Opening) -> list[Line]:
    """Those who have a place first, then those who wait, in their order; who withdrew, last."""
    rows = Registration.objects.visible_to(actor).filter(opening=opening).select_related("share")
    _, found = turns(opening, dict(opening.shares.values_list("pk", "places")))
    order = list(found)
    return sorted(
        (Line(row, found[row.number]) for row in rows),
        key=lambda line: (TURNS.index(line.given.turn), order.index(line.row.number)),
    )


TURNS = [Turn.IN, Turn.DRAW, Turn.WAITING, Turn.UNCONFIRMED, Turn.WITHDRAWN]


def own(actor: Actor, opening: Opening) -> Registration | None:
    """The account's own, that is not withdrawn."""
    if not actor.signed_in:
        return None
    rows = Registration.objects.visible_to(actor).filter(opening=opening, user_id=actor.user_id)
    found: Registration | None = rows.filter(withdrawn_at=None).first()
    return found


def attending(opening: Opening) -> list[Registration]:
    """Those who have a place, by name: who is ticked at the door."""
    _, found = turns(opening, dict(opening.shares.values_list("pk", "places")))
    places = [number for number, given in found.items() if given.turn == Turn.IN]
    rows = Registration.objects.filter(opening=opening, number__in=places).select_related("share")
    return list(rows.order_by("name", "pk"))
