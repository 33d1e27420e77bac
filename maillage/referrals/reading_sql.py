"""Whom a row of a referral is shown to, asked of functions: their plan is kept, and policies are not planned inside policies.

They answer what row security said before them of the same rows: `tests/test_access.py`, `tests/test_cases_access.py`.
"""

from maillage.permissions.definer import as_maintenance, granted
from maillage.referrals.cases_sql import KEPT, MINE, RECUSED, SHEET, UNDER_READING
from maillage.referrals.models.base import HERE, IN_TEAM, ME, OWN, TEAM_READS

HEAD = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
NOT_RECUSED_FROM = (
    f"NOT EXISTS (SELECT FROM referrals_caserecusal q WHERE q.request_id = r.id AND q.user_id = {ME})"
)
RECEIVED_HERE = f"""
    SELECT FROM referrals_schemerequest r JOIN schemes_scheme s ON s.id = r.scheme_id
    WHERE r.id = asked AND r.sent_at IS NOT NULL AND s.structure_id = {HERE}
    AND {NOT_RECUSED_FROM}"""
FUNCTIONS = f"""
-- Persons that the actor follows by name, in the team of the file.
CREATE FUNCTION maillage_definer.team_persons() RETURNS SETOF uuid {HEAD}
BEGIN
    RETURN QUERY SELECT a.person_id FROM people_attachment a
    WHERE a.structure_id = {HERE} AND a.worker_id = {ME} AND a.ended_at IS NULL
    AND a.person_id IS NOT NULL AND a.consent_of_id IS NULL
    AND a.person_id NOT IN (SELECT maillage_definer.blocked_files());
END $$;

-- Sent to a scheme that the actor instructs for, and that they did not step aside from.
CREATE FUNCTION maillage_definer.received_here(asked uuid) RETURNS boolean {HEAD}
BEGIN
    RETURN maillage_actor_has('scheme_officer') AND EXISTS ({RECEIVED_HERE});
END $$;

-- The same, as long as it is agreed to; for one part of it, or '' for none in particular.
CREATE FUNCTION maillage_definer.received_still(asked uuid, part varchar) RETURNS boolean {HEAD}
BEGIN
    RETURN maillage_actor_has('scheme_officer') AND EXISTS ({RECEIVED_HERE}
        AND r.withdrawn_at IS NULL AND (part = '' OR part = ANY (r.agreed)));
END $$;

-- Parts of the sheets that the actor reads by their seat or their duty; who it is and how to reach them, by their duty alone.
CREATE FUNCTION maillage_definer.sheet_parts() RETURNS TABLE (request uuid, part varchar) {HEAD}
BEGIN
    RETURN QUERY SELECT c.request_id, p.part
    {UNDER_READING.replace("WHERE", "CROSS JOIN LATERAL unnest(r.agreed) AS p (part) WHERE", 1)}
    AND (g.committee_id IN {KEPT} OR (g.committee_id IN {MINE} AND p.part NOT IN ('identity', 'contact')));
END $$;
"""
SIGNATURES = (
    *("team_persons()", "received_here(uuid)"),
    *("received_still(uuid, varchar)", "sheet_parts()"),
)
FUNCTIONS_FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
FUNCTIONS_BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))

BY_SEAT = "(request_id, code) IN (SELECT * FROM maillage_definer.sheet_parts())"
NOT_RECUSED = f"{{team}} OR {OWN} OR id NOT IN {RECUSED}"


def policies(sheet: str, team: str) -> str:
    """Of commissions: they are not those of the tables' `RowSecurity`."""
    return (
        f"ALTER POLICY referrals_sentsection_commission ON referrals_sentsection USING ({sheet});"
        f"ALTER POLICY referrals_schemerequest_recused ON referrals_schemerequest USING ({NOT_RECUSED.format(team=team)});"
    )


FORWARD = policies(BY_SEAT, TEAM_READS)
BACKWARD = policies(SHEET, IN_TEAM)
