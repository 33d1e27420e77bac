"""Small counts: below five, somebody could be recognised. What is hidden can't be found again by a subtraction."""

from collections.abc import Sequence

from maillage.directory.rules.counts import HIDDEN_BELOW, hidden, is_small

__all__ = ["HIDDEN_BELOW", "hidden", "hidden_apart", "is_small"]


def hidden_apart(counts: Sequence[int], base: int) -> set[int]:
    """Places to hide among counts that do not add up (several choices): few persons said it, or few did not."""
    return {place for place, count in enumerate(counts) if is_small(count) or is_small(base - count)}
