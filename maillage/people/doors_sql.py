"""Ways into a file that were wider than meant, made narrower: the ledger and homes, agents kept out, codes by mail."""

from maillage.people import consent_sql, sql
from maillage.people.space_sql import SPACE
from maillage.permissions.definer import as_maintenance, granted

HOMES = """
-- Opens the file to the recipient of a line of the ledger: the person, and their homes when the line says so. A home is
-- its team's to open, or an adult's of it who signs: a child who lives in two homes doesn't open the other parent's.
CREATE OR REPLACE FUNCTION maillage_definer.attach_consented(consent uuid, as_role varchar) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    line people_consent;
    own boolean;
BEGIN
    SELECT * INTO STRICT line FROM people_consent c WHERE c.id = consent AND c.withdrawn_at IS NULL;
    own := line.person_id IS NOT DISTINCT FROM maillage_actor_person();
    IF NOT (own OR maillage_definer.actor_teams(line.person_id, NULL)) THEN
        RAISE EXCEPTION 'not theirs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO people_attachment (id, person_id, household_id, structure_id, worker_id, role, consent_of_id, reason,
                                   started_at, created_by_id, ended_reason)
    SELECT gen_random_uuid(), f.person, f.household, line.structure_id, line.reader_id, as_role, line.person_id,
           left(line.purpose, 200), now(), maillage_actor_user(), ''
    FROM (SELECT line.person_id AS person, NULL::uuid AS household
          UNION ALL
          SELECT NULL, m.household_id FROM people_householdmember m
          WHERE m.person_id = line.person_id AND 'home' = ANY (line.parts)
            AND (m.until IS NULL OR m.until > current_date)
            AND ((own AND m.role IN ('applicant', 'partner')) OR maillage_definer.actor_teams(NULL, m.household_id))) f
    WHERE NOT EXISTS (SELECT FROM people_conflict x WHERE x.agent_id = line.reader_id AND x.person_id = line.person_id)
      AND NOT EXISTS (SELECT FROM people_attachment a
                      WHERE a.ended_at IS NULL AND a.structure_id = line.structure_id
                        AND a.worker_id IS NOT DISTINCT FROM line.reader_id
                        AND coalesce(a.person_id, a.household_id) = coalesce(f.person, f.household));
END $$;
"""

MATCHES = """
-- NULL: quota spent. The same statements run whether somebody is found, out of sight, or absent. For an agent kept out,
-- the file does not exist.
CREATE OR REPLACE FUNCTION maillage_definer.someone_matches(key text, born date, hourly integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    actor bigint := maillage_actor_user();
    asked integer;
    found_out_of_sight integer;
BEGIN
    IF actor IS NULL OR maillage_actor_structure() IS NULL OR coalesce(key, '') = '' OR born IS NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('people_match'), hashtext(actor::text));
    SELECT count(*) INTO asked FROM people_matchattempt m WHERE m.user_id = actor AND m.at > now() - interval '1 hour';
    IF asked >= least(hourly, 20) THEN
        RETURN NULL;
    END IF;
    INSERT INTO people_matchattempt (user_id, at) VALUES (actor, now());
    SELECT count(*) INTO found_out_of_sight FROM people_person p
    WHERE p.sound_key = key AND p.birth_date = born AND p.merged_into_id IS NULL
      AND p.id NOT IN (SELECT maillage_definer.blocked_files()) AND NOT maillage_definer.actor_sees(p.id, NULL);
    RETURN found_out_of_sight > 0;
END $$;

CREATE OR REPLACE FUNCTION maillage_definer.ask_attachment(key text, born date, typed text, why text, hourly integer)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    answer boolean := maillage_definer.someone_matches(key, born, hourly);
BEGIN
    IF answer THEN
        INSERT INTO people_attachmentrequest
            (id, person_id, requester_id, structure_id, typed_name, motive, state, created_at)
        SELECT gen_random_uuid(), p.id, maillage_actor_user(), maillage_actor_structure(), typed, why, 'pending', now()
        FROM people_person p
        WHERE p.sound_key = key AND p.birth_date = born AND p.merged_into_id IS NULL
          AND p.id NOT IN (SELECT maillage_definer.blocked_files()) AND NOT maillage_definer.actor_sees(p.id, NULL)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN answer;
END $$;
"""

MAIL = """
-- Of the person that this e-mail address and date of birth tell, when it is one alone, who chose it from inside.
CREATE OR REPLACE FUNCTION maillage_definer.space_by_mail(address text, born date) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT (array_agg(s.id ORDER BY s.created_at DESC))[1]
FROM people_channel c JOIN people_person p ON p.id = c.person_id JOIN people_spaceaccess s ON s.person_id = p.id
WHERE c.kind = 'email' AND c.opens_space AND lower(trim(c.value)) = lower(trim(address)) AND p.birth_date = born
  AND s.helper = '' AND s.ended_at IS NULL AND s.until >= (now() AT TIME ZONE 'Europe/Paris')::date
HAVING count(DISTINCT p.id) = 1
$$;

-- The person says whether codes may come to this address; whoever acts for them in their space (a helper) does not.
CREATE FUNCTION maillage_definer.choose_mail(channel uuid, access uuid, chosen boolean) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH told AS (
    UPDATE people_channel c SET opens_space = chosen
    FROM people_spaceaccess s
    WHERE c.id = channel AND c.kind = 'email' AND c.person_id = maillage_actor_person()
      AND s.id = access AND s.person_id = c.person_id AND s.helper = '' AND s.ended_at IS NULL
    RETURNING 1)
SELECT EXISTS (SELECT FROM told)
$$;
"""

CHANNELS = """
-- Nobody else does: an address that is written, or written again, opens nothing.
CREATE FUNCTION people_channel_opens_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.opens_space := TG_OP = 'UPDATE' AND OLD.opens_space AND NEW.value = OLD.value AND NEW.person_id = OLD.person_id
                       AND NEW.kind = OLD.kind AND NEW.opens_space;
    RETURN NEW;
END $$;
CREATE TRIGGER people_channel_opens_nothing BEFORE INSERT OR UPDATE ON people_channel FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION people_channel_opens_nothing();
"""

LINES = """
-- Nobody opens a file to themselves by the ledger: an agreement is for somebody else. By law, the emergency alone does.
CREATE POLICY people_consent_for_others ON people_consent AS RESTRICTIVE FOR INSERT
    WITH CHECK (reader_id IS DISTINCT FROM maillage_actor_user() OR maillage_actor_person() IS NOT NULL);
"""

FORWARD = (
    as_maintenance(HOMES + MATCHES + MAIL + granted(("choose_mail(uuid, uuid, boolean)",))) + CHANNELS + LINES
)


def _as_it_was(made: str, name: str) -> str:
    start = made.index(f"FUNCTION maillage_definer.{name}(")
    return f"CREATE OR REPLACE {made[start : made.index('$$;', start)]}$$;"


BACKWARD = (
    "DROP POLICY people_consent_for_others ON people_consent;"
    "DROP TRIGGER people_channel_opens_nothing ON people_channel; DROP FUNCTION people_channel_opens_nothing();"
    + as_maintenance(
        _as_it_was(consent_sql.CIRCLE, "attach_consented")
        + _as_it_was(sql.FUNCTIONS, "someone_matches")
        + _as_it_was(sql.FUNCTIONS, "ask_attachment")
        + _as_it_was(SPACE, "space_by_mail")
        + "DROP FUNCTION maillage_definer.choose_mail(uuid, uuid, boolean);"
    )
)
