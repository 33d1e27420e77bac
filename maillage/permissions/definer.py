"""Functions that look beyond row security: written by migrations, owned by the maintenance role; and how they are called."""

from collections import namedtuple
from collections.abc import Iterable
from typing import Any

from django.db import connection

TODAY = "(now() AT TIME ZONE 'Europe/Paris')::date"
MAILER = "(maillage_actor_has('mailer') AND maillage_actor_user() IS NULL)"
"""The job that reads where to write (`actor.MAILER`), and no request."""
HEAD = "LANGUAGE plpgsql {how} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
READS, WRITES = HEAD.format(how="STABLE"), HEAD.format(how="VOLATILE")
"""How such a function begins. plpgsql: the tables that it names may come after it."""


def as_maintenance(statements: str) -> str:
    """Run by the role that owns the functions, and that row security lets through."""
    return f"SET LOCAL ROLE maillage_maintenance; {statements} RESET ROLE;"


def granted(signatures: Iterable[str]) -> str:
    """Called by the application; and by the owner, whose foreign keys are checked under row security too."""
    return "".join(
        f"REVOKE ALL ON FUNCTION maillage_definer.{one} FROM PUBLIC;"
        f"GRANT EXECUTE ON FUNCTION maillage_definer.{one} TO maillage_app, maillage_owner;"
        for one in signatures
    )


def rows_of(call: str, *values: Any) -> list[Any]:
    """What a function answers, read by column: `rows_of("ballot_points(%s::uuid)", key)`. Cast every parameter."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM maillage_definer.{call}", values)
        row = namedtuple("row", [column.name for column in cursor.description or ()])  # type: ignore[misc]
        return [row(*one) for one in cursor.fetchall()]


def value_of(call: str, *values: Any) -> Any:
    """The one value that a function answers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT maillage_definer.{call}", values)
        return (cursor.fetchone() or (None,))[0]
