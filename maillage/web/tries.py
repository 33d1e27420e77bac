"""Tries counted in the cache that every process shares: so many in a quarter of an hour, then one waits.

A try is taken before it is made and given back when it was right, so that many at once are not more than one by one.
"""

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache

MOST, SECONDS = 10, 15 * 60


def count(key: str, seconds: int) -> int:
    """How many times this one was counted in the window that its first time opened, this time included."""
    while True:
        if cache.add(key, 1, seconds):
            return 1
        try:
            return int(cache.incr(key))
        except ValueError:  # it has just expired
            continue


def take(*keys: str) -> bool:
    """One more try; False when one of the keys has had too many."""
    return max(count(f"tries:{key}", SECONDS) for key in keys) <= MOST


def give_back(*keys: str) -> None:
    """It was right: it doesn't count."""
    for key in keys:
        try:
            cache.decr(f"tries:{key}")
        except ValueError:
            continue


def client_address(request: Any) -> str:
    """What tries are counted on, for whoever acts without an account."""
    return get_client_ip(request) or "unknown"
