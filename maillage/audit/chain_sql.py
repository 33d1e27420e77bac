"""A transaction writes its lines in one chain that no other is writing in (docs/decisions/0030-a-chain-for-each-transaction.md).

Chains were chosen by the object of a line: whoever wrote about many held them all until they were done, and two who wrote about
the same objects in another order each waited for the other.
"""

from maillage.audit.sql import FORWARD

CHOOSE = """
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head audit_chainhead;
    mine integer := nullif(current_setting('maillage.chain', true), '');
BEGIN
    IF mine IS NULL THEN
        SELECT chain INTO mine FROM audit_chainhead
        ORDER BY (chain + pg_backend_pid()) % 16 LIMIT 1 FOR UPDATE SKIP LOCKED;
        mine := coalesce(mine, pg_backend_pid() % 16);
        PERFORM set_config('maillage.chain', mine::text, true);
    END IF;
    SELECT * INTO STRICT head FROM audit_chainhead WHERE chain = mine FOR UPDATE;
    NEW.chain := mine;
    NEW.at := clock_timestamp();
    NEW.rank := head.rank + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := audit_hash(NEW);
    UPDATE audit_chainhead SET rank = NEW.rank, hash = NEW.hash WHERE chain = mine;
    RETURN NEW;
END $$;
"""
_BEGINS, _ENDS = FORWARD.index("FUNCTION audit_chain()"), FORWARD.index("CREATE TRIGGER audit_chain ")
BY_OBJECT = f"CREATE OR REPLACE {FORWARD[_BEGINS:_ENDS]}"
