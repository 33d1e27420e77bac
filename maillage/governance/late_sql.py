"""Who is reminded of a late question; what its author may make of it: a policy doesn't know what a row was."""

from maillage.governance.enums import DutyKind
from maillage.governance.ethics_sql import OVER
from maillage.governance.models.base import KEPT
from maillage.governance.sql import IN_FORCE, KEEPING_KINDS
from maillage.permissions.definer import TODAY, as_maintenance, granted

TOLD = f"{KEEPING_KINDS}, '{DutyKind.CORRESPONDENT}'"

# For the night job alone: accounts, and no word of the question. What waits for its author is not late for them.
FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.remind_late_referrals() RETURNS TABLE (user_id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT maillage_actor_has('mailer') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH late AS (
        UPDATE governance_ethicsreferral r SET reminded_for = r.due_on
        WHERE r.due_on < {TODAY} AND r.state NOT IN ({OVER}, 'asked') AND r.reminded_for IS DISTINCT FROM r.due_on
        RETURNING COALESCE(r.national_id, r.committee_id) AS holder
    )
    SELECT DISTINCT d.user_id::bigint FROM late JOIN governance_duty d ON d.committee_id = late.holder
    WHERE d.kind IN ({TOLD}) AND {IN_FORCE.format(row="d")};
END $$;
"""
SIGNATURES = ("remind_late_referrals()",)

AUTHORS_PART = f"""
CREATE FUNCTION governance_referral_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF COALESCE(OLD.national_id, OLD.committee_id) NOT IN {KEPT} AND (
        (NEW.national_id, NEW.due_on) IS DISTINCT FROM (OLD.national_id, OLD.due_on)
        OR NEW.state <> 'withdrawn' AND (OLD.state, NEW.state) <> ('asked', 'taken')
    ) THEN
        RAISE EXCEPTION 'its author withdraws it, or makes it precise' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_referral_moves BEFORE UPDATE ON governance_ethicsreferral FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION governance_referral_moves();
"""
NO_AUTHORS_PART = """
DROP TRIGGER governance_referral_moves ON governance_ethicsreferral;
DROP FUNCTION governance_referral_moves();
"""

FORWARD = AUTHORS_PART + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("DROP FUNCTION maillage_definer.remind_late_referrals();") + NO_AUTHORS_PART
