"""Appeals and joined papers: who writes them, in PostgreSQL; the silence that the person notes themselves."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.referrals.models.base import IN_TEAM, OF_RECEIVED, OWN
from maillage.referrals.sql import AGREEMENT, OF_REQUEST

TODAY = "(now() AT TIME ZONE 'Europe/Paris')::date"
WITH_THEM = "('sent', 'received', 'incomplete', 'complete')"
CONTESTED = OF_REQUEST.format(table="appeal", more=" AND q.state = 'refused'")
SHARED = f"(shared AND {OF_RECEIVED.format('')})"
NOT_OVER = OF_REQUEST.format(
    table="joineddocument", more=f" AND q.withdrawn_at IS NULL AND q.state IN ('draft', {WITH_THEM[1:]}"
)
OF_FOLDER = (
    "EXISTS (SELECT FROM support_document d WHERE d.id = document_id AND d.key = referrals_joineddocument.key"
    " AND d.person_id = referrals_joineddocument.person_id AND d.withheld_id IS NULL AND d.level <> 'personal')"
)
WRITERS = {
    "appeal": Writers(f"({IN_TEAM} OR {OWN}) AND {CONTESTED}", f"{IN_TEAM} OR {SHARED}"),
    "joineddocument": Writers(
        f"({IN_TEAM} OR {OWN}) AND {NOT_OVER} AND {OF_FOLDER}",
        f"{IN_TEAM} OR {OWN}",
        goes=f"({IN_TEAM} OR {OWN}) AND agreed_at IS NULL",
    ),
}
OWN_WRITES = f"""
CREATE POLICY referrals_appeal_w_own ON referrals_appeal FOR INSERT WITH CHECK ({OWN});
CREATE POLICY referrals_joineddocument_w_own ON referrals_joineddocument FOR INSERT WITH CHECK ({OWN});
CREATE POLICY referrals_joineddocument_w_own_agrees ON referrals_joineddocument FOR UPDATE
    USING ({OWN}) WITH CHECK ({OWN});
"""
STAYS = {
    "appeal": (
        "person_id", "structure_id", "request_id", "authority", "text", "decision_on", "against_silence", "refused_for",
        "lodge_by", "lodged_on", "grounds", "shared",
    ),
    "joineddocument": (
        "person_id", "structure_id", "request_id", "document_id", "title", "key", "name", "media_type", "joined_on",
    ),
}  # fmt: skip
"""What was contested, and which paper it is, are not rewritten."""

ONLY = f"""
DROP TRIGGER referrals_schemerequest_own ON referrals_schemerequest;
CREATE TRIGGER referrals_schemerequest_own BEFORE UPDATE ON referrals_schemerequest FOR EACH ROW
WHEN (maillage_actor_person() IS NOT NULL{{}}) EXECUTE FUNCTION referrals_only({", ".join(map(repr, AGREEMENT))});
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER referrals_{table}_stays BEFORE UPDATE ON referrals_{table} FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({', '.join(map(repr, names))});"
    for table, names in STAYS.items()
) + ONLY.format(" AND current_user = 'maillage_app'")

FUNCTIONS = f"""
-- The delay is over without an answer: the person says so, and the rules of the scheme say what that is worth.
CREATE FUNCTION maillage_definer.note_own_silence(asked uuid, read integer, last date, following bytea) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH silent AS (
    SELECT q.id, greatest(q.due_on, (CASE s.counts_from WHEN 'complete' THEN coalesce(q.complete_on, q.received_on)
                                     ELSE q.received_on END + interval '2 months')::date + q.paused_days) AS on_day
    FROM referrals_schemerequest q JOIN schemes_scheme s ON s.id = q.scheme_id
    WHERE q.id = asked AND q.due_on IS NOT NULL AND q.received_on IS NOT NULL
), noted AS (
    UPDATE referrals_schemerequest r SET
        state = CASE r.silence WHEN 'granted' THEN 'accepted' ELSE 'refused' END,
        outcome = CASE r.silence WHEN 'granted' THEN 'accepted' ELSE 'refused' END,
        reason = CASE r.silence WHEN 'granted' THEN '' ELSE 'silence' END,
        contest_by = CASE r.silence WHEN 'granted' THEN NULL ELSE last END,
        decided_on = silent.on_day, decided_by = 'silence', next_step = following, incomplete_on = NULL, complete_by = NULL,
        version = r.version + 1
    FROM silent WHERE r.id = silent.id AND r.person_id = maillage_actor_person() AND r.version = read AND r.withdrawn_at IS NULL
      AND r.state IN {WITH_THEM} AND silent.on_day < {TODAY} AND r.silence IN ('granted', 'refused') RETURNING 1)
SELECT EXISTS (SELECT FROM noted)
$$;
"""
SIGNATURES = ("note_own_silence(uuid, integer, date, bytea)",)

FORWARD = (
    policies("referrals", WRITERS) + OWN_WRITES + TRIGGERS + as_maintenance(FUNCTIONS + granted(SIGNATURES))
)
BACKWARD = (
    as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
    + ONLY.format("")
    + "".join(f"DROP TRIGGER referrals_{table}_stays ON referrals_{table};" for table in STAYS)
    + "DROP POLICY referrals_appeal_w_own ON referrals_appeal;"
    "DROP POLICY referrals_joineddocument_w_own ON referrals_joineddocument;"
    "DROP POLICY referrals_joineddocument_w_own_agrees ON referrals_joineddocument;"
    + no_policies("referrals", WRITERS)
)
