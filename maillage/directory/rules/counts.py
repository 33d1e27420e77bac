"""Counts too small to be told across each other: below five, somebody could be recognised."""

from collections.abc import Sequence

from maillage.permissions import Actor, Forbidden

HIDDEN_BELOW = 5


def is_small(count: int) -> bool:
    return 0 < count < HIDDEN_BELOW


def hidden(counts: Sequence[int]) -> set[int]:
    """Places to hide among counts whose sum is known: the small ones, then the smallest others, until no subtraction gives
    a small one back, even to who knows this rule."""
    found = {place for place, count in enumerate(counts) if is_small(count)}
    few = len(found)
    others = sorted((count, place) for place, count in enumerate(counts) if count >= HIDDEN_BELOW)
    for more, (next_shown, place) in enumerate(others):
        if not few or _several_ways(sum(counts[one] for one in found), few, more, next_shown):
            break
        found.add(place)
    return found


def _several_ways(total: int, few: int, more: int, next_shown: int) -> bool:
    """Whether `few` small counts and `more` others, none above the next that is shown, add up to `total` in several ways."""
    least, most = few + HIDDEN_BELOW * more, (HIDDEN_BELOW - 1) * few + next_shown * more
    loose = few > 1 or (more > 0 and next_shown > HIDDEN_BELOW)
    return loose and total >= HIDDEN_BELOW and least < total < most


def shown_count(count: int) -> str:
    """A crossed count as anybody may read it; 0 stays 0."""
    return "moins de 5" if 0 < count < HIDDEN_BELOW else str(count)


def check_can_count_reception(actor: Actor) -> None:
    """Whoever works there may count who comes to the desk."""
    if not actor.at_work:
        raise Forbidden("Cette page est réservée aux professionnels.")
