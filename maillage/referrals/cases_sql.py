"""What row security asks of commissions, and who writes there; `rules.cases` says the same.

A seat gives nothing by itself: a member reads a case once they signed the undertaking of that sitting, from the moment it
is on its agenda until the record is approved or the agreement is taken back, unless they stepped aside.
"""

from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.referrals.models.base import IN_TEAM, OWN
from maillage.referrals.models.cases import KEPT_GATHERINGS, LISTABLE, READ_BY_KEEPER
from maillage.referrals.sql import SIGNED, THEIRS
from maillage.referrals.sql import WRITERS as BEFORE
from maillage.referrals.sql import _of_request as of_request

MINE = "(SELECT * FROM maillage_definer.my_committees())"
KEPT = "(SELECT * FROM maillage_definer.my_kept_committees())"
RECUSED = "(SELECT * FROM maillage_definer.my_case_recusals())"
OPEN = "g.held_at IS NULL AND g.cancelled_at IS NULL"
UNDERTOOK = "(SELECT u.gathering_id FROM referrals_undertaking u WHERE u.user_id = maillage_actor_user())"
UNDER_READING = f"""
    FROM referrals_case c
    JOIN governance_gathering g ON g.id = c.gathering_id
    JOIN referrals_schemerequest r ON r.id = c.request_id
    WHERE c.state IN ('listed', 'decided') AND r.withdrawn_at IS NULL AND g.cancelled_at IS NULL
    AND g.id IN {UNDERTOOK} AND c.request_id NOT IN {RECUSED}
    AND NOT EXISTS (SELECT FROM governance_minutes m WHERE m.gathering_id = g.id AND m.approved_at IS NOT NULL)
"""


def _function(name: str, answers: str, query: str) -> str:
    return f"""
CREATE FUNCTION maillage_definer.{name}() RETURNS {answers}
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY {query};
END $$;
"""


# plpgsql: each may call one that comes after it.
FUNCTIONS = (
    _function(
        "my_case_recusals",
        "SETOF uuid",
        "SELECT q.request_id FROM referrals_caserecusal q WHERE q.user_id = maillage_actor_user()",
    )
    + _function(
        "case_gatherings_kept",
        "SETOF bigint",
        f"SELECT g.id FROM governance_gathering g WHERE g.committee_id IN {KEPT}",
    )
    + _function(
        "cases_seen",
        "SETOF uuid",
        f"""SELECT c.id FROM referrals_case c JOIN governance_gathering g ON g.id = c.gathering_id
    WHERE (g.committee_id IN {KEPT} OR (g.committee_id IN {MINE} AND g.id IN {UNDERTOOK}))
    AND c.request_id NOT IN {RECUSED}""",
    )
    + _function(
        "cases_read", "SETOF uuid", f"SELECT c.request_id {UNDER_READING} AND g.committee_id IN {MINE}"
    )
    + _function(
        "cases_read_kept", "SETOF uuid", f"SELECT c.request_id {UNDER_READING} AND g.committee_id IN {KEPT}"
    )
    + _function(
        "cases_to_decide",
        "SETOF uuid",
        f"SELECT c.request_id {UNDER_READING} AND c.state = 'listed' AND {OPEN} AND g.committee_id IN {KEPT}",
    )
    + _function(
        "case_candidates",
        "TABLE (request uuid, person uuid, structure bigint, gathering bigint, due date, sent timestamptz, again boolean)",
        f"""SELECT r.id, r.person_id, r.structure_id, g.id, r.due_on, r.sent_at,
        EXISTS (SELECT FROM referrals_case b WHERE b.request_id = r.id AND b.state = 'postponed')
    FROM governance_gathering g
    JOIN schemes_scheme s ON s.committee_id = g.committee_id
    JOIN referrals_schemerequest r ON r.scheme_id = s.id
    WHERE g.committee_id IN {KEPT} AND {OPEN}
    AND r.state IN ('received', 'complete') AND r.withdrawn_at IS NULL
    AND r.person_id NOT IN (SELECT maillage_definer.blocked_files())
    AND NOT EXISTS (SELECT FROM referrals_case c WHERE c.request_id = r.id AND c.state = 'listed')""",
    )
    + f"""
-- What a sitting that is over, or isn't held, left undecided: those that the actor stepped aside from too.
CREATE FUNCTION maillage_definer.cases_left(sitting bigint, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE referrals_case SET state = 'postponed', ended_at = now(), ended_by_id = maillage_actor_user(), why = words
    WHERE gathering_id = sitting AND state = 'listed'
    AND gathering_id IN (SELECT g.id FROM governance_gathering g WHERE g.committee_id IN {KEPT});
END $$;

-- Where and when a case is spoken of: for whoever sees the case and not the commission, its person and their team.
CREATE FUNCTION maillage_definer.case_sitting(wanted uuid) RETURNS TABLE (name text, starts_at timestamptz, place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT t.name::text, g.starts_at, g.place::text FROM referrals_case c
    JOIN governance_gathering g ON g.id = c.gathering_id JOIN governance_committee t ON t.id = g.committee_id
    WHERE c.id = wanted AND (c.person_id = maillage_actor_person() OR c.structure_id = maillage_actor_structure()
        OR c.id IN (SELECT maillage_definer.cases_seen()));
END $$;
"""
)
SIGNATURES = (
    *("my_case_recusals()", "case_gatherings_kept()", "cases_seen()", "cases_read()", "cases_read_kept()"),
    *("cases_to_decide()", "case_candidates()", "cases_left(bigint, text)", "case_sitting(uuid)"),
)

