"""Where a call is at a moment, and until when; which calls fall on each other. Plain values."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime

from maillage.calls.enums import OPEN, Phase


@dataclass(frozen=True)
class Times:
    """Dates of a call. `letter_until` and `joint_until` are whole days, in Paris."""

    published_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    letter_until: date | None = None
    joint_until: date | None = None
    collegial_at: datetime | None = None


def phase(times: Times, now: datetime, today: date) -> Phase:
    """To the second: at `closes_at` itself, it is closed."""
    if times.published_at is None:
        return Phase.PREPARED
    if now < times.opens_at:
        return Phase.COMING
    if now >= times.closes_at:
        return Phase.COLLEGIAL if times.collegial_at else Phase.READING
    if times.letter_until and today <= times.letter_until:
        return Phase.LETTER
    if times.joint_until and today <= times.joint_until:
        return Phase.JOINT
    return Phase.FILE


def is_open(found: Phase) -> bool:
    return found in OPEN


@dataclass(frozen=True)
class Reach:
    """What a call is about, where, when. `zones`: those it names; `around`: with those that hold them. Empty: everywhere."""

    themes: Set[str]
    zones: Set[str]
    around: Set[str]
    starts_on: date | None
    ends_on: date | None


FRANCE = "france"


def _everywhere(one: Reach) -> bool:
    return not one.zones or FRANCE in one.zones


def same_place(one: Reach, other: Reach) -> bool:
    """One names a place that the other holds, or the other way round."""
    if _everywhere(one) or _everywhere(other):
        return True
    return bool(one.zones & other.around or other.zones & one.around)


def same_time(one: Reach, other: Reach) -> bool:
    begins = max(one.starts_on or date.min, other.starts_on or date.min)
    ends = min(one.ends_on or date.max, other.ends_on or date.max)
    return begins <= ends


def overlap(one: Reach, other: Reach) -> Set[str]:
    """The themes for which both pay, in the same place at the same time."""
    if not (same_place(one, other) and same_time(one, other)):
        return frozenset()
    return one.themes & other.themes


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def short_form(asked: object, under: object) -> bool:
    """Up to the threshold, the short form is enough."""
    return asked is not None and under is not None and asked <= under  # type: ignore[operator]


def missing_answers(asked: Iterable[tuple[str, str]]) -> list[str]:
    """Labels of the questions left without an answer."""
    return [label for label, text in asked if not text.strip()]
