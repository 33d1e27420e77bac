"""Meetings of committees, by the day they were to begin; each counts for one, where its secretariat is."""

from maillage.governance.enums import CommitteeKind
from maillage.observatory.sources.source import Dimension, Source, paris


def _kinds() -> dict[str, str]:
    return {str(code): str(label) for code, label in CommitteeKind.listed()}


COMMITTEE = Dimension("committee", "type d’instance", _kinds)
HELD = {"held": "tenue", "cancelled": "annulée", "open": "non close"}
SOURCE = Source(
    "meetings",
    (COMMITTEE, Dimension("held", "séance", lambda: dict(HELD))),
    f"""
    SELECT c.structure_id AS structure, g.id AS person, c.kind AS one,
        CASE WHEN g.held_at IS NOT NULL THEN 'held' WHEN g.cancelled_at IS NOT NULL THEN 'cancelled' ELSE 'open' END AS two
    FROM governance_gathering g JOIN governance_committee c ON c.id = g.committee_id
    WHERE {paris("g.starts_at")} BETWEEN first AND last
""",
)
