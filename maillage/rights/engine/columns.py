"""Many households as arrays. `Columns` is what the database reader fills straight from its rows.

Shapes: H households, N members, L budget lines. Rows of members and lines may come in any order: they point to
their household and member by index (0-based position in the arrays of this same `Columns`).
Unknown is -1 in an int8 code or flag, NaN in a float, NaT in a date, b"" in a commune.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .months import month_number
from .situation import (
    ACTIVITIES,
    CERTAINTIES,
    HOUSING,
    KINDS,
    NATIONALITIES,
    ROLES,
    UNIONS,
    BudgetLine,
    Household,
    Member,
)

Int8 = NDArray[np.int8]
Int32 = NDArray[np.int32]
Float32 = NDArray[np.float32]

_HOUSEHOLD = ("commune", "housing", "rent", "flat_share", "union", "reference_income")
_MEMBER = (
    "household", "role", "birth_date", "activity", "disability_rate", "unfit_for_work", "nationality",
    "permit_years", "pregnant", "shared_custody", "in_school", "dependency_level", "ass_entitled", "taxed_alone",
    "scholarship",
)  # fmt: skip
_LINE = ("line_member", "line_month", "line_kind", "line_amount")


@dataclass(frozen=True, slots=True)
class Columns:
    """Codes are positions in the tuples of `situation` (HOUSING, ROLES, KINDS…), flags are 0 or 1."""

    # households, shape (H,)
    commune: NDArray[np.bytes_]  # S5, INSEE code
    housing: Int8
    rent: Float32  # € a month
    flat_share: Int8
    union: Int8
    reference_income: Float32  # € a year (RFR of N-2)
    # members, shape (N,)
    household: Int32  # index of the household
    role: Int8
    birth_date: NDArray[np.datetime64]  # datetime64[D]
    activity: Int8
    disability_rate: Float32  # % 0 to 100
    unfit_for_work: Int8
    nationality: Int8
    permit_years: Float32
    pregnant: Int8
    shared_custody: Int8
    in_school: Int8
    dependency_level: Int8  # 1 to 6
    ass_entitled: Int8
    taxed_alone: Int8
    scholarship: Int8
    # budget lines, shape (L,); several lines for one member, kind and month add up
    line_member: Int32  # index of the member
    line_month: Int32  # 202608 for 2026-08
    line_kind: Int8
    line_amount: Float32  # €, NaN when unknown

    def __len__(self) -> int:
        return len(self.housing)

    def chunks(self, size: int) -> Iterator[Columns]:
        """Consecutive households by `size`, each chunk with its own indices."""
        ordered = self.ordered()
        if len(self) <= size:
            yield ordered
            return
        for start in range(0, len(self), size):
            yield ordered._slice(start, min(start + size, len(self)))

    def ordered(self) -> Columns:
        """The same households, members grouped by household and lines by member (no copy when they are)."""
        columns = self
        if np.any(np.diff(columns.household) < 0):
            columns = columns.take_members(np.argsort(columns.household, kind="stable"))
        if np.any(np.diff(columns.line_member) < 0):
            order = np.argsort(columns.line_member, kind="stable")
            columns = replace(columns, **{name: getattr(columns, name)[order] for name in _LINE})
        return columns

    def take_members(self, order: NDArray[np.intp]) -> Columns:
        """Members in another order; lines follow."""
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        moved = {name: getattr(self, name)[order] for name in _MEMBER}
        return replace(self, **moved, line_member=rank[self.line_member])

    def take(self, households: NDArray[np.intp]) -> Columns:
        """The given households, in that order, repetition allowed (counterfactuals repeat one household)."""
        ordered = self.ordered()
        members, count = ordered.members_of(households)
        first_line, line_count = _spans(ordered.line_member, len(self.household), members)
        lines = _expand(first_line, line_count)
        values: dict[str, Any] = {name: getattr(ordered, name)[households] for name in _HOUSEHOLD}
        values |= {name: getattr(ordered, name)[members] for name in _MEMBER}
        values |= {name: getattr(ordered, name)[lines] for name in _LINE}
        values["household"] = np.repeat(np.arange(len(households), dtype=np.int32), count)
        values["line_member"] = np.repeat(np.arange(len(members), dtype=np.int32), line_count)
        return Columns(**values)

    def members_of(self, households: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Rows of the members of these households, and how many each has (members must be grouped)."""
        first, count = _spans(self.household, len(self), households)
        return _expand(first, count), count

    def _slice(self, start: int, stop: int) -> Columns:
        m0, m1 = np.searchsorted(self.household, (start, stop))
        l0, l1 = np.searchsorted(self.line_member, (m0, m1))
        values: dict[str, Any] = {name: getattr(self, name)[start:stop] for name in _HOUSEHOLD}
        values |= {name: getattr(self, name)[m0:m1] for name in _MEMBER}
        values |= {name: getattr(self, name)[l0:l1] for name in _LINE}
        values["household"] = values["household"] - np.int32(start)
        values["line_member"] = values["line_member"] - np.int32(m0)
        return Columns(**values)


