"""What a signed link opens of one request to whoever has no account there: the parts agreed to, the answer. Nothing else."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.referrals.papers_sql import TODAY, WITH_THEM

AFTER = 30
"""Days that the link still opens once it is decided."""
ALIVE = f"""r.link = held_key AND r.sent_at IS NOT NULL AND r.withdrawn_at IS NULL AND r.link_until >= {TODAY}
  AND NOT maillage_definer.instructed_here((SELECT c.structure_id FROM schemes_scheme c WHERE c.id = r.scheme_id))
  AND r.state NOT IN ('withdrawn', 'closed') AND (r.decided_on IS NULL OR r.decided_on >= {TODAY} - {AFTER})
  AND EXISTS (SELECT FROM people_attachment a WHERE a.person_id = r.person_id AND a.structure_id = r.structure_id
              AND a.ended_at IS NULL AND a.consent_of_id IS NULL)"""
AGREED = {
    "sentsection": " AND o.code = ANY (r.agreed)",
    "missingpiece": "",
    "joineddocument": " AND o.agreed_at IS NOT NULL",
}
NAMES = {"sentsection": "sent", "missingpiece": "missing", "joineddocument": "joined"}


def _beside(table: str) -> str:
    return f"""
CREATE FUNCTION maillage_definer.{NAMES[table]}_by_link(held_key uuid) RETURNS SETOF referrals_{table}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT o.* FROM referrals_{table} o JOIN referrals_schemerequest r ON r.id = o.request_id WHERE {ALIVE}{AGREED[table]}
$$;
"""


FUNCTIONS = f"""
-- Whether whoever receives for a scheme signs in: then nothing leaves by mail.
CREATE FUNCTION maillage_definer.instructed_here(place bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT EXISTS (SELECT FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
               WHERE m.structure_id = place AND m.role = 'scheme_officer' AND m.ended_at IS NULL AND m.since <= {TODAY}
                 AND (m.until IS NULL OR m.until >= {TODAY}) AND u.is_active)
$$;

-- For the job that writes to them: where, and the link. No name.
CREATE FUNCTION maillage_definer.link_to_send(asked uuid)
RETURNS TABLE (link uuid, email varchar, scheme varchar, asker varchar, phone varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT r.link, c.email, c.name, s.name, s.phone FROM referrals_schemerequest r
JOIN schemes_scheme c ON c.id = r.scheme_id JOIN directory_structure s ON s.id = r.structure_id
CROSS JOIN LATERAL (SELECT r.link AS held_key) k
WHERE r.id = asked AND c.email <> '' AND maillage_actor_has('mailer') AND {ALIVE}
$$;

CREATE FUNCTION maillage_definer.request_by_link(held_key uuid) RETURNS SETOF referrals_schemerequest
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT r.* FROM referrals_schemerequest r WHERE {ALIVE}
$$;

-- The answer, with its line of the history. Whose request it was; NULL when the link opens no more, or it changed since.
CREATE FUNCTION maillage_definer.answer_request_by_link(
    held_key uuid, read integer, told jsonb, what varchar, day date, who varchar, event uuid, said bytea, pieces jsonb)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one referrals_schemerequest;
    fresh referrals_schemerequest;
BEGIN
    SELECT r.* INTO one FROM referrals_schemerequest r
    WHERE {ALIVE} AND r.version = read AND r.state IN {WITH_THEM} FOR UPDATE OF r;
    IF one.id IS NULL THEN
        RETURN NULL;
    END IF;
    fresh := jsonb_populate_record(one, told);
    IF NOT (CASE what WHEN 'received' THEN fresh.state = 'received' WHEN 'incomplete' THEN fresh.state = 'incomplete'
            WHEN 'complete' THEN fresh.state = 'complete'
            WHEN 'decided' THEN fresh.state IN ('accepted', 'waiting', 'refused', 'redirected') ELSE false END) THEN
        RETURN NULL;
    END IF;
    UPDATE referrals_schemerequest r SET (
        state, received_on, complete_on, incomplete_on, complete_by, paused_days, due_on, silence, decided_on, outcome,
        reason, decided_by, words, next_step, rank, rank_means, contest_by, version) = ROW (
        fresh.state, fresh.received_on, fresh.complete_on, fresh.incomplete_on, fresh.complete_by, fresh.paused_days,
        fresh.due_on, fresh.silence, fresh.decided_on, fresh.outcome, fresh.reason, fresh.decided_by, fresh.words,
        fresh.next_step, fresh.rank, fresh.rank_means, fresh.contest_by, one.version + 1)
    WHERE r.id = one.id;
    INSERT INTO referrals_event (id, person_id, structure_id, request_id, kind, "on", by_id, by_label, words, recorded_at)
    VALUES (event, one.person_id, one.structure_id, one.id, what, day, NULL, left(who, 200), said, now());
    INSERT INTO referrals_missingpiece (id, person_id, structure_id, request_id, what, provider, how, asked_on)
    SELECT gen_random_uuid(), one.person_id, one.structure_id, one.id, p.what, p.provider, p.how, day
    FROM jsonb_to_recordset(pieces) AS p (what varchar, provider varchar, how varchar);
    IF what = 'complete' THEN
        UPDATE referrals_missingpiece m SET given_on = day WHERE m.request_id = one.id AND m.given_on IS NULL;
    END IF;
    IF what = 'decided' THEN
        INSERT INTO support_act (id, person_id, structure_id, open_to_teams, kind, "on", what, outcome, by_id, by_label,
                                 recorded_at)
        VALUES (gen_random_uuid(), one.person_id, one.structure_id, false, 'decision', day, 'Réponse d’un dispositif', '',
                NULL, left(who, 200), now());
    END IF;
    RETURN one.worker_id;
END $$;
""" + "".join(map(_beside, NAMES))
SIGNATURES = (
    "instructed_here(bigint)",
    "link_to_send(uuid)",
    "request_by_link(uuid)",
    "answer_request_by_link(uuid, integer, jsonb, varchar, date, varchar, uuid, bytea, jsonb)",
    *(f"{one}_by_link(uuid)" for one in NAMES.values()),
)
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in reversed(SIGNATURES)))
