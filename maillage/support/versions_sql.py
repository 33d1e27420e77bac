"""Erasing somebody also takes the former versions of a row from before it was theirs, and of rows that only hang on theirs:
neither says whose they are (a first reception joined later, the services it was told of)."""

from maillage.permissions.definer import as_maintenance
from maillage.support import forget_sql

DELETE_FROM = """
-- Deletes these rows of a table, then what the trigger kept of them, now and before. `whose`: the condition, of a column.
CREATE FUNCTION maillage_definer.erase_rows(target regclass, whose text, owners uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone text[];
BEGIN
    EXECUTE format('WITH gone AS (DELETE FROM %s t WHERE %s RETURNING to_jsonb(t) ->> ''id'' AS id)
                    SELECT array_agg(gone.id) FROM gone', target, whose) INTO gone USING owners;
    DELETE FROM audit_rowversion WHERE "table" = (SELECT c.relname FROM pg_class c WHERE c.oid = target) AND row_id = ANY (gone);
END $$;
REVOKE ALL ON FUNCTION maillage_definer.erase_rows(regclass, text, uuid[]) FROM PUBLIC;
"""
HANGING = """EXECUTE format('DELETE FROM %s WHERE %I IN (SELECT id FROM %s WHERE %I = ANY ($1))',
                           under.tab, under.col, place.tab, place.col) USING persons;"""
NOW_HANGING = """PERFORM maillage_definer.erase_rows(under.tab,
                format('%I IN (SELECT id FROM %s WHERE %I = ANY ($1))', under.col, place.tab, place.col), persons);"""
OF_PERSON = "EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', place.tab, place.col) USING persons;"
NOW_OF_PERSON = "PERFORM maillage_definer.erase_rows(place.tab, format('%I = ANY ($1)', place.col), persons);"
OF_HOME = "EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', place.tab, place.col) USING empty;"
NOW_OF_HOME = "PERFORM maillage_definer.erase_rows(place.tab, format('%I = ANY ($1)', place.col), empty);"
CHANGED = {HANGING: NOW_HANGING, OF_PERSON: NOW_OF_PERSON, OF_HOME: NOW_OF_HOME}


def _functions(statements: str, *names: str) -> str:
    """These alone, made to replace those that are there."""
    found = [one for one in statements.split("CREATE FUNCTION maillage_definer.") if one.startswith(names)]
    bodies = [one.split("$$;")[0] for one in found]
    return "".join(f"CREATE OR REPLACE FUNCTION maillage_definer.{body}$$;\n" for body in bodies)


BEFORE = _functions(forget_sql.ERASE, "erase_empty_homes(", "erase_files(")


def _changed(statements: str) -> str:
    for former, now in CHANGED.items():
        assert statements.count(former) == 1, former
        statements = statements.replace(former, now)
    return statements


FORWARD = as_maintenance(DELETE_FROM + _changed(BEFORE))
BACKWARD = as_maintenance(BEFORE + "DROP FUNCTION maillage_definer.erase_rows(regclass, text, uuid[]);")
