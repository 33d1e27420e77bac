"""Functions that look beyond row security, and the policies that call them (migration 0002).

Each asks who acts, then answers less than a row: yes or no, a count, who follows. `actor_sees` repeats
`people_attachment_mine`.
"""

FUNCTIONS = """
-- OFFSET 0: by the file's own index, even before a table that just grew has statistics.
CREATE FUNCTION maillage_definer.actor_sees(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH here AS (SELECT maillage_actor_structure() AS structure, maillage_actor_user() AS worker,
    maillage_actor_has('social_worker') OR maillage_actor_has('reception') AS takes,
    maillage_actor_has('rights_lead') AS leads)
SELECT EXISTS (SELECT FROM (SELECT * FROM people_attachment f WHERE f.person_id = person OFFSET 0) a, here
               WHERE a.ended_at IS NULL AND a.structure_id = here.structure
                 AND (a.worker_id = here.worker OR (a.worker_id IS NULL AND here.takes) OR here.leads))
    OR EXISTS (SELECT FROM (SELECT * FROM people_attachment f WHERE f.household_id = household OFFSET 0) a, here
               WHERE a.ended_at IS NULL AND a.structure_id = here.structure
                 AND (a.worker_id = here.worker OR (a.worker_id IS NULL AND here.takes) OR here.leads))
$$;

-- A first attachment opens a new file; later ones come from somebody who already sees it.
CREATE FUNCTION maillage_definer.may_attach(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT maillage_definer.actor_sees(person, household)
    OR (NOT EXISTS (SELECT FROM people_attachment a WHERE a.person_id = person)
        AND NOT EXISTS (SELECT FROM people_attachment a WHERE a.household_id = household)
        AND NOT EXISTS (SELECT FROM people_person p WHERE p.id = person AND p.merged_into_id IS NOT NULL)
        AND maillage_actor_structure() IS NOT NULL)
$$;

CREATE FUNCTION maillage_definer.reads_protected(protected uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT FROM people_protectedreader r
               WHERE r.protected_id = protected AND r.reader_id = maillage_actor_user())
$$;

CREATE FUNCTION maillage_definer.may_name_reader(protected uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT maillage_definer.reads_protected(protected)
    OR NOT EXISTS (SELECT FROM people_protectedreader r WHERE r.protected_id = protected)
$$;

CREATE FUNCTION maillage_definer.followers(person uuid)
RETURNS TABLE (worker_id bigint, structure_id bigint, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT a.worker_id, a.structure_id, a.started_at FROM people_attachment a
WHERE a.person_id = person AND a.ended_at IS NULL AND maillage_definer.actor_sees(person, NULL)
ORDER BY a.started_at, a.id
$$;

-- NULL: quota spent. The same statements run whether somebody is found, out of sight, or absent.
CREATE FUNCTION maillage_definer.someone_matches(key text, born date, hourly integer) RETURNS boolean
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
      AND NOT maillage_definer.actor_sees(p.id, NULL);
    RETURN found_out_of_sight > 0;
END $$;

CREATE FUNCTION maillage_definer.ask_attachment(key text, born date, typed text, why text, hourly integer)
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
          AND NOT maillage_definer.actor_sees(p.id, NULL)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN answer;
END $$;
"""

