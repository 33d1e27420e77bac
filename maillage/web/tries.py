"""Tries counted in the cache that every process shares: so many in a quarter of an hour, then one waits."""

from time import time
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache

MOST, SECONDS = 10, 15 * 60


def _recent(key: str) -> list[float]:
    since = time() - SECONDS
    return [at for at in cache.get(f"tries:{key}") or [] if at > since]


def too_many(*keys: str) -> bool:
    return any(len(_recent(key)) >= MOST for key in keys)


def count_one(*keys: str) -> None:
    for key in keys:
        cache.set(f"tries:{key}", [*_recent(key), time()][-MOST:], SECONDS)


def client_address(request: Any) -> str:
    """What tries are counted on, for whoever acts without an account."""
    return get_client_ip(request) or "unknown"
