"""Counts too small to be told across each other: below five, somebody could be recognised."""

from maillage.permissions import Actor, Forbidden

HIDDEN_BELOW = 5


def shown_count(count: int) -> str:
    """A crossed count as anybody may read it; 0 stays 0."""
    return "moins de 5" if 0 < count < HIDDEN_BELOW else str(count)


def check_can_count_reception(actor: Actor) -> None:
    """Whoever works there may count who comes to the desk."""
    if not actor.at_work:
        raise Forbidden("Cette page est réservée aux professionnels.")
