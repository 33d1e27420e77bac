"""To erase somebody: every row of any table that points at them, found from the catalogue, and what the trigger kept.

`erase_files` is for the maintenance role alone; the application goes through `erase_asked`, which checks who asks.
"""

from maillage.permissions.definer import as_maintenance, granted
from maillage.support.models.base import HERE, ME, MY_TEAM

ERASE = """
-- The files that merges made one with these: one person.
CREATE FUNCTION maillage_definer.files_of(persons uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH RECURSIVE one (id) AS (
    SELECT unnest(persons)
    UNION
    SELECT CASE WHEN p.id = one.id THEN p.merged_into_id ELSE p.id END
    FROM one JOIN people_person p ON p.id = one.id OR p.merged_into_id = one.id)
SELECT coalesce(array_agg(p.id ORDER BY p.id), '{}') FROM people_person p JOIN one USING (id)
$$;

-- Tables that hang on the rows of another one.
CREATE FUNCTION maillage_definer.hanging_on(target regclass) RETURNS TABLE (tab regclass, col name)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.conrelid::regclass, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = target AND cardinality(c.conkey) = 1
$$;

-- Households with nobody left in them, nor any line of a budget.
CREATE FUNCTION maillage_definer.erase_empty_homes(homes uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place record;
    empty uuid[];
BEGIN
    SELECT array_agg(h.id) INTO empty FROM people_household h WHERE h.id = ANY (homes)
      AND NOT EXISTS (SELECT FROM people_householdmember m WHERE m.household_id = h.id)
      AND NOT EXISTS (SELECT FROM people_budgetline l WHERE l.household_id = h.id);
    FOR place IN SELECT * FROM maillage_definer.hanging_on('people_household'::regclass) LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', place.tab, place.col) USING empty;
    END LOOP;
    DELETE FROM people_household WHERE id = ANY (empty);
    DELETE FROM audit_rowversion WHERE "table" = 'people_household' AND row_id = ANY (empty::text[]);
    DELETE FROM audit_rowversion WHERE "table" = 'people_attachment' AND former ->> 'household_id' = ANY (empty::text[]);
END $$;

-- What the triggers kept of these persons: last, since what is deleted leaves a former version behind it.
CREATE FUNCTION maillage_definer.erase_versions(persons uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DELETE FROM audit_rowversion WHERE former ->> 'person_id' = ANY (persons::text[]);
DELETE FROM audit_rowversion WHERE "table" = 'people_person' AND row_id = ANY (persons::text[]);
DELETE FROM audit_rowversion WHERE "table" = 'people_attachment' AND former ->> 'consent_of_id' = ANY (persons::text[]);
DELETE FROM audit_handledrequest WHERE person = ANY (persons);
$$;

-- Nothing is left of these persons but the journal's identifiers. Returns the keys of their files, to be dropped.
CREATE FUNCTION maillage_definer.erase_files(persons uuid[]) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place record;
    under record;
    homes uuid[];
    keys text[];
BEGIN
    PERFORM FROM people_person p WHERE p.id = ANY (persons) ORDER BY p.id FOR UPDATE;
    SELECT array_agg(m.household_id) INTO homes FROM people_householdmember m WHERE m.person_id = ANY (persons);
    SELECT array_agg(f.key) INTO keys FROM (
        SELECT d.key FROM support_document d WHERE d.person_id = ANY (persons)
        UNION SELECT c.scan_key FROM people_consent c WHERE c.person_id = ANY (persons) AND c.scan_key <> '') f;
    FOR place IN SELECT * FROM maillage_definer.person_references() LOOP
        FOR under IN SELECT h.* FROM maillage_definer.hanging_on(place.tab) h
                     WHERE h.tab NOT IN (SELECT r.tab FROM maillage_definer.person_references() r) LOOP
            EXECUTE format('DELETE FROM %s WHERE %I IN (SELECT id FROM %s WHERE %I = ANY ($1))',
                           under.tab, under.col, place.tab, place.col) USING persons;
        END LOOP;
        EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', place.tab, place.col) USING persons;
    END LOOP;
    DELETE FROM people_personmerge WHERE kept_id = ANY (persons) OR absorbed_id = ANY (persons);
    PERFORM maillage_definer.erase_empty_homes(homes);
    DELETE FROM people_person WHERE id = ANY (persons);
    PERFORM maillage_definer.erase_versions(persons);
    DELETE FROM vault_datakey WHERE owner = ANY (persons);
    RETURN coalesce(keys, '{}');
END $$;

-- What forbids to erase somebody just now: '' when nothing does.
CREATE FUNCTION maillage_definer.erase_obstacle(persons uuid[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT CASE
    WHEN EXISTS (SELECT FROM support_legalhold h WHERE h.person_id = ANY (persons) AND h.lifted_at IS NULL
                 AND h.until >= (now() AT TIME ZONE 'Europe/Paris')::date) THEN 'held'
    WHEN EXISTS (SELECT FROM people_personmerge m WHERE m.undone_at IS NOT NULL
                 AND (m.kept_id = ANY (persons)) <> (m.absorbed_id = ANY (persons))) THEN 'parted'
    ELSE '' END
$$;
"""

