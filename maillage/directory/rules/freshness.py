"""How fresh a card is, computed when it is read: confirmed, only declared, or past the day it should have been reviewed."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from maillage.clocks.delays import Delay, Unit, end_of


class State(StrEnum):
    CONFIRMED = "confirmed"
    DECLARED = "declared"
    STALE = "stale"


class Freshness(NamedTuple):
    """`since`: the day it was last confirmed, else told by its source; `review_on`: when it must be read again."""

    state: State
    since: date | None
    by: str
    review_on: date | None

    @property
    def stale(self) -> bool:
        return self.state == State.STALE


def freshness(card: Any, today: date) -> Freshness:
    """Of a structure or a service. A card that nobody ever dated is to be read again."""
    since = card.confirmed_on or card.updated_on
    if since is None:
        return Freshness(State.STALE, None, "", None)
    review_on = end_of(since, Delay(card.review_months, Unit.MONTHS))
    state = State.CONFIRMED if card.confirmed_on else State.DECLARED
    return Freshness(State.STALE if review_on < today else state, since, card.confirmed_by, review_on)
