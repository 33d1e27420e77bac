"""Who has a place and who waits, from the registrations alone: worked out at each reading, so that a place given back
goes at once to the next one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from maillage.events.enums import Turn


class Asking(NamedTuple):
    """One registration, without who it is. `rank`: in the drawing of lots."""

    number: int
    share: int | None = None
    rank: int | None = None
    confirmed: bool = True
    withdrawn: bool = False


class Given(NamedTuple):
    """`position`: how many are before them on the waiting list, themselves included; 0 for anybody else."""

    turn: Turn
    position: int = 0


def given(
    askings: Iterable[Asking],
    shares: Mapping[int, int],
    places: int | None = None,
    by_lot: bool = False,
    drawn: bool = False,
) -> dict[int, Given]:
    """By number. `shares`: places by share; when there is none, `places` for all (None: room for everybody)."""
    found, taken, waiting = {}, Counter[int | None](), Counter[int | None]()
    for one in sorted(askings, key=lambda one: (one.rank is None, one.rank, one.number)):
        if one.withdrawn or not one.confirmed:
            found[one.number] = Given(Turn.WITHDRAWN if one.withdrawn else Turn.UNCONFIRMED)
        elif by_lot and not drawn:
            found[one.number] = Given(Turn.DRAW)
        else:
            most = shares.get(one.share, 0) if shares and one.share is not None else places
            if most is None or taken[one.share] < most:
                taken[one.share] += 1
                found[one.number] = Given(Turn.IN)
            else:
                waiting[one.share] += 1
                found[one.number] = Given(Turn.WAITING, waiting[one.share])
    return found


def free(
    found: Mapping[int, Given], askings: Iterable[Asking], share: int | None, most: int | None
) -> int | None:
    """Places left in a share, or in all; None: room for everybody."""
    if most is None:
        return None
    taken = sum(one.share == share and found[one.number].turn == Turn.IN for one in askings)
    return max(most - taken, 0)
