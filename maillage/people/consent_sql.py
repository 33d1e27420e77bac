"""The ledger, as policies ask it (migration 0008): whom it lets the actor read, and who is kept out.

`actor_sees` repeats `people_attachment_mine`. `consenting` and `covered` say the same rule, for a set and for one person.
"""

from maillage.people import sql
from maillage.people.space_sql import SPACE
from maillage.permissions.definer import as_maintenance, granted

IN_FORCE = """c.withdrawn_at IS NULL AND c.until >= (SELECT (now() AT TIME ZONE 'Europe/Paris')::date)
  AND (c.reader_id = (SELECT maillage_actor_user())
       OR (c.reader_id IS NULL AND c.structure_id = (SELECT maillage_actor_structure())
           AND (c.role = '' OR maillage_actor_has(c.role))))"""

COVERED = """EXISTS (SELECT FROM people_consent c WHERE c.person_id = a.consent_of_id AND c.withdrawn_at IS NULL
  AND c.until >= (SELECT (now() AT TIME ZONE 'Europe/Paris')::date)
  AND (c.reader_id = a.worker_id OR (c.reader_id IS NULL AND c.structure_id = a.structure_id))
  AND (a.person_id IS NOT NULL OR 'home' = ANY (c.parts)))"""

HERE = """a.structure_id = (SELECT maillage_actor_structure()) AND a.ended_at IS NULL"""

LEDGER = f"""
-- Persons the actor must never see, and the households they live or lived in.
CREATE FUNCTION maillage_definer.blocked_files() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.person_id FROM people_conflict c WHERE c.agent_id = maillage_actor_user()
UNION ALL
SELECT m.household_id FROM people_conflict c JOIN people_householdmember m ON m.person_id = c.person_id
WHERE c.agent_id = maillage_actor_user()
$$;

-- Persons with an attachment of the actor's structure, whose ledger covers the actor; for one part, or any ('').
CREATE FUNCTION maillage_definer.consenting(part text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT DISTINCT c.person_id
FROM people_attachment a JOIN people_consent c ON c.person_id = coalesce(a.consent_of_id, a.person_id)
WHERE {HERE} AND (a.worker_id = (SELECT maillage_actor_user()) OR a.worker_id IS NULL
    OR (SELECT maillage_actor_has('rights_lead')))
  AND {IN_FORCE} AND (part = '' OR part = ANY (c.parts))
  AND c.person_id NOT IN (SELECT maillage_definer.blocked_files())
$$;

-- (person, part) that the actor, attached by name, may read.
CREATE FUNCTION maillage_definer.consented_parts() RETURNS TABLE (person_id uuid, part varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT DISTINCT c.person_id, p.part
FROM people_attachment a JOIN people_consent c ON c.person_id = coalesce(a.consent_of_id, a.person_id),
     LATERAL unnest(c.parts) AS p(part)
WHERE {HERE} AND a.worker_id = (SELECT maillage_actor_user())
  AND a.person_id IS NOT NULL AND {IN_FORCE}
  AND c.person_id NOT IN (SELECT maillage_definer.blocked_files())
$$;

CREATE FUNCTION maillage_definer.covered(person uuid, part text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT FROM people_consent c
               WHERE c.person_id = person AND {IN_FORCE} AND (part = '' OR part = ANY (c.parts)))
$$;

CREATE OR REPLACE FUNCTION maillage_definer.actor_sees(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH here AS (SELECT maillage_actor_structure() AS structure, maillage_actor_user() AS worker,
    maillage_actor_has('social_worker') OR maillage_actor_has('reception') AS takes,
    maillage_actor_has('rights_lead') AS leads)
SELECT coalesce(person, household) NOT IN (SELECT maillage_definer.blocked_files()) AND (
    EXISTS (SELECT FROM (SELECT * FROM people_attachment f WHERE f.person_id = person OFFSET 0) a, here
            WHERE a.ended_at IS NULL AND a.structure_id = here.structure
              AND (a.worker_id = here.worker OR (a.worker_id IS NULL AND here.takes) OR here.leads)
              AND (a.consent_of_id IS NULL OR maillage_definer.covered(a.consent_of_id, '')))
    OR EXISTS (SELECT FROM (SELECT * FROM people_attachment f WHERE f.household_id = household OFFSET 0) a, here
            WHERE a.ended_at IS NULL AND a.structure_id = here.structure
              AND (a.worker_id = here.worker OR (a.worker_id IS NULL AND here.takes) OR here.leads)
              AND (a.consent_of_id IS NULL OR maillage_definer.covered(a.consent_of_id, 'home'))))
$$;

-- The same without the ledger: inside the team that opened the file.
CREATE FUNCTION maillage_definer.actor_teams(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH here AS (SELECT maillage_actor_structure() AS structure, maillage_actor_user() AS worker,
    maillage_actor_has('social_worker') OR maillage_actor_has('reception') AS takes,
    maillage_actor_has('rights_lead') AS leads)
SELECT coalesce(person, household) NOT IN (SELECT maillage_definer.blocked_files())
   AND EXISTS (SELECT FROM (SELECT * FROM people_attachment f WHERE f.person_id = person
                            UNION ALL SELECT * FROM people_attachment f WHERE f.household_id = household
                            OFFSET 0) a, here
               WHERE a.ended_at IS NULL AND a.structure_id = here.structure AND a.consent_of_id IS NULL
                 AND (a.worker_id = here.worker OR (a.worker_id IS NULL AND here.takes) OR here.leads))
$$;

-- A first attachment opens a new file; later ones come from somebody who already sees it. Without the ledger, only
-- in the actor's own structure and by somebody of the team; nobody kept out is let in.
CREATE FUNCTION maillage_definer.may_ground(
    person uuid, household uuid, consent_of uuid, structure bigint, worker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT maillage_definer.may_attach(person, household)
   AND (consent_of IS NOT NULL
        OR (structure = maillage_actor_structure()
            AND (maillage_definer.actor_teams(person, household)
                 OR NOT maillage_definer.actor_sees(person, household))))
   AND NOT EXISTS (SELECT FROM people_conflict c WHERE c.agent_id = worker AND (c.person_id = person
        OR c.person_id IN (SELECT m.person_id FROM people_householdmember m WHERE m.household_id = household)))
$$;

DROP FUNCTION maillage_definer.followers(uuid);
CREATE FUNCTION maillage_definer.followers(person uuid)
RETURNS TABLE (worker_id bigint, structure_id bigint, since timestamptz, role varchar, by_consent boolean, reason varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT a.worker_id, a.structure_id, a.started_at, a.role, a.consent_of_id IS NOT NULL, a.reason
FROM people_attachment a
WHERE a.person_id = person AND a.ended_at IS NULL AND (a.consent_of_id IS NULL OR {COVERED})
  AND (maillage_definer.actor_sees(person, NULL) OR person = maillage_actor_person())
ORDER BY a.started_at, a.id
$$;
"""

