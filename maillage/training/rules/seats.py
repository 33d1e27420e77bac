"""Who has a seat, from who asked and in what order: worked out at each reading, so that a seat given back goes at once to the
next one.

Each employer's seats are kept for it; what no employer keeps is for all. Once seats are shared, those that an employer
left free go to the first who wait, whoever their employer is. Nobody who had a seat loses it by that.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from maillage.training.enums import Turn


class Asking(NamedTuple):
    """`number`: the order they asked in. `holds`: agreed, or still within the days that the employer has to answer."""

    number: int
    quota: int | None = None
    holds: bool = True


class Given(NamedTuple):
    """`position`: how many are before them on the waiting list, themselves included; 0 for anybody else."""

    turn: Turn
    position: int = 0


def given(
    askings: Iterable[Asking], quotas: Mapping[int, int], seats: int | None, shared: bool
) -> dict[int, Given]:
    """By number. `seats`: in all (None: room for everybody), those of `quotas` included."""
    ordered = sorted(askings, key=lambda one: one.number)
    found = {one.number: Given(Turn.OUT) for one in ordered if not one.holds}
    holding = [one for one in ordered if one.holds]
    if seats is None:
        return found | {one.number: Given(Turn.IN) for one in holding}
    own, common = dict(quotas), max(0, seats - sum(quotas.values()))
    waiting = []
    for one in holding:
        if one.quota is not None and own.get(one.quota, 0) > 0:
            own[one.quota] -= 1
        elif common > 0:
            common -= 1
        else:
            waiting.append(one)
            continue
        found[one.number] = Given(Turn.IN)
    return found | _waiting(waiting, common + sum(own.values()) if shared else 0)


def _waiting(waiting: list[Asking], freed: int) -> dict[int, Given]:
    taken = {one.number: Given(Turn.IN) for one in waiting[:freed]}
    after = enumerate(waiting[freed:], start=1)
    return taken | {one.number: Given(Turn.WAITING, position) for position, one in after}


def free(found: Mapping[int, Given], seats: int | None) -> int | None:
    """Seats left in all; None: room for everybody."""
    if seats is None:
        return None
    return max(0, seats - sum(one.turn == Turn.IN for one in found.values()))


def free_for(
    askings: Iterable[Asking], quotas: Mapping[int, int], seats: int | None, shared: bool, quota: int | None
) -> int | None:
    """Seats that one more of this employer could take now; None: room for everybody."""
    if seats is None:
        return None
    listed = list(askings)
    last = max((one.number for one in listed), default=0)
    more = [Asking(last + rank, quota) for rank in range(1, seats + 1)]
    found = given([*listed, *more], quotas, seats, shared)
    return sum(found[one.number].turn == Turn.IN for one in more)
