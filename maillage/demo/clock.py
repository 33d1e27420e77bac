"""Days gone by: for the time of a block, what the platform stamps as today is that day.

The history of the territory goes through the same actions as its users' work; they stamp "now", and so do columns
filled by themselves. The journal is not moved: PostgreSQL alone stamps it, and says when these lines were really written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from maillage.clocks.working_days import add_working_days, is_working_day

OPENS_AT, HOURS = 9, 8


def day(ago: int) -> date:
    """A working day, `ago` days before today or just before."""
    told = timezone.localdate() - timedelta(days=ago)
    return told if is_working_day(told) else add_working_days(told, -1)


def moment(ago: int, rank: int = 0) -> datetime:
    """In office hours; `rank` tells apart what happened the same day."""
    minutes = (rank * 47) % (HOURS * 60)
    opened = datetime.combine(day(ago), time(OPENS_AT))
    return min(timezone.make_aware(opened) + timedelta(minutes=minutes), timezone.now())


@contextmanager
def back_to(when: datetime) -> Iterator[None]:
    present = timezone.now
    timezone.now = lambda: when
    try:
        yield
    finally:
        timezone.now = present
