"""What if: a household's resources month by month, as it is and with one change, in one simulation.

The law known today is that of every month to come. Each month to come is a copy of the household in which time has
passed: everybody is older, amounts and months have moved back; the copies are columns of a single simulation of the
month of today. Whatever is due is taken as claimed. RSA and prime d'activité are set for three months, as the CAF does,
the first of these quarters beginning with the first month shown; a job lost or a birth begins a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from .benefits import BENEFITS, CODES
from .budget import WINDOW
from .columns import columns_from_households
from .inputs import GROSS_OF_NET, Inputs
from .kernel import Kernel
from .months import label, month_number, serial
from .screening import screen
from .situation import INCOME_KINDS, BudgetLine, Household, Member
from .system import PERIODS, tax_benefit_system

MONTHS = 12
QUARTERLY = ("rsa", "ppa")
CHANGES = ("job", "job_lost", "birth", "rent")
LAST_DAY = 28  # a day that every month has
Amounts = NDArray[np.float64]
Series = dict[tuple[str, str], Amounts]
"""(member, kind) → € of each month, from the first one of the window of today to the last one projected."""


@dataclass(frozen=True, slots=True)
class Change:
    """`amount`: € a month, the net wage of a job, the unemployment benefit that follows one, or the new rent."""

    kind: str
    month: str  # the first month in which it is true
    member: str = ""
    amount: float = 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """Over the months of the projection: what is earned, and each benefit counted (€ a month)."""

    own: Amounts
    benefits: dict[str, Amounts]

    @property
    def total(self) -> Amounts:
        return self.own + sum(self.benefits.values(), start=np.zeros(len(self.own)))


@dataclass(frozen=True, slots=True)
class Projection:
    """`left_out`: benefits that cannot be answered for want of a fact, and are counted on neither side."""

    months: tuple[str, ...]
    before: Scenario
    after: Scenario
    left_out: tuple[str, ...]


def net_minimum_wage(month: str) -> float:
    """The net SMIC of a full-time job, € a month."""
    smic = tax_benefit_system().get_parameters_at_instant(PERIODS.month(serial(month_number(month))).start)
    return round(float(smic.marche_travail.salaire_minimum.smic.smic_b_mensuel) / GROSS_OF_NET, 2)


def project(household: Household, month: str, change: Change) -> Projection:
    """Twelve months from the one after `month`, without the change and with it."""
    (found,) = screen([household], month)
    left_out = tuple(one.code for one in found.benefits if one.status == "missing")
    now = serial(month_number(month))
    ahead = range(now + 1, now + 1 + MONTHS)
    series, told = _as_today(household, now)
    since = serial(month_number(change.month))
    altered = _altered(series, change, since - now + WINDOW - 1)
    copies = [_at(told, series, now, target) for target in ahead]
    copies += [_at(_with(told, change, since, target), altered, now, target) for target in ahead]
    amounts = _amounts(copies, now)
    own = np.array([_earned(told, each)[WINDOW:] for each in (series, altered)])
    counted = [row for row, one in enumerate(BENEFITS) if one.unit == "month" and one.code not in left_out]
    usual, new = _quarters(MONTHS), _quarters(_restart(change, since - ahead[0]))
    before, after = (
        Scenario(own[rank], {CODES[row]: _held(CODES[row], part[row], quarters) for row in counted})
        for rank, (part, quarters) in enumerate(((amounts[:, :MONTHS], usual), (amounts[:, MONTHS:], new)))
    )
    return Projection(tuple(label(one) for one in ahead), before, after, left_out)


def _amounts(copies: list[Household], now: int) -> Amounts:
    """(B, copies)"""
    kernel = Kernel(Inputs(columns_from_households(copies), now))
    kernel.run()
    found = kernel.amounts().astype(np.float64)
    kernel.release()
    return found


def _restart(change: Change, since: int) -> int:
    """The month (0 to 12) from which RSA and prime d'activité are set anew, without waiting for the quarter's end."""
    return {"job_lost": since, "birth": since + 1}.get(change.kind, MONTHS)


def _quarters(restart: int) -> NDArray[np.intp]:
    """For each month, the one in which its quarter was set."""
    months = np.arange(MONTHS)
    return np.where(months < restart, months // 3 * 3, restart + (months - restart) // 3 * 3)


def _held(code: str, values: Amounts, quarters: NDArray[np.intp]) -> Amounts:
    return values[quarters] if code in QUARTERLY else values


def _earned(household: Household, series: Series) -> Amounts:
    mine = {one.ref for one in household.members if one.role != "other"}
    total = np.zeros(WINDOW + MONTHS)
    for (member, kind), amounts in series.items():
        if member in mine:
            total += -amounts if kind == "alimony_paid" else amounts
    return total


def _as_today(household: Household, now: int) -> tuple[Series, Household]:
    """Each known resource carried on as it is today; the household with its tax notice said, what it receives left out."""
    columns = columns_from_households([household])
    inputs = Inputs(columns, now)
    inputs.fill()
    series: Series = {}
    for kind in INCOME_KINDS:
        one = inputs.budget.series(kind)
        filled, known = one.filled().astype(np.float64), one.any_line()
        for rank in np.nonzero(known)[0]:
            last = np.full(MONTHS, filled[-1, rank])
            series[household.members[rank].ref, kind] = np.concatenate([filled[:, rank], last])
    notice = household.reference_income
    if notice is None:
        notice = float(inputs.incomes_of_notice()["all"][columns.role < 2].sum())
    return series, replace(household, budget=(), reference_income=notice)


def _altered(series: Series, change: Change, since: int) -> Series:
    """The resources with the change, from this position on."""
    new = {key: amounts.copy() for key, amounts in series.items()}
    if change.kind in ("job", "job_lost"):
        wage, benefit = (change.amount, 0.0) if change.kind == "job" else (0.0, change.amount)
        for kind, amount in (("wage", wage), ("unemployment", benefit)):
            new.setdefault((change.member, kind), np.zeros(WINDOW + MONTHS))[since:] = amount
    return new


def _with(household: Household, change: Change, since: int, target: int) -> Household:
    """The household with the change, in the month `target`."""
    if target < since or (change.kind == "birth" and target == since):
        return household
    if change.kind == "rent":
        return replace(household, rent=change.amount)
    if change.kind == "birth":
        return _with_child(household, since)
    activity = "employed" if change.kind == "job" else "unemployed"
    return replace(
        household,
        members=tuple(
            replace(one, activity=activity) if one.ref == change.member else one for one in household.members
        ),
    )


def _with_child(household: Household, born: int) -> Household:
    birth = date(born // 12, born % 12 + 1, 1)
    child = Member("newborn", "child", birth_date=birth, disability_rate=0.0, shared_custody=False)
    parents = (replace(one, pregnant=False) if one.pregnant else one for one in household.members)
    return replace(household, members=(*parents, child))


def _at(household: Household, series: Series, now: int, target: int) -> Household:
    """The household of the month `target`, told as if that month were `now`."""
    passed = target - now
    lines = tuple(
        BudgetLine(member, label(now - WINDOW + 1 + rank), kind, round(float(amount), 2))
        for (member, kind), amounts in series.items()
        for rank, amount in enumerate(amounts[passed : passed + WINDOW])
    )
    return replace(household, members=tuple(_older(one, passed) for one in household.members), budget=lines)


def _older(member: Member, months: int) -> Member:
    born, years = member.birth_date, member.permit_years
    if born is not None:
        serial_month = born.year * 12 + born.month - 1 - months
        born = date(serial_month // 12, serial_month % 12 + 1, min(born.day, LAST_DAY))
    return replace(member, birth_date=born, permit_years=None if years is None else years + months / 12)
