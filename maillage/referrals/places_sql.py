"""Who writes offers of places, in PostgreSQL; where each place is on a day; offers that nobody answered in time."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.referrals.models.base import HERE, IN_TEAM, ME, OF_RECEIVED, OWN
from maillage.referrals.sql import OF_REQUEST

THEIRS = OF_RECEIVED.format("")
OF_SCHEME = (
    " AND EXISTS (SELECT FROM schemes_scheme s JOIN schemes_place p ON p.structure_id = s.structure_id AND p.kind = s.kind"
    f" WHERE s.id = q.scheme_id AND p.id = place_id AND p.structure_id = {HERE}) AND q.withdrawn_at IS NULL"
)
WRITERS = {
    "offer": Writers(
        f"{THEIRS} AND by_id = {ME} AND state = 'proposed'"
        f" AND {OF_REQUEST.format(table='offer', more=OF_SCHEME)}",
        f"{IN_TEAM} OR {OWN} OR {THEIRS}",
    ),
    "placeneed": Writers(
        f"{THEIRS} AND by_id = {ME} AND {OF_REQUEST.format(table='placeneed', more='')}",
        THEIRS,
        f"{THEIRS} AND by_id = {ME}",
    ),
}
OWN_COLUMNS = ("state", "answered_on", "way", "words", "name", "household", "closed_at", "version")
"""All that the person changes of an offer: their answer."""
STAYS = {
    "offer": (
        "person_id",
        "structure_id",
        "request_id",
        "place_id",
        "by_id",
        "what",
        "persons",
        "proposed_on",
        "answer_by",
    ),
    "placeneed": ("person_id", "structure_id", "request_id"),
}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names))


TRIGGERS = (
    "CREATE POLICY referrals_offer_w_own ON referrals_offer FOR UPDATE"
    f" USING ({OWN}) WITH CHECK ({OWN} AND state IN ('accepted', 'declined', 'taken_back', 'entered'));"
    "CREATE TRIGGER referrals_offer_own BEFORE UPDATE ON referrals_offer FOR EACH ROW "
    f"WHEN (maillage_actor_person() IS NOT NULL) EXECUTE FUNCTION referrals_only({_listed(OWN_COLUMNS)});"
) + "".join(
    f"CREATE TRIGGER referrals_{table}_stays BEFORE UPDATE ON referrals_{table} FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({_listed(names)});"
    for table, names in STAYS.items()
)
NO_TRIGGERS = (
    "".join(f"DROP TRIGGER referrals_{table}_stays ON referrals_{table};" for table in STAYS)
    + "DROP TRIGGER referrals_offer_own ON referrals_offer; DROP POLICY referrals_offer_w_own ON referrals_offer;"
)

HEAD = "LANGUAGE sql {how} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
LOCAL = "AT TIME ZONE 'Europe/Paris')::date"
FUNCTIONS = f"""
-- Of places that exist that day: who is there, who is expected, what sets it apart, then what its host said last, as long as it
-- holds and nobody left since. `empty_since`: of a free one, from the first time that it was said free since then.
CREATE FUNCTION maillage_definer.place_states(day date, wanted bigint[]) RETURNS TABLE (place bigint, state text, free_on date,
    until_on date, empty_since date, disputed boolean) {HEAD.format(how="STABLE")}
