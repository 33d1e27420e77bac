"""All that touches the addresses of those who follow without an account: the table itself is closed to everybody.

Only public committees and mandates are followed. An address comes out twice: to the mail that asks whether it is really
theirs, once an hour at most, and to the daily mail, once a day; never to whoever is signed in.
"""

from maillage.permissions.definer import READS, TODAY, WRITES, as_maintenance, granted

FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.subscribe(whose varchar, about bigint, asked bigint, home varchar) RETURNS uuid
{WRITES}
DECLARE
    found uuid;
BEGIN
    IF about IS NOT NULL AND NOT EXISTS (
        SELECT FROM governance_committee WHERE id = about AND publicity = 'public'
    ) OR asked IS NOT NULL AND NOT EXISTS (
        SELECT FROM governance_mandate m
        JOIN governance_committee w ON w.id = m.committee_id AND w.publicity = 'public'
        JOIN governance_decision d ON d.id = m.decision_id
        JOIN governance_committee g ON g.id = d.committee_id AND g.publicity = 'public'
        WHERE m.id = asked
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO governance_subscription AS s (key, email, committee_id, mandate_id, site, asked_at)
    VALUES (gen_random_uuid(), lower(whose), about, asked, home, now())
    ON CONFLICT (email, committee_id, mandate_id) DO UPDATE SET asked_at = now(), site = EXCLUDED.site
        WHERE s.confirmed_at IS NULL AND s.asked_at < now() - interval '1 hour'
    RETURNING s.key INTO found;
    RETURN found;
END $$;

CREATE FUNCTION maillage_definer.subscription(which uuid)
    RETURNS TABLE (committee_id bigint, mandate_id bigint, confirmed boolean)
{READS}
BEGIN
    RETURN QUERY SELECT s.committee_id, s.mandate_id, s.confirmed_at IS NOT NULL
    FROM governance_subscription s WHERE s.key = which;
END $$;

CREATE FUNCTION maillage_definer.pending_subscription(which uuid) RETURNS TABLE (email varchar, site varchar)
{READS}
BEGIN
    RETURN QUERY SELECT s.email, s.site FROM governance_subscription s
    WHERE s.key = which AND s.confirmed_at IS NULL AND maillage_actor_user() IS NULL;
END $$;

CREATE FUNCTION maillage_definer.confirm_subscription(which uuid) RETURNS boolean
{WRITES}
BEGIN
    UPDATE governance_subscription SET confirmed_at = now(), told_until = {TODAY}
    WHERE key = which AND confirmed_at IS NULL;
    RETURN EXISTS (SELECT FROM governance_subscription WHERE key = which);
END $$;

CREATE FUNCTION maillage_definer.end_subscription(which uuid) RETURNS boolean
{WRITES}
BEGIN
    DELETE FROM governance_subscription WHERE key = which;
    RETURN FOUND;
END $$;

CREATE FUNCTION maillage_definer.next_subscription()
    RETURNS TABLE (key uuid, email varchar, committee_id bigint, mandate_id bigint, site varchar, told_until date)
{WRITES}
BEGIN
    IF maillage_actor_user() IS NOT NULL OR maillage_actor_person() IS NOT NULL THEN
        RETURN;
    END IF;
    RETURN QUERY UPDATE governance_subscription s SET tried_on = {TODAY}
    WHERE s.id = (
        SELECT one.id FROM governance_subscription one
        WHERE one.confirmed_at IS NOT NULL AND one.told_until < {TODAY}
            AND (one.tried_on IS NULL OR one.tried_on < {TODAY})
        ORDER BY one.id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING s.key, s.email, s.committee_id, s.mandate_id, s.site, s.told_until;
END $$;

CREATE FUNCTION maillage_definer.subscription_told(which uuid, until date) RETURNS void
{WRITES}
BEGIN
    UPDATE governance_subscription SET told_until = least(until, {TODAY}) WHERE key = which;
END $$;

CREATE FUNCTION maillage_definer.forget_unconfirmed() RETURNS void
{WRITES}
BEGIN
    DELETE FROM governance_subscription WHERE confirmed_at IS NULL AND asked_at < now() - interval '3 days';
END $$;
"""
SIGNATURES = (
    "subscribe(varchar, bigint, bigint, varchar)",
    "subscription(uuid)",
    "pending_subscription(uuid)",
    "confirm_subscription(uuid)",
    "end_subscription(uuid)",
    "next_subscription()",
    "subscription_told(uuid, date)",
    "forget_unconfirmed()",
)
CLOSED = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON governance_subscription FROM maillage_app;"

FORWARD = CLOSED + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