TO_DECIDE = "(SELECT * FROM maillage_definer.cases_to_decide())"
ME = "(SELECT maillage_actor_user())"
OPEN_HERE = "gathering_id IN (SELECT g.id FROM governance_gathering g WHERE g.cancelled_at IS NULL AND g.committee_id IN {})"
NOT_APPROVED = (
    "NOT EXISTS (SELECT FROM governance_minutes m WHERE m.gathering_id = referrals_undertaking.gathering_id"
    " AND m.approved_at IS NOT NULL)"
)
ASKED = "EXISTS (SELECT FROM referrals_schemerequest q WHERE q.id = request_id AND q.person_id = referrals_{table}.person_id{more})"
WRITERS = {
    "case": Writers(
        LISTABLE,
        f"state = 'listed' AND gathering_id IN {KEPT_GATHERINGS}",
        f"gathering_id IN {KEPT_GATHERINGS}",
    ),
    "casebrief": Writers(f"request_id IN {READ_BY_KEEPER}", f"request_id IN {READ_BY_KEEPER}"),
    "undertaking": Writers(f"user_id = {ME} AND {OPEN_HERE.format(MINE)} AND {NOT_APPROVED}"),
    "caserecusal": Writers(
        f"((user_id = {ME} AND {OPEN_HERE.format(MINE)}) OR {OPEN_HERE.format(KEPT)}) AND EXISTS (SELECT FROM referrals_case c"
        " WHERE c.request_id = referrals_caserecusal.request_id AND c.gathering_id = referrals_caserecusal.gathering_id)"
    ),
    "hearing": Writers(
        f"({IN_TEAM} OR {OWN}) AND {ASKED.format(table='hearing', more='')}", f"{IN_TEAM} OR {OWN}"
    ),
}
"""Who inserts, which rows change. A case that was decided, postponed or removed stays so; what was signed stays."""

SHEET = (
    f"(request_id IN {READ_BY_KEEPER} OR (code NOT IN ('identity', 'contact') AND request_id IN"
    " (SELECT * FROM maillage_definer.cases_read())))"
    " AND EXISTS (SELECT FROM referrals_schemerequest q WHERE q.id = request_id AND code = ANY (q.agreed))"
)
COMMISSION = f"""
CREATE POLICY referrals_schemerequest_commission ON referrals_schemerequest FOR SELECT
    USING (id IN (SELECT * FROM maillage_definer.cases_read()));
CREATE POLICY referrals_schemerequest_w_commission ON referrals_schemerequest FOR UPDATE
    USING (id IN {TO_DECIDE}) WITH CHECK (id IN {TO_DECIDE});
CREATE POLICY referrals_schemerequest_recused ON referrals_schemerequest AS RESTRICTIVE FOR SELECT
    USING ({IN_TEAM} OR {OWN} OR id NOT IN {RECUSED});
CREATE POLICY referrals_sentsection_commission ON referrals_sentsection FOR SELECT USING ({SHEET});
CREATE POLICY referrals_event_w_commission ON referrals_event FOR INSERT WITH CHECK (request_id IN {TO_DECIDE});
CREATE POLICY referrals_hearing_w_own ON referrals_hearing FOR INSERT WITH CHECK ({OWN});
CREATE POLICY referrals_hearing_w_own_change ON referrals_hearing FOR UPDATE USING ({OWN}) WITH CHECK ({OWN});
"""
CHANGES = BEFORE["schemerequest"].changes
SIGNS = BEFORE["event"].inserts
WIDENED = f"""
ALTER POLICY referrals_schemerequest_w_update ON referrals_schemerequest
    USING ({CHANGES} OR id IN {TO_DECIDE}) WITH CHECK ({CHANGES} OR id IN {TO_DECIDE});
ALTER POLICY referrals_event_w_insert ON referrals_event
    WITH CHECK ({SIGNED} AND (({IN_TEAM} OR {OWN} OR {THEIRS} OR request_id IN {TO_DECIDE}) AND {of_request("event")}));
"""
NARROWED = f"""
ALTER POLICY referrals_schemerequest_w_update ON referrals_schemerequest USING ({CHANGES}) WITH CHECK ({CHANGES});
ALTER POLICY referrals_event_w_insert ON referrals_event WITH CHECK ({SIGNS});
"""
NO_COMMISSION = "".join(
    f"DROP POLICY referrals_{table}_{name} ON referrals_{table};"
    for table, name in (
        ("schemerequest", "commission"),
        ("schemerequest", "w_commission"),
        ("schemerequest", "recused"),
        ("sentsection", "commission"),
        ("event", "w_commission"),
        ("hearing", "w_own"),
        ("hearing", "w_own_change"),
    )
)
STAYS = {
    "case": ("person_id", "structure_id", "request_id", "gathering_id", "put_on_at", "put_on_by_id"),
    "casebrief": ("person_id", "structure_id", "request_id"),
    "hearing": ("person_id", "structure_id", "request_id"),
}
TRIGGERS = "".join(
    f"CREATE TRIGGER referrals_{table}_stays BEFORE UPDATE ON referrals_{table} FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({', '.join(map(repr, names))});"
    for table, names in STAYS.items()
)
NO_TRIGGERS = "".join(f"DROP TRIGGER referrals_{table}_stays ON referrals_{table};" for table in STAYS)

FUNCTIONS_FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
FUNCTIONS_BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
FORWARD = policies("referrals", WRITERS) + COMMISSION + WIDENED + TRIGGERS
BACKWARD = NO_TRIGGERS + NARROWED + NO_COMMISSION + no_policies("referrals", WRITERS)
