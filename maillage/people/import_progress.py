"""Where an import is, for its page: is its work alive, what did its undoing keep."""

from maillage.people import queries
from maillage.people.models import Import
from maillage.permissions import Actor


def kept_homes(actor: Actor, file: Import, most: int) -> list[queries.Home]:
    """Households that an undoing left because somebody changed them, as far as the actor sees them."""
    rows = queries.households(actor).filter(pk__in=file.kept).order_by("pk")
    return queries.homes(actor, rows[:most])
