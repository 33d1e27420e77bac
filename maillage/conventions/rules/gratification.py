"""What is owed to a trainee: code de l’éducation, art. L124-6, D124-6 and D124-8.

Due when the time at ONE host in a teaching year is above 308 hours, then from the first hour, for the hours really
present. The hourly minimum is that of the day of each hour: the reading that favours the trainee (to be confirmed:
some offices keep the rate of the day of signature for the whole placement).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from maillage.conventions.enums import Status
from maillage.conventions.law import CENT, Limits, Rate, limits, on, rates
from maillage.conventions.rules.presence import NONE, YEAR_STARTS, Presence, by_year, teaching_year

GRATIFIED = frozenset({Status.INITIAL})
"""Apprentices are paid under a contract of work, continuing-training trainees under that law; abroad, the law of the place."""


@dataclass(frozen=True)
class Line:
    """Hours of a stretch of days that have one hourly rate."""

    rate: Decimal
    minimum: Rate
    hours: Decimal

    @property
    def amount(self) -> Decimal:
        return cents(self.hours * self.rate)


@dataclass(frozen=True)
class YearOwed:
    """One teaching year at this host. `others`: hours counted there under other conventions, before or after.

    `obliged`: by law; `due`: by law, or because the convention says so.
    """

    year: int
    others: Decimal
    counted: Decimal
    obliged: bool
    due: bool
    too_long: bool
    limits: Limits
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return self.others + self.counted

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.lines), NONE)


@dataclass(frozen=True)
class Owed:
    status: str
    years: tuple[YearOwed, ...]
    months: tuple[tuple[date, Decimal], ...]
    """What is owed each month for the hours of that month; nothing in a year that owes nothing."""

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.years), NONE)

    @property
    def due(self) -> bool:
        return any(one.due for one in self.years)

    @property
    def smoothed(self) -> tuple[tuple[date, Decimal], ...]:
        """The same total in equal parts, one a calendar month; the last one takes the cents that are left."""
        if not self.months:
            return ()
        part = cents(self.amount / len(self.months))
        last = self.amount - part * (len(self.months) - 1)
        parts = [part] * (len(self.months) - 1) + [last]
        return tuple((month, told) for (month, _), told in zip(self.months, parts, strict=True))


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def owed(
    told: Presence,
    status: str,
    *,
    others: Mapping[int, Decimal] | None = None,
    agreed: Decimal | None = None,
    starts: tuple[int, int] = YEAR_STARTS,
) -> Owed:
    """`others`: hours counted at this host under other conventions, by teaching year. `agreed`: the hourly amount that the
    convention says; the minimum when it is lower and the law obliges."""
    counted = by_year(told.counted, starts)
    around = others or {}
    years = tuple(
        _year(year, told, status, around.get(year, NONE), counted[year], agreed, starts)
        for year in sorted(counted)
    )
    return Owed(status, years, _months(told, years, agreed, starts))


def _year(
    year: int,
    told: Presence,
    status: str,
    others: Decimal,
    counted: Decimal,
    agreed: Decimal | None,
    starts: tuple[int, int],
) -> YearOwed:
    law, total = on(limits(), date(year, *starts)), others + counted
    obliged = status in GRATIFIED and total > law.gratified_above
    due = obliged or bool(agreed)
    lines = _lines(_of_year(told.present, year, starts), agreed, obliged) if due else ()
    return YearOwed(year, others, counted, obliged, due, total > law.at_most, law, lines)


def _of_year(hours: Mapping[date, Decimal], year: int, starts: tuple[int, int]) -> dict[date, Decimal]:
    return {day: told for day, told in hours.items() if teaching_year(day, starts) == year}


def _hourly(minimum: Decimal, agreed: Decimal | None, obliged: bool) -> Decimal:
    if not obliged:
        return agreed or NONE
    return max(agreed or NONE, minimum)


def _lines(days: Mapping[date, Decimal], agreed: Decimal | None, obliged: bool) -> tuple[Line, ...]:
    sums: dict[Rate, Decimal] = defaultdict(Decimal)
    for day, hours in days.items():
        sums[on(rates(), day)] += hours
    dated = sorted(sums.items(), key=lambda one: one[0].starts_on)
    return tuple(Line(_hourly(rate.minimum, agreed, obliged), rate, hours) for rate, hours in dated)


def _months(
    told: Presence, years: tuple[YearOwed, ...], agreed: Decimal | None, starts: tuple[int, int]
) -> tuple[tuple[date, Decimal], ...]:
    """Rounded month by month; the last month of a year makes its sum that of the year."""
    months: dict[date, Decimal] = defaultdict(Decimal)
    for one in (one for one in years if one.due):
        for month, amount in _months_of(_of_year(told.present, one.year, starts), one, agreed):
            months[month] += amount
    return tuple(sorted(months.items()))


def _months_of(
    days: Mapping[date, Decimal], year: YearOwed, agreed: Decimal | None
) -> list[tuple[date, Decimal]]:
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for day, hours in days.items():
        minimum = on(rates(), day).minimum
        sums[day.replace(day=1)] += hours * _hourly(minimum, agreed, year.obliged)
    rounded = [(month, cents(amount)) for month, amount in sorted(sums.items())]
    if rounded:
        month, amount = rounded[-1]
        rounded[-1] = (month, amount + year.amount - sum(told for _, told in rounded))
    return rounded
