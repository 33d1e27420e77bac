"""Who writes signals, and what is read of them above, in PostgreSQL; `rules.ethics` says the same.

`signals_below`: for whoever sits in a committee above, without who wrote them nor what only their committee reads.
"""

from maillage.governance.models.base import KEPT, ME, MINE
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

OWN = f"committee_id IN {MINE}"

WRITERS = {
    "signal": Writers(
        f"user_id = {ME} AND {OWN} AND outcome_on IS NULL",
        f"committee_id IN {KEPT}",
        f"committee_id IN {KEPT}",
    ),
    "signalecho": Writers(
        f"user_id = {ME} AND signal_id IN (SELECT id FROM governance_signal WHERE user_id <> {ME})",
        "false",
        "false",
    ),
}
MOVES = "item_id, outcome, outcome_on"
COLUMNS = f"""
REVOKE UPDATE ON governance_signal FROM maillage_app;
GRANT UPDATE ({MOVES}) ON governance_signal TO maillage_app;
"""

# plpgsql: its tables may come after it. Twenty levels: no circle turns for ever.
FUNCTIONS = """
CREATE FUNCTION maillage_definer.signals_below(above bigint)
RETURNS TABLE (committee_id bigint, theme varchar, territory_id bigint, told_on date, wording varchar, echoes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF above NOT IN (SELECT * FROM maillage_definer.my_committees()) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE below (id, depth) AS (
        SELECT above, 0
        UNION
        SELECT c.id, b.depth + 1 FROM governance_committee c JOIN below b ON c.parent_id = b.id WHERE b.depth < 20
    )
    SELECT s.committee_id, s.theme, s.territory_id, s.told_on, s.wording,
        (SELECT count(*) FROM governance_signalecho e WHERE e.signal_id = s.id)
    FROM governance_signal s WHERE s.committee_id IN (SELECT b.id FROM below b);
END $$;
"""
SIGNATURES = ("signals_below(bigint)",)

FORWARD = COLUMNS + policies("governance", WRITERS) + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = no_policies("governance", WRITERS) + as_maintenance(
    "DROP FUNCTION maillage_definer.signals_below(bigint);"
)
