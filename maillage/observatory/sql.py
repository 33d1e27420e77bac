"""Who owns, prepares, confirms, withdraws, in PostgreSQL; `rules` says the same.

What is released stays as it was told: a trigger lets it be withdrawn and nothing else, and lays the table of the cells told
itself, from what was counted: nobody publishes another one, by SQL either. What is counted is written by the job that counts;
figures of a public source, by those who answer for the indicator.
"""

from maillage.observatory.models.base import COUNTS, HERE, KEEPS, ME, OWNED
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

PREPARED = "confirmed_at IS NULL AND withdrawn_on IS NULL"
MINE = f"(SELECT id FROM observatory_release WHERE {PREPARED} AND indicator_id IN {OWNED} AND source = 'declared')"
COUNTED = f"({COUNTS} AND release_id IN (SELECT id FROM observatory_release WHERE {PREPARED} AND source <> 'declared'))"
WRITTEN = f"({COUNTED} OR release_id IN {MINE})"
TAKES = f"(owner_id IS NULL AND (SELECT maillage_actor_has('animator')) AND {HERE} IS NOT NULL)"
KEPT = f"(owner_id = {HERE} AND {KEEPS})"
BY_ME = f"((prepared_by_id = {ME} AND {PREPARED}) OR confirmed_by_id = {ME} OR withdrawn_on IS NOT NULL)"

WRITERS = {
    "indicator": Writers(changes=f"{TAKES} OR {KEPT}", after=KEPT),
    "review": Writers(f"user_id = {ME} AND indicator_id IN {OWNED}"),
    "release": Writers(
        f"prepared_by_id = {ME} AND {PREPARED} AND indicator_id IN {OWNED}",
        f"indicator_id IN {OWNED}",
        f"indicator_id IN {OWNED} AND {BY_ME}",
        f"{PREPARED} AND indicator_id IN {OWNED}",
    ),
    "snapshot": Writers(
        WRITTEN,
        WRITTEN,
        goes=f"release_id IN (SELECT id FROM observatory_release WHERE {PREPARED} AND indicator_id IN {OWNED})",
    ),
}

COLUMNS = """
REVOKE UPDATE ON observatory_indicator, observatory_review FROM maillage_app;
GRANT UPDATE (owner_id, reviewed_on, retired_on, retired_why) ON observatory_indicator TO maillage_app;
"""

FUNCTIONS = """
-- The cells of a release that may be told, of those counted.
CREATE FUNCTION maillage_definer.observatory_told(wanted bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT coalesce(jsonb_agg(jsonb_path_query_array(cell, '$[0 to 4]') ORDER BY rank), '[]'::jsonb)
FROM observatory_snapshot s JOIN observatory_release r ON r.id = s.release_id,
    jsonb_array_elements(s.cells) WITH ORDINALITY each(cell, rank)
WHERE s.release_id = wanted AND cell ->> 8 = '0'
  AND (r.confirmed_at IS NOT NULL OR r.indicator_id IN (
      SELECT id FROM observatory_indicator WHERE owner_id = maillage_actor_structure()))
$$;
"""
SIGNATURES = ("observatory_told(bigint)",)

STAYS = """
CREATE FUNCTION observatory_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    later text[] := ARRAY['withdrawn_on', 'withdrawn_why'];
    signed text[] := ARRAY['confirmed_at', 'confirmed_by_id', 'version', 'sequence', 'table', 'digest'];
BEGIN
    IF OLD.confirmed_at IS NOT NULL THEN
        IF OLD.withdrawn_on IS NOT NULL OR to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later THEN
            RAISE insufficient_privilege USING MESSAGE = 'what is released stays as it was told';
        END IF;
    ELSIF NEW.confirmed_at IS NOT NULL THEN
        IF to_jsonb(NEW) - signed IS DISTINCT FROM to_jsonb(OLD) - signed THEN
            RAISE insufficient_privilege USING MESSAGE = 'who confirms changes nothing';
        END IF;
        NEW."table" := maillage_definer.observatory_told(NEW.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER observatory_release_stays BEFORE UPDATE ON observatory_release
    FOR EACH ROW EXECUTE FUNCTION observatory_stays();
"""
NO_STAYS = "DROP TRIGGER observatory_release_stays ON observatory_release; DROP FUNCTION observatory_stays();"

FORWARD = COLUMNS + policies("observatory", WRITERS) + as_maintenance(FUNCTIONS + granted(SIGNATURES)) + STAYS
BACKWARD = (
    NO_STAYS
    + as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
    + no_policies("observatory", WRITERS)
)
