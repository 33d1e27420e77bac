"""What PostgreSQL tells of ProConnect's identities to whoever is not signed in yet: a number, never a row."""

from maillage.permissions.definer import READS, WRITES, as_maintenance, granted

FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.proconnect_account(provider text, subject text) RETURNS bigint {READS}
BEGIN
    RETURN (SELECT i.user_id FROM accounts_proconnectidentity i WHERE i.idp_id = provider AND i.sub = subject);
END $$;

-- Whether an account is tied to an identity, whichever: an invitation, or a password received by mail, is then worth less.
CREATE FUNCTION maillage_definer.proconnect_tied(who bigint) RETURNS boolean {READS}
BEGIN
    RETURN EXISTS (SELECT FROM accounts_proconnectidentity i WHERE i.user_id = who);
END $$;

-- Of a closed account alone: whoever calls it for another one takes nothing away.
CREATE FUNCTION maillage_definer.proconnect_forget(closed bigint) RETURNS integer {WRITES}
DECLARE
    gone integer;
BEGIN
    DELETE FROM accounts_proconnectidentity i USING accounts_user u
    WHERE i.user_id = closed AND u.id = closed AND NOT u.is_active;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""
SIGNATURES = ("proconnect_account(text, text)", "proconnect_tied(bigint)", "proconnect_forget(bigint)")
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
