"""What row security can't say by itself: who writes what, what is counted without being shown, a handover accepted."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.support.models.base import HERE, ME, MINE, MY_TEAM

OWN = "(SELECT maillage_actor_person())"
SIGNED = f"(author_id = {ME} AND structure_id = {HERE}) OR (author_id IS NULL AND person_id = {OWN})"
BESIDE = "EXISTS (SELECT FROM support_note n WHERE n.id = note_id AND n.person_id = support_{table}.person_id{more})"
STEADY = f"structure_id = {HERE} AND person_id IN {MINE}"
BY_TEAM = f"person_id IN {MY_TEAM}"
ITS_TEAM = (
    f"{BY_TEAM} AND EXISTS (SELECT FROM support_goal g"
    " WHERE g.id = goal_id AND g.person_id = support_{table}.person_id)"
)
ITS_REFERENT = (
    "EXISTS (SELECT FROM support_accompaniment a WHERE a.id = accompaniment_id"
    f" AND a.person_id = support_handover.person_id AND a.referent_id = {ME} AND a.closed_on IS NULL)"
)

RESTRICTED = {
    "note": {
        "INSERT": f"author_id = {ME} AND structure_id = {HERE}",
        "UPDATE": f"author_id = {ME} AND structure_id = {HERE}",
    },
    "ownwords": {
        "INSERT": f"({SIGNED}) AND (note_id IS NULL"
        f" OR {BESIDE.format(table='ownwords', more=f' AND n.author_id = {ME}')})"
    },
    "reply": {
        "INSERT": f"(author_id = {ME} OR (author_id IS NULL AND person_id = {OWN}))"
        f" AND {BESIDE.format(table='reply', more='')}"
    },
    "goal": {"INSERT": SIGNED, "UPDATE": f"{STEADY} OR person_id = {OWN}"},
    "document": {"INSERT": SIGNED, "UPDATE": STEADY},
    "step": {command: ITS_TEAM.format(table="step") for command in ("INSERT", "UPDATE", "DELETE")},
    "progress": {"INSERT": f"person_id = {OWN} OR {ITS_TEAM.format(table='progress')}"},
    "act": {
        "INSERT": f"structure_id IS NOT DISTINCT FROM {HERE} AND by_id IS NOT DISTINCT FROM {ME}",
        "UPDATE": STEADY,
    },
    "appointment": {"INSERT": f"structure_id = {HERE}", "UPDATE": STEADY},
    "promise": {"INSERT": f"structure_id = {HERE}", "UPDATE": STEADY},
    "accompaniment": {"INSERT": BY_TEAM, "UPDATE": BY_TEAM},
    "trustedperson": {"INSERT": BY_TEAM, "UPDATE": BY_TEAM},
    "handover": {"INSERT": f"giver_id = {ME} AND {BY_TEAM} AND {ITS_REFERENT}", "UPDATE": f"giver_id = {ME}"},
    "datarequest": {"INSERT": f"person_id = {OWN} OR {BY_TEAM}", "UPDATE": BY_TEAM},
}
"""Rows are signed by who writes them, from where they are. What hangs on a goal is written by the team, in the goal's
file; a handover is answered by definer functions alone."""

OWN_WRITES = {
    "ownwords": f"person_id = {OWN} AND author_id IS NULL",
    "reply": f"person_id = {OWN} AND author_id IS NULL AND EXISTS (SELECT FROM support_note n WHERE n.id = note_id)",
    "document": f"person_id = {OWN} AND author_id IS NULL",
    "act": f"person_id = {OWN} AND by_id IS NULL AND structure_id IS NULL",
    "progress": f"person_id = {OWN} AND EXISTS (SELECT FROM support_goal g WHERE g.id = goal_id)",
    "datarequest": f"person_id = {OWN}",
}
"""What the person adds from their own space."""

POLICIES = "".join(
    f"CREATE POLICY support_{table}_w_{command.lower()} ON support_{table} AS RESTRICTIVE FOR {command} "
    f"{'WITH CHECK' if command == 'INSERT' else 'USING'} ({condition});"
    for table, commands in RESTRICTED.items()
    for command, condition in commands.items()
) + "".join(
    f"CREATE POLICY support_{table}_w_own ON support_{table} FOR INSERT WITH CHECK ({condition});"
    for table, condition in OWN_WRITES.items()
)

SIGNATURE = ("person_id", "structure_id", "author_id")
STAYS = {
    "note": SIGNATURE,
    "goal": SIGNATURE,
    "document": (*SIGNATURE, "key"),
    "act": ("person_id", "structure_id", "by_id"),
    "appointment": ("person_id", "structure_id"),
    "promise": ("person_id", "structure_id"),
    "accompaniment": ("person_id",),
    "trustedperson": ("person_id",),
    "handover": ("person_id", "accompaniment_id", "giver_id", "taker_id", "taker_structure_id"),
    "datarequest": ("person_id", "kind"),
    "step": ("person_id", "goal_id"),
}
"""Whose a row is, and who signed it, never changes: a policy sees where a row arrives, not whence it comes."""

STAY = """
CREATE FUNCTION support_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(TG_ARGV) name WHERE to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name) THEN
        RAISE EXCEPTION 'a row stays whose it is' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER support_{table}_stays BEFORE UPDATE ON support_{table} FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({', '.join(map(repr, names))});"
    for table, names in STAYS.items()
)

GRANTS = """
REVOKE UPDATE, DELETE ON support_ownwords, support_reply, support_progress FROM maillage_app;
REVOKE DELETE ON support_note, support_act, support_goal, support_document, support_appointment, support_promise,
    support_accompaniment, support_handover, support_trustedperson, support_datarequest FROM maillage_app;
"""

