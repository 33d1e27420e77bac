"""Weeks when many students are on placement at once: what schools see before they fix their calendars. Plain Python."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

A_WEEK = timedelta(days=7)
MOST_WEEKS = 160
"""Three years: whatever was typed, a report ends."""


class Away(NamedTuple):
    """A promotion on placement. `students`: None when the school did not say how many."""

    school: str
    who: str
    starts_on: date
    ends_on: date
    students: int | None


class Week(NamedTuple):
    monday: date
    away: tuple[Away, ...]

    @property
    def students(self) -> int:
        return sum(one.students or 0 for one in self.away)

    @property
    def schools(self) -> int:
        return len({one.school for one in self.away})


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(periods: Iterable[Away]) -> Iterator[Week]:
    """Every week when somebody is on placement, first to last."""
    listed = sorted(periods, key=lambda one: (one.starts_on, one.school, one.who))
    if not listed:
        return
    day, last = monday(listed[0].starts_on), max(one.ends_on for one in listed)
    last = min(last, day + MOST_WEEKS * A_WEEK)
    while day <= last:
        away = tuple(one for one in listed if one.starts_on <= day + timedelta(days=6) and one.ends_on >= day)
        if away:
            yield Week(day, away)
        day += A_WEEK


def clashes(periods: Iterable[Away]) -> list[Week]:
    """Weeks when two schools or more want places, the busiest first."""
    found = (one for one in weeks(periods) if one.schools > 1)
    return sorted(found, key=lambda one: (-one.students, -len(one.away), one.monday))
