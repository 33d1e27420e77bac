"""A table of persons over several axes, what its cells are made of, and which must be masked by themselves."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from math import prod

import numpy as np
from scipy import sparse

from maillage.observatory.disclosure.axes import Axis

PERSONS, STRUCTURES, LARGEST_SHARE = 11, 2, 0.85
"""A cell is told from so many persons, of so many structures, none of which holds more than this share of it."""
NARROWEST, SHARE = 10, 0.15
"""A masked cell must stay uncertain by at least so many, or by this share of what it counts."""


class Reason(IntEnum):
    """Why a cell is not told. The first that holds is said."""

    TOLD = 0
    FEW = 1
    ONE_STRUCTURE = 2
    DOMINATED = 3
    ALIKE = 4
    BARELY_CHANGED = 5
    MASKED_BEFORE = 6
    COMPANION = 7
    HIDDEN = 8


@dataclass(frozen=True, eq=False)
class Cube:
    """Arrays with one dimension an axis. `top`: what the largest structure counts there.

    `asked`: what this release would tell. `known`: told before, and still true. `changed`, `before`: of the same period in an
    earlier version: counted a little differently now, or masked then.
    """

    axes: tuple[Axis, ...]
    counts: np.ndarray
    persons: np.ndarray
    structures: np.ndarray
    top: np.ndarray
    asked: np.ndarray
    known: np.ndarray
    changed: np.ndarray
    before: np.ndarray

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis.nodes) for axis in self.axes)

    @cached_property
    def truth(self) -> np.ndarray:
        return self.counts.ravel().astype(float)

    @cached_property
    def sums(self) -> sparse.csr_matrix:
        """A line for each sum: 1 for the whole, -1 for each part."""
        ranks = np.arange(prod(self.shape)).reshape(self.shape)
        lines, columns, signs, line = [], [], [], 0
        for place, axis in enumerate(self.axes):
            for whole, parts in axis.sums:
                wholes = np.take(ranks, whole, axis=place).ravel()
                each = np.moveaxis(np.take(ranks, parts, axis=place), place, 0).reshape(len(parts), -1)
                numbers = line + np.arange(wholes.size)
                lines += [numbers, np.tile(numbers, len(parts))]
                columns += [wholes, each.ravel()]
                signs += [np.ones(wholes.size), -np.ones(each.size)]
                line += wholes.size
        if not lines:
            return sparse.csr_matrix((0, prod(self.shape)))
        told = np.concatenate(signs), (np.concatenate(lines), np.concatenate(columns))
        return sparse.csr_matrix(told, shape=(line, prod(self.shape)))

    @cached_property
    def hidden(self) -> np.ndarray:
        found = np.zeros(self.shape, dtype=bool)
        for place, axis in enumerate(self.axes):
            for rank in axis.hidden:
                found[(slice(None),) * place + (rank,)] = True
        return found

    @cached_property
    def alone(self) -> np.ndarray:
        """Why each cell may not be told by itself (`Reason`), whoever asks; told otherwise."""
        found = np.full(self.shape, Reason.TOLD, dtype=np.int8)
        for reason, where in reversed(list(self._grounds())):
            found[where] = reason
        found[self.known] = Reason.TOLD
        return found

    def _grounds(self) -> list[tuple[Reason, np.ndarray]]:
        return [
            (Reason.FEW, self.persons < PERSONS),
            (Reason.ONE_STRUCTURE, self.structures < STRUCTURES),
            (Reason.DOMINATED, self.top > LARGEST_SHARE * self.counts),
            (Reason.ALIKE, self._alike()),
            (Reason.BARELY_CHANGED, self.changed),
            (Reason.MASKED_BEFORE, self.before),
        ]

    def _alike(self) -> np.ndarray:
        """All those of a group are in that entry of a sensitive axis."""
        found = np.zeros(self.shape, dtype=bool)
        for place, axis in enumerate(self.axes):
            for whole, parts in axis.sums if axis.sensitive and len(axis.nodes) > 2 else ():
                total = np.take(self.counts, whole, axis=place)
                for part in parts:
                    at = (slice(None),) * place + (part,)
                    found[at] = (self.counts[at] == total) & (total > 0)
        return found

    @cached_property
    def margin(self) -> np.ndarray:
        """How uncertain each cell that may not be told must stay."""
        counts = self.counts.ravel()
        wide: np.ndarray = np.maximum(NARROWEST, np.ceil(SHARE * counts))
        return wide
