"""All that an answer goes through: nobody writes one in the tables, and none is taken after the last second.

The door of a link (`survey_opened`, `survey_questions`, `survey_respond`), a paper typed in by who asks, and what the
policies ask: which questionnaires this account was sent, which answers it may read.
"""

from maillage.consultations.models.base import KEPT, ME, OF_KEPT
from maillage.consultations.rules.counts import HIDDEN_BELOW
from maillage.permissions.definer import READS, TODAY, WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

PAPER_GRACE = "interval '7 days'"
RUNS = "q.opens_at <= now() AND now() < q.closes_at"
"""The first moment when it is over is not in time."""
PHASE = f"CASE WHEN {RUNS} THEN 'open' WHEN q.opens_at <= now() THEN 'closed' ELSE 'draft' END"
ENOUGH = (
    f"EXISTS (SELECT FROM consultations_response r WHERE r.questionnaire_id = q.id OFFSET {HIDDEN_BELOW - 1})"
)

SEEN = f"""
CREATE FUNCTION maillage_definer.my_asked_surveys() RETURNS SETOF bigint {READS}
BEGIN
    RETURN QUERY SELECT i.questionnaire_id FROM consultations_invitation i
    JOIN consultations_questionnaire q ON q.id = i.questionnaire_id
    WHERE i.user_id = maillage_actor_user() AND i.sent_at IS NOT NULL AND q.opens_at <= now();
END $$;

-- Signed answers as they come; anonymous ones once it is closed, and when they are enough to hide each other.
CREATE FUNCTION maillage_definer.my_readable_surveys() RETURNS SETOF bigint {READS}
BEGIN
    RETURN QUERY SELECT q.id FROM consultations_questionnaire q
    WHERE {KEPT} AND (NOT q.anonymous OR (q.closes_at <= now() AND {ENOUGH}));
END $$;

CREATE FUNCTION maillage_definer.my_answered_surveys() RETURNS SETOF bigint {READS}
BEGIN
    RETURN QUERY SELECT q.id FROM consultations_questionnaire q
    WHERE {KEPT} AND EXISTS (SELECT FROM consultations_response r WHERE r.questionnaire_id = q.id);
END $$;

-- How many answers came, and how: told to who asks before anything of them may be read.
CREATE FUNCTION maillage_definer.survey_received(which bigint) RETURNS TABLE (channel varchar, received bigint) {READS}
BEGIN
    RETURN QUERY SELECT r.channel, count(*) FROM consultations_response r
    JOIN consultations_questionnaire q ON q.id = r.questionnaire_id
    WHERE q.id = which AND {KEPT} GROUP BY r.channel;
END $$;
"""

