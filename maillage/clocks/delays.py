"""Promised delays: when an answer is due, and whether it is late.

Counted as in the code de procédure civile, which the public's own reading of a delay follows:
art. 641, the day that starts the delay doesn't count; in months, it ends on the same day number of the last month, or
that month's last day; art. 642, a delay that would end on a Saturday, a Sunday or a public holiday ends on the next
working day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maillage.clocks.months import same_day
from maillage.clocks.working_days import add_working_days, next_working_day


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


NOUNS = {
    Unit.WORKING_DAYS: ("jour ouvré", "jours ouvrés"),
    Unit.CALENDAR_DAYS: ("jour", "jours"),
    Unit.MONTHS: ("mois", "mois"),
}


@dataclass(frozen=True)
class Delay:
    """`n` units, 0 or more (ValueError below); in words by `str`: "10 jours ouvrés"."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError(f"A delay is 0 or more, not {self.n}.")

    def __str__(self) -> str:
        return f"{self.n}\u00a0{NOUNS[self.unit][self.n > 1]}"


def due_on(received: date, delay: Delay, department: str = "") -> date:
    """The last day to answer what was received that day; always a working day (art. 641 and 642)."""
    return next_working_day(end_of(received, delay, department), department)


def end_of(received: date, delay: Delay, department: str = "") -> date:
    """The day the delay itself ends, be it a Sunday: that day silence is worth an answer."""
    if delay.unit == Unit.WORKING_DAYS:
        return add_working_days(received, delay.n, department)
    if delay.unit == Unit.CALENDAR_DAYS:
        return received + timedelta(days=delay.n)
    return same_day(received, delay.n)


def days_late(due: date, today: date, answered_on: date | None = None) -> int:
    """Calendar days past the due day, until the answer or until today; 0 when in time."""
    return max(0, ((answered_on or today) - due).days)
