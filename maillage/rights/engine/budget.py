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
        return np.asarray(~np.isnan(self.known[list(positions)]).any(axis=0))

    def any_line(self) -> Bool:
        """(N,) at least one month is known."""
        if self.known is None:
            return np.zeros(self.count, dtype=bool)
        return np.asarray(~np.isnan(self.known).all(axis=0))

    def mean(self) -> Float32:
        """(N,) mean of the known months, 0 without any."""
        if self.known is None:
            return np.zeros(self.count, dtype=np.float32)
        total, known = np.zeros(self.count, dtype=np.float32), np.zeros(self.count, dtype=np.float32)
        for row in self.known:
            there = row == row  # not NaN
            np.add(total, row, out=total, where=there)
            known += there
        return np.asarray(total / np.maximum(known, 1), dtype=np.float32)

    def filled(self, unknown_months: Float32 | None = None) -> Float32:
        """(16, N): an unknown month takes the last known month before it, otherwise the mean of the known ones.

        `unknown_months` (N,), for counterfactuals: the amount of the months from M-4 that are unknown, NaN for none.
        """
        if self.known is None:
            return np.zeros((WINDOW, self.count), dtype=np.float32)
        result = self.known.copy()
        if unknown_months is not None:
            recent = result[RECENT:]
            recent[:] = np.where(np.isnan(recent) & self.any_line(), unknown_months, recent)
        mean = self.mean()
        last = np.full(self.count, np.nan, dtype=np.float32)
        for row in result:
            last = np.where(np.isnan(row), last, row)
            row[:] = np.where(np.isnan(last), mean, last)
        return result

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
        total[cells] = self._amount[start:stop]
        if np.bincount(cells).max() > 1:
            total[cells] = 0
            np.add.at(total, cells, self._amount[start:stop])
        return total.reshape(WINDOW, self.count)