DOOR = f"""
CREATE FUNCTION maillage_definer.survey_opened(one uuid)
RETURNS TABLE (id bigint, title varchar, purpose text, asker varchar, anonymous boolean, closes_at timestamptz,
    level varchar, phase text, personal boolean, name varchar, answered boolean, theirs boolean, left_out boolean,
    territory_id bigint) {READS}
BEGIN
    RETURN QUERY SELECT q.id, q.title, q.purpose, coalesce(c.name, s.name), q.anonymous, q.closes_at, q.level, {PHASE},
        i.id IS NOT NULL, coalesce(i.name, ''), coalesce(i.answered, false),
        coalesce(i.user_id = maillage_actor_user(), false), i.left_out_at IS NOT NULL, i.territory_id
    FROM consultations_questionnaire q
    LEFT JOIN consultations_invitation i ON i.questionnaire_id = q.id AND i.key = one
    LEFT JOIN governance_committee c ON c.id = q.committee_id LEFT JOIN directory_structure s ON s.id = q.structure_id
    WHERE q.opens_at <= now()
        AND q.id IN (SELECT n.questionnaire_id FROM consultations_invitation n WHERE n.key = one
            UNION ALL SELECT o.id FROM consultations_questionnaire o WHERE o.open_key = one);
END $$;

CREATE FUNCTION maillage_definer.survey_questions(one uuid)
RETURNS TABLE (id bigint, "position" smallint, kind varchar, title varchar, help varchar, required boolean, choices json,
    "rows" json, low varchar, high varchar, condition_id bigint, condition_choice smallint) {READS}
BEGIN
    RETURN QUERY SELECT n.id, n.position, n.kind, n.title, n.help, n.required, n.choices::json, n.rows::json, n.low,
        n.high, n.condition_id, n.condition_choice
    FROM consultations_question n WHERE n.questionnaire_id = (SELECT o.id FROM maillage_definer.survey_opened(one) o)
    ORDER BY n.position, n.id;
END $$;

-- What its holder said before, to be corrected. Of an anonymous questionnaire nothing is found.
CREATE FUNCTION maillage_definer.survey_said(one uuid)
RETURNS TABLE (question_id bigint, "row" smallint, choice smallint, "number" numeric, text text, territory_id bigint) {READS}
BEGIN
    RETURN QUERY SELECT a.question_id, a.row, a.choice, a.number, a.text, r.territory_id
    FROM consultations_invitation i JOIN consultations_response r ON r.invitation_id = i.id
    JOIN consultations_answer a ON a.response_id = r.id WHERE i.key = one;
END $$;

CREATE FUNCTION maillage_definer.survey_keep(
    sheet uuid, about bigint, whose bigint, who varchar, way varchar, place bigint, day date, typist bigint, said json
) RETURNS void {WRITES}
DECLARE
    kept bigint;
BEGIN
    INSERT INTO consultations_response
        (public_id, questionnaire_id, invitation_id, name, channel, territory_id, answered_on, entered_by_id)
    VALUES (coalesce(sheet, gen_random_uuid()), about, whose, who, way, place, day, typist)
    ON CONFLICT (public_id) DO NOTHING RETURNING id INTO kept;
    IF kept IS NULL THEN RETURN; END IF;
    INSERT INTO consultations_answer (questionnaire_id, response_id, question_id, "row", choice, "number", text)
    SELECT about, kept, n.id, a.row, a.choice, a.number, coalesce(a.text, '')
    FROM json_to_recordset(said) AS a(question bigint, "row" smallint, choice smallint, "number" numeric, text text)
    JOIN consultations_question n ON n.id = a.question AND n.questionnaire_id = about
    ORDER BY n.position, a.row, a.choice;
END $$;

-- « kept », or why not: « closed », « already » (an anonymous answer can't be found again to be corrected).
-- `sheet`: of whoever has no account, so that a form sent twice is one answer.
CREATE FUNCTION maillage_definer.survey_respond(one uuid, sheet uuid, place bigint, who varchar, said json) RETURNS varchar {WRITES}
DECLARE
    asked consultations_invitation%ROWTYPE;
    about consultations_questionnaire%ROWTYPE;
    way varchar;
BEGIN
    SELECT * INTO asked FROM consultations_invitation i WHERE i.key = one FOR UPDATE;
    SELECT * INTO about FROM consultations_questionnaire q
    WHERE (q.id = asked.questionnaire_id OR q.open_key = one) AND {RUNS} FOR SHARE;
    IF about.id IS NULL THEN RETURN 'closed'; END IF;
    IF asked.id IS NOT NULL AND asked.answered THEN
        IF about.anonymous THEN RETURN 'already'; END IF;
        DELETE FROM consultations_answer a USING consultations_response r
        WHERE r.invitation_id = asked.id AND a.response_id = r.id;
        DELETE FROM consultations_response WHERE invitation_id = asked.id;
    END IF;
    way := CASE WHEN asked.id IS NULL THEN 'open' WHEN asked.user_id = maillage_actor_user() THEN 'account' ELSE 'link' END;
    PERFORM maillage_definer.survey_keep(CASE WHEN asked.id IS NULL THEN sheet END, about.id,
        CASE WHEN about.anonymous THEN NULL ELSE asked.id END,
        CASE WHEN about.anonymous THEN '' ELSE left(coalesce(nullif(asked.name, ''), asked.email, who), 120) END,
        way, place, {TODAY}, NULL, said);
    UPDATE consultations_invitation SET answered = true WHERE id = asked.id;
    RETURN 'kept';
END $$;

-- A paper received in time may be typed in a few days later; by who asks.
CREATE FUNCTION maillage_definer.survey_paper(which bigint, place bigint, who varchar, received date, said json)
RETURNS boolean {WRITES}
DECLARE
    about consultations_questionnaire%ROWTYPE;
BEGIN
    SELECT * INTO about FROM consultations_questionnaire q
    WHERE q.id = which AND {KEPT} AND q.opens_at <= now() AND now() < q.closes_at + {PAPER_GRACE}
        AND received BETWEEN (q.opens_at AT TIME ZONE 'Europe/Paris')::date
        AND least({TODAY}, ((q.closes_at - interval '1 second') AT TIME ZONE 'Europe/Paris')::date) FOR SHARE;
    IF about.id IS NULL THEN RETURN false; END IF;
    PERFORM maillage_definer.survey_keep(NULL, about.id, NULL, CASE WHEN about.anonymous THEN '' ELSE who END, 'paper', place,
        received, maillage_actor_user(), said);
    RETURN true;
END $$;

CREATE FUNCTION maillage_definer.survey_leave_out(one uuid) RETURNS boolean {WRITES}
BEGIN
    UPDATE consultations_invitation SET left_out_at = coalesce(left_out_at, now()) WHERE key = one;
    RETURN FOUND;
END $$;
"""
SEEN_SIGNATURES = (
    "my_asked_surveys()",
    "my_readable_surveys()",
    "my_answered_surveys()",
    "survey_received(bigint)",
)
DOOR_SIGNATURES = (
    "survey_opened(uuid)",
    "survey_questions(uuid)",
    "survey_said(uuid)",
    "survey_respond(uuid, uuid, bigint, varchar, json)",
    "survey_paper(bigint, bigint, varchar, date, json)",
    "survey_leave_out(uuid)",
)
INNER = "survey_keep(uuid, bigint, bigint, varchar, varchar, bigint, date, bigint, json)"
"""Called by the two others alone."""

