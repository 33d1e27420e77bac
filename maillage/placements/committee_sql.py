"""Who decides on a proposal: another person where the session has no committee; where it has one, whoever keeps its work, by a
decision that it adopted at a meeting still open."""

from maillage.governance.models.base import KEPT, ME
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.placements.models.base import OF_RUN
from maillage.placements.sql import WRITERS

ALONE = "decision_id IS NULL AND session_id IN (SELECT id FROM placements_session WHERE committee_id IS NULL)"
TOGETHER = f"""(session_id, decision_id) IN (SELECT s.id, d.id FROM placements_session s
    JOIN governance_decision d ON d.committee_id = s.committee_id JOIN governance_gathering g ON g.id = d.gathering_id
    WHERE d.adopted AND d.kind = 'decide' AND EXISTS (SELECT FROM governance_tally v WHERE v.decision_id = d.id)
        AND g.held_at IS NULL AND s.committee_id IN {KEPT})"""
FORMER = {"arbitration": WRITERS["arbitration"]}
SINCE = {
    "arbitration": Writers(
        FORMER["arbitration"].inserts,
        FORMER["arbitration"].changes,
        f"decided_by_id = {ME} AND {OF_RUN} AND (({ALONE}) OR {TOGETHER})",
    )
}
FORWARD = no_policies("placements", FORMER) + policies("placements", SINCE)
BACKWARD = no_policies("placements", SINCE) + policies("placements", FORMER)
