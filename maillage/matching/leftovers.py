"""Second round: the most people placed, then the least trouble, among what each one could accept. A flow of least cost.

Only whoever has no place takes part, and only the pairs that are given may be made: who is placed is not moved, and
nobody gets a place that is closed to them.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from maillage.matching.lottery import ticket

if TYPE_CHECKING:
    import numpy as np

VERSION = "leftovers 1"


def shared(open_to: Mapping[int, Mapping[int, int]], seats: Mapping[int, int], seed: str) -> dict[int, int]:
    """The place of each one who gets one. `open_to`: for each taker, what each place would cost them, a whole number from
    0 up; `seats`: how many of each are left. Between equals the seed decides, whatever the order the rows come in."""
    takers = sorted((one for one in open_to if open_to[one]), key=lambda one: ticket(seed, one))
    slots = _slots(open_to, seats, seed)
    if not takers or not slots:
        return {}
    from scipy.optimize import linear_sum_assignment  # 0.2 s that only this round has to pay

    costs, refused = _costs(takers, slots, open_to)
    lines, columns = linear_sum_assignment(costs)
    pairs = zip(lines.tolist(), columns.tolist(), strict=True)
    return {takers[line]: slots[column] for line, column in pairs if costs[line, column] < refused}


def _slots(open_to: Mapping[int, Mapping[int, int]], seats: Mapping[int, int], seed: str) -> list[int]:
    """Each place as often as it can be taken: never more often than it is open to somebody."""
    wanted = sorted(
        {place for places in open_to.values() for place in places}, key=lambda one: ticket(seed, one)
    )
    return [place for place in wanted for _ in range(min(seats.get(place, 0), len(open_to)))]


def _costs(
    takers: list[int], slots: list[int], open_to: Mapping[int, Mapping[int, int]]
) -> "tuple[np.ndarray, int]":
    """A closed pair costs more than all the open ones together, so that as many as can be are placed."""
    import numpy as np

    refused = 1 + min(len(takers), len(slots)) * max(
        cost for places in open_to.values() for cost in places.values()
    )
    costs = np.full((len(takers), len(slots)), float(refused))
    columns: dict[int, list[int]] = {}
    for column, place in enumerate(slots):
        columns.setdefault(place, []).append(column)
    for line, taker in enumerate(takers):
        for place, cost in open_to[taker].items():
            costs[line, columns.get(place, [])] = cost
    return costs, refused
