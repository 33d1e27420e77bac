"""Who reads a draft under embargo, who writes about it, in PostgreSQL; `rules.drafts` says the same."""

from maillage.governance.models.base import HERE, KEPT, ME
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

LEADS = "(maillage_actor_has('team_leader') OR maillage_actor_has('animator') OR maillage_actor_has('administrator'))"
KEEPS = f"(committee_id IN {KEPT} OR ethics_id IN {KEPT})"
IN_MINE = f"review_id IN (SELECT id FROM governance_draftreview WHERE requester_id = {ME})"
IN_KEPT = f"review_id IN (SELECT id FROM governance_draftreview WHERE {KEEPS})"
SEEN = "review_id IN (SELECT id FROM governance_draftreview)"

WRITERS = {
    "draftreview": Writers(
        f"requester_id = {ME} AND structure_id = {HERE} AND {LEADS} AND given_on IS NULL AND ethics_on IS NULL",
        f"{KEEPS} OR (requester_id = {ME} AND given_on IS NOT NULL AND followed_on IS NULL)",
        f"{KEEPS} OR (requester_id = {ME} AND followed_on IS NOT NULL)",
    ),
    "draftreader": Writers(f"added_by_id = {ME} AND ({IN_MINE} OR {IN_KEPT})"),
    "draftversion": Writers(IN_MINE),
    "draftimpact": Writers(f"user_id = {ME} AND {SEEN}"),
}
MOVES = "ethics_words, ethics_on, text_id, decision_id, given_on, follow_up, followed_on"
COLUMNS = f"""
REVOKE UPDATE ON governance_draftreview FROM maillage_app;
GRANT UPDATE ({MOVES}) ON governance_draftreview TO maillage_app;
"""

# plpgsql: its tables may come after it. A policy that read the list itself would turn round: the list has one too.
FUNCTIONS = """
CREATE FUNCTION maillage_definer.my_drafts() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT r.review_id FROM governance_draftreader r WHERE r.user_id = maillage_actor_user();
END $$;
"""
SIGNATURES = ("my_drafts()",)

BEFORE = as_maintenance(FUNCTIONS + granted(SIGNATURES))
NO_BEFORE = as_maintenance("DROP FUNCTION maillage_definer.my_drafts();")
FORWARD = COLUMNS + policies("governance", WRITERS)
BACKWARD = no_policies("governance", WRITERS)
