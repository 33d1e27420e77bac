"""Share places out from ordered wishes: everybody gets one, loads are even, wishes count first. Plain Python.

Each place is taken as many times as the others, or once more. The sum of the ranks of what is given in each one's wishes
is the least there can be; between equals, a published seed decides: the same wishes and seed give the same answer.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

DRAW = 1_000_000


class Given(NamedTuple):
    """`rank`: of the place in the wishes, from 1; None: it was not asked for. `before`: each place that was wanted more,
    and who got it."""

    place: str
    rank: int | None
    before: tuple[tuple[str, tuple[str, ...]], ...] = ()


def shared_out(wishes: Mapping[str, Sequence[str]], places: Sequence[str], seed: int) -> dict[str, Given]:
    """`wishes`: what each taker wants, first choice first; a place that doesn't exist is passed over."""
    takers, slots = sorted(wishes), _slots(len(wishes), sorted(set(places)))
    if not takers or not slots:
        return {}
    ranks = {one: _ranks(wishes[one], slots) for one in takers}
    costs = [
        [_cost(one, place, spare, ranks[one], len(takers), len(slots), seed) for place, spare in slots]
        for one in takers
    ]
    chosen = [slots[column][0] for column in assigned(costs)]
    return _told(dict(zip(takers, chosen, strict=True)), ranks)


def _slots(takers: int, places: list[str]) -> list[tuple[str, bool]]:
    """Each place as often as all can have it, then once more, that costs more than any wish: so loads stay even."""
    if not places:
        return []
    full, rest = divmod(takers, len(places))
    return [(one, False) for one in places for _ in range(full)] + (
        [(one, True) for one in places] if rest else []
    )


def _ranks(wanted: Sequence[str], slots: list[tuple[str, bool]]) -> dict[str, int]:
    known = {place for place, _ in slots}
    return {place: rank for rank, place in enumerate(dict.fromkeys(one for one in wanted if one in known), 1)}


def _cost(
    taker: str, place: str, spare: bool, ranks: dict[str, int], takers: int, slots: int, seed: int
) -> int:
    wish = DRAW * (takers + 1)
    more = wish * (slots + 2) * (takers + 1)
    return ranks.get(place, slots + 1) * wish + _drawn(seed, taker, place) + (more if spare else 0)


def _drawn(seed: int, taker: str, place: str) -> int:
    told = hashlib.sha256(f"{seed}\0{taker}\0{place}".encode()).digest()
    return int.from_bytes(told[:8], "big") % DRAW


def _told(given: dict[str, str], ranks: dict[str, dict[str, int]]) -> dict[str, Given]:
    holders: dict[str, list[str]] = {}
    for taker, place in given.items():
        holders.setdefault(place, []).append(taker)
    return {
        taker: Given(place, ranks[taker].get(place), _before(place, ranks[taker], holders))
        for taker, place in given.items()
    }


def _before(
    place: str, ranks: dict[str, int], holders: dict[str, list[str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    last = ranks.get(place, len(ranks) + 1)
    return tuple((one, tuple(holders.get(one, ()))) for one, rank in ranks.items() if rank < last)


def assigned(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each line, the column it takes, at the least total cost; as many columns as lines, or more (Kuhn, Munkres)."""
    lines, columns = len(costs), len(costs[0])
    line_price, column_price = [0] * (lines + 1), [0] * (columns + 1)
    taken = [0] * (columns + 1)
    for line in range(1, lines + 1):
        _place(line, costs, line_price, column_price, taken)
    found = [0] * lines
    for column in range(1, columns + 1):
        if taken[column]:
            found[taken[column] - 1] = column - 1
    return found


def _place(
    line: int,
    costs: Sequence[Sequence[int]],
    line_price: list[int],
    column_price: list[int],
    taken: list[int],
) -> None:
    """Make room for one more line: the cheapest chain of lines that move, Dijkstra over reduced costs."""
    columns = len(column_price) - 1
    least: list[int | None] = [None] * (columns + 1)
    way, done = [0] * (columns + 1), [False] * (columns + 1)
    taken[0], column = line, 0
    while taken[column]:
        done[column] = True
        column = _next(column, costs, line_price, column_price, taken, least, way, done)
    while column:
        taken[column] = taken[way[column]]
        column = way[column]


def _next(
    column: int,
    costs: Sequence[Sequence[int]],
    line_price: list[int],
    column_price: list[int],
    taken: list[int],
    least: list[int | None],
    way: list[int],
    done: list[bool],
) -> int:
    line, best, chosen = taken[column], None, 0
    for other in range(1, len(done)):
        if done[other]:
            continue
        spent = costs[line - 1][other - 1] - line_price[line] - column_price[other]
        known = least[other]
        if known is None or spent < known:
            least[other] = known = spent
            way[other] = column
        if best is None or known < best:
            best, chosen = known, other
    assert best is not None
    for other in range(len(done)):
        if done[other]:
            line_price[taken[other]] += best
            column_price[other] -= best
        elif (known := least[other]) is not None:
            least[other] = known - best
    return chosen
