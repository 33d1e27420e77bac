"""What a household file says, once read. Codes: docs/reference/household-facts.md; None is unknown."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MemberRecord:
    ref: str
    role: str
    first_name: str | None = None
    last_name: str | None = None
    birth_date: dt.date | None = None
    activity: str | None = None
    disability_rate: Decimal | None = None
    unfit_for_work: bool | None = None
    nationality: str | None = None
    permit_years: Decimal | None = None
    pregnant: bool | None = None
    shared_custody: bool | None = None
    in_school: bool | None = None
    dependency_level: int | None = None
    ass_entitled: bool | None = None
    taxed_alone: bool | None = None
    scholarship: bool | None = None


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """`member`: ref of the member; `month`: `2026-08`; `amount`: euros of that month, zero included."""

    member: str
    month: str
    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LineError:
    """Why a household is refused. `line`, `column` and `value` are those of the file; `column` is empty when
    the line or the household as a whole is at fault. `lines`: those of the household, none is kept."""

    line: int
    column: str
    value: str
    sentence: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineWarning:
    """Something unlikely that a person should look at; the household is kept."""

    line: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """`lines`: the lines of the file it comes from, one per member, in the order of `members`."""

    ref: str
    members: tuple[MemberRecord, ...]
    commune: str | None = None
    housing: str | None = None
    rent: Decimal | None = None
    flat_share: bool | None = None
    union: str | None = None
    reference_income: Decimal | None = None
    budget: tuple[BudgetRecord, ...] = ()
    lines: tuple[int, ...] = ()
    warnings: tuple[LineWarning, ...] = ()
