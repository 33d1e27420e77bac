"""Mails of a session, and the personal link of a student without an account.

What is due is worked out by one function, that the job alone may call: each mail is a row, kept once. The link makes an
actor that is nobody's account: `placements_linked` says whose rows it reaches, and the policies of the student do the rest.
"""

from maillage.permissions.definer import MAILER, READS, TODAY, WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.placements.models.base import LINKED, OFFICER
from maillage.placements.sql import KEPT, RANKS, WRITERS, sessions

BEFORE = "interval '3 days'"
"""A reminder leaves that long before the date."""
RESTED = "interval '1 day'"
"""Nobody is reminded the day they were asked."""
LINK = "student_link:"
"""How the actor of a link is told (`rules.links`)."""
MAILED = "s.site <> '' AND s.published_at IS NOT NULL AND NOT s.taken_over"
NO_LIST = (
    "NOT EXISTS (SELECT FROM placements_wishlist w WHERE w.candidate_id = c.id AND cardinality(w.seats) > 0)"
)
TOLD = f"s.results_at <= now() AND s.ends_on >= {TODAY}"
ADDRESS = "CASE WHEN c.user_id IS NULL THEN c.email WHEN u.is_active THEN u.email ELSE '' END"
ONCE = "ON CONFLICT DO NOTHING;"


def to_host(kind: str, part: str = "0", joins: str = "") -> str:
    return f"""INSERT INTO placements_letter (session_id, kind, part, host_id) SELECT s.id, '{kind}', {part}, h.id
    FROM placements_host h JOIN placements_session s ON s.id = h.session_id
        JOIN directory_structure t ON t.id = h.structure_id {joins}
    WHERE {MAILED} AND t.email <> '' AND t.withdrawn_on IS NULL AND"""


def to_student(kind: str, part: str = "0", joins: str = "") -> str:
    return f"""INSERT INTO placements_letter (session_id, kind, part, candidate_id) SELECT s.id, '{kind}', {part}, c.id
    FROM placements_candidate c JOIN placements_session s ON s.id = c.session_id
        LEFT JOIN accounts_user u ON u.id = c.user_id {joins}
    WHERE {MAILED} AND c.withdrawn_at IS NULL AND {ADDRESS} <> '' AND"""


COMING = """JOIN placements_seat x ON x.session_id = s.id AND x.structure_id = h.structure_id
        JOIN placements_placement p ON p.seat_id = x.id AND p.ended_at IS NULL"""
LAST_ROUND = """JOIN LATERAL (SELECT max(n.number) AS number FROM placements_run n
            JOIN placements_trace e ON e.run_id = n.id WHERE e.candidate_id = c.id) r ON r.number IS NOT NULL"""
SETTLED = "JOIN placements_arbitration a ON a.candidate_id = c.id AND a.outcome = 'confirmed'"


def sent_before(kind: str, to: str) -> str:
    return f"""EXISTS (SELECT FROM placements_letter l WHERE l.kind = '{kind}' AND l.{to}_id = {to[0]}.id
        AND l.due_at < now() - {RESTED})"""


FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.placements_linked() RETURNS bigint {READS}
DECLARE
    told text;
BEGIN
    IF maillage_actor_user() IS NOT NULL THEN RETURN NULL; END IF;
    SELECT substr(r, {len(LINK) + 1}) INTO told FROM unnest(string_to_array((maillage_actor())[3], ',')) r
    WHERE starts_with(r, '{LINK}');
    RETURN (SELECT c.id FROM placements_candidate c JOIN placements_session s ON s.id = c.session_id
        WHERE c.key = told::uuid AND c.user_id IS NULL AND c.withdrawn_at IS NULL AND s.published_at IS NOT NULL
        AND s.ends_on >= {TODAY});
END $$;

-- A school takes a link back: another one opens from now on, and leaves by mail where there is an address.
CREATE FUNCTION maillage_definer.placements_link_again(one uuid) RETURNS boolean {WRITES}
DECLARE
    about placements_candidate%ROWTYPE;
BEGIN
    UPDATE placements_candidate c SET key = gen_random_uuid() FROM placements_school o
    WHERE o.id = c.school_id AND c.public_id = one AND c.user_id IS NULL AND c.withdrawn_at IS NULL
        AND o.structure_id = maillage_actor_structure() AND {OFFICER} RETURNING c.* INTO about;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO placements_letter (session_id, kind, part, candidate_id)
    SELECT about.session_id, 'link', (SELECT count(*) FROM placements_letter l WHERE l.candidate_id = about.id AND l.kind = 'link'),
        about.id WHERE about.email <> '';
    RETURN true;
END $$;

-- What is due now is written down, once, and given to the jobs that send it.
CREATE FUNCTION maillage_definer.placements_letters_due() RETURNS SETOF bigint {WRITES}
BEGIN
    IF NOT {MAILER} THEN RETURN; END IF;
    {to_host("asked")} h.answer = '' AND now() < s.seats_until {ONCE}
    {to_host("asked_again")} h.answer = '' AND now() < s.seats_until AND now() >= s.seats_until - {BEFORE}
        AND {sent_before("asked", "host")} {ONCE}
    {to_host("coming", "max(p.id)", COMING)} {TOLD} GROUP BY s.id, h.id
        HAVING NOT EXISTS (SELECT FROM placements_letter l WHERE l.host_id = h.id AND l.kind = 'coming'
            AND l.part >= max(p.id)) {ONCE}
    {to_student("opened")} s.opens_at <= now() AND now() < s.closes_at {ONCE}
    {to_student("last_days")} now() < s.closes_at AND now() >= s.closes_at - {BEFORE} AND {NO_LIST}
        AND {sent_before("opened", "candidate")} {ONCE}
    {to_student("result", "r.number", LAST_ROUND)} {TOLD} AND NOT EXISTS (SELECT FROM placements_letter l
        WHERE l.candidate_id = c.id AND l.kind = 'result' AND l.part >= r.number) {ONCE}
    {to_student("settled", "a.id", SETTLED)} {TOLD} AND a.decided_at > s.results_at {ONCE}
    RETURN QUERY UPDATE placements_letter l SET queued_at = now() WHERE l.queued_at IS NULL RETURNING l.id;
