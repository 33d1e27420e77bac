"""How many more trainees structures may take, all at once: what their tutors and the legal quota leave."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection

from maillage.conventions.law import limits, on
from maillage.conventions.rules import most_trainees, week_of

ASKED = """
SELECT s.id, maillage_definer.conventions_tutors(s.id, %s::date), maillage_definer.conventions_hosted(s.id, %s::date),
    maillage_definer.conventions_headcount_on(s.id, %s::date),
    maillage_definer.conventions_between(s.id, %s::date, %s::date, 0::bigint)
FROM unnest(%s::bigint[]) AS s (id)
"""


class Room(NamedTuple):
    """`tutored`: None for a structure without a register of tutors; `quota`: None when its staff is not declared."""

    tutored: int | None
    quota: int | None


def rooms(structures: Iterable[int], day: date) -> dict[int, Room]:
    """What `queries.tutors.free_places` and `quota_left` say of each, for the week of this day; one query."""
    first, last = week_of(day)
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [day, day, first, first, last, sorted(structures)])
        return {pk: _room(day, first, *told) for pk, *told in cursor.fetchall()}


def _room(day: date, first: date, tutors: int, hosted: int, persons: int | None, taken: int) -> Room:
    tutored = max(tutors * on(limits(), day).tutor_load - hosted, 0) if tutors else None
    return Room(tutored, None if persons is None else max(most_trainees(persons, first) - taken, 0))


def agreed_pairs(pairs: Iterable[tuple[int, int]], day: date) -> frozenset[tuple[int, int]]:
    """Among these (school, host), those whose agreement is in force that day, as `queries.sites.agreed` says; one query."""
    listed = sorted(pairs)
    call = "maillage_definer.conventions_agreed(p.school, p.host, %s::date)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT school, host FROM unnest(%s::bigint[], %s::bigint[]) AS p (school, host) WHERE {call}",
            [[one for one, _ in listed], [other for _, other in listed], day],
        )
        return frozenset((school, host) for school, host in cursor.fetchall())
