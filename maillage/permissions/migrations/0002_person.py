"""The accompanied person as an actor. A context signed by the former code (without a person) still counts."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION maillage_actor() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    raw text := current_setting('maillage.actor', true);
    fields text[];
    many integer;
    payload text;
    secret bytea;
BEGIN
    IF coalesce(raw, '') = '' THEN
        RETURN NULL;
    END IF;
    fields := string_to_array(raw, '|');
    many := cardinality(fields);
    payload := array_to_string(fields[1:many - 1], '|');
    SELECT key INTO secret FROM maillage_private.context_key;
    IF secret IS NULL OR many NOT IN (5, 6)
       OR fields[many - 1] IS DISTINCT FROM pg_backend_pid()::text
       OR fields[many] IS DISTINCT FROM encode(sha256(secret || sha256(secret || convert_to(payload, 'UTF8'))), 'hex') THEN
        RAISE EXCEPTION 'forged row context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN fields;
END $$;

CREATE FUNCTION maillage_actor_person() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, public AS
$$ SELECT CASE WHEN cardinality(a) = 6 THEN nullif(a[4], '')::uuid END FROM public.maillage_actor() a $$;
"""

BACKWARD = """
DROP FUNCTION maillage_actor_person();
CREATE OR REPLACE FUNCTION maillage_actor() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    raw text := current_setting('maillage.actor', true);
    fields text[];
    payload text;
    secret bytea;
BEGIN
    IF coalesce(raw, '') = '' THEN
        RETURN NULL;
    END IF;
    fields := string_to_array(raw, '|');
    payload := array_to_string(fields[1:4], '|');
    SELECT key INTO secret FROM maillage_private.context_key;
    IF secret IS NULL OR cardinality(fields) <> 5
       OR fields[4] IS DISTINCT FROM pg_backend_pid()::text
       OR fields[5] IS DISTINCT FROM encode(sha256(secret || sha256(secret || convert_to(payload, 'UTF8'))), 'hex') THEN
        RAISE EXCEPTION 'forged row context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN fields;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("permissions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
