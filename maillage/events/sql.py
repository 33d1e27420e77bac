"""Who opens a meeting to registrations and keeps their list; how anybody registers, and what their link opens.

Nobody without a duty reads the table of registrations: whoever has no account goes through these functions. Counting is
public, without a name: numbers, shares and ranks are what lets anybody do a drawing of lots again.
"""

from maillage.governance.models.base import KEPT
from maillage.permissions.definer import READS, WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

FROM_KEY = """events_registration r JOIN events_opening o ON o.id = r.opening_id
    JOIN governance_gathering g ON g.id = o.gathering_id JOIN governance_committee c ON c.id = g.committee_id"""
NOT_OVER = "g.held_at IS NULL AND g.cancelled_at IS NULL AND g.ends_at > now()"
COUNTS = "r.confirmed_at IS NOT NULL AND r.withdrawn_at IS NULL"
MAILER = "maillage_actor_has('mailer') AND maillage_actor_user() IS NULL"
"""The job that writes to them: its actor is signed, no request is it (`permissions.MAILER`)."""
SEEN = "(c.publicity = 'public' OR c.id IN (SELECT * FROM maillage_definer.my_committees()) OR c.structure_id = maillage_actor_structure())"

FUNCTIONS = f"""
-- Nothing when it is too late, or not theirs to see, or when this address is already there.
CREATE FUNCTION maillage_definer.event_register(which uuid, part bigint, who varchar, mail varchar, wants varchar[],
    other varchar, home varchar) RETURNS uuid {WRITES}
DECLARE
    chosen events_opening; whose varchar := lower(mail); made uuid;
BEGIN
    SELECT o.* INTO chosen FROM events_opening o JOIN governance_gathering g ON g.id = o.gathering_id
    JOIN governance_committee c ON c.id = g.committee_id
    WHERE o.public_id = which AND now() < o.closes_at AND {NOT_OVER}
        AND {SEEN}
    FOR UPDATE OF o;
    IF NOT FOUND OR (part IS NULL) <> NOT EXISTS (SELECT FROM events_share s WHERE s.opening_id = chosen.id)
        OR part IS NOT NULL AND NOT EXISTS (SELECT FROM events_share s WHERE s.opening_id = chosen.id AND s.id = part) THEN
        RETURN NULL;
    END IF;
    IF maillage_actor_user() IS NOT NULL THEN
        SELECT lower(u.email) INTO whose FROM accounts_user u WHERE u.id = maillage_actor_user();
    END IF;
    UPDATE events_registration r SET asked_at = now(), share_id = part, name = who, needs = wants, more = other,
        user_id = maillage_actor_user(),
        confirmed_at = CASE WHEN maillage_actor_user() IS NULL THEN NULL ELSE now() END
    WHERE r.opening_id = chosen.id AND lower(r.email) = whose AND r.withdrawn_at IS NULL AND r.confirmed_at IS NULL
        AND (maillage_actor_user() IS NOT NULL OR r.asked_at < now() - interval '1 hour') RETURNING r.key INTO made;
    IF made IS NOT NULL OR EXISTS (SELECT FROM events_registration r
            WHERE r.opening_id = chosen.id AND lower(r.email) = whose AND r.withdrawn_at IS NULL) THEN
        RETURN made;
    END IF;
    INSERT INTO events_registration
        (opening_id, share_id, number, name, email, user_id, needs, more, key, site, asked_at, confirmed_at, told)
    SELECT chosen.id, part, coalesce(max(r.number), 0) + 1, who, whose, maillage_actor_user(), wants, other,
        gen_random_uuid(), home, now(), CASE WHEN maillage_actor_user() IS NULL THEN NULL ELSE now() END, ''
    FROM events_registration r WHERE r.opening_id = chosen.id RETURNING key INTO made;
    RETURN made;
END $$;

-- What everybody may count.
CREATE FUNCTION maillage_definer.event_askings(which bigint)
    RETURNS TABLE (number integer, share bigint, rank integer, confirmed boolean, withdrawn boolean) {READS}
BEGIN
    RETURN QUERY SELECT r.number, r.share_id, r.rank, r.confirmed_at IS NOT NULL, r.withdrawn_at IS NOT NULL
    FROM events_registration r WHERE r.opening_id = which ORDER BY r.number;
END $$;

-- For whoever holds the link: the meeting, and who they are there.
CREATE FUNCTION maillage_definer.event_registration(one uuid)
    RETURNS TABLE (number integer, name varchar, email varchar, share bigint, share_name varchar, confirmed boolean,
        withdrawn boolean, came boolean, told varchar, site varchar, opening_id bigint, public_id uuid, forum boolean,
        by_lot boolean, drawn boolean, places smallint, closes_at timestamptz, title varchar, committee varchar,
        starts_at timestamptz, ends_at timestamptz, place varchar, link varchar, cancelled_at timestamptz,
        cancelled_why varchar, held_at timestamptz, shares json) {READS}
BEGIN
    RETURN QUERY SELECT r.number, r.name, r.email, r.share_id,
        (SELECT s.name FROM events_share s WHERE s.id = r.share_id), r.confirmed_at IS NOT NULL,
        r.withdrawn_at IS NOT NULL, r.came, r.told, r.site, o.id, o.public_id, o.forum, o.by_lot, o.drawn_at IS NOT NULL,
        o.places, o.closes_at, g.title, c.name, g.starts_at, g.ends_at, g.place, g.link, g.cancelled_at,
        g.cancelled_why, g.held_at,
        (SELECT coalesce(json_object_agg(s.id, s.places), '{{}}') FROM events_share s WHERE s.opening_id = o.id)
    FROM {FROM_KEY} WHERE r.key = one AND g.ends_at > now() - interval '1 year';
END $$;

CREATE FUNCTION maillage_definer.event_confirm(one uuid) RETURNS boolean {WRITES}
BEGIN
    UPDATE events_registration SET confirmed_at = now() WHERE confirmed_at IS NULL AND id IN (
        SELECT r.id FROM {FROM_KEY} WHERE r.key = one AND r.withdrawn_at IS NULL AND {NOT_OVER}
            AND (NOT o.by_lot OR now() < o.closes_at));
    RETURN FOUND;
END $$;

CREATE FUNCTION maillage_definer.event_withdraw(one uuid) RETURNS boolean {WRITES}
BEGIN
    UPDATE events_registration SET withdrawn_at = now(), needs = '{{}}', more = '' WHERE id IN (
        SELECT r.id FROM {FROM_KEY} WHERE r.key = one AND r.withdrawn_at IS NULL AND {NOT_OVER});
    RETURN FOUND;
END $$;

-- Five topics each, of those who come.
CREATE FUNCTION maillage_definer.event_propose(one uuid, what varchar, reason text) RETURNS boolean {WRITES}
BEGIN
    INSERT INTO events_topic (opening_id, registration_id, title, why, proposed_by, proposed_at, report)
    SELECT o.id, r.id, what, reason, r.name, now(), '' FROM {FROM_KEY}
    WHERE r.key = one AND o.forum AND {COUNTS} AND {NOT_OVER}
        AND (SELECT count(*) FROM events_topic t WHERE t.registration_id = r.id) < 5;
    RETURN FOUND;
END $$;

CREATE FUNCTION maillage_definer.event_topics(one uuid)
    RETURNS TABLE (id bigint, title varchar, why text, accepted boolean, report text, room varchar, starts_at timestamptz)
    {READS}
BEGIN
    RETURN QUERY SELECT t.id, t.title, t.why, t.accepted_at IS NOT NULL, t.report, s.room, s.starts_at
    FROM events_registration r JOIN events_topic t ON t.registration_id = r.id LEFT JOIN events_slot s ON s.id = t.slot_id
    WHERE r.key = one ORDER BY t.id;
END $$;

-- Their own topic, once it was spoken of.
CREATE FUNCTION maillage_definer.event_report(one uuid, topic bigint, words text) RETURNS boolean {WRITES}
BEGIN
    UPDATE events_topic SET report = words, reported_at = now() WHERE id = topic AND accepted_at IS NOT NULL
        AND registration_id IN (SELECT r.id FROM {FROM_KEY} WHERE r.key = one AND {COUNTS} AND g.starts_at <= now());
    RETURN FOUND;
END $$;

-- Those to whom a mail may leave, for the job that sends them.
CREATE FUNCTION maillage_definer.event_letters(which bigint)
    RETURNS TABLE (number integer, key uuid, told varchar, confirmed boolean) {READS}
BEGIN
    RETURN QUERY SELECT r.number, r.key, r.told, r.confirmed_at IS NOT NULL FROM {FROM_KEY}
    WHERE o.id = which AND r.withdrawn_at IS NULL AND r.email <> '' AND {MAILER} ORDER BY r.number;
END $$;

CREATE FUNCTION maillage_definer.event_told(one uuid, what varchar) RETURNS void {WRITES}
BEGIN
    UPDATE events_registration SET told = what WHERE key = one AND {MAILER};
END $$;

-- Every night: what nobody confirmed, what was needed that day, then where to write.
CREATE FUNCTION maillage_definer.event_forget() RETURNS void {WRITES}
BEGIN
    DELETE FROM events_registration WHERE confirmed_at IS NULL AND asked_at < now() - interval '3 days';
    UPDATE events_registration SET needs = '{{}}', more = '' WHERE (needs <> '{{}}' OR more <> '') AND id IN (
        SELECT r.id FROM {FROM_KEY} WHERE g.ends_at < now() - interval '7 days');
    UPDATE events_registration SET email = '' WHERE email <> '' AND id IN (
        SELECT r.id FROM {FROM_KEY} WHERE g.ends_at < now() - interval '90 days');
END $$;
"""
SIGNATURES = (
    "event_register(uuid, bigint, varchar, varchar, varchar[], varchar, varchar)",
    "event_askings(bigint)",
    "event_registration(uuid)",
    "event_confirm(uuid)",
    "event_withdraw(uuid)",
    "event_propose(uuid, varchar, text)",
    "event_topics(uuid)",
    "event_report(uuid, bigint, text)",
    "event_letters(bigint)",
    "event_told(uuid, varchar)",
    "event_forget()",
)

OPENED = f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {KEPT})"
IN_OPENING = f"opening_id IN (SELECT id FROM events_opening WHERE {OPENED})"
KEEPS = Writers(IN_OPENING, IN_OPENING, goes=IN_OPENING)
WRITERS = {
    "opening": Writers(OPENED, OPENED),
    "share": KEEPS,
    "registration": Writers(IN_OPENING, IN_OPENING),
    "slot": KEEPS,
    "topic": Writers(IN_OPENING, IN_OPENING),
}

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + policies("events", WRITERS)
BACKWARD = no_policies("events", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
