"""Direct questions: who writes them, what a signed link opens for somebody without an account, what is only counted."""

from maillage.permissions.definer import TODAY, as_maintenance, granted
from maillage.support.models.base import HERE, ME
from maillage.support.sql import STEADY

SMALLEST = 5
ALIVE = f"""q.state IN ('asked', 'waiting') AND q.link_until >= {TODAY}
  AND (q.consent_id IS NULL OR EXISTS (SELECT FROM people_consent c WHERE c.id = q.consent_id
       AND c.withdrawn_at IS NULL AND c.until >= {TODAY}))
  AND (q.basis_id IS NULL OR EXISTS (SELECT FROM people_legalbasis b WHERE b.code = q.basis_id
       AND (b.until IS NULL OR b.until >= {TODAY})))
  AND EXISTS (SELECT FROM people_attachment a WHERE a.person_id = q.person_id AND a.structure_id = q.structure_id
       AND a.ended_at IS NULL AND a.consent_of_id IS NULL)"""

WITHHELD = """
    SELECT q.withheld_id, q.level FROM support_directquestion q WHERE q.person_id = person
    UNION ALL SELECT a.withheld_id, a.level FROM support_questionanswer a JOIN support_directquestion q ON q.id = a.asked_id
    WHERE a.person_id = person AND q.withheld_id IS NULL"""

LINK = f"""
-- The question that a link opens, as long as it waits for its answer, what allows it holds, and a team follows the person.
CREATE FUNCTION maillage_definer.question_by_link(key uuid) RETURNS TABLE (
    id uuid, person_id uuid, withheld_id varchar, body varchar, service varchar, subject bytea, question bytea,
    given bytea, way varchar, agreed_on date, witness varchar, basis_id varchar, asked_on date, due_on date,
    last_due_on date, state varchar, asker text, place text, phone varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT q.id, q.person_id, q.withheld_id, q.body, q.service, q.subject, q.question, q.given, q.way, q.agreed_on, q.witness,
       q.basis_id, q.asked_on, q.due_on, q.last_due_on, q.state, trim(u.first_name || ' ' || u.last_name), s.name, s.phone
FROM support_directquestion q JOIN accounts_user u ON u.id = q.author_id
JOIN directory_structure s ON s.id = q.structure_id
WHERE q.link = key AND {ALIVE}
$$;

-- The answer lands in the folder, with its line on the path. Whose question it was; NULL when the link opens nothing more.
CREATE FUNCTION maillage_definer.answer_by_link(
    key uuid, answer uuid, as_kind varchar, who varchar, said bytea, reach bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one support_directquestion;
    waits boolean := as_kind = 'waiting';
BEGIN
    SELECT q.* INTO one FROM support_directquestion q
    WHERE q.link = key AND {ALIVE} AND (q.state = 'asked' OR NOT waits) FOR UPDATE OF q;
    IF one.id IS NULL OR as_kind NOT IN ('complete', 'waiting', 'missing', 'elsewhere') THEN
        RETURN NULL;
    END IF;
    INSERT INTO support_questionanswer (id, person_id, structure_id, open_to_teams, author_id, said_by, level, part,
                                        withheld_id, written_at, asked_id, kind, words, contact)
    VALUES (answer, one.person_id, one.structure_id, one.open_to_teams, NULL, who, one.level, one.part,
            one.withheld_id, now(), one.id, as_kind, said, reach);
    UPDATE support_directquestion q SET
        state = CASE WHEN waits THEN 'waiting' ELSE 'answered' END,
        due_on = CASE WHEN waits THEN q.last_due_on ELSE q.due_on END,
        ended_on = CASE WHEN waits THEN NULL ELSE {TODAY} END,
        reminded_at = CASE WHEN waits THEN NULL ELSE q.reminded_at END,
        escalated_at = CASE WHEN waits THEN NULL ELSE q.escalated_at END
    WHERE q.id = one.id;
    INSERT INTO support_act (id, person_id, structure_id, open_to_teams, kind, "on", what, outcome, by_id, by_label,
                             recorded_at)
    VALUES (gen_random_uuid(), one.person_id, one.structure_id, one.open_to_teams, 'question', {TODAY},
            CASE WHEN waits THEN 'Réponse d’attente reçue d’un organisme' ELSE 'Réponse reçue d’un organisme' END,
            '', NULL, left(one.service, 200), now());
    RETURN one.author_id;
END $$;

-- The person no longer wants it asked in their name.
CREATE FUNCTION maillage_definer.withdraw_own_question(asked uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH withdrawn AS (
    UPDATE support_directquestion SET state = 'withdrawn', ended_on = {TODAY}
    WHERE id = asked AND person_id = maillage_actor_person() AND withheld_id IS NULL AND basis_id IS NULL
      AND state IN ('asked', 'waiting') RETURNING 1)
SELECT EXISTS (SELECT FROM withdrawn)
$$;

-- What a text of law keeps from the person of the questions asked in their name, and of their answers.
CREATE FUNCTION maillage_definer.withheld_questions(person uuid) RETURNS TABLE (basis varchar, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT w.withheld_id, count(*) FROM ({WITHHELD}) w
WHERE person = maillage_actor_person() AND w.withheld_id IS NOT NULL GROUP BY 1
$$;

-- Who asked keeps an answer from the person, by a text of law; or shows it again (NULL).
CREATE FUNCTION maillage_definer.withhold_answer(answer uuid, by_text varchar) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH changed AS (
    UPDATE support_questionanswer a SET withheld_id = by_text FROM support_directquestion q
    WHERE a.id = answer AND q.id = a.asked_id AND q.author_id = maillage_actor_user() AND q.withheld_id IS NULL
      AND q.structure_id = maillage_actor_structure() AND maillage_definer.actor_teams(q.person_id, NULL)
      AND by_text IS DISTINCT FROM 'danger' RETURNING 1)
SELECT EXISTS (SELECT FROM changed)
$$;

-- Whether answers were useful, by body and département alone; a number below {SMALLEST} is not told.
CREATE FUNCTION maillage_definer.usefulness_counts()
RETURNS TABLE (body varchar, department varchar, useful bigint, partly bigint, useless bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.body, c.department, CASE WHEN c.useful >= {SMALLEST} THEN c.useful END,
       CASE WHEN c.partly >= {SMALLEST} THEN c.partly END, CASE WHEN c.useless >= {SMALLEST} THEN c.useless END
FROM (SELECT q.body, r.department, count(*) FILTER (WHERE q.usefulness = 'useful') AS useful,
             count(*) FILTER (WHERE q.usefulness = 'partly') AS partly,
             count(*) FILTER (WHERE q.usefulness = 'useless') AS useless
      FROM support_directquestion q JOIN support_referent r ON r.id = q.referent_id
      WHERE q.usefulness <> '' GROUP BY q.body, r.department) c
WHERE maillage_actor_structure() IS NOT NULL AND greatest(c.useful, c.partly, c.useless) >= {SMALLEST}
ORDER BY c.body, c.department
$$;
"""

