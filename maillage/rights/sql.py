"""What SQL alone can say: a right never outlives the screening that found it (migration 0002); how many households a
run leaves aside (migration 0006)."""

from maillage.permissions.definer import as_maintenance, granted

FORWARD = """
CREATE FUNCTION maillage_definer.forget_rights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM rights_entitlement e USING gone g WHERE e.household_id = g.household_id AND e.month = g.month;
    RETURN NULL;
END $$;
CREATE TRIGGER rights_screening_forgotten AFTER DELETE ON rights_screening
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION maillage_definer.forget_rights();
REVOKE ALL ON FUNCTION maillage_definer.forget_rights() FROM PUBLIC;
ALTER FUNCTION maillage_definer.forget_rights() OWNER TO maillage_maintenance;
"""

BACKWARD = """
DROP TRIGGER rights_screening_forgotten ON rights_screening;
DROP FUNCTION maillage_definer.forget_rights();
"""

OUTSIDE = as_maintenance(
    """
-- How many households the actor's structure holds by a person's agreement alone: its radar leaves them to their own team.
CREATE FUNCTION maillage_definer.outside_basis(places text[]) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH here AS (SELECT maillage_actor_structure() AS structure, maillage_actor_user() AS worker,
    maillage_actor_has('social_worker') AS takes, maillage_actor_has('rights_lead') AS leads)
SELECT count(DISTINCT a.household_id) FROM people_attachment a, here
WHERE a.household_id IS NOT NULL AND a.ended_at IS NULL AND a.consent_of_id IS NOT NULL
  AND a.structure_id = here.structure
  AND (a.worker_id = here.worker OR (a.worker_id IS NULL AND here.takes) OR here.leads)
  AND a.household_id NOT IN (SELECT maillage_definer.blocked_files())
  AND NOT EXISTS (SELECT FROM people_attachment t WHERE t.household_id = a.household_id AND t.ended_at IS NULL
                  AND t.structure_id = here.structure AND t.consent_of_id IS NULL)
  AND (cardinality(places) = 0 OR EXISTS (
       SELECT FROM people_household h WHERE h.id = a.household_id AND h.commune = ANY (places)))
$$;
"""
    + granted(("outside_basis(text[])",))
)
FORGET_OUTSIDE = as_maintenance("DROP FUNCTION maillage_definer.outside_basis(text[]);")

FORMER_VERSION = "ALTER TABLE rights_screening ALTER cause SET DEFAULT 'first';" + as_maintenance(
    "UPDATE rights_run SET ended_at = now() WHERE ended_at IS NULL;"
)
"""While the former version still serves, a household is screened from its page. Its runs cannot be taken up: asked
again, they find what they had written."""
