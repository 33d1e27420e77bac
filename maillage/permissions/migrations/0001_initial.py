"""The signed actor, as policies read it."""

from django.db import migrations

FORWARD = """
CREATE SCHEMA maillage_private;
REVOKE ALL ON SCHEMA maillage_private FROM PUBLIC;
CREATE TABLE maillage_private.context_key (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    key bytea NOT NULL
);
REVOKE ALL ON maillage_private.context_key FROM PUBLIC;

-- Functions that look beyond row security on purpose, and answer less than a row (a count, a yes or no).
CREATE SCHEMA maillage_definer;
REVOKE ALL ON SCHEMA maillage_definer FROM PUBLIC;
GRANT USAGE ON SCHEMA maillage_definer TO maillage_app;
GRANT USAGE, CREATE ON SCHEMA maillage_definer TO maillage_maintenance;

CREATE FUNCTION maillage_actor() RETURNS text[]
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

CREATE FUNCTION maillage_actor_user() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, public AS
$$ SELECT nullif((public.maillage_actor())[1], '')::bigint $$;

CREATE FUNCTION maillage_actor_structure() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, public AS
$$ SELECT nullif((public.maillage_actor())[2], '')::bigint $$;

CREATE FUNCTION maillage_actor_has(role text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, public AS
$$ SELECT coalesce(role = ANY (string_to_array((public.maillage_actor())[3], ',')), false) $$;
"""

BACKWARD = """
DROP FUNCTION maillage_actor_has(text);
DROP FUNCTION maillage_actor_structure();
DROP FUNCTION maillage_actor_user();
DROP FUNCTION maillage_actor();
DROP SCHEMA maillage_definer CASCADE;
DROP SCHEMA maillage_private CASCADE;
"""


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
