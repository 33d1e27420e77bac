"""Who joins committees to a mandate, who amends one: the committee that gave it. PostgreSQL's side of `actions.mandates`."""

from maillage.governance.sql import IN_DECISION, KEPT

GIVEN_BY_MINE = f"mandate_id IN (SELECT id FROM governance_mandate WHERE {IN_DECISION})"

JOINED = f"""
ALTER TABLE governance_mandate_joined ENABLE ROW LEVEL SECURITY;
ALTER TABLE governance_mandate_joined FORCE ROW LEVEL SECURITY;
CREATE POLICY governance_mandate_joined_seen ON governance_mandate_joined USING (true);
CREATE POLICY governance_mandate_joined_w_insert ON governance_mandate_joined AS RESTRICTIVE FOR INSERT
    WITH CHECK ({GIVEN_BY_MINE});
CREATE POLICY governance_mandate_joined_w_update ON governance_mandate_joined AS RESTRICTIVE FOR UPDATE
    USING (false);
CREATE POLICY governance_mandate_joined_w_delete ON governance_mandate_joined AS RESTRICTIVE FOR DELETE
    USING (false);
"""
NOT_JOINED = """
DROP POLICY governance_mandate_joined_w_delete ON governance_mandate_joined;
DROP POLICY governance_mandate_joined_w_update ON governance_mandate_joined;
DROP POLICY governance_mandate_joined_w_insert ON governance_mandate_joined;
DROP POLICY governance_mandate_joined_seen ON governance_mandate_joined;
ALTER TABLE governance_mandate_joined NO FORCE ROW LEVEL SECURITY;
ALTER TABLE governance_mandate_joined DISABLE ROW LEVEL SECURITY;
"""

AMENDED = "ALTER POLICY governance_mandateversion_w_insert ON governance_mandateversion WITH CHECK ({who});"
BY_WHO_GAVE = AMENDED.format(who=GIVEN_BY_MINE)
BY_EITHER = AMENDED.format(
    who=f"mandate_id IN (SELECT id FROM governance_mandate WHERE (committee_id IN {KEPT} OR {IN_DECISION}))"
)

FORWARD = JOINED + BY_WHO_GAVE
BACKWARD = BY_EITHER + NOT_JOINED