FUNCTIONS = """
-- How many notes each structure has written for others than their author: what is hidden is counted.
CREATE FUNCTION maillage_definer.note_counts(person uuid) RETURNS TABLE (structure_id bigint, notes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT n.structure_id, count(*) FROM support_note n
WHERE n.person_id = person AND n.level <> 'personal' AND maillage_definer.actor_sees(person, NULL)
GROUP BY n.structure_id
$$;

-- What the person isn't shown, by the text that withholds it ('' for working notes).
CREATE FUNCTION maillage_definer.withheld_counts(person uuid) RETURNS TABLE (basis varchar, notes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT coalesce(n.withheld_id, ''), count(*) FROM support_note n
WHERE n.person_id = person AND person = maillage_actor_person() AND (n.withheld_id IS NOT NULL OR n.level = 'personal')
GROUP BY 1
$$;

-- What hangs on a note is read by whoever reads the note: after its author changed who does.
CREATE FUNCTION maillage_definer.follow_note(changed uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n support_note;
BEGIN
    SELECT * INTO STRICT n FROM support_note WHERE id = changed AND author_id = maillage_actor_user()
      AND structure_id = maillage_actor_structure();
    UPDATE support_ownwords SET level = n.level, part = n.part, withheld_id = n.withheld_id WHERE note_id = n.id;
    UPDATE support_reply SET level = n.level, part = n.part, withheld_id = n.withheld_id WHERE note_id = n.id;
END $$;

-- Declined, it is no longer in sight of the one it was proposed to: their answer is written here.
CREATE FUNCTION maillage_definer.decline_handover(handover uuid, said varchar) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH declined AS (
    UPDATE support_handover SET state = 'declined', answered_at = now(), answer = said
    WHERE id = handover AND state = 'proposed' AND taker_id = maillage_actor_user()
      AND taker_structure_id = maillage_actor_structure() RETURNING 1)
SELECT EXISTS (SELECT FROM declined)
$$;

-- Whom a handover is about, for the one it is proposed to.
CREATE FUNCTION maillage_definer.handover_names() RETURNS TABLE (handover uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT h.id, coalesce(nullif(trim(p.first_name || ' ' || upper(p.last_name)), ''), p.called)
FROM support_handover h JOIN people_person p ON p.id = h.person_id
WHERE h.state = 'proposed' AND h.taker_id = maillage_actor_user()
  AND h.taker_structure_id = maillage_actor_structure()
  AND h.person_id NOT IN (SELECT maillage_definer.blocked_files())
$$;

-- The one to whom it is proposed takes over, in the same moment: there is a référent before and after.
CREATE FUNCTION maillage_definer.accept_handover(handover uuid, said varchar) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    h support_handover;
BEGIN
    UPDATE support_handover SET state = 'accepted', answered_at = now(), answer = said
    WHERE id = handover AND state = 'proposed' AND taker_id = maillage_actor_user()
      AND taker_structure_id = maillage_actor_structure()
      AND person_id NOT IN (SELECT maillage_definer.blocked_files()) RETURNING * INTO h;
    IF h.id IS NULL THEN
        RETURN false;
    END IF;
    UPDATE support_accompaniment SET referent_id = h.taker_id, referent_structure_id = h.taker_structure_id,
        referent_since = (now() AT TIME ZONE 'Europe/Paris')::date, substitute_id = NULL, substitute_until = NULL,
        version = version + 1
    WHERE id = h.accompaniment_id AND person_id = h.person_id AND closed_on IS NULL AND referent_id = h.giver_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the référent changed in between' USING ERRCODE = 'serialization_failure';
    END IF;
    UPDATE people_attachment a SET consent_of_id = NULL, role = 'social_worker'
    WHERE a.ended_at IS NULL AND a.worker_id = h.taker_id AND a.structure_id = h.taker_structure_id
      AND (a.person_id = h.person_id OR a.household_id IN (SELECT g.household_id FROM people_attachment g
           JOIN people_householdmember m ON m.household_id = g.household_id AND m.person_id = h.person_id
           WHERE g.worker_id = h.giver_id AND g.ended_at IS NULL AND g.consent_of_id IS NULL));
    INSERT INTO people_attachment (id, person_id, household_id, structure_id, worker_id, role, reason, started_at,
                                   created_by_id, ended_reason)
    SELECT gen_random_uuid(), f.person, f.household, h.taker_structure_id, h.taker_id, 'social_worker', 'passation',
           now(), h.giver_id, ''
    FROM (SELECT h.person_id AS person, NULL::uuid AS household
          UNION
          SELECT NULL, g.household_id FROM people_attachment g
          JOIN people_householdmember m ON m.household_id = g.household_id AND m.person_id = h.person_id
          WHERE g.worker_id = h.giver_id AND g.ended_at IS NULL AND g.consent_of_id IS NULL) f
    ON CONFLICT DO NOTHING;
    RETURN true;
END $$;
"""

SIGNATURES = (
    "note_counts(uuid)",
    "withheld_counts(uuid)",
    "follow_note(uuid)",
    "handover_names()",
    "decline_handover(uuid, varchar)",
    "accept_handover(uuid, varchar)",
)
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + POLICIES + STAY + GRANTS
BACKWARD = (
    "".join(
        f"DROP POLICY support_{table}_w_{command.lower()} ON support_{table};"
        for table, commands in RESTRICTED.items()
        for command in commands
    )
    + "".join(f"DROP POLICY support_{table}_w_own ON support_{table};" for table in OWN_WRITES)
    + "".join(f"DROP TRIGGER support_{table}_stays ON support_{table};" for table in STAYS)
    + "DROP FUNCTION support_stays();"
    + as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
)
