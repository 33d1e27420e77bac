"""Counts too small to be told across each other: below five, somebody could be recognised."""

from collections.abc import Sequence

from maillage.permissions import Actor, Forbidden

HIDDEN_BELOW = 5


def is_small(count: int) -> bool:
    return 0 < count < HIDDEN_BELOW


def hidden(counts: Sequence[int]) -> set[int]:
    """Places to hide among counts whose sum is known: the small ones, then the smallest others until what is hidden
    holds at least two counts and five persons."""
    found = {place for place, count in enumerate(counts) if is_small(count)}
    others = sorted((count, place) for place, count in enumerate(counts) if count >= HIDDEN_BELOW)
    for _, place in others:
        if not found or (len(found) > 1 and sum(counts[one] for one in found) >= HIDDEN_BELOW):
            break
        found.add(place)
    return found


def shown_count(count: int) -> str:
    """A crossed count as anybody may read it; 0 stays 0."""
    return "moins de 5" if 0 < count < HIDDEN_BELOW else str(count)


def check_can_count_reception(actor: Actor) -> None:
    """Whoever works there may count who comes to the desk."""
    if not actor.at_work:
        raise Forbidden("Cette page est réservée aux professionnels.")