# A close that passed stays; what was promised to those who answer is not taken back once it is open.
PROMISES = """
CREATE FUNCTION consultations_keep_promises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.opens_at <= now() AND (NEW.anonymous <> OLD.anonymous OR NEW.opens_at IS DISTINCT FROM OLD.opens_at
        OR (OLD.closes_at <= now() AND NEW.closes_at IS DISTINCT FROM OLD.closes_at)) THEN
        RAISE EXCEPTION 'an open questionnaire keeps its promises, a closed one stays closed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consultations_promises BEFORE UPDATE ON consultations_questionnaire
FOR EACH ROW EXECUTE FUNCTION consultations_keep_promises();
"""
NO_PROMISES = """
DROP TRIGGER consultations_promises ON consultations_questionnaire;
DROP FUNCTION consultations_keep_promises();
"""

UNANSWERED = f"{OF_KEPT} AND questionnaire_id NOT IN (SELECT * FROM maillage_definer.my_answered_surveys())"
RUNNING = f"questionnaire_id IN (SELECT id FROM consultations_questionnaire q WHERE {KEPT} AND {RUNS})"
WRITERS = {
    "questionnaire": Writers(KEPT, KEPT),
    "question": Writers(UNANSWERED, UNANSWERED, goes=UNANSWERED),
    "invitation": Writers(OF_KEPT, OF_KEPT),
    "extension": Writers(f"user_id = {ME} AND {RUNNING}"),
    "snapshot": Writers(f"user_id = {ME} AND {OF_KEPT}"),
    "response": Writers(),
    "answer": Writers(),
}
"""Who inserts, which rows change, which ones go. An answer is written by the functions alone."""


def _dropped(signatures: tuple[str, ...]) -> str:
    return as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in signatures))


FORWARD = as_maintenance(SEEN + granted(SEEN_SIGNATURES))
BACKWARD = _dropped(SEEN_SIGNATURES)
"""Before the tables, whose policies call them."""
CLOSED = f"REVOKE ALL ON FUNCTION maillage_definer.{INNER} FROM PUBLIC;"
POLICIES = (
    as_maintenance(DOOR + granted(DOOR_SIGNATURES) + CLOSED) + PROMISES + policies("consultations", WRITERS)
)
NO_POLICIES = no_policies("consultations", WRITERS) + NO_PROMISES + _dropped((*DOOR_SIGNATURES, INNER))
