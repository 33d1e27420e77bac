"""The same counts, done otherwise: one day after the other, with public holidays worked out from Easter, in whole cents.

Nothing here imports what it checks.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

CEILINGS = [(2015, 24), (2018, 25), (2020, 26), (2023, 27), (2024, 29), (2026, 30)]
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


def easter(year):
    """Butcher's algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day):
    moving = [easter(day.year) + timedelta(days=n) for n in (1, 39, 50)]
    return (day.month, day.day) in FIXED or day in moving


def between(first, last):
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def hours_of(ranges=(), days=(), closed=(), works_holidays=False):
    """ranges: (first, last, weekdays, hours); days: (day, hours); closed: (first, last)."""
    told = {}
    for first, last, weekdays, hours in ranges:
        for day in between(first, last):
            shut = any(one <= day <= other for one, other in closed)
            if day.weekday() in weekdays and not shut and (works_holidays or not is_holiday(day)):
                told[day] = Fraction(hours)
    return told | {day: Fraction(hours) for day, hours in days}


def split(hours, absences=()):
    """Hours really there, hours counted all the same. absences: (first, last, counted)."""
    present, kept = {}, {}
    for day, told in hours.items():
        away = [counted for first, last, counted in absences if first <= day <= last]
        if not away:
            present[day] = told
        elif all(away):
            kept[day] = told
    return present, kept


def minimum(day):
    """In cents."""
    ceiling = [amount for year, amount in CEILINGS if year <= day.year][-1]
    return ceiling * 15


def half_up(cents):
    return floor(cents + Fraction(1, 2))


def teaching_year(day):
    return day.year - (day < date(day.year, 9, 1))


def owed_cents(present, kept, status, others=None, agreed=None):
    """By teaching year."""
    owed = {}
    for year in sorted({teaching_year(day) for day in [*present, *kept]}):
        counted = sum(told for day, told in [*present.items(), *kept.items()] if teaching_year(day) == year)
        obliged = status == "initial" and counted + Fraction((others or {}).get(year, 0)) > 308
        by_rate = {}
        for day, told in present.items():
            if teaching_year(day) == year:
                by_rate[minimum(day)] = by_rate.get(minimum(day), 0) + told
        own = Fraction(agreed or 0) * 100
        owed[year] = sum(
            half_up(told * (max(own, least) if obliged else own)) for least, told in by_rate.items()
        )
    return owed
