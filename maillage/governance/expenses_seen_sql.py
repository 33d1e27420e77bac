"""Who holds a claim that is not sent, and that whoever typed it doesn't accept it; `rules.expenses` says the same.

A policy doesn't know what a row was: a trigger keeps the order of the steps, and what was sent as it was sent.
"""

from maillage.governance import participation_sql as former
from maillage.governance.models.base import ME
from maillage.governance.models.expenses import HOLDS

CLAIM = former.CLAIM
EDITS = f"state = 'draft' AND ({HOLDS})"
ACCEPTS = f"{former.SETTLES} AND entered_by_id <> {ME}"
OF_DRAFT = f"claim_id IN (SELECT id FROM {CLAIM} WHERE {EDITS})"
OF_SENT = f"claim_id IN (SELECT id FROM {CLAIM} WHERE state = 'sent' AND {ACCEPTS})"
CHANGES = f"({EDITS}) OR (state = 'sent' AND {ACCEPTS}) OR (state = 'accepted' AND {former.SETTLES})"
AFTER = (
    f"(state IN ('draft', 'sent') AND entered_by_id = {ME})"
    f" OR (state IN ('accepted', 'refused') AND {ACCEPTS}) OR (state = 'paid' AND {former.SETTLES})"
)
LINES = f"{OF_DRAFT} OR {OF_SENT}"

ALTERED = """
ALTER POLICY governance_expenseclaim_w_update ON governance_expenseclaim USING ({changes}) WITH CHECK ({after});
ALTER POLICY governance_expenseline_w_insert ON governance_expenseline WITH CHECK ({draft});
ALTER POLICY governance_expenseline_w_update ON governance_expenseline USING ({lines}) WITH CHECK ({lines});
ALTER POLICY governance_expenseline_w_delete ON governance_expenseline USING ({draft});
"""
WRITTEN = "entered_by_id, state, note, total, advance, granted, sent_on, decided_on, paid_on"
STEPS = f"""
REVOKE UPDATE ON {CLAIM} FROM maillage_app;
GRANT UPDATE ({WRITTEN}) ON {CLAIM} TO maillage_app;
CREATE FUNCTION governance_claim_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'sent'), ('sent', 'accepted'), ('sent', 'refused'), ('accepted', 'paid')
    ) OR OLD.state <> 'draft' AND (OLD.entered_by_id, OLD.total, OLD.note, OLD.sent_on)
        IS DISTINCT FROM (NEW.entered_by_id, NEW.total, NEW.note, NEW.sent_on) THEN
        RAISE EXCEPTION 'one step after the other' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_claim_steps BEFORE UPDATE ON {CLAIM} FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION governance_claim_steps();
"""
NO_STEPS = f"""
DROP TRIGGER governance_claim_steps ON {CLAIM};
DROP FUNCTION governance_claim_steps();
GRANT UPDATE ON {CLAIM} TO maillage_app;
"""
FORMER = former.WRITERS["expenseclaim"]

FORWARD = ALTERED.format(changes=CHANGES, after=AFTER, draft=OF_DRAFT, lines=LINES) + STEPS
BACKWARD = NO_STEPS + ALTERED.format(
    changes=FORMER.changes,
    after=FORMER.after,
    draft=former.OF_DRAFT,
    lines=f"{former.OF_DRAFT} OR {former.OF_SENT}",
)
