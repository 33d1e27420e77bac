"""Who came to a session, in counts: by day as they were typed, and crossed only where nobody can be recognised."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from maillage.directory.enums import CATEGORIES
from maillage.directory.models import Attendance, OutreachSession
from maillage.directory.rules.counts import shown_count
from maillage.permissions import Actor


class Summary(NamedTuple):
    """`asked`: (theme, count as it may be told), the most asked first."""

    days: int
    came: int
    new: str
    asked: list[tuple[str, str]]


def counted(actor: Actor, session: OutreachSession) -> list[Attendance]:
    return list(Attendance.objects.visible_to(actor).filter(session=session).order_by("-day"))


def on_day(actor: Actor, session: OutreachSession, day: date) -> Attendance | None:
    return Attendance.objects.visible_to(actor).filter(session=session, day=day).first()


def summary(rows: list[Attendance]) -> Summary:
    """A theme crossed with a session: below five, the number is not told."""
    asked: Counter[str] = Counter()
    for row in rows:
        asked.update(row.asked)
    named = [(CATEGORIES.get(theme, theme), shown_count(count)) for theme, count in asked.most_common()]
    return Summary(len(rows), sum(row.came for row in rows), shown_count(sum(row.new for row in rows)), named)
