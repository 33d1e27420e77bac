"""What other contexts know of hosts: free tutors, agreements between a school and a host. One door for each."""

from collections.abc import Iterable
from datetime import date

from maillage.conventions.queries.rooms import agreed_pairs
from maillage.conventions.queries.rooms import rooms as rooms
from maillage.permissions.definer import rows_of
from maillage.placements.models import Session
from maillage.placements.rules import limit_of


def limits(session: Session) -> dict[int, int]:
    """By structure, how many places it can hold at most; a structure that said nothing is not limited."""
    rows = rows_of("placements_limits(%s::bigint)", session.pk)
    told = {one.structure_id: limit_of(one.tutors, one.quota, one.room) for one in rows}
    return {structure: most for structure, most in told.items() if most is not None}


def agreements(
    pairs: Iterable[tuple[int, int]], session: Session, on: date
) -> frozenset[tuple[int, int]] | None:
    """Those of these (school, host) that have an agreement that day; None when the session asks for none."""
    return agreed_pairs(pairs, on) if session.needs_site else None