END $$;

-- What a mail says, as late as it can be: nothing for who answered, filed, left or has no address any more.
CREATE FUNCTION maillage_definer.placements_letter(which bigint)
    RETURNS TABLE (kind varchar, email varchar, host_key uuid, student_key uuid, student uuid, session uuid, title varchar,
        platform varchar, structure varchar, site varchar, seats_until timestamptz, closes_at timestamptz) {READS}
BEGIN
    IF NOT {MAILER} THEN RETURN; END IF;
    RETURN QUERY SELECT l.kind, coalesce(t.email, {ADDRESS})::varchar, h.key,
        CASE WHEN c.user_id IS NULL THEN c.key END, c.public_id, s.public_id, s.title, o.name, t.name, s.site,
        s.seats_until, s.closes_at
    FROM placements_letter l JOIN placements_session s ON s.id = l.session_id
        JOIN directory_structure o ON o.id = s.structure_id
        LEFT JOIN placements_host h ON h.id = l.host_id LEFT JOIN directory_structure t ON t.id = h.structure_id
        LEFT JOIN placements_candidate c ON c.id = l.candidate_id LEFT JOIN accounts_user u ON u.id = c.user_id
    WHERE l.id = which AND l.sent_at IS NULL AND s.site <> '' AND c.withdrawn_at IS NULL
        AND coalesce(t.email, {ADDRESS}) <> '' AND (l.kind NOT IN ('asked', 'asked_again') OR h.answer = '')
        AND (l.kind <> 'last_days' OR {NO_LIST});
END $$;

CREATE FUNCTION maillage_definer.placements_letter_sent(which bigint) RETURNS boolean {WRITES}
BEGIN
    UPDATE placements_letter SET sent_at = now() WHERE id = which AND sent_at IS NULL AND {MAILER};
    RETURN FOUND;
END $$;

-- Who comes, behind the link of a host: what its leaders read with an account (`placements_incoming`).
CREATE FUNCTION maillage_definer.placements_host_incoming(one uuid)
    RETURNS TABLE (name varchar, diploma_code varchar, year smallint, school varchar, seat varchar) {READS}
BEGIN
    RETURN QUERY SELECT c.name, c.diploma_code, c.year, o.name, x.title
    FROM placements_host h JOIN placements_session s ON s.id = h.session_id
        JOIN placements_seat x ON x.session_id = s.id AND x.structure_id = h.structure_id
        JOIN placements_placement p ON p.seat_id = x.id AND p.ended_at IS NULL
        JOIN placements_candidate c ON c.id = p.candidate_id JOIN placements_school k ON k.id = c.school_id
        JOIN directory_structure o ON o.id = k.structure_id
        JOIN directory_structure t ON t.id = h.structure_id AND t.withdrawn_on IS NULL
    WHERE h.key = one AND s.published_at IS NOT NULL AND {TOLD} ORDER BY x.title, c.name;
END $$;
"""
SIGNATURES = (
    "placements_linked()",
    "placements_link_again(uuid)",
    "placements_letters_due()",
    "placements_letter(bigint)",
    "placements_letter_sent(bigint)",
    "placements_host_incoming(uuid)",
)

LINK_RANKS = f"""{RANKS} OR candidate_id IN (SELECT id FROM placements_candidate WHERE id = {LINKED}
    AND {sessions("published_at IS NOT NULL", "opens_at <= now()", "closes_at > now()")})"""
LINK_DECLARES = f"wishes_id IN (SELECT id FROM placements_wishlist WHERE {LINK_RANKS})"
LINK_WRITERS = {
    "wishlist": Writers(LINK_RANKS, LINK_RANKS),
    "impossibility": Writers(LINK_DECLARES, LINK_DECLARES, goes=LINK_DECLARES),
}
NEW = {"letter": Writers()}

OPENED = as_maintenance(FUNCTIONS + granted(SIGNATURES))
CLOSED = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
# Once published, a session keeps the committee that arbitrates it, and the address that its mails lead to.
DATES = "OLD.taken_over, OLD.commitment, OLD.published_at", "NEW.taken_over, NEW.commitment, NEW.published_at"
SESSION_KEPT = KEPT[: KEPT.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
STILL_KEPT = SESSION_KEPT.replace(DATES[0], DATES[0] + ", OLD.committee_id, OLD.site").replace(
    DATES[1], DATES[1] + ", NEW.committee_id, NEW.site"
)
assert STILL_KEPT.count("committee_id") == 2

FORWARD = STILL_KEPT + no_policies("placements", LINK_WRITERS) + policies("placements", LINK_WRITERS | NEW)
BACKWARD = (
    SESSION_KEPT
    + no_policies("placements", LINK_WRITERS | NEW)
    + policies("placements", {table: WRITERS[table] for table in LINK_WRITERS})
)
