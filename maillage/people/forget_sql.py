"""A protected address must not outlive its protection in the former versions of rows (migration 0005)."""

FORWARD = """
-- Blanks, wherever the trigger kept them, the person's postal addresses and the communes of their homes.
CREATE FUNCTION maillage_definer.forget_addresses(protected uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    whose uuid;
BEGIN
    IF NOT maillage_definer.reads_protected(protected) THEN
        RAISE EXCEPTION 'not visible' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT a.person_id INTO STRICT whose FROM people_protectedaddress a WHERE a.id = protected;
    UPDATE audit_rowversion v SET former = v.former || '{"value": ""}'
    WHERE v."table" = 'people_channel' AND v.former ->> 'person_id' = whose::text AND v.former ->> 'kind' = 'post';
    UPDATE audit_rowversion v SET former = v.former || '{"commune": ""}'
    WHERE v."table" = 'people_household'
      AND v.row_id IN (SELECT m.household_id::text FROM people_householdmember m WHERE m.person_id = whose);
END $$;
REVOKE ALL ON FUNCTION maillage_definer.forget_addresses(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maillage_definer.forget_addresses(uuid) TO maillage_app;
ALTER FUNCTION maillage_definer.forget_addresses(uuid) OWNER TO maillage_maintenance;
"""

BACKWARD = "DROP FUNCTION maillage_definer.forget_addresses(uuid);"
