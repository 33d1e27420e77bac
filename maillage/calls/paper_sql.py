"""A reading on paper: who keeps the jury types it in, for a juror without an account, once their own is handed in.
`rules.access` says the same. And what is forgotten every night."""

from maillage.calls import sql
from maillage.calls.models.base import ME
from maillage.permissions.definer import WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

ON_PAPER = f"user_id IS NULL AND {sql.KEPT_FILE}"
SAME_FILE = "application_id = calls_reading.application_id"
OWN = f"SELECT id FROM calls_assignment WHERE user_id = {ME} AND handed_at IS NULL AND {SAME_FILE}"
PAPER = f"SELECT id FROM calls_assignment WHERE handed_at IS NULL AND {SAME_FILE} AND {ON_PAPER}"
BLIND = f"SELECT application_id FROM calls_assignment WHERE user_id = {ME} AND handed_at IS NULL"
WRITERS = {
    "assignment": Writers(
        sql.KEPT_FILE,
        f"handed_at IS NULL AND (user_id = {ME} OR ({ON_PAPER}))",
        f"user_id = {ME} OR ({ON_PAPER})",
        f"handed_at IS NULL AND (user_id = {ME} OR {sql.KEPT_FILE})",
    ),
    "reading": Writers(
        f"(user_id = {ME} AND assignment_id IN ({OWN}))"
        f" OR (typed_by_id = {ME} AND {ON_PAPER} AND assignment_id IN ({PAPER}) AND application_id NOT IN ({BLIND}))",
        f"user_id = {ME} AND assignment_id IN ({OWN})",
    ),
}
ASKED_TWICE = """
DELETE FROM calls_helprequest a USING calls_helprequest b WHERE a.id > b.id AND a.answer_id IS NULL AND b.answer_id IS NULL
    AND (a.call_id, a.structure_id, a.user_id, a.question) = (b.call_id, b.structure_id, b.user_id, b.question);
"""
ONE_EACH = as_maintenance(ASKED_TWICE)
"""Before a question that waits is unique."""
FORMER = {name: sql.WRITERS[name] for name in WRITERS}

# Once a call is long over: questions asked in private, why somebody stepped aside, what each juror wrote of a file that was
# answered. What the jury decided, and why, stays. Former versions of these rows go with them.
FORGET = f"""
CREATE FUNCTION maillage_definer.calls_forget() RETURNS void {WRITES}
DECLARE
    asked bigint[];
    aside bigint[];
    read bigint[];
BEGIN
    SELECT array_agg(r.id) INTO asked FROM calls_helprequest r JOIN calls_call c ON c.id = r.call_id
    WHERE c.closes_at < now() - interval '12 months';
    DELETE FROM calls_helprequest WHERE id = ANY (asked);
    DELETE FROM audit_rowversion WHERE "table" = 'calls_helprequest' AND row_id = ANY (asked::text[]);
    SELECT array_agg(a.id) INTO aside FROM calls_aside a JOIN calls_application f ON f.id = a.application_id
    JOIN calls_call c ON c.id = f.call_id WHERE a.reason <> '' AND c.closes_at < now() - interval '24 months';
    UPDATE calls_aside SET reason = '' WHERE id = ANY (aside);
    DELETE FROM audit_rowversion WHERE "table" = 'calls_aside' AND row_id = ANY (aside::text[]);
    SELECT array_agg(r.id) INTO read FROM calls_reading r JOIN calls_ruling u ON u.application_id = r.application_id
    WHERE u.notified_on < now() - interval '24 months';
    DELETE FROM calls_reading WHERE id = ANY (read);
    DELETE FROM audit_rowversion WHERE "table" = 'calls_reading' AND row_id = ANY (read::text[]);
END $$;
"""
SIGNATURES = ("calls_forget()",)
FORWARD = (
    no_policies("calls", WRITERS) + policies("calls", WRITERS) + as_maintenance(FORGET + granted(SIGNATURES))
)
BACKWARD = (
    as_maintenance("DROP FUNCTION maillage_definer.calls_forget();")
    + no_policies("calls", WRITERS)
    + policies("calls", FORMER)
)
