"""The screening of many households: one path for one household and for the whole country."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from .benefits import BENEFITS, CODES, Benefit
from .budget import WINDOW
from .certainty import certainly_not
from .columns import Columns, Float32, columns_from_households
from .facts import FACT, INCOME_FACTS, Knowledge
from .inputs import QUARTER_OF_RULE, Inputs, Tried
from .kernel import SEQUENCE, Kernel
from .months import month_number, serial
from .results import (
    ENTITLED,
    MISSING,
    NOT_ENTITLED,
    RANGE,
    RECEIVED,
    ResultColumns,
    Screening,
    concatenate,
    empty_results,
    screenings,
)
from .situation import Household

CHUNK = 20_000
ROW = {code: row for row, code in enumerate(CODES)}
# What a counterfactual puts in each unknown month (from nothing to more than the ceiling of every benefit here)
MONTHS_TRIED = (0.0, 500.0, 1000.0, 1430.0, 3000.0)
NARROWING = ("rent", "rsdae", "scholarship")  # unknown, they leave a range
_TRIED_BITS = sum(1 << FACT[code] for code in (*INCOME_FACTS, *NARROWING, "housing"))
RENTS_TRIED = (100.0, 300.0, 600.0)
WITHOUT_DWELLING = ("rsa", "ppa", "css_free", "css_contribution")  # the dwelling only takes a flat amount off
DWELLINGS_TRIED = (0, 1)  # homeless, hosted free of charge: nothing taken off, and as much as can be


def screen(households: Iterable[Household], month: str) -> Iterator[Screening]:
    """Screen household by household, in a stream: `month` is 'YYYY-MM', the month of the right."""
    source = iter(households)
    while batch := list(islice(source, CHUNK)):
        results = screen_columns(columns_from_households(batch), month)
        yield from screenings(results, [household.ref for household in batch], month)


def screen_columns(columns: Columns, month: str, chunk: int = CHUNK) -> ResultColumns:
    """Screen all the households of `columns`, by chunks; results in the order of the households."""
    number = serial(month_number(month))
    return concatenate([_screen_chunk(part, number) for part in columns.chunks(chunk)])


def reference_quarter(month: int) -> tuple[int, ...]:
    """Positions in the window of the three months that RSA and PPA look at."""
    last = WINDOW - 2 if month >= QUARTER_OF_RULE else WINDOW - 1
    return (last - 3, last - 2, last - 1)


def _screen_chunk(columns: Columns, month: int) -> ResultColumns:
    inputs = Inputs(columns, month)
    kernel = Kernel(inputs)
    kernel.run()
    results = empty_results(len(columns))
    know = Knowledge(columns, inputs.budget, month, reference_quarter(month))
    results.amount[:] = kernel.amounts()
    results.convention[:] = _convention(columns, kernel)
    for row, benefit in enumerate(BENEFITS):
        _settle(results, row, benefit, know)
    _first_quarter(results, columns, month, kernel)
    kernel.release()
    _ranges(results, columns, month)
    return results


def _settle(results: ResultColumns, row: int, benefit: Benefit, know: Knowledge) -> None:
    """Status, missing and assumed facts of one benefit, before the ranges are computed."""
    amount = results.amount[row]
    no = certainly_not(benefit.code, know)
    missing, narrowing, assumed = _masks(benefit, know)
    entitled = amount > 0 if benefit.unit != "right" else amount >= 1
    status = np.where(entitled, ENTITLED, NOT_ENTITLED)
    status = np.where(narrowing > 0, RANGE, status)
    status = np.where(missing > 0, MISSING, status)
    status = np.where(no, NOT_ENTITLED, status)
    received = _received(benefit, know)
    results.received[row] = received
    status = np.where(received > 0, RECEIVED, status)
    results.status[row] = status
    results.missing[row] = np.where(no, 0, missing | narrowing)
    results.assumed[row] = np.where(no, 0, assumed)
    if benefit.unit == "right":
        amount[:] = 0
    amount[no] = 0
    amount[(missing > 0) & ~no] = np.nan
    results.low[row] = results.high[row] = amount


def _masks(
    benefit: Benefit, know: Knowledge
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Facts that prevent an answer, facts that leave a range, facts taken as absent or estimated."""
    missing = np.zeros(len(know.columns), dtype=np.int64)
    narrowing, assumed = missing.copy(), missing.copy()
    for fact in benefit.required:
        narrows = fact in NARROWING or (fact == "housing" and benefit.code in WITHOUT_DWELLING)
        target = narrowing if narrows else missing
        target |= know.unknown(fact) * np.int64(1 << FACT[fact])
    if benefit.varies_with_income:
        for kind in INCOME_FACTS:
            bit = np.int64(1 << FACT[kind])
            assumed |= know.assumed_none(kind) * bit
            if benefit.needs_quarter:
                narrowing |= know.quarter_partly_known(kind) * bit
        if benefit.received in ("af", "cf", "paje") or benefit.code == "ars":
            assumed = know.unknown("reference_income") * np.int64(1 << FACT["reference_income"])
    return missing, narrowing, assumed & ~missing


def _received(benefit: Benefit, know: Knowledge) -> Float32:
    """(H,) last amount declared in M-3..M, summed over the family."""
    result = np.full(len(know.columns), np.nan, dtype=np.float32)
    if not benefit.received:
        return result
    last = know.budget.series(benefit.received).last_known(tuple(range(WINDOW - 4, WINDOW)))
    there = ~np.isnan(last) & (know.adult | know.child)
    if there.any():
        total = np.bincount(know.columns.household[there], weights=last[there], minlength=len(know.columns))
        some = know.any_member(there)
        result[some] = total[some]
    return result


