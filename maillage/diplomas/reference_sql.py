"""Reference data is written by its owner alone; a file of the national register changes a record through one function."""

from maillage.permissions.definer import as_maintenance, granted

TABLES = ("diploma", "diplomaversion", "block", "versionblock", "bridge", "record")
CATALOGUE = ", ".join(f"diplomas_{one}" for one in TABLES)
READ_ONLY = f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {CATALOGUE} FROM maillage_app;"
WRITABLE = f"GRANT INSERT, UPDATE, DELETE ON {CATALOGUE} TO maillage_app;"

# Whether the record changed. An older file than the last one read changes nothing; nothing is ever created or deleted.
FUNCTIONS = """
CREATE FUNCTION maillage_definer.diplomas_read_record(
    which varchar, said_title varchar, said_active boolean, said_end date, said_next varchar, of_day date
) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    former diplomas_record%ROWTYPE;
BEGIN
    IF NOT maillage_actor_has('administrator') THEN
        RAISE insufficient_privilege USING MESSAGE = 'an administrator reads the file of the register';
    END IF;
    SELECT * INTO former FROM diplomas_record r WHERE r.number = which FOR UPDATE;
    IF NOT FOUND OR former.read_on > of_day THEN
        RETURN false;
    END IF;
    UPDATE diplomas_record r SET read_on = of_day, title = coalesce(nullif(said_title, ''), r.title),
        active = coalesce(said_active, r.active), ends_on = coalesce(said_end, r.ends_on),
        replaced_by = coalesce(nullif(said_next, ''), r.replaced_by), to_confirm = false
    WHERE r.id = former.id;
    RETURN (coalesce(nullif(said_title, ''), former.title), coalesce(said_active, former.active),
            coalesce(said_end, former.ends_on), coalesce(nullif(said_next, ''), former.replaced_by))
        IS DISTINCT FROM (former.title, former.active, former.ends_on, former.replaced_by);
END $$;
"""
SIGNATURES = ("diplomas_read_record(varchar, varchar, boolean, date, varchar, date)",)
FORWARD = READ_ONLY + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = WRITABLE + as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
