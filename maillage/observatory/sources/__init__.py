"""What is counted on the platform: a file each, with its dimensions and the statement that PostgreSQL counts from.

To add one: its file, a line here, a migration that runs `tallies_sql.forward(source)`, then indicators in `pack/indicators.yaml`.
"""

from maillage.observatory.sources import claims, decisions, receptions, requests
from maillage.observatory.sources.source import Dimension, Source

SOURCES: dict[str, Source] = {
    one.code: one for one in (claims.SOURCE, requests.SOURCE, decisions.SOURCE, receptions.SOURCE)
}

__all__ = ["SOURCES", "Dimension", "Source"]
