"""What a reader works out: for each masked cell, the least and the most it can be, by linear programming (HiGHS).

Two tables that agree with all that was told show that a cell may be either: most cells are cleared by tables found for others.
Tables found stay possible when more is masked, so that bounds are kept from one round to the next.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

CLOSE = 1e-6
AT_ONCE = 4000
"""Masked cells that one programme holds: small parts are solved together."""


class Found(NamedTuple):
    """A cell that a reader comes too near of, and the sums that tell."""

    cell: int
    sums: np.ndarray


class Part(NamedTuple):
    """Masked cells that the same sums hold together. `lines` of the cube, `cells` of the cube, what they must add up to."""

    lines: np.ndarray
    cells: np.ndarray
    matrix: sparse.csr_matrix
    totals: np.ndarray


class Aim(NamedTuple):
    """A way to push a part: what each of its cells weighs, and may reach; `place`: the one cell aimed at, if any."""

    part: Part
    weights: np.ndarray
    most: np.ndarray
    place: int = -1


class Attack:
    """`low`, `high`: what each cell was seen to be able to be."""

    def __init__(self, sums: sparse.csr_matrix, truth: np.ndarray) -> None:
        self.sums, self.truth = sums, truth
        self.low, self.high = truth.copy(), truth.copy()
        self.most = 2 * float(truth.max(initial=0)) + 1000
        self.solved = 0

    def found(self, missing: np.ndarray, needed: np.ndarray) -> list[Found]:
        """Cells of `missing` less uncertain than `needed`."""
        parts = list(self._parts(missing))
        self._clear(parts, needed)
        told: dict[int, np.ndarray] = {}
        for sign in (-1.0, 1.0):
            aims = [self._at(part, place, sign) for part in parts for place in self._narrow(part, needed)]
            for aim, marginals in self._push(aims, needed):
                cell = int(aim.part.cells[aim.place])
                used = aim.part.lines[abs(marginals) > CLOSE]
                told[cell] = np.union1d(told.get(cell, used), used)
        left = [int(part.cells[place]) for part in parts for place in self._narrow(part, needed)]
        return [Found(cell, told[cell]) for cell in left]

    def _clear(self, parts: list[Part], needed: np.ndarray) -> None:
        """Tables where as many cells as can be are as much as they need: each clears those at once.

        What is left, that none of them clears, is looked at one cell after the other."""
        draw = np.random.default_rng(0)
        while parts:
            left = [self._narrow(part, needed) for part in parts]
            self._push(
                [self._up(*one, needed, draw) for one in zip(parts, left, strict=True) if one[1].size > 1]
            )
            parts = [
                part
                for part, before in zip(parts, left, strict=True)
                if before.size > 1 and self._narrow(part, needed).size < before.size
            ]

    def _up(self, part: Part, places: np.ndarray, needed: np.ndarray, draw: np.random.Generator) -> Aim:
        weights, most = np.zeros(len(part.cells)), np.full(len(part.cells), self.most)
        weights[places] = -draw.uniform(0.5, 1.5, len(places))
        cells = part.cells[places]
        most[places] = self.low[cells] + needed[cells]
        return Aim(part, weights, most)

    def _at(self, part: Part, place: int, sign: float) -> Aim:
        weights = np.zeros(len(part.cells))
        weights[place] = sign
        return Aim(part, weights, np.full(len(part.cells), self.most), int(place))

    def _parts(self, missing: np.ndarray) -> Iterator[Part]:
        lines = np.flatnonzero(abs(self.sums) @ missing.astype(float))
        cells = np.flatnonzero(missing)
        if not len(lines):
            return
        matrix = self.sums[lines][:, cells]
        totals = -(self.sums[lines] @ np.where(missing, 0.0, self.truth))
        both = sparse.bmat([[None, matrix], [matrix.T, None]])
        number, labels = connected_components(both, directed=False)
        of_lines, of_cells = _by_label(labels[: len(lines)], number), _by_label(labels[len(lines) :], number)
        for ours, held in zip(of_lines, of_cells, strict=True):
            if len(ours):
                yield Part(lines[ours], cells[held], matrix[ours][:, held], totals[ours])

    def _narrow(self, part: Part, needed: np.ndarray) -> np.ndarray:
        wide = self.high[part.cells] - self.low[part.cells]
        return np.flatnonzero(wide < needed[part.cells] - CLOSE)

    def _push(self, aims: Sequence[Aim], needed: np.ndarray | None = None) -> list[tuple[Aim, np.ndarray]]:
        """Each aim, with what each sum of its part weighs at the end of the way. With `needed`, cells cleared meanwhile
        are left out."""
        found, waiting = [], list(aims)
        while waiting:
            size, batch = 0, list[Aim]()
            while waiting and (not batch or size + len(waiting[-1].weights) <= AT_ONCE):
                one = waiting.pop()
                if needed is None or self._is_narrow(one, needed):
                    batch.append(one)
                    size += len(one.weights)
            found += self._solve(batch)
        return found

    def _is_narrow(self, aim: Aim, needed: np.ndarray) -> bool:
        cell = aim.part.cells[aim.place]
        return bool(self.high[cell] - self.low[cell] < needed[cell] - CLOSE)

    def _solve(self, batch: list[Aim]) -> list[tuple[Aim, np.ndarray]]:
        """The tables found widen the bounds."""
        if not batch:
            return []
        self.solved += len(batch)
        most = np.concatenate([one.most for one in batch])
        answer = linprog(
            np.concatenate([one.weights for one in batch]),
            A_eq=sparse.block_diag([one.part.matrix for one in batch], format="csr"),
            b_eq=np.concatenate([one.part.totals for one in batch]),
            bounds=np.column_stack([np.zeros(len(most)), most]),
            method="highs",
        )
        if answer.status != 0:
            raise ArithmeticError(f"the sums of a table do not hold together: {answer.message}")
        tables = np.split(answer.x, np.cumsum([len(one.weights) for one in batch])[:-1])
        weights = np.split(answer.eqlin.marginals, np.cumsum([len(one.part.lines) for one in batch])[:-1])
        for one, table in zip(batch, tables, strict=True):
            self.low[one.part.cells] = np.minimum(self.low[one.part.cells], table)
            self.high[one.part.cells] = np.maximum(self.high[one.part.cells], table)
        return list(zip(batch, weights, strict=True))


def _by_label(labels: np.ndarray, number: int) -> list[np.ndarray]:
    """The places of each label."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(1, number)))
