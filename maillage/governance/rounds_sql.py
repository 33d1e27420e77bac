"""Who opens a written round, what the link of a ballot opens, how a voice is kept; a mail that answers."""

from maillage.governance.convocations_sql import PAPERS, TOLD_TO
from maillage.governance.sql import IN_FORCE, IN_GATHERING, IN_OPEN, IN_SEAT, ME
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

BALLOT = """governance_ballot c JOIN governance_round q ON q.id = c.round_id
    JOIN governance_gathering g ON g.id = q.gathering_id JOIN governance_occupant o ON o.id = c.occupant_id"""
SEATED_NOW = (
    """EXISTS (SELECT FROM governance_seat t WHERE t.id = o.seat_id AND {seat} AND {occupant})""".format(
        seat=IN_FORCE.format(row="t"), occupant=IN_FORCE.format(row="o")
    )
)
ALIVE = f"q.closed_at IS NULL AND now() < q.closes_at AND g.held_at IS NULL AND g.cancelled_at IS NULL AND {SEATED_NOW}"
# A vote is cast by whoever holds the link, or by the account it was sent to; not by who reads keys in the table.
THEIRS = "(maillage_actor_user() IS NULL OR o.user_id = maillage_actor_user())"
POINTS = "governance_roundpoint p JOIN governance_agendaitem i ON i.id = p.item_id"
SEATED_BY_ME = f"SELECT id FROM governance_occupant WHERE {IN_SEAT}"

FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.ballot_by_key(one uuid)
RETURNS TABLE (id bigint, closes_at timestamptz, title varchar, committee varchar, name varchar, rank varchar,
    organisation varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.id, q.closes_at, g.title, m.name, o.name, o.rank, s.organisation
FROM {BALLOT} JOIN governance_committee m ON m.id = g.committee_id JOIN governance_seat s ON s.id = o.seat_id
WHERE c.key = one AND {ALIVE}
$$;

-- Neither under embargo nor one its holder stepped aside from; with what they said of it, never what others said.
CREATE FUNCTION maillage_definer.ballot_points(one uuid)
RETURNS TABLE (id bigint, number smallint, title varchar, text text, details text, papers json, vote varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT p.id, p.number, i.title, p.text, i.details, {PAPERS},
    (SELECT v.vote FROM governance_voice v WHERE v.ballot_id = c.id AND v.point_id = p.id)
FROM {BALLOT} JOIN ({POINTS}) ON p.round_id = q.id
WHERE c.key = one AND {ALIVE} AND {TOLD_TO} ORDER BY p.number
$$;

CREATE FUNCTION maillage_definer.ballot_paper(one uuid, paper uuid)
RETURNS TABLE (id bigint, key varchar, name varchar, media_type varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT d.id, d.key, d.name, d.media_type
FROM {BALLOT} JOIN ({POINTS}) ON p.round_id = q.id JOIN governance_itemdocument d ON d.item_id = i.id
WHERE c.key = one AND d.public_id = paper AND {ALIVE} AND {TOLD_TO}
$$;

-- Said again, the last one counts, as long as the round runs.
CREATE FUNCTION maillage_definer.ballot_voice(one uuid, about bigint, said varchar, way varchar) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH kept AS (
    INSERT INTO governance_voice (ballot_id, point_id, vote, said_by, said_at)
    SELECT c.id, p.id, said, way, now() FROM {BALLOT} JOIN ({POINTS}) ON p.round_id = q.id
    WHERE c.key = one AND p.id = about AND {ALIVE} AND {TOLD_TO} AND {THEIRS}
        AND said IN ('for', 'against', 'abstain') AND way IN ('link', 'mail')
    ON CONFLICT (ballot_id, point_id) DO UPDATE SET vote = excluded.vote, said_by = excluded.said_by, said_at = now()
    RETURNING 1)
SELECT EXISTS (SELECT FROM kept)
$$;

-- A mail that names a ballot, kept once. Whether it comes from that person's address; NULL when there is no such
-- ballot, or when the mail was read before.
CREATE FUNCTION maillage_definer.ballot_reply(one uuid, mail varchar, from_ varchar, said text, as_state varchar)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked bigint;
    theirs boolean;
BEGIN
    SELECT c.id, lower(from_) IN (lower(u.email), lower(a.email)) INTO asked, theirs
    FROM {BALLOT} LEFT JOIN accounts_user u ON u.id = o.user_id AND u.is_active
    LEFT JOIN governance_occupantaddress a ON a.occupant_id = o.id WHERE c.key = one;
    theirs := coalesce(theirs, false);
    INSERT INTO governance_roundreply (ballot_id, message, sender, body, state, received_at)
    SELECT asked, mail, from_, said, CASE WHEN theirs AND as_state = 'counted' THEN 'counted' ELSE 'to_read' END, now()
    WHERE asked IS NOT NULL ON CONFLICT (message) DO NOTHING;
    IF NOT FOUND THEN RETURN NULL; END IF;
    RETURN theirs;
END $$;

-- The address of a member was wrong: what was sent there opens nothing any more, and their convocation leaves again.
CREATE FUNCTION maillage_definer.renew_links(whose bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
UPDATE governance_convocation SET key = gen_random_uuid(), sent_at = NULL, told = '{{}}'
WHERE occupant_id = whose AND whose IN ({SEATED_BY_ME})
    AND gathering_id IN (SELECT id FROM governance_gathering WHERE held_at IS NULL AND ends_at >= now());
UPDATE governance_ballot SET key = gen_random_uuid()
WHERE occupant_id = whose AND whose IN ({SEATED_BY_ME})
    AND round_id IN (SELECT id FROM governance_round WHERE closed_at IS NULL);
$$;
"""
SIGNATURES = (
    "renew_links(bigint)",
    "ballot_by_key(uuid)",
    "ballot_points(uuid)",
    "ballot_paper(uuid, uuid)",
    "ballot_voice(uuid, bigint, varchar, varchar)",
    "ballot_reply(uuid, varchar, varchar, text, varchar)",
)

RUNNING = f"round_id IN (SELECT id FROM governance_round WHERE closed_at IS NULL AND {IN_OPEN})"
IN_RUNNING = f"ballot_id IN (SELECT id FROM governance_ballot WHERE {RUNNING})"
WRITERS = {
    "round": Writers(IN_OPEN, f"closed_at IS NULL AND {IN_OPEN}", IN_OPEN),
    "roundpoint": Writers(RUNNING),
    "roundextension": Writers(f"user_id = {ME} AND {RUNNING}"),
    "ballot": Writers(RUNNING),
    "voice": Writers(
        f"said_by = 'secretariat' AND {IN_RUNNING}",
        f"said_by = 'secretariat' AND {IN_RUNNING}",
        f"said_by = 'secretariat' AND {IN_RUNNING}",
    ),
    "roundreply": Writers(
        "false",
        f"ballot_id IN (SELECT id FROM governance_ballot WHERE round_id IN (SELECT id FROM governance_round WHERE {IN_GATHERING}))",
        "state = 'read'",
    ),
}
"""Who inserts, which rows may change, what they may become. Nothing is deleted."""


FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + policies("governance", WRITERS)
BACKWARD = no_policies("governance", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
