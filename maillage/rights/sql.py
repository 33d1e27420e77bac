"""What SQL alone can say (migration 0002): a right never outlives the screening that found it."""

FORWARD = """
CREATE FUNCTION maillage_definer.forget_rights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM rights_entitlement e USING gone g WHERE e.household_id = g.household_id AND e.month = g.month;
    RETURN NULL;
END $$;
CREATE TRIGGER rights_screening_forgotten AFTER DELETE ON rights_screening
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION maillage_definer.forget_rights();
REVOKE ALL ON FUNCTION maillage_definer.forget_rights() FROM PUBLIC;
ALTER FUNCTION maillage_definer.forget_rights() OWNER TO maillage_maintenance;
"""

BACKWARD = """
DROP TRIGGER rights_screening_forgotten ON rights_screening;
DROP FUNCTION maillage_definer.forget_rights();
"""
