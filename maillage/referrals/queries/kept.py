"""What is counted for everybody, without anybody in it: counted now; where counting is long, anew every ten minutes."""

from hashlib import sha256
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache

from maillage.permissions.definer import rows_of

LONG, TEN_MINUTES = 0.1, 600
"""Seconds."""


def kept(call: str, *values: Any) -> list[Any]:
    """Rows of a function of PostgreSQL that says the same to everybody."""
    key = f"kept-{sha256(repr((call, values)).encode()).hexdigest()}"
    told: list[dict[str, Any]] | None = cache.get(key)
    if told is None:
        began = perf_counter()
        told = [row._asdict() for row in rows_of(call, *values)]
        if perf_counter() - began > LONG:
            cache.set(key, told, TEN_MINUTES)
    return [SimpleNamespace(**row) for row in told]
