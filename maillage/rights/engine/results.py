"""What a screening returns: arrays for many households, and one object per household made from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .benefits import BENEFIT, CODES
from .columns import Float32
from .facts import Fact, facts_of

NOT_ENTITLED, ENTITLED, MISSING, RANGE, RECEIVED = range(5)
STATUSES = ("not_entitled", "entitled", "missing", "range", "received")
CONVENTIONS = ("recomputed", "known", "mixed")


@dataclass(frozen=True, slots=True)
class ResultColumns:
    """Arrays of shape (B, H): one row per benefit in the order of `benefits.CODES`, one column per household.

    - `status` int8: position in STATUSES. RECEIVED: declared as received, shown apart from what could be claimed.
    - `amount` float32: € a month (a year for ARS), exact; 0 for a right without amount of its own; NaN when missing.
    - `low`, `high` float32: the bounds when status is RANGE, otherwise equal to `amount`.
    - `first_quarter` float32: RSA and PPA of the first three months where they differ, NaN elsewhere.
    - `received` float32: last amount declared as received, NaN when none is declared.
    - `missing` int64: mask of `facts.FACTS`, what prevents (or would narrow) the answer.
    - `assumed` int64: mask of facts taken as "none" or estimated; the answer is then to be confirmed.
    And of shape (H,): `convention` int8, position in CONVENTIONS (what was received before M).
    """

    status: NDArray[np.int8]
    amount: Float32
    low: Float32
    high: Float32
    first_quarter: Float32
    received: Float32
    missing: NDArray[np.int64]
    assumed: NDArray[np.int64]
    convention: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.convention)

    def row(self, code: str) -> int:
        return CODES.index(code)


def empty_results(households: int) -> ResultColumns:
    shape = (len(CODES), households)
    blank = {name: np.full(shape, np.nan, dtype=np.float32) for name in _AMOUNTS}
    return ResultColumns(
        status=np.zeros(shape, dtype=np.int8),
        missing=np.zeros(shape, dtype=np.int64),
        assumed=np.zeros(shape, dtype=np.int64),
        convention=np.zeros(households, dtype=np.int8),
        **blank,
    )


_AMOUNTS = ("amount", "low", "high", "first_quarter", "received")


def concatenate(parts: list[ResultColumns]) -> ResultColumns:
    if len(parts) == 1:
        return parts[0]
    joined = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts], axis=-1)
        for field in fields(ResultColumns)
    }
    return ResultColumns(**joined)


def estimate(code: str, amount: float) -> float:
    """What is shown: floored to 10 € for the benefits of `rounded`, to the euro for the others."""
    step = 10 if BENEFIT[code].rounded else 1
    return float(np.floor(amount / step + 1e-4) * step)


@dataclass(frozen=True, slots=True)
class BenefitResult:
    """One benefit of one household. Amounts in € (a month; a year for ARS), None where there is none."""

    code: str
    status: str
    amount: float | None
    low: float | None
    high: float | None
    first_quarter: float | None
    received: float | None
    gap: float | None
    missing: tuple[Fact, ...]
    assumed: tuple[Fact, ...]

    @property
    def estimate(self) -> float | None:
        return None if self.amount is None else estimate(self.code, self.amount)

    @property
    def certain(self) -> bool:
        return not self.missing and not self.assumed


@dataclass(frozen=True, slots=True)
class Screening:
    ref: str
    month: str
    convention: str
    benefits: tuple[BenefitResult, ...]

    def __getitem__(self, code: str) -> BenefitResult:
        return self.benefits[CODES.index(code)]


def screenings(results: ResultColumns, refs: list[str], month: str) -> Iterator[Screening]:
    for index, ref in enumerate(refs):
        benefits = tuple(_benefit(results, row, index) for row in range(len(CODES)))
        yield Screening(ref, month, CONVENTIONS[results.convention[index]], benefits)


def _benefit(results: ResultColumns, row: int, index: int) -> BenefitResult:
    values: dict[str, Any] = {name: _amount(getattr(results, name)[row, index]) for name in _AMOUNTS}
    gap = None
    if values["received"] is not None and values["amount"] is not None:
        gap = round(values["amount"] - values["received"], 2)
    return BenefitResult(
        code=CODES[row],
        status=STATUSES[results.status[row, index]],
        gap=gap,
        missing=facts_of(int(results.missing[row, index])),
        assumed=facts_of(int(results.assumed[row, index])),
        **values,
    )


def _amount(value: np.float32) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)