CIRCLE = f"""
-- Opens the file to the recipient of a line of the ledger: the person, and their homes when the line says so.
CREATE FUNCTION maillage_definer.attach_consented(consent uuid, as_role varchar) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    line people_consent;
BEGIN
    SELECT * INTO STRICT line FROM people_consent c WHERE c.id = consent AND c.withdrawn_at IS NULL;
    IF NOT (line.person_id IS NOT DISTINCT FROM maillage_actor_person()
            OR maillage_definer.actor_teams(line.person_id, NULL)) THEN
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
            AND (m.until IS NULL OR m.until > current_date)) f
    WHERE NOT EXISTS (SELECT FROM people_conflict x WHERE x.agent_id = line.reader_id AND x.person_id = line.person_id)
      AND NOT EXISTS (SELECT FROM people_attachment a
                      WHERE a.ended_at IS NULL AND a.structure_id = line.structure_id
                        AND a.worker_id IS NOT DISTINCT FROM line.reader_id
                        AND coalesce(a.person_id, a.household_id) = coalesce(f.person, f.household));
END $$;

-- Those whom the ledger no longer covers, and those who must be kept out, leave the circle.
CREATE FUNCTION maillage_definer.settle_circle(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT (person IS NOT DISTINCT FROM maillage_actor_person() OR maillage_definer.actor_teams(person, NULL)) THEN
        RAISE EXCEPTION 'not theirs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE people_attachment a SET ended_at = now(), ended_reason = 'accord retiré ou terminé'
    WHERE a.consent_of_id = person AND a.ended_at IS NULL AND NOT {COVERED};
    UPDATE people_attachment a SET ended_at = now(), ended_reason = 'agent tenu à l’écart'
    FROM people_conflict x
    WHERE x.person_id = person AND a.worker_id = x.agent_id AND a.ended_at IS NULL
      AND (a.person_id = person OR a.household_id IN (
           SELECT m.household_id FROM people_householdmember m WHERE m.person_id = person));
END $$;

-- An emergency: reads for a day, by law, the one person who answers to this identity. NULL: quota spent, or nobody.
-- An archived file has no team to be told, nor to review: it stays closed (`archived_on` comes with migration 0009).
CREATE FUNCTION maillage_definer.break_glass(key text, born date, why text, hourly integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found uuid[];
    line uuid := gen_random_uuid();
BEGIN
    IF NOT maillage_actor_has('social_worker') OR coalesce(trim(why), '') = ''
       OR maillage_definer.someone_matches(key, born, hourly) IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(p.id) INTO found FROM people_person p
    WHERE p.sound_key = key AND p.birth_date = born AND p.merged_into_id IS NULL AND p.archived_on IS NULL
      AND NOT maillage_definer.actor_sees(p.id, NULL)
      AND NOT EXISTS (SELECT FROM people_conflict x WHERE x.person_id = p.id AND x.agent_id = maillage_actor_user());
    IF cardinality(found) IS DISTINCT FROM 1 THEN
        RETURN NULL;
    END IF;
    INSERT INTO people_consent (id, person_id, structure_id, role, reader_id, parts, purpose, basis_id, way, witness,
        given_on, until, scan_key, scan_name, recorded_by_id, recorded_at, withdrawn_way, review)
    VALUES (line, found[1], maillage_actor_structure(), '', maillage_actor_user(),
        '{{housing,health,family,work}}', left(why, 300), 'danger', 'law', '',
        (now() AT TIME ZONE 'Europe/Paris')::date, (now() AT TIME ZONE 'Europe/Paris')::date + 1, '', '',
        maillage_actor_user(), now(), '', '');
    INSERT INTO people_attachment (id, person_id, structure_id, worker_id, role, consent_of_id, reason, started_at,
                                   created_by_id, ended_reason)
    VALUES (gen_random_uuid(), found[1], maillage_actor_structure(), maillage_actor_user(), 'exceptional', found[1],
            left(why, 200), now(), maillage_actor_user(), '')
    ON CONFLICT DO NOTHING;
    RETURN found[1];
END $$;
"""

