"""What moves a request without the right to write its answer: the person's own steps, and what a host notes of a stay."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.referrals.cases_sql import KEPT
from maillage.referrals.enums import UNDER_WAY
from maillage.referrals.models.base import HERE, ME
from maillage.referrals.papers_sql import TODAY

HEAD = "LANGUAGE {language} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
OWN_MOVES = {
    "schemerequest": (*(f"{one}>withdrawn" for one in UNDER_WAY), "proposed>waiting"),
    "offer": ("proposed>accepted", "proposed>declined", "proposed>taken_back", "accepted>taken_back"),
}
"""From which state the person leads to which: they take back, they answer. Nothing is decided by them."""
LOOKED_AT = {"schemerequest": ("state", "ended_on", "ending"), "offer": ("state", "closed_at")}


def _trigger(table: str) -> str:
    changed = " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in LOOKED_AT[table])
    moves = ", ".join(f"'{one}'" for one in OWN_MOVES[table])
    return (
        f"CREATE TRIGGER referrals_{table}_own_moves BEFORE UPDATE ON referrals_{table} FOR EACH ROW "
        f"WHEN (maillage_actor_person() IS NOT NULL AND current_user = 'maillage_app' AND ({changed})) "
        f"EXECUTE FUNCTION referrals_own_moves({moves});"
    )


TRIGGERS = """
CREATE FUNCTION referrals_own_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the person answers, and nothing else';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(map(_trigger, OWN_MOVES))

FUNCTIONS = f"""
-- The rank that the next case of a sitting takes; two that fill it wait for each other. For whoever keeps it.
CREATE FUNCTION maillage_definer.next_case_rank(sitting bigint) RETURNS integer {HEAD.format(language="plpgsql")}
BEGIN
    PERFORM FROM governance_gathering g WHERE g.id = sitting AND g.committee_id IN {KEPT} FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN coalesce((SELECT max(c.rank) FROM referrals_case c WHERE c.gathering_id = sitting), 0) + 1;
END $$;

-- An appeal that nobody answered in time is worth a rejection: the person says so, and may go before the next authority.
CREATE FUNCTION maillage_definer.note_own_appeal_silence(asked uuid, read integer) RETURNS boolean {HEAD.format(language="sql")}
WITH moved AS (
    UPDATE referrals_schemerequest r SET version = r.version + 1 FROM referrals_appeal a
    WHERE a.id = asked AND r.id = a.request_id AND r.person_id = maillage_actor_person() AND r.version = read
      AND r.state = 'refused' AND a.outcome = '' AND a.answer_due_on < {TODAY} RETURNING r.id
), told AS (
    UPDATE referrals_appeal a SET outcome = 'silent', answered_on = a.answer_due_on FROM moved
    WHERE a.id = asked AND a.request_id = moved.id AND a.outcome = '' RETURNING 1)
SELECT EXISTS (SELECT FROM told)
$$;

-- Where somebody is lodged notes that they came, or left: what the scheme's officers write of it, and nothing else. Who came is
-- then named no more: `nobody` and `alone` are sealed empty.
CREATE FUNCTION maillage_definer.note_stay_by_host(
    asked uuid, read integer, what varchar, day date, why varchar, who varchar, event uuid, said bytea,
    nobody bytea, alone bytea)
RETURNS boolean {HEAD.format(language="plpgsql")}
DECLARE
    one referrals_offer;
BEGIN
    PERFORM FROM referrals_schemerequest r JOIN referrals_offer o ON o.request_id = r.id WHERE o.id = asked FOR UPDATE OF r;
    SELECT o.* INTO one FROM referrals_offer o JOIN schemes_place p ON p.id = o.place_id
    WHERE o.id = asked AND o.version = read AND p.host_id = {HERE} AND {ME} IS NOT NULL
      AND o.person_id NOT IN (SELECT maillage_definer.blocked_files()) FOR UPDATE OF o;
    IF what = 'entered' AND one.state = 'accepted' AND day BETWEEN one.proposed_on AND {TODAY} THEN
        UPDATE referrals_offer SET state = 'entered', entered_on = day, version = version + 1 WHERE id = asked;
        UPDATE referrals_schemerequest SET state = 'entered', version = version + 1
        WHERE id = one.request_id AND state = 'proposed';
    ELSIF what = 'left' AND one.state = 'entered' AND why <> '' AND day BETWEEN one.entered_on AND {TODAY} THEN
        UPDATE referrals_offer SET state = 'left', left_on = day, left_why = why, closed_at = now(), name = nobody,
            household = alone, version = version + 1 WHERE id = asked;
        UPDATE referrals_schemerequest SET state = 'closed', ended_on = day, version = version + 1,
            ending = CASE why WHEN 'lost' THEN 'lost' ELSE 'done' END
        WHERE id = one.request_id AND state = 'entered';
    ELSE
        RETURN false;
    END IF;
    INSERT INTO referrals_event (id, person_id, structure_id, request_id, kind, "on", by_id, by_label, words, recorded_at)
    VALUES (event, one.person_id, one.structure_id, one.request_id, what, day, maillage_actor_user(), left(who, 200), said, now());
    RETURN true;
END $$;
"""
SIGNATURES = (
    "next_case_rank(bigint)",
    "note_own_appeal_silence(uuid, integer)",
    "note_stay_by_host(uuid, integer, varchar, date, varchar, varchar, uuid, bytea, bytea, bytea)",
)
FORWARD = TRIGGERS + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = (
    as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
    + "".join(f"DROP TRIGGER referrals_{table}_own_moves ON referrals_{table};" for table in OWN_MOVES)
    + "DROP FUNCTION referrals_own_moves();"
)
RANKED = """
UPDATE referrals_case c SET rank = n.rank FROM (
    SELECT id, row_number() OVER (PARTITION BY gathering_id ORDER BY rank, put_on_at, id) AS rank FROM referrals_case
    WHERE gathering_id IN (SELECT gathering_id FROM referrals_case GROUP BY gathering_id, rank HAVING count(*) > 1)) n
WHERE n.id = c.id AND c.rank <> n.rank;
"""
"""Of sittings where two cases took one rank: each its own, in the order they were put on."""
