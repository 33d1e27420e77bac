"""What is counted on the platform: a file each, with its dimensions and the statement that PostgreSQL counts from.

To add one: its file, a line here, a migration that runs `tallies_sql.forward(source)`, then indicators in `pack/indicators.yaml`.
Its counts must not add up to those of another source: each is audited alone (`docs/decisions/0025-what-a-table-gives-away.md`).
"""

from maillage.observatory.sources import (
    claims,
    decisions,
    delays,
    files,
    found,
    hardships,
    internships,
    meetings,
    receptions,
    requests,
    resolutions,
    reuses,
)
from maillage.observatory.sources.source import Dimension, Source

OF_PERSONS = (claims, requests, delays, decisions, receptions, found, internships, hardships)
OF_THINGS = (meetings, resolutions, reuses, files)
"""Each line counts for one, as a person would: the same masks."""
SOURCES: dict[str, Source] = {one.SOURCE.code: one.SOURCE for one in (*OF_PERSONS, *OF_THINGS)}

__all__ = ["SOURCES", "Dimension", "Source"]
