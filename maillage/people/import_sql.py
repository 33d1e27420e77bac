"""What an import asks beyond row security (migration 0004): to open what it just created, to know what changed since."""

ATTACH = """
-- Opens to the actor the persons and households that their own import, being written, has created and that nobody was
-- ever attached to. All of them or none: anything else among the ids is refused. The policy of people_attachment says
-- the same row by row, which takes minutes for a large file.
CREATE FUNCTION maillage_definer.attach_imported(import uuid, persons uuid[], households uuid[], why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    actor bigint := maillage_actor_user();
    here bigint := maillage_actor_structure();
    wanted bigint := cardinality(persons) + cardinality(households);
    made bigint;
BEGIN
    IF NOT (maillage_actor_has('social_worker') OR maillage_actor_has('rights_lead'))
       OR NOT EXISTS (SELECT FROM people_import i WHERE i.id = import AND i.state = 'writing'
                      AND i.owner_id = actor AND i.structure_id = here) THEN
        RAISE EXCEPTION 'not an import of this actor' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH made_here AS (
        INSERT INTO people_attachment (id, person_id, structure_id, worker_id, reason, started_at, created_by_id)
        SELECT gen_random_uuid(), p.id, here, actor, why, now(), actor
        FROM unnest(persons) AS one (id) JOIN people_person p ON p.id = one.id
        WHERE p.imported_by_id = import AND p.merged_into_id IS NULL
          AND NOT EXISTS (SELECT FROM people_attachment a WHERE a.person_id = p.id)
        RETURNING 1)
    SELECT count(*) INTO made FROM made_here;
    wanted := wanted - made;
    WITH made_here AS (
        INSERT INTO people_attachment (id, household_id, structure_id, worker_id, reason, started_at, created_by_id)
        SELECT gen_random_uuid(), h.id, here, actor, why, now(), actor
        FROM unnest(households) AS one (id) JOIN people_household h ON h.id = one.id
        WHERE h.imported_by_id = import
          AND NOT EXISTS (SELECT FROM people_attachment a WHERE a.household_id = h.id)
        RETURNING 1)
    SELECT count(*) INTO made FROM made_here;
    IF wanted IS DISTINCT FROM made THEN
        RAISE EXCEPTION 'not all new' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
REVOKE ALL ON FUNCTION maillage_definer.attach_imported(uuid, uuid[], uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maillage_definer.attach_imported(uuid, uuid[], uuid[], text) TO maillage_app;
ALTER FUNCTION maillage_definer.attach_imported(uuid, uuid[], uuid[], text) OWNER TO maillage_maintenance;
"""

TOUCHED = """
-- Of these households of one's own import: those that are no longer as the import made them, or that others follow.
CREATE FUNCTION maillage_definer.import_touched(import uuid, households uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH mine AS MATERIALIZED (
    SELECT h.id FROM people_household h JOIN people_import i ON i.id = h.imported_by_id
    WHERE h.id = ANY (households) AND i.id = import
      AND i.owner_id = maillage_actor_user() AND i.structure_id = maillage_actor_structure()),
living AS MATERIALIZED (
    SELECT m.household_id AS household, m.person_id AS person, m.id AS member
    FROM people_householdmember m JOIN mine ON mine.id = m.household_id),
made AS (
    SELECT id AS household, 'people_household' AS tab, id AS row FROM mine
    UNION ALL SELECT household, 'people_householdmember', member FROM living
    UNION ALL SELECT household, 'people_person', person FROM living
    UNION ALL SELECT l.household_id, 'people_budgetline', l.id
        FROM people_budgetline l JOIN mine ON mine.id = l.household_id
    UNION ALL SELECT mine.id, 'people_attachment', a.id
        FROM people_attachment a JOIN mine ON mine.id = a.household_id
    UNION ALL SELECT living.household, 'people_attachment', a.id
        FROM people_attachment a JOIN living ON living.person = a.person_id),
beside AS (
    SELECT person_id AS person FROM people_channel
    UNION ALL SELECT person_id FROM people_protectedaddress
    UNION ALL SELECT person_id FROM people_attachmentrequest
    UNION ALL SELECT first_id FROM people_notsame
    UNION ALL SELECT second_id FROM people_notsame
    UNION ALL SELECT kept_id FROM people_personmerge
    UNION ALL SELECT absorbed_id FROM people_personmerge)
SELECT made.household FROM made
JOIN audit_rowversion v ON v."table" = made.tab AND v.row_id = made.row::text
UNION SELECT living.household FROM living JOIN people_person p ON p.id = living.person
    WHERE p.imported_by_id IS DISTINCT FROM import
UNION SELECT living.household FROM living JOIN people_householdmember m
    ON m.person_id = living.person AND m.household_id <> living.household
UNION SELECT living.household FROM living JOIN beside ON beside.person = living.person
UNION SELECT household FROM made WHERE tab = 'people_attachment'
    GROUP BY household HAVING count(*) <> 1 + (SELECT count(*) FROM living WHERE living.household = made.household)
$$;
REVOKE ALL ON FUNCTION maillage_definer.import_touched(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maillage_definer.import_touched(uuid, uuid[]) TO maillage_app;
ALTER FUNCTION maillage_definer.import_touched(uuid, uuid[]) OWNER TO maillage_maintenance;
"""

FORWARD = ATTACH + TOUCHED
BACKWARD = (
    "DROP FUNCTION maillage_definer.import_touched(uuid, uuid[]);"
    "DROP FUNCTION maillage_definer.attach_imported(uuid, uuid[], uuid[], text);"
)
