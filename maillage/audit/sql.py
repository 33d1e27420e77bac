"""The triggers of the journal, installed by migration 0002."""

FORWARD = """
ALTER TABLE audit_entry
    ALTER at SET DEFAULT clock_timestamp(), ALTER chain SET DEFAULT 0, ALTER rank SET DEFAULT 0,
    ALTER previous_hash SET DEFAULT '', ALTER hash SET DEFAULT '';

INSERT INTO audit_chainhead (chain, rank, hash) SELECT n, 0, '' FROM generate_series(0, 15) n;

CREATE FUNCTION audit_hash(e audit_entry) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog SET timezone = 'UTC' AS $$
SELECT encode(sha256(convert_to(jsonb_build_array(
    e.chain, e.rank, e.previous_hash, extract(epoch FROM e.at), e.actor_user_id, e.actor_structure_id,
    e.actor_label, e.verb, e.object_kind, e.object_id, e.details)::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE head audit_chainhead;
BEGIN
    NEW.chain := abs(hashtext(NEW.object_kind || ' ' || NEW.object_id) % 16);
    SELECT * INTO STRICT head FROM audit_chainhead WHERE chain = NEW.chain FOR UPDATE;
    NEW.at := clock_timestamp();
    NEW.rank := head.rank + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := audit_hash(NEW);
    UPDATE audit_chainhead SET rank = NEW.rank, hash = NEW.hash WHERE chain = NEW.chain;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE FUNCTION audit_keep_former() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO audit_rowversion (at, "table", row_id, operation, actor_user_id, former)
    SELECT clock_timestamp(), TG_TABLE_NAME, to_jsonb(former) ->> 'id', TG_OP, maillage_actor_user(),
           to_jsonb(former)
    FROM former;
    RETURN NULL;
END $$;

REVOKE ALL ON audit_chainhead, audit_rowversion FROM maillage_app;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM maillage_app, maillage_maintenance;
"""

BACKWARD = """
DROP TRIGGER audit_append_only ON audit_entry;
DROP TRIGGER audit_chain ON audit_entry;
DROP FUNCTION audit_keep_former();
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_chain();
DROP FUNCTION audit_hash(audit_entry);
DELETE FROM audit_chainhead;
"""