POLICIES = """
DROP POLICY people_attachment_share ON people_attachment;
DROP POLICY people_attachment_grounded ON people_attachment;
DROP POLICY people_attachment_steady ON people_attachment;
-- By the ledger, `attach_consented` alone opens; what it opened may only be taken by somebody whom it covers.
CREATE POLICY people_attachment_share ON people_attachment FOR INSERT WITH CHECK (consent_of_id IS NULL
    AND maillage_definer.may_ground(person_id, household_id, consent_of_id, structure_id, worker_id));
CREATE POLICY people_attachment_grounded ON people_attachment AS RESTRICTIVE FOR INSERT WITH CHECK (consent_of_id IS NULL
    AND maillage_definer.may_ground(person_id, household_id, consent_of_id, structure_id, worker_id));
CREATE POLICY people_attachment_steady ON people_attachment AS RESTRICTIVE FOR UPDATE
    USING (true) WITH CHECK (maillage_definer.may_ground(person_id, household_id, consent_of_id, structure_id, worker_id));

CREATE POLICY people_conflict_grounded ON people_conflict AS RESTRICTIVE FOR INSERT
    WITH CHECK (maillage_definer.actor_teams(person_id, NULL) AND by_id = maillage_actor_user());
CREATE POLICY people_space_grounded ON people_spaceaccess AS RESTRICTIVE FOR INSERT
    WITH CHECK (maillage_definer.actor_teams(person_id, NULL) AND created_by_id = maillage_actor_user());
CREATE POLICY people_space_close ON people_spaceaccess AS RESTRICTIVE FOR UPDATE
    USING (maillage_definer.actor_teams(person_id, NULL) OR person_id = maillage_actor_person());
CREATE POLICY people_space_own_close ON people_spaceaccess FOR UPDATE
    USING (person_id = maillage_actor_person());

CREATE POLICY people_consent_own_give ON people_consent FOR INSERT
    WITH CHECK (person_id = maillage_actor_person() AND recorded_by_id IS NULL AND way = 'self');
CREATE POLICY people_consent_own_withdraw ON people_consent FOR UPDATE
    USING (person_id = maillage_actor_person() AND basis_id IS NULL);
CREATE POLICY people_consent_grounded ON people_consent AS RESTRICTIVE FOR INSERT
    WITH CHECK (person_id = maillage_actor_person()
                OR (maillage_definer.actor_teams(person_id, NULL) AND recorded_by_id = maillage_actor_user()
                    AND way <> 'self'));
CREATE POLICY people_consent_steady ON people_consent AS RESTRICTIVE FOR UPDATE
    USING (person_id = maillage_actor_person() OR maillage_definer.actor_teams(person_id, NULL));
REVOKE DELETE ON people_consent, people_conflict, people_spaceaccess FROM maillage_app;
REVOKE UPDATE ON people_conflict FROM maillage_app;
REVOKE INSERT, UPDATE, DELETE ON people_legalbasis FROM maillage_app;

-- A line of the ledger is withdrawn, never rewritten; withdrawn, reviewed, joined to the copy of its paper once each, under
-- the name of who does it. Nobody reviews their own access; the person withdraws, and nothing else.
CREATE FUNCTION people_consent_only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at, NEW.withdrawn_way, NEW.withdrawn_by_id)
            IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_way, OLD.withdrawn_by_id))
       OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review)
            IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review))
       OR (OLD.withdrawn_at IS NULL AND NEW.withdrawn_by_id IS DISTINCT FROM CASE
            WHEN NEW.withdrawn_at IS NOT NULL THEN maillage_actor_user() END)
       OR (OLD.reviewed_at IS NULL AND (NEW.reviewed_at IS NOT NULL OR NEW.reviewed_by_id IS NOT NULL OR NEW.review <> '')
            AND (NEW.reviewed_by_id IS DISTINCT FROM maillage_actor_user() OR NEW.reviewed_by_id = NEW.reader_id
                 OR maillage_actor_person() IS NOT NULL))
       OR (maillage_actor_person() IS NOT NULL
           AND (NEW.scan_key, NEW.scan_name) IS DISTINCT FROM (OLD.scan_key, OLD.scan_name))
       OR (OLD.scan_key <> '' AND (NEW.scan_key, NEW.scan_name) IS DISTINCT FROM (OLD.scan_key, OLD.scan_name))
       OR (to_jsonb(NEW) - '{withdrawn_at,withdrawn_way,withdrawn_by_id,reviewed_at,reviewed_by_id,review,scan_key,scan_name}'::text[])
          IS DISTINCT FROM (to_jsonb(OLD) - '{withdrawn_at,withdrawn_way,withdrawn_by_id,reviewed_at,reviewed_by_id,review,scan_key,scan_name}'::text[])
    THEN
        RAISE EXCEPTION 'a consent is withdrawn, never rewritten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_consent_steady BEFORE UPDATE ON people_consent FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION people_consent_only_withdrawn();

-- A code is closed, once: neither made to last, nor turned into another, nor a helper's into the person's own.
CREATE FUNCTION people_space_only_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL
       OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
        RAISE EXCEPTION 'a code is closed, never rewritten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_space_steady BEFORE UPDATE ON people_spaceaccess FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION people_space_only_closed();

-- An attachment is taken or ended; whose file it opens, from where and by whose ledger never changes.
CREATE FUNCTION people_attachment_only_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{worker_id,started_at,ended_at,ended_reason,role}'::text[])
       IS DISTINCT FROM (to_jsonb(OLD) - '{worker_id,started_at,ended_at,ended_reason,role}'::text[]) THEN
        RAISE EXCEPTION 'an attachment is taken or ended, never turned' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_attachment_steady BEFORE UPDATE ON people_attachment FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION people_attachment_only_taken();
"""

