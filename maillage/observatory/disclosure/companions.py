"""A cheap first pass: no sum leaves one masked cell alone, nor too little to share between those it masks."""

from typing import NamedTuple

import numpy as np

from maillage.observatory.disclosure.cube import Cube


class Pass(NamedTuple):
    """`published` (flat) is what changes. `known` is told whatever is masked here."""

    cube: Cube
    published: np.ndarray
    known: np.ndarray
    guarded: np.ndarray


def add_companions(cube: Cube, published: np.ndarray, guarded: np.ndarray) -> None:
    """Takes cells out of `published` until every sum where a guarded cell is masked leaves enough doubt."""
    told = Pass(cube, published, cube.known.ravel(), guarded)
    of_cell = cube.sums.tocsc()
    waiting = list(np.flatnonzero(_weak(told)))
    while waiting:
        touched = [cell for line in waiting if (cell := _mask_in(told, line)) is not None]
        near = np.unique(of_cell[:, touched].indices) if touched else np.zeros(0, dtype=int)
        waiting = [line for line in near if _short(told, *_line(cube, line)) is not None]


def _weak(told: Pass) -> np.ndarray:
    """Of all sums at once: what `_short` says of each."""
    cube, sums = told.cube, told.cube.sums
    if not sums.shape[0]:
        return np.zeros(0, dtype=bool)
    starts, cells, part = sums.indptr[:-1], sums.indices, sums.data < 0
    missing = ~(told.published | told.known)[cells]
    count = np.add.reduceat(missing.astype(int), starts)
    shared = np.add.reduceat(np.where(missing & part, cube.truth[cells], 0.0), starts)
    whole_missing = np.add.reduceat((missing & ~part).astype(int), starts) > 0
    needed = np.maximum.reduceat(np.where(missing & told.guarded[cells], cube.margin[cells], 0.0), starts)
    weak: np.ndarray = (needed > 0) & ((count == 1) | (~whole_missing & (shared < needed)))
    return weak


def _short(told: Pass, cells: np.ndarray, signs: np.ndarray) -> float | None:
    """How much doubt a sum lacks; None when it gives no guarded cell away, alone or with the others it masks."""
    missing = ~(told.published | told.known)[cells]
    left = cells[missing]
    guarded = left[told.guarded[left]]
    if not guarded.size:
        return None
    needed, shared = told.cube.margin[guarded].max(), told.cube.truth[left].sum()
    if len(left) == 1 or ((signs[missing] < 0).all() and shared < needed):
        return float(needed - shared)
    return None


def _mask_in(told: Pass, line: int) -> int | None:
    """The cell masked to mend this sum: a part before the whole; the smallest that is enough, else the largest."""
    cells, signs = _line(told.cube, line)
    short = _short(told, cells, signs)
    left = (told.published & ~told.known)[cells]
    if short is None or not left.any():
        return None
    cells, signs = cells[left], signs[left]
    counts = told.cube.truth[cells]
    enough = counts >= short
    order = np.lexsort((cells, np.where(enough, counts, -counts), ~enough, signs > 0))
    chosen = int(cells[order[0]])
    told.published[chosen] = False
    return chosen


def _line(cube: Cube, line: int) -> tuple[np.ndarray, np.ndarray]:
    start, end = cube.sums.indptr[line : line + 2]
    return cube.sums.indices[start:end], cube.sums.data[start:end]