MERGE = """
-- Every row of any table that points at the absorbed person, found from the catalogue: later tables included.
CREATE FUNCTION maillage_definer.person_references() RETURNS TABLE (tab regclass, col name)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.conrelid::regclass, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass AND cardinality(c.conkey) = 1
  AND c.conrelid NOT IN ('people_person'::regclass, 'people_personmerge'::regclass)
ORDER BY 1, 2
$$;

CREATE FUNCTION maillage_definer.merge_persons(
    merge uuid, kept uuid, absorbed uuid, kept_version integer, absorbed_version integer,
    former jsonb, chosen jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place record;
    line record;
    moved jsonb := '{}';
    aside jsonb := '[]';
    ids jsonb;
BEGIN
    IF kept = absorbed OR NOT maillage_definer.actor_sees(kept, NULL)
       OR NOT maillage_definer.actor_sees(absorbed, NULL) THEN
        RAISE EXCEPTION 'not visible' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM people_person p WHERE p.id IN (kept, absorbed) ORDER BY p.id FOR UPDATE;
    IF 2 <> (SELECT count(*) FROM people_person p WHERE p.merged_into_id IS NULL
             AND (p.id, p.version) IN ((kept, kept_version), (absorbed, absorbed_version))) THEN
        RETURN false;
    END IF;
    FOR place IN SELECT * FROM maillage_definer.person_references() LOOP
        ids := '[]';
        FOR line IN EXECUTE format('SELECT t.id, to_jsonb(t) AS whole FROM %s t WHERE %I = $1', place.tab, place.col)
                USING absorbed LOOP
            BEGIN
                EXECUTE format('UPDATE %s SET %I = $1 WHERE id = $2', place.tab, place.col) USING kept, line.id;
                ids := ids || to_jsonb(line.id);
            EXCEPTION WHEN unique_violation OR check_violation THEN
                EXECUTE format('DELETE FROM %s WHERE id = $1', place.tab) USING line.id;
                aside := aside || jsonb_build_object('table', place.tab::text, 'row', line.whole);
            END;
        END LOOP;
        IF ids <> '[]' THEN
            moved := moved || jsonb_build_object(place.tab || '.' || place.col, ids);
        END IF;
    END LOOP;
    UPDATE people_person SET merged_into_id = kept, version = version + 1 WHERE id = absorbed;
    INSERT INTO people_personmerge
        (id, kept_id, absorbed_id, by_id, at, former, chosen, moved, set_aside)
    VALUES (merge, kept, absorbed, maillage_actor_user(), now(), former, chosen, moved, aside);
    RETURN true;
END $$;

CREATE FUNCTION maillage_definer.part_persons(merge uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told people_personmerge;
    place record;
    line jsonb;
BEGIN
    UPDATE people_personmerge m SET undone_at = now(), undone_by_id = maillage_actor_user()
    WHERE m.id = merge AND m.undone_at IS NULL AND m.at > now() - interval '30 days'
      AND maillage_definer.actor_sees(m.kept_id, NULL)
    RETURNING * INTO told;
    IF told.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM FROM people_person p WHERE p.id IN (told.kept_id, told.absorbed_id) ORDER BY p.id FOR UPDATE;
    UPDATE people_person SET merged_into_id = NULL, version = version + 1 WHERE id = told.absorbed_id;
    FOR place IN SELECT * FROM maillage_definer.person_references() LOOP
        EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND id::text IN (SELECT jsonb_array_elements_text($3))',
                       place.tab, place.col, place.col)
            USING told.absorbed_id, told.kept_id, coalesce(told.moved -> (place.tab || '.' || place.col), '[]');
    END LOOP;
    FOR line IN SELECT * FROM jsonb_array_elements(told.set_aside) LOOP
        EXECUTE format('INSERT INTO %s SELECT (jsonb_populate_record(NULL::%s, $1)).*',
                       (line ->> 'table')::regclass, (line ->> 'table')::regclass) USING line -> 'row';
    END LOOP;
    RETURN true;
END $$;
"""

SIGNATURES = (
    "actor_sees(uuid, uuid)",
    "may_attach(uuid, uuid)",
    "reads_protected(uuid)",
    "may_name_reader(uuid)",
    "followers(uuid)",
    "someone_matches(text, date, integer)",
    "ask_attachment(text, date, text, text, integer)",
    "person_references()",
    "merge_persons(uuid, uuid, uuid, integer, integer, jsonb, jsonb)",
    "part_persons(uuid)",
)

OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION maillage_definer.{one} FROM PUBLIC;"
    f"GRANT EXECUTE ON FUNCTION maillage_definer.{one} TO maillage_app;"
    f"ALTER FUNCTION maillage_definer.{one} OWNER TO maillage_maintenance;"
    for one in SIGNATURES
)

POLICIES = """
CREATE POLICY people_attachment_share ON people_attachment FOR INSERT
    WITH CHECK (maillage_definer.may_attach(person_id, household_id));
CREATE POLICY people_attachment_grounded ON people_attachment AS RESTRICTIVE FOR INSERT
    WITH CHECK (maillage_definer.may_attach(person_id, household_id));
CREATE POLICY people_attachment_steady ON people_attachment AS RESTRICTIVE FOR UPDATE
    USING (true) WITH CHECK (maillage_definer.may_attach(person_id, household_id));

CREATE POLICY people_protected_reader_told ON people_protectedreader FOR SELECT
    USING (maillage_definer.reads_protected(protected_id));
CREATE POLICY people_protected_reader_name ON people_protectedreader FOR INSERT
    WITH CHECK (maillage_definer.may_name_reader(protected_id));
CREATE POLICY people_protected_reader_grounded ON people_protectedreader AS RESTRICTIVE FOR INSERT
    WITH CHECK (maillage_definer.may_name_reader(protected_id));
CREATE POLICY people_protected_reader_remove ON people_protectedreader FOR DELETE
    USING (maillage_definer.reads_protected(protected_id));

REVOKE INSERT, DELETE ON people_attachmentrequest FROM maillage_app;
CREATE POLICY people_request_answer ON people_attachmentrequest AS RESTRICTIVE FOR UPDATE
    USING (person_id IN (SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL));
REVOKE INSERT, UPDATE, DELETE ON people_matchattempt, people_personmerge FROM maillage_app;
REVOKE UPDATE ON people_protectedreader FROM maillage_app;
"""

FORWARD = FUNCTIONS + MERGE + POLICIES + OWNERSHIP

BACKWARD = "".join(
    f"DROP POLICY {policy} ON {table};"
    for table, policies in {
        "people_attachment": ("share", "grounded", "steady"),
        "people_protectedreader": ("told", "name", "grounded", "remove"),
        "people_attachmentrequest": ("answer",),
    }.items()
    for policy in (
        f"{table.replace('protectedreader', 'protected_reader').replace('attachmentrequest', 'request')}_{one}"
        for one in policies
    )
) + "".join(f"DROP FUNCTION maillage_definer.{one};" for one in reversed(SIGNATURES))