TEAM = "{column} IN (SELECT {kind}_id FROM people_attachment WHERE ended_at IS NULL AND consent_of_id IS NULL AND {kind}_id IS NOT NULL)"
WRITTEN_BY_TEAM = {
    "people_person": ("id", "person", ("UPDATE",)),
    "people_channel": ("person_id", "person", ("INSERT", "UPDATE", "DELETE")),
    "people_household": ("id", "household", ("UPDATE",)),
    "people_householdmember": ("household_id", "household", ("INSERT", "UPDATE", "DELETE")),
    "people_budgetline": ("household_id", "household", ("INSERT", "UPDATE", "DELETE")),
    "people_protectedaddress": ("person_id", "person", ("INSERT", "UPDATE", "DELETE")),
    "people_attachmentrequest": ("person_id", "person", ("UPDATE",)),
}
"""Whoever reads with the person's agreement doesn't write in their file. As sets: an import writes rows by the ten thousand."""
TEAM_POLICIES = "".join(
    f"CREATE POLICY {table}_team_{command.lower()} ON {table} AS RESTRICTIVE FOR {command} "
    f"{'WITH CHECK' if command == 'INSERT' else 'USING'} ({TEAM.format(column=column, kind=kind)});"
    for table, (column, kind, commands) in WRITTEN_BY_TEAM.items()
    for command in commands
)
FORMER_TEAM_POLICIES = "".join(
    f"DROP POLICY {table}_team_{command.lower()} ON {table};"
    for table, (_, _, commands) in WRITTEN_BY_TEAM.items()
    for command in commands
)

