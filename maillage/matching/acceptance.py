"""Share places out from ordered wishes: students propose, each place keeps those who come first (Gale and Shapley, 1962).

Nobody does better by hiding their true order, nobody is passed by somebody who comes after them at a place they wanted
more, and neither the order in which wishes were filed nor the length of a list changes what one gets. Plain Python: a
heap a place, no recursion, and no wish is read that nothing depends on, so that lists need no limit.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from heapq import heappush, heapreplace
from typing import NamedTuple

from maillage.matching.lottery import ticket

VERSION = "acceptance 1"
"""Changes with what the rules give, so that a replay says which ones made a result."""
Bands = tuple[int, ...]
NOBODY: frozenset[int] = frozenset()
NOTHING: Mapping[int, str] = {}


class Verdict(Enum):
    HELD = "held"
    FULL = "full"
    BARRED = "barred"


class Step(NamedTuple):
    """What became of one wish. `rule`: which one closes the place. `before`: how many hold it and come first by each
    criterion: 0 the place's own, then each band in its order, the last one the lottery."""

    place: int
    verdict: Verdict
    rule: str = ""
    before: Mapping[int, int] = {}


def in_order(bands: Mapping[int, Bands], seed: str) -> list[int]:
    """The takers, first served first: the lowest bands, then one lottery for all; whoever has no band is not there."""
    return sorted(bands, key=lambda one: (bands[one], ticket(seed, one), one))


class Asked(NamedTuple):
    """What is shared out. `wishes`: first choice first; `order`: of `in_order`; `favoured`: whom a place takes first,
    before the common order; `barred`: the places closed to somebody, with the rule that says so."""

    wishes: Mapping[int, Sequence[int]]
    capacities: Mapping[int, int]
    bands: Mapping[int, Bands]
    order: Sequence[int]
    favoured: Mapping[int, frozenset[int]] = {}
    barred: Mapping[int, Mapping[int, str]] = {}

    def takers(self, keys: Sequence[int]) -> list[int]:
        return [self.order[-key % len(self.order)] for key in keys]

    def why(self, place: int, first: int, second: int) -> int:
        """By which criterion `first` comes before `second` there."""
        chosen = self.favoured.get(place, NOBODY)
        if (first in chosen) != (second in chosen):
            return 0
        pairs = zip(self.bands[first], self.bands[second], strict=True)
        return next(
            (n for n, (one, other) in enumerate(pairs, 1) if one != other), len(self.bands[first]) + 1
        )


class Matched:
    """Who holds what, and why. `places`: the place of each one, None for whoever has none."""

    def __init__(self, asked: Asked, held: Mapping[int, Sequence[int]]) -> None:
        self.asked = asked
        self.holders = {place: sorted(asked.takers(keys)) for place, keys in held.items() if keys}
        self.places: dict[int, int | None] = dict.fromkeys(asked.order)
        for place, takers in self.holders.items():
            self.places.update(dict.fromkeys(takers, place))

    def left(self) -> dict[int, int]:
        """The places nobody took, and how many of each."""
        free = {place: n - len(self.holders.get(place, ())) for place, n in self.asked.capacities.items()}
        return {place: n for place, n in free.items() if n > 0}

    def trace(self, taker: int) -> Iterator[Step]:
        """What became of each wish, in the order of the list, down to the place that is held: nobody needed the rest."""
        mine, barred = self.places[taker], self.asked.barred.get(taker, NOTHING)
        for place in dict.fromkeys(self.asked.wishes.get(taker, ())):
            if place == mine:
                yield Step(place, Verdict.HELD)
                return
            yield Step(place, Verdict.BARRED, barred[place]) if place in barred else self._full(taker, place)

    def _full(self, taker: int, place: int) -> Step:
        why = self.asked.why
        return Step(
            place,
            Verdict.FULL,
            before=Counter(why(place, one, taker) for one in self.holders.get(place, ())),
        )


def matched(asked: Asked) -> Matched:
    """`asked.order` is that of the proposals too: whoever comes first is seldom asked to leave."""
    lists = [iter(asked.wishes.get(one, ())) for one in asked.order]
    held: dict[int, list[int]] = {place: [] for place, n in asked.capacities.items() if n > 0}
    for first in range(len(lists)):
        at: int | None = first
        while at is not None:
            at = _proposed(asked, at, lists[at], held)
    return Matched(asked, held)


def _proposed(asked: Asked, at: int, wishes: Iterator[int], held: Mapping[int, list[int]]) -> int | None:
    """Go down the list until a place says yes; the answer is who has to leave it, by their place in the order.

    A place keeps a heap of keys, the last of its holders on top: the higher the key, the sooner served; those it takes
    first are above all others.
    """
    taker, many = asked.order[at], len(asked.order)
    barred, favoured, capacities = asked.barred.get(taker, NOTHING), asked.favoured, asked.capacities
    for place in wishes:
        keys = held.get(place)
        if keys is None or place in barred:
            continue
        key = (many if taker in favoured.get(place, NOBODY) else 0) - at
        if len(keys) < capacities[place]:
            heappush(keys, key)
            return None
        if key > keys[0]:
            return -heapreplace(keys, key) % many
    return None
