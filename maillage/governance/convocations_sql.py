"""Who calls members to a meeting and gives them its papers; what the signed link of one of them opens.

A link dies when the meeting ends or is closed. It shows neither a point under embargo nor one its holder stepped aside
from; who keeps the work, and stepped aside from a point themselves, has it sent without reading it.
"""

from maillage.governance.sql import IN_GATHERING, IN_OPEN, IN_SEAT, KEPT, ME
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

PARIS = "AT TIME ZONE 'Europe/Paris'"
HELD = (
    "{row}.starts_on <= (g.starts_at " + PARIS + ")::date"
    " AND ({row}.ends_on IS NULL OR {row}.ends_on >= (g.starts_at " + PARIS + ")::date)"
)
TOLD_TO = """(i.embargo_until IS NULL OR i.embargo_until <= now()) AND NOT EXISTS (
        SELECT FROM governance_recusal r WHERE r.item_id = i.id
        AND (r.occupant_id = c.occupant_id OR r.user_id = o.user_id))"""
ALIVE = (
    f"g.ends_at >= now() AND g.held_at IS NULL AND {HELD.format(row='o')}"
    f" AND EXISTS (SELECT FROM governance_seat t WHERE t.id = o.seat_id AND {HELD.format(row='t')})"
)
FROM_KEY = """governance_convocation c JOIN governance_gathering g ON g.id = c.gathering_id
    JOIN governance_occupant o ON o.id = c.occupant_id"""
PAPERS = """coalesce((SELECT json_agg(json_build_object('public_id', d.public_id, 'title', d.title, 'plain', d.plain)
        ORDER BY d.id) FROM governance_itemdocument d WHERE d.item_id = i.id), '[]')"""

FUNCTIONS = f"""
-- What each person called to a meeting may be told of its points: a digest, so that nobody reads a point here.
CREATE FUNCTION maillage_definer.convocation_digests(meeting bigint)
RETURNS TABLE (convocation bigint, point uuid, digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.id, i.public_id, md5(concat_ws('|', i.title, i.nature, i.details, i.minutes, {PAPERS}::text))
FROM {FROM_KEY} JOIN governance_agendaitem i ON i.gathering_id = g.id
WHERE g.id = meeting AND g.committee_id IN {KEPT} AND {TOLD_TO}
$$;

-- For whoever holds the link: the meeting, and who they are there.
CREATE FUNCTION maillage_definer.convocation_by_key(one uuid)
RETURNS TABLE (id bigint, gathering_id bigint, title varchar, committee varchar, starts_at timestamptz,
    ends_at timestamptz, place varchar, link varchar, public_id uuid, version integer, cancelled_at timestamptz,
    cancelled_why varchar, name varchar, rank varchar, organisation varchar, answer varchar, substituted boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.id, g.id, g.title, m.name, g.starts_at, g.ends_at, g.place, g.link, g.public_id, g.version, g.cancelled_at,
    g.cancelled_why, o.name, o.rank, s.organisation, c.answer,
    EXISTS (SELECT FROM governance_occupant x WHERE x.seat_id = o.seat_id AND x.rank = 'substitute'
            AND {HELD.format(row="x")})
FROM {FROM_KEY} JOIN governance_committee m ON m.id = g.committee_id JOIN governance_seat s ON s.id = o.seat_id
WHERE c.key = one AND {ALIVE}
$$;

CREATE FUNCTION maillage_definer.convocation_points(one uuid)
RETURNS TABLE (public_id uuid, title varchar, nature varchar, details text, minutes smallint, papers json)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT i.public_id, i.title, i.nature, i.details, i.minutes, {PAPERS}
FROM {FROM_KEY} JOIN governance_agendaitem i ON i.gathering_id = g.id
WHERE c.key = one AND {ALIVE} AND {TOLD_TO} ORDER BY i.position, i.id
$$;

CREATE FUNCTION maillage_definer.convocation_paper(one uuid, paper uuid)
RETURNS TABLE (id bigint, key varchar, name varchar, media_type varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT d.id, d.key, d.name, d.media_type
FROM {FROM_KEY} JOIN governance_agendaitem i ON i.gathering_id = g.id JOIN governance_itemdocument d ON d.item_id = i.id
WHERE c.key = one AND d.public_id = paper AND {ALIVE} AND {TOLD_TO}
$$;

-- The last answer counts, as long as the meeting has not begun to be noted.
CREATE FUNCTION maillage_definer.convocation_answer(one uuid, said varchar) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH changed AS (
    UPDATE governance_convocation SET answer = said, answered_at = now() WHERE id IN (
        SELECT c.id FROM {FROM_KEY} WHERE c.key = one AND {ALIVE} AND g.cancelled_at IS NULL
        AND (maillage_actor_user() IS NULL OR o.user_id = maillage_actor_user()))
    AND said IN ('present', 'absent', 'substitute') RETURNING 1)
SELECT EXISTS (SELECT FROM changed)
$$;
"""
SIGNATURES = (
    "convocation_digests(bigint)",
    "convocation_by_key(uuid)",
    "convocation_points(uuid)",
    "convocation_paper(uuid, uuid)",
    "convocation_answer(uuid, varchar)",
)

IN_OPEN_ITEM = f"item_id IN (SELECT id FROM governance_agendaitem WHERE {IN_OPEN})"
SEATED = f"occupant_id IN (SELECT id FROM governance_occupant WHERE {IN_SEAT})"
WRITES = f"user_id = {ME} AND {IN_GATHERING}"
WRITERS = {
    "occupantaddress": Writers(SEATED, SEATED, goes=SEATED),
    "convocation": Writers(IN_OPEN, IN_GATHERING),
    "itemdocument": Writers(IN_OPEN_ITEM, IN_OPEN_ITEM, goes=IN_OPEN_ITEM),
    "minutesdraft": Writers(WRITES, WRITES, goes=f"user_id = {ME}"),
}
"""Who inserts, who changes, who takes away."""


FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + policies("governance", WRITERS)
BACKWARD = no_policies("governance", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
