"""A team in numbers: PostgreSQL gives no line of anybody (`sql.training_team`)."""

from typing import NamedTuple

from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.training.models import Programme, Theme

SHARES = (
    "Rien encore",
    "Une demi-journée ou un jour",
    "Plus d’un jour, moins de trois",
    "Trois jours ou plus",
)


class Team(NamedTuple):
    """`shares`: persons by share, None when it is hidden; all None when the team is smaller than five."""

    persons: int
    shares: list[int | None] | None
    half_days: int | None
    missing: int | None


def team(actor: Actor, year: int) -> Team | None:
    """None for whoever doesn't lead: PostgreSQL says so too."""
    rows = rows_of("training_team(%s::integer)", year)
    if not rows:
        return None
    row = rows[0]
    return Team(row.team, row.shares, row.half_days, row.missing)


def coverage(actor: Actor, programme: Programme, year: int) -> list[tuple[Theme, int | None]]:
    """How many were trained on each theme; None: fewer than five."""
    rows = rows_of("training_coverage(%s::bigint, %s::integer)", programme.pk, year)
    persons = {row.theme_id: row.persons for row in rows}
    return [(one, persons.get(one.pk)) for one in programme.themes.all()] if rows else []
