"""One number per household that changes when its situation does, whatever the order of its rows.

Not a secret and not a signature: it only says whether a household must be computed again.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.rights.engine import Columns

Hashes = NDArray[np.uint64]
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_INDICES = ("household", "line_member")
_LINES = tuple(f.name for f in fields(Columns) if f.name.startswith("line_") and f.name not in _INDICES)


def fingerprints(columns: Columns, month: int) -> NDArray[np.int64]:
    """(H,) from everything the engine reads of a household; `month` is 202611."""
    households, members = len(columns), len(columns.household)
    facts = [f.name for f in fields(Columns) if f.name not in _INDICES and f.name not in _LINES]
    of_household = [name for name in facts if name in _HOUSEHOLD]
    of_member = [name for name in facts if name not in _HOUSEHOLD]
    with np.errstate(over="ignore"):
        lines = _sum(_rows(columns, _LINES, len(columns.line_member)), columns.line_member, members)
        persons = _mixed(_rows(columns, of_member, members) ^ _mixed(lines))
        own = _rows(columns, of_household, households)
        total = _mixed(own ^ _mixed(_sum(persons, columns.household, households)) ^ np.uint64(month))
    return total.view(np.int64)


_HOUSEHOLD = ("commune", "housing", "rent", "flat_share", "union", "reference_income")


def _rows(columns: Columns, names: Any, count: int) -> Hashes:
    result = np.full(count, _STEP, dtype=np.uint64)
    for rank, name in enumerate(names, 1):
        result = _mixed(result ^ (_bits(getattr(columns, name)) + _STEP * np.uint64(rank)))
    return result


def _bits(values: NDArray[Any]) -> Hashes:
    """Each value as 64 bits; every NaN alike."""
    if values.dtype.kind == "S":
        padded = values.astype("S8")
        return padded.view(np.uint64)
    if values.dtype.kind == "f":
        return np.where(np.isnan(values), -1.0, values).astype(np.float64).view(np.uint64)
    return values.astype(np.int64).view(np.uint64)


def _mixed(values: Hashes) -> Hashes:
    """splitmix64's finalizer: each bit of the input moves half of those of the output."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))


def _sum(values: Hashes, owner: NDArray[Any], owners: int) -> Hashes:
    """Sum modulo 2^64 by owner."""
    order = np.argsort(owner, kind="stable")
    running = np.concatenate(([np.uint64(0)], np.cumsum(values[order], dtype=np.uint64)))
    bounds = np.searchsorted(owner[order], np.arange(owners + 1))
    return running[bounds[1:]] - running[bounds[:-1]]