def _convention(columns: Columns, kernel: Kernel) -> NDArray[np.int8]:
    """(H,) 0: nothing known of M-3..M-1, all recomputed; 1: every benefit known; 2: some of them."""
    some, every = np.zeros(len(columns), dtype=bool), np.ones(len(columns), dtype=bool)
    for _, kind, _ in SEQUENCE:
        known = kernel.inputs.budget.series(kind).is_known((WINDOW - 4, WINDOW - 3, WINDOW - 2))
        mine = np.zeros(len(columns), dtype=bool)
        mine[columns.household[known]] = True
        some |= mine
        every &= mine
    return np.where(every, 1, np.where(some, 2, 0)).astype(np.int8)


def _first_quarter(results: ResultColumns, columns: Columns, month: int, kernel: Kernel) -> None:
    """RSA and PPA when nothing at all was received before, for those to whom it makes a difference."""
    starting = np.zeros(len(columns), dtype=bool)
    for code in ("aah", "asi", "ass", "aspa", "housing_aid", "af", "cf", "asf", "paje", "mva"):
        starting |= (results.amount[ROW[code]] > 0) & ~(results.received[ROW[code]] > 0)
    due = (results.amount[ROW["rsa"]] > 0) | (results.amount[ROW["ppa"]] > 0)
    minima = np.zeros(len(columns), dtype=bool)
    for code in ("aah", "asi", "ass"):
        minima |= results.amount[ROW[code]] > 0
    wanted = np.nonzero(starting & (due | minima))[0]
    if not len(wanted):
        return
    first = Kernel(Inputs(columns.take(wanted), month))
    first.run_from(kernel, wanted)
    for code in ("rsa", "ppa"):
        row, amount = ROW[code], first.amount(code)
        differs = np.abs(amount - results.amount[row, wanted]) >= 1
        shown = differs & np.isin(results.status[row, wanted], (ENTITLED, NOT_ENTITLED))
        results.first_quarter[row, wanted[shown]] = amount[shown]
    first.release()


def _ranges(results: ResultColumns, columns: Columns, month: int) -> None:
    """Bounds of what one unknown number leaves open, by computing with several values of it."""
    wanted = np.nonzero((results.status == RANGE).any(axis=0))[0]
    if not len(wanted):
        return
    asked = np.where(results.status[:, wanted] == RANGE, results.missing[:, wanted], 0)
    low, high = _extremes(columns, wanted, month, asked)
    for row, benefit in enumerate(BENEFITS):
        open_ = results.status[row, wanted] == RANGE
        _bound(results, row, benefit, wanted[open_], low[row, open_], high[row, open_])


def _extremes(
    columns: Columns, wanted: NDArray[np.intp], month: int, missing: NDArray[np.int64]
) -> tuple[Float32, Float32]:
    """(B, W) lowest and highest amounts over the values tried: copies of the households, by simulations of a chunk."""
    masks = np.bitwise_or.reduce(missing, axis=0)
    tried = [
        (index, *variant)
        for index, mask in enumerate(masks)
        for variant in _variants(int(mask) & _TRIED_BITS)
    ]
    low = np.full((len(BENEFITS), len(wanted)), np.inf, dtype=np.float32)
    high = -low
    for start in range(0, len(tried), CHUNK):
        copies, months, rents, rsdae, dwellings, grants = (
            np.array(values) for values in zip(*tried[start : start + CHUNK], strict=True)
        )
        values = Tried(
            months.astype(np.float32), rents.astype(np.float32), rsdae, dwellings.astype(np.int8), grants
        )
        kernel = Kernel(Inputs(columns.take(wanted[copies]), month, values))
        kernel.run()
        found = kernel.amounts()
        kernel.release()
        for row in range(len(BENEFITS)):
            np.minimum.at(low[row], copies, found[row])
            np.maximum.at(high[row], copies, found[row])
    return low, high


Variant = tuple[float, float, bool, int, bool]


@cache
def _variants(asked: int) -> tuple[Variant, ...]:
    """(unknown months, unknown rent, RSDAE, dwelling, grant) to try for what this mask of facts says unknown."""
    rents = RENTS_TRIED if asked >> FACT["rent"] & 1 else (0.0,)
    income = any(asked >> FACT[kind] & 1 for kind in INCOME_FACTS)
    months = MONTHS_TRIED if income else (math.nan,)
    dwellings = DWELLINGS_TRIED if asked >> FACT["housing"] & 1 else (-1,)
    middle = rents[len(rents) // 2]
    tried: list[Variant] = [
        (amount, middle, False, dwelling, False) for amount in months for dwelling in dwellings
    ]
    tried += [(months[0], rent, False, dwellings[0], False) for rent in rents]
    tried += [(months[0], middle, True, dwellings[0], False)] * (asked >> FACT["rsdae"] & 1)
    tried += [(months[0], middle, False, dwellings[0], True)] * (asked >> FACT["scholarship"] & 1)
    return tuple(dict.fromkeys(tried))


def _bound(
    results: ResultColumns, row: int, benefit: Benefit, where: NDArray[np.intp], low: Float32, high: Float32
) -> None:
    same = (low > 0) == (high > 0) if benefit.unit == "right" else high - low < 1
    settled = np.where(low > 0, ENTITLED, NOT_ENTITLED)
    results.status[row, where] = np.where(same, settled, RANGE)
    results.missing[row, where[same]] = 0
    if benefit.unit != "right":
        results.low[row, where], results.high[row, where] = low, high
        results.amount[row, where] = np.where(same, low, np.nan)
