"""What PostgreSQL keeps of `actions.mandates` and `actions.texts`: who gave a mandate alone joins committees to it and amends it."""

from maillage.governance.sql import GIVEN, IN_DECISION, IN_MANDATE

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

GIVER_ALONE = """
ALTER POLICY governance_mandateversion_w_insert ON governance_mandateversion WITH CHECK ({version});
ALTER POLICY governance_mandate_w_update ON governance_mandate WITH CHECK ({mandate});
"""
BY_GIVER = GIVER_ALONE.format(version=GIVEN_BY_MINE, mandate=IN_DECISION)
BY_EITHER = GIVER_ALONE.format(version=IN_MANDATE, mandate=GIVEN)

# A version cannot name another committee than its text's: whoever keeps one could write in the texts of the other.
SAME_COMMITTEE = """
ALTER TABLE governance_text ADD CONSTRAINT governance_text_of UNIQUE (id, committee_id);
ALTER TABLE governance_textversion ADD CONSTRAINT governance_version_of_its_text
    FOREIGN KEY (text_id, committee_id) REFERENCES governance_text (id, committee_id);
"""
ANY_COMMITTEE = """
ALTER TABLE governance_textversion DROP CONSTRAINT governance_version_of_its_text;
ALTER TABLE governance_text DROP CONSTRAINT governance_text_of;
"""

FORWARD = JOINED + BY_GIVER + SAME_COMMITTEE
BACKWARD = ANY_COMMITTEE + BY_EITHER + NOT_JOINED