SIGNATURES = (
    "consenting(text)",
    "consented_parts()",
    "covered(uuid, text)",
    "blocked_files()",
    "actor_teams(uuid, uuid)",
    "may_ground(uuid, uuid, uuid, bigint, bigint)",
    "followers(uuid)",
    "attach_consented(uuid, varchar)",
    "settle_circle(uuid)",
    "break_glass(text, date, text, integer)",
    "open_space(text, date)",
    "space_by_mail(text, date)",
    "space_of(uuid)",
    "reads_of(uuid, integer)",
)

GRANTS = granted(SIGNATURES)

# Statements that name no role (an import's, the former code's) still open an attachment.
DEFAULTS = """
ALTER TABLE people_attachment ALTER role SET DEFAULT 'social_worker', ALTER ended_reason SET DEFAULT '';
"""

# Requests accepted for somebody of another structure had given what only the ledger gives now.
CARRY_OVER = """
UPDATE people_attachment a SET consent_of_id = a.person_id
WHERE a.person_id IS NOT NULL AND a.ended_at IS NULL AND a.reason = 'demande acceptée'
  AND NOT EXISTS (SELECT FROM people_attachment t WHERE t.person_id = a.person_id AND t.structure_id = a.structure_id
                  AND t.id <> a.id AND t.reason <> 'demande acceptée');
"""


def _former(name: str) -> str:
    """A function as migration 0002 made it; made again in the place of the one of today."""
    made = sql.FUNCTIONS + sql.MERGE
    start = made.index(f"CREATE FUNCTION maillage_definer.{name}(")
    told = made[start : made.index("$$;", start) + len("$$;")]
    return told.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


# Two files are made one, or parted, by somebody of the team of both: a merge writes in every row of them.
FORMER_MERGE = _former("merge_persons") + _former("part_persons")
MERGE = FORMER_MERGE.replace("actor_sees(", "actor_teams(")

FUNCTIONS = as_maintenance(LEDGER + MERGE + CIRCLE + SPACE + GRANTS)

NEW_POLICIES = {
    "people_conflict": ("people_conflict_grounded",),
    "people_spaceaccess": ("people_space_grounded", "people_space_close", "people_space_own_close"),
    "people_consent": (
        "people_consent_own_give",
        "people_consent_own_withdraw",
        "people_consent_grounded",
        "people_consent_steady",
    ),
    "people_attachment": (
        "people_attachment_share",
        "people_attachment_grounded",
        "people_attachment_steady",
    ),
}

FORMER_POLICIES = "".join(
    f"DROP POLICY {policy} ON {table};" for table, policies in NEW_POLICIES.items() for policy in policies
) + (
    sql.POLICIES[: sql.POLICIES.index("CREATE POLICY people_protected_reader_told")]
    + "DROP TRIGGER people_consent_steady ON people_consent; DROP FUNCTION people_consent_only_withdrawn();"
    "DROP TRIGGER people_space_steady ON people_spaceaccess; DROP FUNCTION people_space_only_closed();"
    "DROP TRIGGER people_attachment_steady ON people_attachment; DROP FUNCTION people_attachment_only_taken();"
)

FORMER_FUNCTIONS = as_maintenance(
    _former("actor_sees")
    + FORMER_MERGE
    + "".join(f"DROP FUNCTION maillage_definer.{one};" for one in reversed(SIGNATURES))
    + _former("followers")
    + "REVOKE ALL ON FUNCTION maillage_definer.followers(uuid) FROM PUBLIC;"
    "GRANT EXECUTE ON FUNCTION maillage_definer.followers(uuid) TO maillage_app;"
)
