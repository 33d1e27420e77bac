"""From periods to hours, days and months of presence: plain Python, exact.

Code de l’éducation, art. L124-18 and D124-6: what counts is the time really present; 7 hours, in a row or not, are a day;
22 days, in a row or not, are a month. Leaves of art. L124-13 count as presence for that duration.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from maillage.clocks.working_days import public_holidays
from maillage.conventions.enums import COUNTED_AS_PRESENCE, AbsenceKind

HOURS_A_DAY = Decimal(7)
DAYS_A_MONTH = 22
MOST_HOURS = Decimal(12)
LONGEST = timedelta(days=800)
MOST_LINES = 200
WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
NONE = Decimal(0)


class Unreadable(ValueError):
    """Periods that cannot be counted; the text says why, in French."""


@dataclass(frozen=True)
class Range:
    """So many hours each of these weekdays (0 = Monday), from a day to another, both included."""

    first: date
    last: date
    hours: Decimal = HOURS_A_DAY
    weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY

    def days(self) -> list[date]:
        span = (self.last - self.first).days + 1
        every = (self.first + timedelta(days=n) for n in range(span))
        return [one for one in every if one.weekday() in self.weekdays]


@dataclass(frozen=True)
class Closed:
    """The host is closed from a day to another, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Calendar:
    """When a trainee is there. A day of `days` says its own hours, whatever the ranges say, on a public holiday too."""

    ranges: tuple[Range, ...] = ()
    days: tuple[tuple[date, Decimal], ...] = ()
    closed: tuple[Closed, ...] = ()
    works_holidays: bool = False
    department: str = ""

    @classmethod
    def weekly(cls, first: date, last: date, hours: Decimal | int = HOURS_A_DAY) -> "Calendar":
        """The plainest one: so many hours from Monday to Friday."""
        return cls(ranges=(Range(first, last, Decimal(hours)),))

    @property
    def first(self) -> date:
        return min(self._bounds(0))

    @property
    def last(self) -> date:
        return max(self._bounds(1))

    def _bounds(self, side: int) -> list[date]:
        return [(one.first, one.last)[side] for one in self.ranges] + [day for day, _ in self.days]


@dataclass(frozen=True)
class Absence:
    first: date
    last: date
    kind: str = AbsenceKind.ABSENCE

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Presence:
    """Hours by day. `present`: really there; `assimilated`: away, and counted in the duration all the same."""

    planned: Mapping[date, Decimal]
    present: Mapping[date, Decimal] = field(default_factory=dict)
    assimilated: Mapping[date, Decimal] = field(default_factory=dict)
    holidays: tuple[date, ...] = ()
    """Public holidays that fell on a day of presence and are not counted."""

    @property
    def counted(self) -> dict[date, Decimal]:
        return {**self.present, **self.assimilated}


def checked(calendar: Calendar) -> Calendar:
    """The same calendar, once its hours can be counted; says what is wrong otherwise."""
    if not calendar.ranges and not calendar.days:
        raise Unreadable("Ajoutez au moins une période ou une journée de présence.")
    for one in calendar.ranges:
        _check_range(one)
    for day, hours in calendar.days:
        _check_hours(hours, f"le {day:%d/%m/%Y}")
    for shut in calendar.closed:
        if shut.last < shut.first or shut.last - shut.first > LONGEST:
            raise Unreadable("Une fermeture finit après avoir commencé, et dure moins de deux ans.")
    if max(len(calendar.ranges), len(calendar.days), len(calendar.closed)) > MOST_LINES:
        raise Unreadable(f"C’est trop long\u00a0: {MOST_LINES} lignes au plus.")
    if calendar.last - calendar.first > LONGEST:
        raise Unreadable(
            "Les périodes s’étalent sur plus de deux ans\u00a0: faites une convention par année."
        )
    _check_once(calendar)
    return calendar


def _check_range(one: Range) -> None:
    if one.last < one.first:
        raise Unreadable("Une période finit le jour où elle commence, ou après.")
    if one.last - one.first > LONGEST:
        raise Unreadable("Une période dure moins de deux ans.")
    if not one.weekdays:
        raise Unreadable("Cochez au moins un jour de la semaine pour chaque période.")
    _check_hours(one.hours, "chaque jour")


