"""A drawing of lots that anybody can do again: numbers in the order of their digest with a seed nobody chose."""

from collections.abc import Iterable
from hashlib import sha256


def ticket(seed: str, number: int) -> str:
    """SHA-256, in hexadecimal, of « seed:number » in UTF-8."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def drawn(seed: str, numbers: Iterable[int]) -> list[int]:
    """The numbers, first drawn first. The same seed always draws the same order, whatever the order they come in."""
    return sorted(set(numbers), key=lambda number: ticket(seed, number))