SELECT t.id, t.state, CASE WHEN t.state IN ('free', 'occupied') AND NOT t.lived THEN t.free_on END,
    CASE WHEN t.state IN ('free', 'occupied') AND NOT t.lived THEN t.until_on END,
    CASE WHEN t.state = 'free' THEN (
        SELECT greatest(least(v.free_on, t.free_on), t.starts_on, t.apart_until + 1) FROM schemes_vacancy v
        WHERE v.place_id = t.id AND v.said = 'free' AND (v.said_at {LOCAL} <= day AND v.said_at > greatest(t.left_at, (
            SELECT max(w.said_at) FROM schemes_vacancy w
            WHERE w.place_id = t.id AND w.said <> 'free' AND (w.said_at {LOCAL} <= day), '-infinity')
        ORDER BY v.said_at LIMIT 1) END,
    t.lived AND t.holds AND t.said = 'free' AND t.free_on <= day AND (t.said_at {LOCAL} >= t.entered_on
FROM (
    SELECT p.id, p.starts_on, v.said, v.said_at, v.free_on, v.until_on, l.left_at, l.entered_on,
        coalesce(l.lived, false) AS lived, s.apart_until, h.holds,
        CASE WHEN l.lived THEN 'occupied' WHEN s.apart THEN 'out' WHEN l.expected OR s.kept THEN 'reserved'
             WHEN NOT h.holds THEN 'confirm' WHEN v.said = 'free' AND v.free_on <= day THEN 'free'
             WHEN v.said = 'works' THEN 'out' ELSE 'occupied' END AS state
    FROM schemes_place p
    LEFT JOIN LATERAL (
        SELECT bool_or(o.entered_on <= day AND (o.left_on IS NULL OR day < o.left_on)) AS lived,
            bool_or(o.proposed_on <= day AND (o.entered_on IS NULL OR day < o.entered_on)
                AND (o.closed_at IS NULL OR day < (o.closed_at {LOCAL})
                AND (day <= o.answer_by OR o.answered_on <= day)) AS expected,
            max(o.closed_at) FILTER (WHERE o.left_on <= day) AS left_at,
            max(o.entered_on) FILTER (WHERE o.entered_on <= day) AS entered_on
        FROM referrals_offer o WHERE o.place_id = p.id) l ON true
    LEFT JOIN LATERAL (
        SELECT bool_or(k.now AND x.kind <> 'kept') AS apart, bool_or(k.now AND x.kind = 'kept') AS kept,
            max(x.ends_on) FILTER (WHERE x.ends_on < day) AS apart_until
        FROM schemes_placespell x
        CROSS JOIN LATERAL (SELECT x.starts_on <= day AND (x.ends_on IS NULL OR day <= x.ends_on) AS now) k
        WHERE int8range(x.place_id, x.place_id, '[]') && int8range(p.id, p.id, '[]') AND x.starts_on <= day) s ON true
    LEFT JOIN LATERAL (
        SELECT w.said, w.said_at, w.free_on, w.until_on FROM schemes_vacancy w
        WHERE w.place_id = p.id AND (w.said_at {LOCAL} <= day ORDER BY w.said_at DESC, w.id DESC LIMIT 1) v ON true
    CROSS JOIN LATERAL (SELECT coalesce(day <= v.until_on AND (l.left_at IS NULL OR l.left_at < v.said_at), false) AS holds) h
    WHERE (wanted IS NULL OR p.id = ANY (wanted)) AND p.starts_on <= day AND (p.ends_on IS NULL OR day <= p.ends_on)
) t
$$;

-- Offers that nobody answered in time: the place is free, the request waits again, as if nothing had been offered. The
-- offer says it: what is sealed, an event among it, is written by nobody here.
CREATE FUNCTION maillage_definer.offers_lapse(day date) RETURNS bigint {HEAD.format(how="VOLATILE")}
WITH found AS (
    SELECT o.id, r.id AS request FROM referrals_offer o JOIN referrals_schemerequest r ON r.id = o.request_id
    WHERE o.state = 'proposed' AND o.answer_by < least(day, (now() AT TIME ZONE 'Europe/Paris')::date) FOR UPDATE OF r SKIP LOCKED),
late AS (
    UPDATE referrals_offer o SET state = 'expired', closed_at = now(), version = o.version + 1 FROM found
    WHERE o.id = found.id AND o.state = 'proposed' RETURNING o.request_id),
waiting AS (
    UPDATE referrals_schemerequest r SET state = 'waiting', version = r.version + 1 FROM late
    WHERE r.id = late.request_id AND r.state = 'proposed' RETURNING r.id)
SELECT count(*) FROM late
$$;
"""
SIGNATURES = ("place_states(date, bigint[])", "offers_lapse(date)")
FORWARD = policies("referrals", WRITERS) + TRIGGERS + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = (
    as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
    + NO_TRIGGERS
    + no_policies("referrals", WRITERS)
)
