"""Persons received for the first time at a desk, without a name: each reception counts for one person."""

from maillage.observatory.sources.source import Dimension, Source
from maillage.reception.enums import Outcome


def _outcomes() -> dict[str, str]:
    return {str(code): str(label) for code, label in Outcome.listed()}


SOURCE = Source(
    "receptions",
    (Dimension("outcome", "suite", _outcomes),),
    """
    SELECT v.structure_id AS structure, v.id AS person, v.outcome AS one, ''::text AS two
    FROM reception_reception v
    WHERE v.follows_id IS NULL AND (v.received_at AT TIME ZONE 'Europe/Paris')::date BETWEEN first AND last
""",
)
