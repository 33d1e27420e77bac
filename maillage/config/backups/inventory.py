"""What a database holds, so that two can be compared: a sum of each table, every definition, sequences, the journal's heads.

Asked in one transaction, whose snapshot pg_dump reads too.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import psycopg
from psycopg import sql

from maillage.config.backups import inventory_sql as asked
from maillage.config.backups.one_form import one_form

Connection = psycopg.Connection[Any]
WITHOUT_ROWS = ("public.django_session", "public.accounts_cache", "maillage_private.context_key")
"""Tables whose rows no backup keeps: sessions that may have been closed since, counters of tries, the key that signs
the actor (made again from MAILLAGE_SECRET_KEY)."""


@dataclass(frozen=True)
class Inventory:
    """`tables`: name → [rows, sum of the digests of its rows, whatever their order]. `definitions`: "kind name" → digest.

    `sequences`: name → last value given. `heads`: chain of the journal → [rank, hash].
    """

    tables: dict[str, list[Any]]
    definitions: dict[str, str]
    sequences: dict[str, int]
    heads: dict[str, list[Any]]

    def told(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def rows(self) -> int:
        return sum(count for count, _ in self.tables.values())


def inventory(connection: Connection) -> Inventory:
    """In the transaction of the caller. Raises what PostgreSQL says when row security would hide a row."""
    connection.execute(asked.SETTINGS)
    return Inventory(
        {name: _sum(connection, name) for name in tables(connection)},
        dict(_definitions(connection)),
        sequences(connection),
        {str(chain): [rank, end] for chain, rank, end in connection.execute(asked.HEADS)},
    )


def tables(connection: Connection) -> list[str]:
    """Those whose rows are kept, with their schema."""
    found = (f"{schema}.{name}" for schema, name in connection.execute(asked.TABLES))
    return [name for name in found if name not in WITHOUT_ROWS]


def _sum(connection: Connection, name: str) -> list[Any]:
    row = connection.execute(sql.SQL(asked.SUM).format(sql.Identifier(*name.split(".", 1)))).fetchone()
    return list(row or ())


def sequences(connection: Connection) -> dict[str, int]:
    return dict(connection.execute(asked.SEQUENCES).fetchall())


def _definitions(connection: Connection) -> Iterator[tuple[str, str]]:
    for kind, statement in asked.DEFINITIONS.items():
        for name, definition in connection.execute(statement):
            yield f"{kind} {name}", sha256(one_form(definition or "").encode()).hexdigest()[:24]


def file_keys(connection: Connection) -> set[str]:
    """Keys of the documents (`files.storage`) that a row names, whatever the table."""
    kept, found = set(tables(connection)), set[str]()
    for schema, table, column in connection.execute(asked.KEY_COLUMNS).fetchall():
        if f"{schema}.{table}" in kept:
            statement = sql.SQL(asked.KEYS).format(
                sql.Identifier(schema, table), column=sql.Identifier(column)
            )
            found.update(key for (key,) in connection.execute(statement))
    return found


def applied_migrations(connection: Connection) -> list[list[str]]:
    return [list(row) for row in connection.execute(asked.MIGRATIONS)]


def master_names(connection: Connection) -> list[str]:
    """The master keys that the sealed texts of this database need."""
    return [name for (name,) in connection.execute(asked.MASTERS)]