READS = """
-- Who opened the file, in the journal's words; for the person, and for those of the team. Whoever a link let read counts.
CREATE OR REPLACE FUNCTION maillage_definer.reads_of(person uuid, most integer)
RETURNS TABLE (at timestamptz, label varchar, verb varchar, structure_id bigint, details jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT e.at, e.actor_label, e.verb, e.actor_structure_id, e.details FROM audit_entry e
WHERE e.object_kind = 'people.person' AND e.object_id = person::text AND e.verb LIKE 'read%'
  AND (e.actor_user_id IS NOT NULL OR e.actor_label LIKE '%, aidant'{more})
  AND (person = maillage_actor_person() OR maillage_definer.actor_teams(person, NULL))
ORDER BY e.at DESC LIMIT least(most, 1000)
$$;
"""

KEPT = """
CREATE OR REPLACE FUNCTION maillage_definer.kept_from(person uuid) RETURNS TABLE (basis varchar, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT coalesce(w.withheld_id, ''), count(*) FROM (
    SELECT n.withheld_id, n.level FROM support_note n WHERE n.person_id = person
    UNION ALL SELECT g.withheld_id, g.level FROM support_goal g WHERE g.person_id = person
    UNION ALL SELECT d.withheld_id, d.level FROM support_document d WHERE d.person_id = person
    UNION ALL SELECT o.withheld_id, o.level FROM support_ownwords o WHERE o.person_id = person AND o.note_id IS NULL{more}) w
WHERE (w.withheld_id IS NOT NULL OR w.level = 'personal') AND maillage_definer.actor_teams(person, NULL)
GROUP BY 1
$$;
"""
QUESTIONS_KEPT = f"\n    UNION ALL {WITHHELD}"

