"""So many requests a minute from one address, so that a program in a loop does not slow the people at work."""

from time import time

from django.core.cache import cache

A_MINUTE = 300


def too_fast(address: str) -> bool:
    """Counts this one. Two at the same instant may count for one: the limit is gentle, not exact."""
    key = f"api:{address}:{int(time()) // 60}"
    count = (cache.get(key) or 0) + 1
    cache.set(key, count, 120)
    return count > A_MINUTE


def seconds_left() -> int:
    return 60 - int(time()) % 60
