"""Who opened somebody's file: what was read of their home counts too, for as long as they lived there."""

from maillage.permissions.definer import as_maintenance
from maillage.support.questions_sql import BY_LINK, READS

WITH_HOMES = f"""
-- Who opened the file or the home, in the journal's words; for the person, and for those of the team. Whoever a link let
-- read counts.
CREATE OR REPLACE FUNCTION maillage_definer.reads_of(person uuid, most integer)
RETURNS TABLE (at timestamptz, label varchar, verb varchar, structure_id bigint, details jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT e.at, e.actor_label, e.verb, e.actor_structure_id, e.details FROM (
    SELECT o.* FROM audit_entry o WHERE o.object_kind = 'people.person' AND o.object_id = person::text
    UNION ALL
    SELECT o.* FROM people_householdmember m
    JOIN audit_entry o ON o.object_kind = 'people.household' AND o.object_id = m.household_id::text
    WHERE m.person_id = person AND coalesce(m.since, '-infinity') <= (o.at AT TIME ZONE 'Europe/Paris')::date
      AND coalesce(m.until, 'infinity') > (o.at AT TIME ZONE 'Europe/Paris')::date) e
WHERE e.verb LIKE 'read%' AND (e.actor_user_id IS NOT NULL OR e.actor_label LIKE '%, aidant'{BY_LINK})
  AND (person = maillage_actor_person() OR maillage_definer.actor_teams(person, NULL))
ORDER BY e.at DESC LIMIT least(most, 1000)
$$;
"""
FORWARD, BACKWARD = as_maintenance(WITH_HOMES), as_maintenance(READS.format(more=BY_LINK))