BESIDE = (
    "EXISTS (SELECT FROM support_directquestion q WHERE q.id = asked_id"
    " AND q.person_id = support_questionanswer.person_id)"
)
SIGNED = f"author_id = {ME} AND structure_id = {HERE}"
KEEPS = "(SELECT maillage_actor_has('social_worker')) OR (SELECT maillage_actor_has('rights_lead'))"
POLICIES = f"""
CREATE POLICY support_directquestion_w_insert ON support_directquestion AS RESTRICTIVE FOR INSERT WITH CHECK ({SIGNED});
CREATE POLICY support_directquestion_w_update ON support_directquestion AS RESTRICTIVE FOR UPDATE USING ({STEADY});
CREATE POLICY support_questionanswer_w_insert ON support_questionanswer AS RESTRICTIVE FOR INSERT
    WITH CHECK ({SIGNED} AND {BESIDE});
CREATE POLICY support_referent_w_insert ON support_referent AS RESTRICTIVE FOR INSERT
    WITH CHECK (({KEEPS}) AND checked_by_id = {ME});
REVOKE DELETE ON support_directquestion, support_referent FROM maillage_app;
REVOKE UPDATE, DELETE ON support_questionanswer FROM maillage_app;
"""

STAYS = {
    "directquestion": (
        "person_id", "structure_id", "author_id", "referent_id", "body", "service", "subject", "question", "given",
        "way", "agreed_on", "witness", "consent_id", "basis_id", "asked_on", "last_due_on", "link_until", "site",
        "level", "part", "open_to_teams", "withheld_id", "follows_id",
    ),
    "referent": ("body", "department"),
}  # fmt: skip
"""What was asked is not rewritten: neither its words, nor what allowed it, nor who reads it."""

TRIGGERS = "".join(
    f"CREATE TRIGGER support_{table}_stays BEFORE UPDATE ON support_{table} FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({', '.join(map(repr, names))});"
    for table, names in STAYS.items()
)

KEPT_BY = """
-- Whoever is at work says that a line is right or wrong; what it says is changed by those who keep the directory.
CREATE FUNCTION support_referent_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{checked_on,checked_by_id,wrong,wrong_on,version}'::text[])
       IS DISTINCT FROM (to_jsonb(OLD) - '{checked_on,checked_by_id,wrong,wrong_on,version}'::text[])
       AND NOT (maillage_actor_has('social_worker') OR maillage_actor_has('rights_lead')) THEN
        RAISE EXCEPTION 'kept by others' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER support_referent_kept BEFORE UPDATE ON support_referent FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_referent_kept();
"""

SIGNATURES = (
    "question_by_link(uuid)",
    "answer_by_link(uuid, uuid, varchar, varchar, bytea, bytea)",
    "withdraw_own_question(uuid)",
    "withheld_questions(uuid)",
    "withhold_answer(uuid, varchar)",
    "usefulness_counts()",
)
BY_LINK = " OR e.actor_label LIKE '%, par un lien'"
FORWARD = (
    as_maintenance(LINK + READS.format(more=BY_LINK) + KEPT.format(more=QUESTIONS_KEPT) + granted(SIGNATURES))
    + POLICIES
    + TRIGGERS
    + KEPT_BY
)
BACKWARD = (
    "".join(
        f"DROP POLICY support_{table}_w_{command} ON support_{table};"
        for table, command in (
            ("directquestion", "insert"),
            ("directquestion", "update"),
            ("questionanswer", "insert"),
            ("referent", "insert"),
        )
    )
    + "DROP TRIGGER support_referent_kept ON support_referent; DROP FUNCTION support_referent_kept();"
    + "".join(f"DROP TRIGGER support_{table}_stays ON support_{table};" for table in STAYS)
    + as_maintenance(
        READS.format(more="")
        + KEPT.format(more="")
        + "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
    )
)
