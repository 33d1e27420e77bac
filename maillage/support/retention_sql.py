"""Somebody comes back after their file was archived: the structure that followed them opens it again (migration 0005)."""

from maillage.permissions.definer import as_maintenance, granted

REOPEN = """
-- The one archived person who bears this identity, and whom the actor's structure followed. NULL: nobody, or quota spent.
CREATE FUNCTION maillage_definer.reopen_archived(key text, born date, why text, hourly integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found uuid[];
    here bigint := maillage_actor_structure();
BEGIN
    IF NOT (maillage_actor_has('social_worker') OR maillage_actor_has('rights_lead'))
       OR coalesce(trim(why), '') = '' OR maillage_definer.someone_matches(key, born, hourly) IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(p.id) INTO found FROM people_person p
    WHERE p.sound_key = key AND p.birth_date = born AND p.merged_into_id IS NULL AND p.archived_on IS NOT NULL
      AND p.id NOT IN (SELECT maillage_definer.blocked_files())
      AND EXISTS (SELECT FROM people_attachment a
                  WHERE a.person_id = p.id AND a.structure_id = here AND a.consent_of_id IS NULL);
    IF cardinality(found) IS DISTINCT FROM 1 THEN
        RETURN NULL;
    END IF;
    UPDATE people_person SET archived_on = NULL, last_contact_on = (now() AT TIME ZONE 'Europe/Paris')::date,
        version = version + 1 WHERE id = found[1];
    INSERT INTO people_attachment (id, person_id, household_id, structure_id, worker_id, role, reason, started_at,
                                   created_by_id, ended_reason)
    SELECT gen_random_uuid(), f.person, f.household, here, maillage_actor_user(), 'social_worker', left(why, 200), now(),
           maillage_actor_user(), ''
    FROM (SELECT found[1] AS person, NULL::uuid AS household
          UNION
          SELECT NULL, a.household_id FROM people_attachment a
          JOIN people_householdmember m ON m.household_id = a.household_id AND m.person_id = found[1] AND m.until IS NULL
          WHERE a.structure_id = here AND a.consent_of_id IS NULL) f
    ON CONFLICT DO NOTHING;
    RETURN found[1];
END $$;
"""

SIGNATURE = "reopen_archived(text, date, text, integer)"
FORWARD = as_maintenance(REOPEN + granted([SIGNATURE]))
BACKWARD = as_maintenance(f"DROP FUNCTION maillage_definer.{SIGNATURE};")
