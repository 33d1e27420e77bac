"""Decisions that committees adopted and that somebody owes or that come back, by the day they were taken, with what became of them."""

from maillage.observatory.sources.meetings import COMMITTEE
from maillage.observatory.sources.source import Dimension, Source, paris

FOLLOWED = {
    "done": "faite",
    "dropped": "abandonnée, avec sa raison",
    "late": "en retard",
    "open": "en cours, dans les temps",
}
SOURCE = Source(
    "resolutions",
    (COMMITTEE, Dimension("followed", "suite", lambda: dict(FOLLOWED))),
    f"""
    SELECT c.structure_id AS structure, d.id AS person, c.kind AS one,
        CASE WHEN d.ending <> '' THEN d.ending WHEN d.due_on < day THEN 'late' ELSE 'open' END AS two
    FROM governance_decision d JOIN governance_committee c ON c.id = d.committee_id
    WHERE d.adopted AND {paris("d.decided_at")} BETWEEN first AND last
      AND (d.owner <> '' OR d.due_on IS NOT NULL OR d.kind = 'track')
""",
)
