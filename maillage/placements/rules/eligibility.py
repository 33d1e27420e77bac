"""What closes a place to somebody, the first rule that does; how many places a host really has. Plain Python."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from maillage.placements.enums import Bar

PER_TUTOR = 3
"""Students that one tutor follows at a time, at most."""


class Course(NamedTuple):
    """A promotion: what its school allows. Empty `levels` or `referents`: everything."""

    diploma: str
    year: int
    school: int
    levels: frozenset[str]
    referents: frozenset[str]
    starts_on: date
    ends_on: date


class Place(NamedTuple):
    """`seats`: how many are really open."""

    key: int
    structure: int
    level: str
    diplomas: frozenset[str]
    referent: str
    starts_on: date | None
    ends_on: date | None
    seats: int


def closed_by(course: Course, place: Place, agreed: frozenset[tuple[int, int]] | None) -> Bar | None:
    """`agreed`: (school, structure) with an agreement; None when the session asks for none."""
    if place.seats < 1:
        return Bar.GONE
    if place.diplomas and course.diploma not in place.diplomas:
        return Bar.DIPLOMA
    if course.levels and place.level not in course.levels:
        return Bar.LEVEL
    if course.referents and place.referent not in course.referents:
        return Bar.REFERENT
    if not _covers(course, place):
        return Bar.DATES
    if agreed is not None and (course.school, place.structure) not in agreed:
        return Bar.SITE
    return None


def _covers(course: Course, place: Place) -> bool:
    begins = place.starts_on is None or place.starts_on <= course.starts_on
    return begins and (place.ends_on is None or place.ends_on >= course.ends_on)


def closed_to(
    course: Course, places: Iterable[Place], agreed: frozenset[tuple[int, int]] | None
) -> dict[int, str]:
    """The places closed to a promotion, each with the rule that says so."""
    found = ((one.key, closed_by(course, one, agreed)) for one in places)
    return {key: str(rule) for key, rule in found if rule}


def really_open(declared: Mapping[int, int], limit: int | None) -> dict[int, int]:
    """By seat, of one host: what was declared, cut to `limit` in the order the seats were opened."""
    left, found = limit, {}
    for key in sorted(declared):
        found[key] = declared[key] if left is None else min(declared[key], left)
        left = None if left is None else left - found[key]
    return found


def limit_of(tutors: int | None, quota: int | None, room: int | None = None) -> int | None:
    """What the register of tutors leaves, or three students a tutor, and what the law leaves; None: nothing limits."""
    typed = PER_TUTOR * tutors if tutors is not None else None
    known = [one for one in (typed if room is None else room, quota) if one is not None]
    return min(known) if known else None
