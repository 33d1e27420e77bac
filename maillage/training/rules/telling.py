"""What somebody registered is told now, from where they stand and what they were told already. Plain Python."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from maillage.training.enums import Asked, Mail, Turn

BEFORE = timedelta(days=3)
RESTED = timedelta(days=1)
"""Nobody is reminded the day they were told."""


def due(one: Any, turn: Turn, today: date, now: datetime) -> Iterator[tuple[Mail, str]]:
    """Kinds with their part. `one`: what `training_to_tell` says of a registration."""
    known = set(one.told)
    wanted = _of_cancelled(one) if one.cancelled else _of_live(one, turn, today, now)
    return ((kind, part) for kind, part in wanted if f"{kind}:{part}" not in known)


def _of_cancelled(one: Any) -> Iterator[tuple[Mail, str]]:
    if one.state in (Asked.ASKED, Asked.AGREED):
        yield Mail.CANCELLED, ""


def _of_live(one: Any, turn: Turn, today: date, now: datetime) -> Iterator[tuple[Mail, str]]:
    if one.state == Asked.REFUSED:
        yield Mail.REFUSED, ""
    if one.state != Asked.AGREED:
        return
    if one.attested:
        yield Mail.ATTESTED, ""
    if one.ends_on < today:
        return
    if turn in (Turn.IN, Turn.WAITING) and one.turn != turn:
        yield Mail(str(turn)), str(len(one.told))
    elif one.told_days and one.told_days != one.days:
        yield Mail.MOVED, one.days
    elif one.turn == Turn.IN and today < one.starts_on <= today + BEFORE and one.told_at < now - RESTED:
        yield Mail.REMINDER, one.days