def _spans(owner: Int32, owners: int, wanted: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    bounds = np.searchsorted(owner, np.arange(owners + 1))
    return bounds[wanted], bounds[wanted + 1] - bounds[wanted]


def _expand(first: NDArray[np.intp], count: NDArray[np.intp]) -> NDArray[np.intp]:
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(count)[:-1])), count)
    rows: NDArray[np.intp] = (starts + np.arange(len(starts))).astype(np.intp)
    return rows


_DTYPES: dict[str, Any] = {
    "commune": "S5",
    "birth_date": "datetime64[D]",
    "household": np.int32,
    "line_member": np.int32,
    "line_month": np.int32,
    "rent": np.float32,
    "reference_income": np.float32,
    "disability_rate": np.float32,
    "permit_years": np.float32,
    "line_amount": np.float32,
}


def columns_from_arrays(**values: Sequence[Any] | NDArray[Any]) -> Columns:
    """Build `Columns` from lists or arrays, one per field, and check them.

    A missing column is wholly unknown. Lists may hold None for unknown; dates are `date` or datetime64.
    `role`, `household`, `housing` (for the number of households) must be given.
    """
    lengths = {"household": len(values["housing"]), "member": len(values["role"]), "line": 0}
    lengths["line"] = len(values.get("line_member", ()))
    arrays = {
        field.name: _array(field.name, values.get(field.name), lengths[_owner(field.name)])
        for field in fields(Columns)
    }
    columns = Columns(**arrays)
    _check(columns)
    return columns


def _owner(name: str) -> str:
    return "household" if name in _HOUSEHOLD else "member" if name in _MEMBER else "line"


def _array(name: str, values: Sequence[Any] | NDArray[Any] | None, length: int) -> NDArray[Any]:
    dtype = np.dtype(_DTYPES.get(name, np.int8))
    unknown: Any = {"S": b"", "M": np.datetime64("NaT"), "f": np.nan, "i": -1}[dtype.kind]
    if values is None:
        return np.full(length, unknown, dtype=dtype)
    if not isinstance(values, np.ndarray):
        values = [unknown if value is None else value for value in values]
    array = np.asarray(values, dtype=dtype)
    if len(array) != length:
        raise ValueError(f"column {name}: {len(array)} values where {length} are needed")
    return array


def _check(columns: Columns) -> None:
    for name, pointed in (("household", len(columns)), ("line_member", len(columns.household))):
        index = getattr(columns, name)
        if len(index) and (index.min() < 0 or index.max() >= pointed):
            raise ValueError(f"column {name} points outside its {pointed} rows")
    applicants = np.bincount(columns.household[columns.role == 0], minlength=len(columns))
    partners = np.bincount(columns.household[columns.role == 1], minlength=len(columns))
    if np.any(applicants != 1) or np.any(partners > 1):
        raise ValueError("each household needs exactly one applicant and at most one partner")
    if np.any(columns.line_amount < 0):
        raise ValueError("amounts are positive or zero")


_CODES = {
    name: {code: index for index, code in enumerate(codes)}
    for name, codes in (
        ("housing", HOUSING), ("union", UNIONS), ("role", ROLES), ("activity", ACTIVITIES),
        ("nationality", NATIONALITIES), ("kind", KINDS), ("certainty", CERTAINTIES),
    )
}  # fmt: skip


def code(name: str, value: str | None) -> int:
    """Position of a code in its list, -1 for unknown; ValueError names the codes accepted."""
    if value is None:
        return -1
    try:
        return _CODES[name][value]
    except KeyError:
        raise ValueError(f"{name}: {value!r} is not one of {', '.join(_CODES[name])}") from None


def columns_from_households(households: Iterable[Household]) -> Columns:
    """Build `Columns` from objects: for one household, or a file of them."""
    values: dict[str, list[Any]] = {field.name: [] for field in fields(Columns)}
    for index, household in enumerate(households):
        _add_household(values, household)
        positions = {}
        for member in household.members:
            positions[member.ref] = len(values["role"])
            _add_member(values, index, member)
        for line in household.budget:
            _add_line(values, positions, line)
    return columns_from_arrays(**values)


def _add_household(values: dict[str, list[Any]], household: Household) -> None:
    values["commune"].append((household.commune or "").encode("ascii", "replace"))
    for name in ("housing", "union"):
        values[name].append(code(name, getattr(household, name)))
    for name in ("rent", "flat_share", "reference_income"):
        values[name].append(getattr(household, name))


_CODED = ("role", "activity", "nationality")
_PLAIN = tuple(name for name in _MEMBER if name not in _CODED and name != "household")


def _add_member(values: dict[str, list[Any]], household: int, member: Member) -> None:
    values["household"].append(household)
    for name in _CODED:
        values[name].append(code(name, getattr(member, name)))
    for name in _PLAIN:
        values[name].append(getattr(member, name))


def _add_line(values: dict[str, list[Any]], positions: dict[str, int], line: BudgetLine) -> None:
    if line.member not in positions:
        raise ValueError(f"budget line of {line.member!r}, who is not a member of this household")
    code("certainty", line.certainty)
    values["line_member"].append(positions[line.member])
    values["line_month"].append(month_number(line.month))
    values["line_kind"].append(code("kind", line.kind))
    values["line_amount"].append(None if line.certainty == "unknown" else line.amount)
