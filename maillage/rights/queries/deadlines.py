"""What the weeks to come bring to the households of an actor, by date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from maillage.clocks.months import shift
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.rights.bulk.reading import Ids, read_block
from maillage.rights.bulk.wire import bulk_cursor, read_arrays
from maillage.rights.deadlines import NOBODY, RECENT, RENEWED, RULES, Rule, birth_dates, coming
from maillage.rights.queries.potential import as_one_list

# Households where somebody may have a birthday that counts, or where something is received that is renewed.
_CONCERNED = """
SELECT array_agg(id ORDER BY id) FROM people_household WHERE id IN (
    SELECT household_id FROM people_householdmember WHERE person_id IN (
        SELECT id FROM people_person WHERE EXISTS (
            SELECT FROM unnest(%(first)s::date[], %(last)s::date[]) AS born (first, last)
            WHERE birth_date BETWEEN born.first AND born.last))
    UNION ALL
    SELECT household_id FROM people_budgetline
    WHERE kind = ANY (%(kinds)s) AND amount > 0 AND month > %(before)s AND month <= %(month)s)
"""


class Deadline(NamedTuple):
    """`person` is empty when the whole household is concerned; `day` when the file does not tell it."""

    household: UUID
    person: UUID | None
    rule: Rule
    day: date | None


def deadlines(today: date) -> list[Deadline]:
    """Of every household that the actor told to PostgreSQL may open; five queries, whatever their number."""
    ids = _concerned(today)
    if not len(ids):
        return []
    block = read_block(connection, ids, today.replace(day=1))
    found = coming(block.columns, today)
    return [
        Deadline(
            _uuid(block.ids[household]),
            None if member == NOBODY else _uuid(block.persons[member]),
            RULES[rule],
            None if np.isnat(day) else day.item(),
        )
        for household, member, rule, day in zip(*found, strict=True)
    ]


def _concerned(today: date) -> Ids:
    first, last = zip(*birth_dates(today), strict=True)
    month = today.replace(day=1)
    params = {
        "first": list(first), "last": list(last), "kinds": list(RENEWED), "month": month,
        "before": shift(month, -RECENT),
    }  # fmt: skip
    (ids,) = read_arrays(bulk_cursor(connection), _CONCERNED, params, "S16")
    return ids


def _uuid(key: Any) -> UUID:
    return UUID(bytes=bytes(key).ljust(16, b"\0"))


def person_names(actor: Actor, persons: Iterable[UUID]) -> dict[UUID, str]:
    rows: QuerySet[Person] = Person.objects.visible_to(actor).filter(pk__in=as_one_list(persons))
    return {row.pk: row.full_name for row in rows}
