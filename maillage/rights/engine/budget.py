"""Budget lines of a chunk, by kind and month: what is known, and how unknown months are filled for computing.

A window of 16 months ends with the month screened: position 15 is M, 14 is M-1, 0 is M-15.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Columns, Float32
from .situation import KINDS

WINDOW = 16
RECENT = 11  # position of M-4
KIND = {kind: index for index, kind in enumerate(KINDS)}
Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Series:
    """One kind over the window, for all members. `known` is (16, N), NaN where unknown; None when no line at all."""

    known: Float32 | None
    count: int

    def is_known(self, positions: tuple[int, ...]) -> Bool:
        """(N,) every one of these months is known."""
        if self.known is None:
            return np.zeros(self.count, dtype=bool)
        return ~np.isnan(self.known[list(positions)]).any(axis=0)

    def any_line(self) -> Bool:
        """(N,) at least one month is known."""
        if self.known is None:
            return np.zeros(self.count, dtype=bool)
        return ~np.isnan(self.known).all(axis=0)

    def mean(self) -> Float32:
        """(N,) mean of the known months, 0 without any."""
        if self.known is None:
            return np.zeros(self.count, dtype=np.float32)
        there = ~np.isnan(self.known)
        total = np.where(there, self.known, 0).sum(axis=0)
        return (total / np.maximum(there.sum(axis=0), 1)).astype(np.float32)

    def filled(self, unknown_months: float | None = None) -> Float32:
        """(16, N): an unknown month takes the last known month before it, otherwise the mean of the known ones.

        `unknown_months`, for counterfactuals: the amount of the months from M-4 that are unknown.
        """
        if self.known is None:
            return np.broadcast_to(np.zeros(1, dtype=np.float32), (WINDOW, self.count))
        result = self.known.copy()
        if unknown_months is not None:
            recent = result[RECENT:]
            recent[np.isnan(recent) & self.any_line()] = unknown_months
        unknown = np.isnan(result)
        if unknown.any():
            result[0] = np.where(unknown[0], self.mean(), result[0])
            rows = np.where(unknown, 0, np.arange(WINDOW)[:, None])
            np.maximum.accumulate(rows, axis=0, out=rows)
            first_known = np.where(unknown.all(axis=0), WINDOW, (~unknown).argmax(axis=0))
            last = np.take_along_axis(result, rows, axis=0)
            result = np.where(np.arange(WINDOW)[:, None] < first_known, self.mean(), last)
        return result.astype(np.float32, copy=False)

    def last_known(self, positions: tuple[int, ...]) -> Float32:
        """(N,) the most recent known amount among these months, NaN without any."""
        result = np.full(self.count, np.nan, dtype=np.float32)
        if self.known is not None:
            for position in sorted(positions):
                result = np.where(np.isnan(self.known[position]), result, self.known[position])
        return result


class Budget:
    """All series of a chunk for the month screened (serial)."""

    def __init__(self, columns: Columns, month: int) -> None:
        self.count = len(columns.household)
        self._series: dict[str, Series] = {}
        months = columns.line_month.astype(np.int64)
        position = months // 100 * 12 + months % 100 - 1 - (month - WINDOW + 1)
        inside = (position >= 0) & (position < WINDOW)
        self._kind = columns.line_kind[inside]
        self._cell = position[inside] * self.count + columns.line_member[inside]
        self._amount = columns.line_amount[inside]
        order = np.argsort(self._kind, kind="stable")
        self._kind, self._cell, self._amount = self._kind[order], self._cell[order], self._amount[order]
        self._bounds = np.searchsorted(self._kind, np.arange(len(KINDS) + 1))

    def series(self, kind: str) -> Series:
        if kind not in self._series:
            self._series[kind] = Series(self._dense(KIND[kind]), self.count)
        return self._series[kind]

    def _dense(self, kind: int) -> Float32 | None:
        start, stop = self._bounds[kind], self._bounds[kind + 1]
        if start == stop:
            return None
        cells, size = self._cell[start:stop], WINDOW * self.count
        total = np.full(size, np.nan, dtype=np.float32)
        if len(np.unique(cells)) == len(cells):
            total[cells] = self._amount[start:stop]
        else:
            total[cells] = 0
            np.add.at(total, cells, self._amount[start:stop])
        return total.reshape(WINDOW, self.count)
