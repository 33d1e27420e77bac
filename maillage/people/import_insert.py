"""The rows of an import on their way to PostgreSQL: one statement a table, each column as one array."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from maillage.people.import_rows import Row, Rows
from maillage.people.models import Household, Person
from maillage.permissions import Actor

REASON = "import d’un fichier"
MEMBERS = """
INSERT INTO people_householdmember (id, household_id, person_id, role, shared_custody)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::boolean[])
"""
LINES = """
INSERT INTO people_budgetline (id, household_id, person_id, month, kind, amount, certainty, source, entered_by_id, entered_at)
SELECT gen_random_uuid(), one.*, 'known', 'import', %s, now()
FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::text[], %s::numeric[]) AS one
"""


def insert(by: Actor, rows: Rows) -> None:
    """Attachments come before what they open: row security asks for them."""
    _insert_whole(Household, rows.households)
    _insert_whole(Person, rows.persons)
    with connection.cursor() as cursor:
        opened = (_ids(rows.persons), _ids(rows.households), REASON)
        cursor.execute("SELECT maillage_definer.attach_imported(%s, %s, %s, %s)", [rows.source.pk, *opened])
        if rows.members:
            cursor.execute(MEMBERS, _columns(rows.members))
        if rows.lines:
            cursor.execute(LINES, [by.user_id, *_columns(rows.lines)])


def _ids(rows: Iterable[Model]) -> list[UUID]:
    return [row.pk for row in rows]


def _insert_whole(model: type[Model], rows: Sequence[Model]) -> None:
    """Every column of these rows, as they are: no default is filled in, no signal sent."""
    if not rows:
        return
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{one.column}"' for one in fields)
    arrays = ", ".join(f"%s::{_type(one)}[]" for one in fields)
    values = map(attrgetter(*(one.attname for one in fields)), rows)
    with connection.cursor() as cursor:
        statement = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays})'
        cursor.execute(statement, _columns(values))


def _type(one: Any) -> str:
    return str(one.rel_db_type(connection) if one.is_relation else one.db_type(connection))


def _columns(rows: Iterable[Row]) -> list[str]:
    """Rows turned into columns, each an array as PostgreSQL writes it: `{a,NULL,"b c"}`."""
    return ["{" + ",".join(map(_written, column)) + "}" for column in zip(*rows, strict=True)]


def _written(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
