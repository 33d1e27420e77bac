"""Who writes plans, measures, evidence and raisings, in PostgreSQL; `rules.plans` says the same.

The catalogue is written by its owner alone. Nothing is ever deleted: a measure is dropped, evidence withdrawn.
"""

from maillage.governance.models.base import HERE, KEPT, ME, MINE
from maillage.permissions.writers import Writers, no_policies, policies

LEADS = (
    "(maillage_actor_has('team_leader') OR maillage_actor_has('animator')"
    " OR maillage_actor_has('administrator'))"
)
WRITES = f"((structure_id = {HERE} AND {LEADS}) OR committee_id IN {KEPT})"
INSIDE = f"(structure_id = {HERE} OR committee_id IN {MINE})"
IN_WRITTEN = f"plan_id IN (SELECT id FROM governance_plan WHERE {WRITES})"
OF_MEASURES = "measure_id IN (SELECT m.id FROM governance_measure m JOIN governance_plan p ON p.id = m.plan_id WHERE {of})"
IN_WRITTEN_MEASURE = OF_MEASURES.format(of=WRITES)
IN_OWN_MEASURE = OF_MEASURES.format(of=INSIDE)
REPLIES = f"(replied_by_id = {ME} AND ((to_structure_id = {HERE} AND {LEADS}) OR to_committee_id IN {KEPT}))"

WRITERS = {
    "plan": Writers(WRITES, WRITES, WRITES),
    "measure": Writers(IN_WRITTEN, IN_WRITTEN, IN_WRITTEN),
    "evidence": Writers(
        f"user_id = {ME} AND {IN_OWN_MEASURE}",
        f"user_id = {ME} OR {IN_WRITTEN_MEASURE}",
        f"withdrawn_on IS NOT NULL AND (user_id = {ME} OR {IN_WRITTEN_MEASURE})",
    ),
    "raising": Writers(
        f"asked_by_id = {ME} AND replied_on IS NULL AND {INSIDE}", "replied_on IS NULL", REPLIES
    ),
}
"""Who inserts, which rows may change, what they may become."""


CATALOGUE = "governance_recommendation, governance_recommendedaction"
POLICIES = f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {CATALOGUE} FROM maillage_app;" + policies(
    "governance", WRITERS
)
NO_POLICIES = no_policies("governance", WRITERS)
