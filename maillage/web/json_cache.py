"""A cache in PostgreSQL that holds what JSON says, and counts without losing any. Why not Django's own: decisions/0017.

Options of `BaseCache`; the table is that of `createcachetable`.
"""

import json
from datetime import UTC, datetime
from random import random
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

SWEPT = 0.01
"""How often a write also sweeps what has expired."""
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


class JsonCache(BaseDatabaseCache):
    _table: str

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._asked(
            "SELECT value FROM {table} WHERE cache_key = %s AND expires > now()", self._key(key, version)
        )
        return json.loads(found[0]) if found else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._sweep()
        self._done(
            "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"
            " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
            *self._row(key, value, timeout, version),
        )

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """True for one alone of those who add at the same time."""
        return self._done(
            "INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%s, %s, %s)"
            " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
            " WHERE kept.expires <= now()",
            *self._row(key, value, timeout, version),
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Atomic. Raises ValueError when nothing is counted there."""
        found = self._asked(
            "UPDATE {table} SET value = (value::bigint + %s)::text WHERE cache_key = %s AND expires > now() RETURNING value",
            delta,
            self._key(key, version),
        )
        if found is None:
            raise ValueError(f"Nothing is counted under {key}")
        return int(found[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._done(
            "UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires > now()",
            self._until(timeout),
            self._key(key, version),
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        """True for one alone of those who delete at the same time."""
        return self._done("DELETE FROM {table} WHERE cache_key = %s", self._key(key, version))

    def clear(self) -> None:
        self._done("DELETE FROM {table}")

    def _key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> tuple[str, str, datetime]:
        return self._key(key, version), json.dumps(value), self._until(timeout)

    def _until(self, timeout: Any) -> datetime:
        at = self.get_backend_timeout(timeout)
        return FOREVER if at is None else datetime.fromtimestamp(at, UTC)

    def _sweep(self) -> None:
        if random() < SWEPT:
            self._done("DELETE FROM {table} WHERE expires <= now()")

    def _asked(self, statement: str, *values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=connection.ops.quote_name(self._table)), values)
            return cursor.fetchone() if cursor.description else cursor.rowcount

    def _done(self, statement: str, *values: Any) -> bool:
        return bool(self._asked(statement, *values))
