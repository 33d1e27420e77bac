"""French working days ("jours ouvrés"): Monday to Friday, public holidays left out.

Public holidays: code du travail, art. L3133-1 (Whit Monday is one, even worked as the "journée de solidarité");
L3134-13 adds Good Friday and 26 December in Bas-Rhin, Haut-Rhin and Moselle; L3422-2 the abolition of slavery overseas.

Everywhere, `department` is a COG code ("67", "974"); empty, or any code without days of its own, is metropolitan France.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SUBDIVISIONS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
SATURDAY = 5


@lru_cache(maxsize=256)
def public_holidays(year: int, department: str = "") -> frozenset[date]:
    """The public holidays ("jours fériés") of a year."""
    return frozenset(holidays.country_holidays("FR", subdiv=SUBDIVISIONS.get(department), years=year))


def is_working_day(day: date, department: str = "") -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year, department)


def next_working_day(day: date, department: str = "") -> date:
    """`day` itself when it is one."""
    while not is_working_day(day, department):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, n: int, department: str = "") -> date:
    """The n-th working day after `day`, before it when `n` is negative; `day` itself, whatever it is, for 0."""
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, department):
            day += step
    return day


def working_days_between(a: date, b: date, department: str = "") -> int:
    """Working days after `a`, up to and including `b`; negative when `b` comes first."""
    if b < a:
        return -working_days_between(b, a, department)
    return sum(is_working_day(a + timedelta(days=d), department) for d in range(1, (b - a).days + 1))