def _check_hours(hours: Decimal, when: str) -> None:
    if not NONE < hours <= MOST_HOURS:
        raise Unreadable(f"Écrivez pour {when} un nombre d’heures entre 0 et {MOST_HOURS}.")


def _check_once(calendar: Calendar) -> None:
    seen: set[date] = set()
    for one in calendar.ranges:
        twice = seen.intersection(one.days())
        if twice:
            raise Unreadable(f"Deux périodes comptent le {min(twice):%d/%m/%Y}\u00a0: gardez-en une.")
        seen.update(one.days())
    singles = [day for day, _ in calendar.days]
    again = next((day for day in singles if singles.count(day) > 1), None)
    if again:
        raise Unreadable(f"Le {again:%d/%m/%Y} est écrit deux fois\u00a0: gardez une seule ligne.")


def presence(calendar: Calendar, absences: Iterable[Absence] = ()) -> Presence:
    """Hours of each day, public holidays and closed days out, then absences."""
    planned, holidays = _planned(calendar)
    away = tuple(absences)
    present: dict[date, Decimal] = {}
    assimilated: dict[date, Decimal] = {}
    for day, hours in planned.items():
        kinds = {one.kind for one in away if one.covers(day)}
        if not kinds:
            present[day] = hours
        elif kinds <= COUNTED_AS_PRESENCE:
            assimilated[day] = hours
    return Presence(planned, present, assimilated, tuple(holidays))


def _planned(calendar: Calendar) -> tuple[dict[date, Decimal], list[date]]:
    told: dict[date, Decimal] = {}
    holidays: list[date] = []
    for one in calendar.ranges:
        for day in one.days():
            if any(shut.first <= day <= shut.last for shut in calendar.closed):
                continue
            if not calendar.works_holidays and day in public_holidays(day.year, calendar.department):
                holidays.append(day)
                continue
            told[day] = one.hours
    for day, hours in calendar.days:
        told[day] = hours
    singles = dict(calendar.days)
    return dict(sorted(told.items())), sorted(day for day in holidays if day not in singles)


@dataclass(frozen=True)
class Duration:
    """7 hours are a day, 22 days a month; what is left of each is kept: `months` and `days` and `hours` make the total."""

    total: Decimal
    whole_days: int
    months: int
    days: int
    hours: Decimal


def duration(total: Decimal) -> Duration:
    whole = int(total // HOURS_A_DAY)
    months, days = divmod(whole, DAYS_A_MONTH)
    return Duration(total, whole, months, days, total - whole * HOURS_A_DAY)


YEAR_STARTS = (9, 1)


def teaching_year(day: date, starts: tuple[int, int] = YEAR_STARTS) -> int:
    """2026 is the year 2026-2027. `starts`: month and day."""
    return day.year if (day.month, day.day) >= starts else day.year - 1


def by_year(hours: Mapping[date, Decimal], starts: tuple[int, int] = YEAR_STARTS) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for day, told in hours.items():
        sums[teaching_year(day, starts)] += told
    return dict(sums)


def by_week(hours: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """By the Monday of each week."""
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for day, told in hours.items():
        sums[day - timedelta(days=day.weekday())] += told
    return dict(sums)


def to_json(calendar: Calendar) -> dict[str, Any]:
    return {
        "ranges": [
            {"first": str(one.first), "last": str(one.last), "hours": str(one.hours), "weekdays": list(one.weekdays)}
            for one in calendar.ranges
        ],
        "days": [[str(day), str(hours)] for day, hours in calendar.days],
        "closed": [[str(one.first), str(one.last)] for one in calendar.closed],
        "works_holidays": calendar.works_holidays,
        "department": calendar.department,
    }  # fmt: skip


def from_json(told: dict[str, Any]) -> Calendar:
    day = date.fromisoformat
    return Calendar(
        tuple(
            Range(day(one["first"]), day(one["last"]), Decimal(one["hours"]), tuple(one["weekdays"]))
            for one in told["ranges"]
        ),
        tuple((day(on), Decimal(hours)) for on, hours in told["days"]),
        tuple(Closed(day(first), day(last)) for first, last in told["closed"]),
        told["works_holidays"],
        told["department"],
    )
