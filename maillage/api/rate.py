"""So many requests a minute from one address, so that a program in a loop does not slow the people at work."""

from time import time

from maillage.web.tries import count

A_MINUTE = 300


def too_fast(address: str) -> bool:
    """Counts this one."""
    return count(f"api:{address}:{int(time()) // 60}", 120) > A_MINUTE


def seconds_left() -> int:
    return 60 - int(time()) % 60
