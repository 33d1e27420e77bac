"""A person's own space, as PostgreSQL answers for it before anybody is known (migration 0008)."""

SPACE = """
-- Signing in to a person's own space happens before anybody is known: these answer what the session will hold.
CREATE FUNCTION maillage_definer.open_space(code text, born date)
RETURNS TABLE (access_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT s.id, s.person_id FROM people_spaceaccess s JOIN people_person p ON p.id = s.person_id
WHERE s.fingerprint = code AND p.birth_date = born AND s.ended_at IS NULL
  AND s.until >= (now() AT TIME ZONE 'Europe/Paris')::date
$$;

-- Of the person that this e-mail address and date of birth tell, when it is one alone and a code was given to them.
CREATE FUNCTION maillage_definer.space_by_mail(address text, born date) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT (array_agg(s.id ORDER BY s.created_at DESC))[1]
FROM people_channel c JOIN people_person p ON p.id = c.person_id JOIN people_spaceaccess s ON s.person_id = p.id
WHERE c.kind = 'email' AND lower(trim(c.value)) = lower(trim(address)) AND p.birth_date = born
  AND s.helper = '' AND s.ended_at IS NULL AND s.until >= (now() AT TIME ZONE 'Europe/Paris')::date
HAVING count(DISTINCT p.id) = 1
$$;

CREATE FUNCTION maillage_definer.space_of(access uuid)
RETURNS TABLE (person_id uuid, name text, helper varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT s.person_id, coalesce(nullif(trim(p.first_name || ' ' || upper(p.last_name)), ''), p.called), s.helper
FROM people_spaceaccess s JOIN people_person p ON p.id = s.person_id
WHERE s.id = access AND s.ended_at IS NULL AND s.until >= (now() AT TIME ZONE 'Europe/Paris')::date
$$;

-- Who opened the file, in the journal's words; for the person, and for those of the team.
CREATE FUNCTION maillage_definer.reads_of(person uuid, most integer)
RETURNS TABLE (at timestamptz, label varchar, verb varchar, structure_id bigint, details jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT e.at, e.actor_label, e.verb, e.actor_structure_id, e.details FROM audit_entry e
WHERE e.object_kind = 'people.person' AND e.object_id = person::text AND e.verb LIKE 'read%'
  AND (e.actor_user_id IS NOT NULL OR e.actor_label LIKE '%, aidant')
  AND (person = maillage_actor_person() OR maillage_definer.actor_teams(person, NULL))
ORDER BY e.at DESC LIMIT least(most, 1000)
$$;
"""
