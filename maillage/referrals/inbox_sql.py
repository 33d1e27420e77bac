"""What a scheme received, in the order it is due: keys and numbers found in one index, however many requests there are."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.referrals.models.base import HERE, ME

HEAD = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
OURS = f"s.structure_id = {HERE} AND (SELECT maillage_actor_has('scheme_officer'))"
RECEIVED = f"""r.sent_at IS NOT NULL AND r.id NOT IN (SELECT q.request_id FROM referrals_caserecusal q WHERE q.user_id = {ME})
    AND r.person_id NOT IN (SELECT maillage_definer.blocked_files())"""
FUNCTIONS = f"""
-- Keys of a page: of each scheme and state the first ones, then the first of all.
CREATE FUNCTION maillage_definer.inbox_page(wanted varchar[], skipped integer, taken integer) RETURNS SETOF uuid {HEAD}
BEGIN
    RETURN QUERY SELECT t.id FROM schemes_scheme s CROSS JOIN unnest(wanted) AS w (state)
    CROSS JOIN LATERAL (
        SELECT r.id, r.due_on, r.sent_at FROM referrals_schemerequest r
        WHERE r.scheme_id = s.id AND r.state = w.state AND {RECEIVED}
        ORDER BY r.due_on, r.sent_at, r.id LIMIT skipped + taken) t
    WHERE {OURS} ORDER BY t.due_on, t.sent_at, t.id OFFSET skipped LIMIT taken;
END $$;

CREATE FUNCTION maillage_definer.inbox_counts(wanted varchar[], day date)
RETURNS TABLE (every bigint, waiting bigint, due bigint, late bigint) {HEAD}
BEGIN
    RETURN QUERY SELECT count(*), count(*) FILTER (WHERE r.state = 'sent'),
        count(*) FILTER (WHERE r.due_on BETWEEN day AND day + 7), count(*) FILTER (WHERE r.due_on < day)
    FROM schemes_scheme s JOIN referrals_schemerequest r ON r.scheme_id = s.id
    WHERE {OURS} AND r.state = ANY (wanted) AND {RECEIVED};
END $$;
"""
SIGNATURES = ("inbox_page(varchar[], integer, integer)", "inbox_counts(varchar[], date)")
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
