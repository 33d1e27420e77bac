"""Who opened somebody's file, told by reader and day: counted where the journal is, however long it has grown."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.support.questions_sql import BY_LINK

SIGNATURES = ("openings_of(uuid, integer)",)

OPENINGS = f"""
-- The same lines of the journal as `reads_of`, for the same readers. An emergency is told by itself, with its motive.
CREATE FUNCTION maillage_definer.openings_of(person uuid, most integer)
RETURNS TABLE (at timestamptz, label varchar, verb text, structure_id bigint, motive text, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT max(e.at), e.actor_label, e.kind, e.actor_structure_id, e.motive, count(*)
FROM (
    SELECT o.at, o.actor_label, o.actor_structure_id, (o.at AT TIME ZONE 'Europe/Paris')::date AS day,
           CASE WHEN o.verb IN ('read_exceptional', 'read_question') THEN o.verb ELSE 'read' END AS kind,
           CASE WHEN o.verb = 'read_exceptional' THEN coalesce(o.details ->> 'motive', '') ELSE '' END AS motive,
           CASE WHEN o.verb = 'read_exceptional' THEN o.id END AS alone
    FROM (
        SELECT f.* FROM audit_entry f WHERE f.object_kind = 'people.person' AND f.object_id = person::text
        UNION ALL
        SELECT h.* FROM people_householdmember m
        JOIN audit_entry h ON h.object_kind = 'people.household' AND h.object_id = m.household_id::text
        WHERE m.person_id = person AND coalesce(m.since, '-infinity') <= (h.at AT TIME ZONE 'Europe/Paris')::date
          AND coalesce(m.until, 'infinity') > (h.at AT TIME ZONE 'Europe/Paris')::date) o
    WHERE o.verb LIKE 'read%' AND (o.actor_user_id IS NOT NULL OR o.actor_label LIKE '%, aidant'{BY_LINK.replace("e.", "o.")})
) e
WHERE person = maillage_actor_person() OR maillage_definer.actor_teams(person, NULL)
GROUP BY e.day, e.actor_label, e.actor_structure_id, e.kind, e.motive, e.alone
ORDER BY 1 DESC LIMIT least(most, 1000)
$$;
"""

FORWARD = as_maintenance(OPENINGS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
