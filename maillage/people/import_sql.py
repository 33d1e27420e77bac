"""What an undo must know and the application may not read: rows changed since, rows of others (migration 0004)."""

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

FORWARD = TOUCHED
BACKWARD = "DROP FUNCTION maillage_definer.import_touched(uuid, uuid[]);"