FOLLOWED_HERE = MY_TEAM.replace(" WHERE ended_at", f" WHERE structure_id = {HERE} AND ended_at")

ASKED = f"""
-- The person asked to be erased, and somebody of their team who follows them by name does it. {{"refused": why}} otherwise.
CREATE FUNCTION maillage_definer.erase_asked(asked uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    whose uuid;
    persons uuid[];
    why text;
BEGIN
    SELECT r.person_id INTO whose FROM support_datarequest r
    WHERE r.id = asked AND r.kind = 'erase' AND r.answered_on IS NULL AND r.person_id NOT IN (SELECT maillage_definer.blocked_files())
      AND (maillage_actor_has('social_worker') OR maillage_actor_has('rights_lead'))
      AND r.person_id IN {FOLLOWED_HERE};
    IF whose IS NULL THEN
        RETURN '{{"refused": "answered"}}';
    END IF;
    persons := maillage_definer.files_of(ARRAY[whose]);
    why := maillage_definer.erase_obstacle(persons);
    IF why = '' AND EXISTS (SELECT FROM support_accompaniment a WHERE a.person_id = ANY (persons)
                            AND a.closed_on IS NULL AND a.referent_id <> {ME}) THEN
        why := 'referent';
    END IF;
    IF why <> '' THEN
        RETURN jsonb_build_object('refused', why);
    END IF;
    RETURN jsonb_build_object('persons', to_jsonb(persons), 'files', to_jsonb(maillage_definer.erase_files(persons)));
END $$;
"""

KEPT = """
-- What is not handed over to a person with their file: by the text that withholds it ('' for working notes), counted.
CREATE FUNCTION maillage_definer.kept_from(person uuid) RETURNS TABLE (basis varchar, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT coalesce(w.withheld_id, ''), count(*) FROM (
    SELECT n.withheld_id, n.level FROM support_note n WHERE n.person_id = person
    UNION ALL SELECT g.withheld_id, g.level FROM support_goal g WHERE g.person_id = person
    UNION ALL SELECT d.withheld_id, d.level FROM support_document d WHERE d.person_id = person
    UNION ALL SELECT o.withheld_id, o.level FROM support_ownwords o WHERE o.person_id = person AND o.note_id IS NULL) w
WHERE (w.withheld_id IS NOT NULL OR w.level = 'personal') AND maillage_definer.actor_teams(person, NULL)
GROUP BY 1
$$;
"""

INTERNAL = (
    "files_of(uuid[])",
    "hanging_on(regclass)",
    "erase_empty_homes(uuid[])",
    "erase_versions(uuid[])",
    "erase_files(uuid[])",
    "erase_obstacle(uuid[])",
)
SIGNATURES = ("erase_asked(uuid)", "kept_from(uuid)")
CLOSED = "".join(f"REVOKE ALL ON FUNCTION maillage_definer.{one} FROM PUBLIC;" for one in INTERNAL)

BY_TEAM = f"person_id IN {MY_TEAM}"
POLICIES = f"""
CREATE POLICY support_legalhold_w_insert ON support_legalhold AS RESTRICTIVE FOR INSERT
    WITH CHECK ({BY_TEAM} AND placed_by_id = {ME});
CREATE POLICY support_legalhold_w_update ON support_legalhold AS RESTRICTIVE FOR UPDATE USING ({BY_TEAM});
REVOKE DELETE ON support_legalhold FROM maillage_app;
REVOKE INSERT, UPDATE, DELETE ON support_retentionrule FROM maillage_app;
"""

FORWARD = as_maintenance(ERASE + ASKED + KEPT + CLOSED + granted(SIGNATURES)) + POLICIES
BACKWARD = (
    "DROP POLICY support_legalhold_w_insert ON support_legalhold;"
    "DROP POLICY support_legalhold_w_update ON support_legalhold;"
    + as_maintenance(
        "".join(f"DROP FUNCTION maillage_definer.{one};" for one in (*SIGNATURES, *reversed(INTERNAL)))
    )
)
