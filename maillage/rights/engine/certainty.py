"""Answers that need nothing more: a benefit a household cannot have, whatever is still unknown of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .facts import Bool, Knowledge
from .groups import PARTNER
from .zones import overseas

GROWN = 16  # before 20, of who is no longer dependent: the package looks at it


def certainly_not(code: str, know: Knowledge) -> Bool:
    """(H,) the household has no right to this benefit, and no unknown fact could change it."""
    rule = _RULES.get(code)
    return rule(know) if rule else np.zeros(len(know.columns), dtype=bool)


def _children(know: Knowledge, low: float, high: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(H,) children who are, or may be, between these ages (years)."""
    may = know.child & ~(know.age < low) & ~(know.age > high)
    return np.bincount(know.columns.household[may], minlength=len(know.columns))


def _no_adult(know: Knowledge, may: Bool) -> Bool:
    return ~know.any_member(know.adult & may)


def _no_work(know: Knowledge) -> Bool:
    """Every resource from work that is asked of the adults is known to be zero over the quarter."""
    working = np.zeros(len(know.columns.role), dtype=bool)
    for kind in ("wage", "self_employment", "sickness"):
        series = know.budget.series(kind)
        nothing = series.is_known(know.quarter) & (series.filled()[list(know.quarter)].sum(axis=0) == 0)
        working |= np.where(know.expected(kind), ~nothing, series.any_line() & ~nothing)
    return ~know.any_member(working)


def _aah(know: Knowledge) -> Bool:
    """A grown child who lives with their parents has a right of their own (CSS art. L821-1)."""
    rate = know.columns.disability_rate
    return ~know.any_member(know.adult & ~(rate < 50) | know.child & (know.age >= GROWN) & (rate >= 50))


def _overseas(know: Knowledge) -> Bool:
    """Where family allowances begin with the first child (CSS art. L755-11)."""
    return overseas(know.columns.commune)["residence_dom"]


def _asi(know: Knowledge) -> Bool:
    pension = know.budget.series("disability_pension")
    may = ~pension.any_line() & know.expected("disability_pension") | (pension.mean() > 0)
    handicapped_retired = ~(know.columns.disability_rate < 50) & (know.columns.activity == 5)
    return _no_adult(know, may | handicapped_retired)


def _ass(know: Knowledge) -> Bool:
    columns = know.columns
    may = (columns.ass_entitled == 1) | ((columns.ass_entitled < 0) & np.isin(columns.activity, (2, -1)))
    return _no_adult(know, may)


_RULES: dict[str, Callable[[Knowledge], Bool]] = {
    "ppa": _no_work,
    "aah": _aah,
    "mva": lambda know: (
        _no_adult(know, ~(know.columns.disability_rate < 80)) | np.isin(know.columns.housing, (0, 1, 6))
    ),
    "asi": _asi,
    "aspa": lambda know: _no_adult(know, ~(know.age < 62)),
    "ass": _ass,
    "housing_aid": lambda know: np.isin(know.columns.housing, (0, 1, 6, 7)),
    "af": lambda know: _children(know, 0, 21) < np.where(_overseas(know), 1, 2),
    "cf": lambda know: _children(know, 0, 21) < 1,
    "asf": lambda know: know.any_member(know.columns.role == PARTNER) | (_children(know, 0, 21) < 1),
    "paje": lambda know: _children(know, 0, 3.1) < 1,
    "ars": lambda know: _children(know, 4.9, 18.5) < 1,
    "apa": lambda know: _no_adult(know, ~(know.age < 60)),
}
