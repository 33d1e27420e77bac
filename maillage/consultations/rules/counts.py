"""Small counts: below five, somebody could be recognised. What is hidden can't be found again by a subtraction."""

from collections.abc import Sequence

from maillage.directory.rules.counts import HIDDEN_BELOW

__all__ = ["HIDDEN_BELOW", "hidden", "hidden_apart", "is_small"]


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


def hidden_apart(counts: Sequence[int], base: int) -> set[int]:
    """Places to hide among counts that do not add up (several choices): few persons said it, or few did not."""
    return {place for place, count in enumerate(counts) if is_small(count) or is_small(base - count)}
