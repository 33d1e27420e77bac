"""Who writes what of placements; what stays; what the link of a host opens; who comes, read by a host without a rank.

A wish is written by the student while wishes are open, and by nobody after. A run, its traces and the places it gave are
written in one transaction and never change: a place is only given back. `rules.access` says the same.
"""

from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.placements.models.base import (
    HERE,
    LEADS,
    ME,
    OF_RUN,
    OF_SCHOOL,
    OFFICER,
    OWN_HOST,
    OWN_SEAT,
    RUN_HERE,
    TOLD,
)

HEAD = "LANGUAGE plpgsql {how} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
WRITES, READS = HEAD.format(how="VOLATILE"), HEAD.format(how="STABLE")
OF_KEY = "placements_host h JOIN placements_session s ON s.id = h.session_id"
ASKED = "s.published_at IS NOT NULL AND now() < s.seats_until"
OF_OFFICER = f"""s.structure_id = maillage_actor_structure() AND {OFFICER}"""

FUNCTIONS = f"""
-- The seed is made here and read by nobody before the close; its digest is told at once.
CREATE FUNCTION maillage_definer.placements_commit(which bigint) RETURNS varchar {WRITES}
DECLARE
    kept varchar;
BEGIN
    PERFORM FROM placements_session s WHERE s.id = which AND s.published_at IS NULL AND {OF_OFFICER} FOR UPDATE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    INSERT INTO placements_seed (session_id, secret)
        VALUES (which, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')) ON CONFLICT DO NOTHING;
    SELECT d.secret INTO kept FROM placements_seed d WHERE d.session_id = which;
    RETURN encode(sha256(convert_to(kept, 'UTF8')), 'hex');
END $$;

-- Who filed a list, without what it says: for their school, and for who runs the session.
CREATE FUNCTION maillage_definer.placements_filed(which bigint)
    RETURNS TABLE (candidate_id bigint, wished integer, filed_at timestamptz) {READS}
BEGIN
    RETURN QUERY SELECT w.candidate_id, cardinality(w.seats), w.filed_at
    FROM placements_wishlist w JOIN placements_candidate c ON c.id = w.candidate_id
        JOIN placements_school o ON o.id = c.school_id JOIN placements_session s ON s.id = c.session_id
    WHERE s.id = which AND cardinality(w.seats) > 0
        AND ((o.structure_id = maillage_actor_structure() AND {OFFICER}) OR ({OF_OFFICER}));
END $$;

-- A school sees its own students alone: their numbers follow those of all.
CREATE FUNCTION maillage_definer.placements_last_number(which bigint) RETURNS integer {READS}
BEGIN
    RETURN (SELECT coalesce(max(c.number), 0) FROM placements_candidate c WHERE c.session_id = which);
END $$;

-- What limits a host, said with its seats: a student ranks what is really open.
CREATE FUNCTION maillage_definer.placements_limits(which bigint)
    RETURNS TABLE (structure_id bigint, tutors smallint, quota smallint, room smallint) {READS}
BEGIN
    RETURN QUERY SELECT h.structure_id, h.tutors, h.quota, h.room FROM {OF_KEY}
    WHERE s.id = which AND (s.published_at IS NOT NULL OR ({OF_OFFICER}));
END $$;

-- Who comes to the actor's structure, once results are published: no rank, no need, no wish.
CREATE FUNCTION maillage_definer.placements_incoming()
    RETURNS TABLE (placement uuid, seat_id bigint, session_id bigint, name varchar, diploma_code varchar,
        year smallint, school varchar, ended_why varchar) {READS}
BEGIN
    RETURN QUERY SELECT p.public_id, p.seat_id, p.session_id, c.name, c.diploma_code, c.year, o.name, p.ended_why
    FROM placements_placement p JOIN placements_seat t ON t.id = p.seat_id
        JOIN placements_candidate c ON c.id = p.candidate_id JOIN placements_school k ON k.id = c.school_id
        JOIN directory_structure o ON o.id = k.structure_id JOIN placements_session s ON s.id = p.session_id
    WHERE t.structure_id = maillage_actor_structure() AND {LEADS} AND s.results_at <= now()
        AND s.published_at IS NOT NULL AND p.ended_why <> 'moved'
    ORDER BY p.id DESC;
END $$;

CREATE FUNCTION maillage_definer.placements_host_opened(one uuid)
    RETURNS TABLE (host_id bigint, session_id bigint, title varchar, structure varchar, seats_until timestamptz,
        starts_on date, ends_on date, last smallint, answer varchar, reason varchar, answered_at timestamptz,
        offered bigint, contact varchar, commune_id bigint) {READS}
BEGIN
    RETURN QUERY SELECT h.id, s.id, s.title, t.name, s.seats_until, s.starts_on, s.ends_on, h.last, h.answer, h.reason,
        h.answered_at, (SELECT coalesce(sum(x.declared), 0) FROM placements_seat x WHERE x.session_id = s.id
            AND x.structure_id = h.structure_id AND x.withdrawn_at IS NULL), s.contact, t.commune_id
    FROM {OF_KEY} JOIN directory_structure t ON t.id = h.structure_id WHERE h.key = one AND s.published_at IS NOT NULL;
END $$;

-- « renewed »: the seats of the last session of this platform, as they were; « changed »: the same, in another number;
-- « none »: the seats of this session are withdrawn. False once the date has passed.
CREATE FUNCTION maillage_definer.placements_host_answer(one uuid, said varchar, number smallint, why varchar)
    RETURNS boolean {WRITES}
DECLARE
    about placements_host%ROWTYPE;
    former bigint;
    place bigint;
BEGIN
    SELECT h.* INTO about FROM {OF_KEY} WHERE h.key = one AND {ASKED} FOR UPDATE OF h;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE placements_host SET answer = said, reason = why, answered_at = now() WHERE id = about.id;
    IF said = 'none' THEN
        UPDATE placements_seat SET withdrawn_at = now() WHERE session_id = about.session_id
            AND structure_id = about.structure_id AND withdrawn_at IS NULL;
        RETURN true;
    END IF;
    SELECT id INTO place FROM placements_seat WHERE session_id = about.session_id
        AND structure_id = about.structure_id AND withdrawn_at IS NULL ORDER BY id LIMIT 1;
    IF place IS NULL THEN
        SELECT max(x.session_id) INTO former FROM placements_seat x JOIN placements_session p ON p.id = x.session_id
            WHERE x.structure_id = about.structure_id AND x.session_id <> about.session_id AND x.withdrawn_at IS NULL
            AND p.structure_id = (SELECT structure_id FROM placements_session WHERE id = about.session_id);
        INSERT INTO placements_seat (public_id, session_id, structure_id, title, commune_id, level, diplomas, referent,
            conditions, declared, local_first, immersions, created_at)
        SELECT gen_random_uuid(), about.session_id, about.structure_id, x.title, x.commune_id, x.level, x.diplomas,
            x.referent, x.conditions, x.declared, x.local_first, x.immersions, now()
        FROM placements_seat x WHERE x.session_id = former AND x.structure_id = about.structure_id
            AND x.withdrawn_at IS NULL ORDER BY x.id;
        IF NOT FOUND THEN
            INSERT INTO placements_seat (public_id, session_id, structure_id, title, commune_id, level, diplomas, referent,
                conditions, declared, local_first, immersions, created_at)
            SELECT gen_random_uuid(), about.session_id, t.id, 'Stage', t.commune_id, '2', '{{}}', '', '',
                greatest(about.last, 1), false, false, now()
            FROM directory_structure t WHERE t.id = about.structure_id;
        END IF;
        SELECT min(id) INTO place FROM placements_seat WHERE session_id = about.session_id
            AND structure_id = about.structure_id AND withdrawn_at IS NULL;
    END IF;
    IF said = 'renewed' AND about.answer = 'changed' THEN
        UPDATE placements_seat SET declared = greatest(about.last, 1) WHERE id = place;
    END IF;
    IF said = 'changed' THEN
        UPDATE placements_seat SET declared = number WHERE id = place;
        UPDATE placements_seat SET withdrawn_at = now() WHERE session_id = about.session_id AND id <> place
            AND structure_id = about.structure_id AND withdrawn_at IS NULL;
    END IF;
    RETURN true;
END $$;
"""
SIGNATURES = (
    "placements_commit(bigint)",
    "placements_filed(bigint)",
    "placements_last_number(bigint)",
    "placements_limits(bigint)",
    "placements_incoming()",
    "placements_host_opened(uuid)",
    "placements_host_answer(uuid, varchar, smallint, varchar)",
)

# What was promised stays: dates once published (a close may be put off while it is ahead; a repair is the maintenance's), who
# proposed what, a place given.
KEPT = """
CREATE FUNCTION placements_keep_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'maillage_maintenance' AND OLD.published_at IS NOT NULL AND (
        (OLD.structure_id, OLD.territory_id, OLD.diplomas, OLD.needs_site, OLD.opens_at, OLD.starts_on, OLD.ends_on,
            OLD.taken_over, OLD.commitment, OLD.published_at)
        IS DISTINCT FROM (NEW.structure_id, NEW.territory_id, NEW.diplomas, NEW.needs_site, NEW.opens_at, NEW.starts_on,
            NEW.ends_on, NEW.taken_over, NEW.commitment, NEW.published_at)
        OR NEW.closes_at < OLD.closes_at OR (OLD.closes_at <= now() AND NEW.closes_at <> OLD.closes_at)
        OR NEW.seats_until < OLD.seats_until
        OR NEW.results_at < OLD.results_at OR (OLD.results_at <= now() AND NEW.results_at <> OLD.results_at)) THEN
        RAISE EXCEPTION 'a published session keeps its dates and its seed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER placements_session_kept BEFORE UPDATE ON placements_session
FOR EACH ROW EXECUTE FUNCTION placements_keep_session();

CREATE FUNCTION placements_keep_arbitration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.session_id, OLD.candidate_id, OLD.seat_id, OLD.former_id, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)
        IS DISTINCT FROM
        (NEW.session_id, NEW.candidate_id, NEW.seat_id, NEW.former_id, NEW.reason, NEW.proposed_by_id, NEW.proposed_at) THEN
        RAISE EXCEPTION 'what was proposed stays as it was' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER placements_arbitration_kept BEFORE UPDATE ON placements_arbitration
FOR EACH ROW EXECUTE FUNCTION placements_keep_arbitration();

CREATE FUNCTION placements_keep_placement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.session_id, OLD.candidate_id, OLD.seat_id, OLD.round, OLD.run_id, OLD.arbitration_id, OLD.created_at)
        IS DISTINCT FROM
        (NEW.session_id, NEW.candidate_id, NEW.seat_id, NEW.round, NEW.run_id, NEW.arbitration_id, NEW.created_at)
        OR OLD.ended_at IS DISTINCT FROM NEW.ended_at AND OLD.ended_at IS NOT NULL
        OR OLD.convention IS DISTINCT FROM NEW.convention AND OLD.convention IS NOT NULL THEN
        RAISE EXCEPTION 'a place that was given is only given back' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER placements_placement_kept BEFORE UPDATE ON placements_placement
FOR EACH ROW EXECUTE FUNCTION placements_keep_placement();
"""
NOT_KEPT = "".join(
    f"DROP TRIGGER placements_{one}_kept ON placements_{one}; DROP FUNCTION placements_keep_{one}();"
    for one in ("session", "arbitration", "placement")
)


def sessions(*conditions: str, column: str = "session_id") -> str:
    return f"{column} IN (SELECT id FROM placements_session WHERE {' AND '.join(conditions)})"


TAKEN = f"(taken_over AND published_at IS NULL AND {RUN_HERE})"
"""A session held elsewhere, while it is loaded."""
OPEN = "(closes_at > now() OR published_at IS NULL)"
RUN_OPEN = sessions(RUN_HERE, OPEN)
OFFERS = f"({OWN_HOST} AND {sessions('published_at IS NOT NULL', 'seats_until > now()')}) OR {RUN_OPEN}"
ENTERS = f"""(session_id, school_id) IN (
    SELECT session_id, id FROM placements_school WHERE structure_id = {HERE} AND {OFFICER}
        AND {sessions("published_at IS NOT NULL", "closes_at > now()")}
    UNION SELECT session_id, id FROM placements_school WHERE {sessions(TAKEN)})"""
ALLOWS = f"""school_id IN (
    SELECT id FROM placements_school WHERE structure_id = {HERE} AND {OFFICER} AND {sessions("closes_at > now()")}
    UNION SELECT id FROM placements_school WHERE {sessions(TAKEN)})"""
RANKS = f"""candidate_id IN (SELECT id FROM placements_candidate WHERE
    ((user_id = {ME} OR (user_id IS NULL AND {OF_SCHOOL}))
        AND {sessions("published_at IS NOT NULL", "opens_at <= now()", "closes_at > now()")})
    OR {sessions(TAKEN)})"""
DECLARES = f"wishes_id IN (SELECT id FROM placements_wishlist WHERE {RANKS})"
RUN_CLOSED = sessions(RUN_HERE, "published_at IS NOT NULL", "closes_at <= now()")
JUST_RUN = f"run_id IN (SELECT id FROM placements_run WHERE ran_at = now() AND {OF_RUN})"
SETTLED = f"""(arbitration_id, candidate_id, seat_id) IN (SELECT id, candidate_id, seat_id FROM placements_arbitration
    WHERE outcome = 'confirmed' AND decided_by_id = {ME} AND {OF_RUN})"""
GIVES_BACK = f"{OF_RUN} OR {TOLD}"
IMMERSED = "seat_id IN (SELECT id FROM placements_seat WHERE immersions AND withdrawn_at IS NULL)"
OWN_PERIOD = f"structure_id = {HERE} AND {OFFICER}"
WRITERS = {
    "session": Writers(f"{RUN_HERE} AND published_at IS NULL", RUN_HERE),
    "seed": Writers(),
    "school": Writers(RUN_OPEN, goes=sessions(RUN_HERE, "published_at IS NULL")),
    "cohort": Writers(ALLOWS, ALLOWS, goes=ALLOWS),
    "period": Writers(OWN_PERIOD, OWN_PERIOD, goes=OWN_PERIOD),
    "host": Writers(OFFERS, OFFERS),
    "seat": Writers(OFFERS, OFFERS),
    "immersion": Writers(
        f"user_id = {ME} AND answer = '' AND {IMMERSED}",
        f"answer = '' AND {OWN_SEAT}",
        f"answered_by_id = {ME} AND {OWN_SEAT}",
    ),
    "candidate": Writers(ENTERS, ENTERS),
    "priority": Writers(
        f"candidate_id IN (SELECT id FROM placements_candidate WHERE {ENTERS})",
        f"candidate_id IN (SELECT id FROM placements_candidate WHERE {ENTERS})",
        goes=f"candidate_id IN (SELECT id FROM placements_candidate WHERE {ENTERS})",
    ),
    "wishlist": Writers(RANKS, RANKS),
    "impossibility": Writers(DECLARES, DECLARES, goes=DECLARES),
    "run": Writers(f"by_id = {ME} AND ran_at = now() AND {RUN_CLOSED}"),
    "trace": Writers(JUST_RUN),
    "arbitration": Writers(
        f"proposed_by_id = {ME} AND outcome = '' AND {RUN_CLOSED}",
        f"outcome = '' AND {OF_RUN}",
        f"decided_by_id = {ME} AND {OF_RUN}",
    ),
    "placement": Writers(f"{RUN_CLOSED} AND ({JUST_RUN} OR {SETTLED})", GIVES_BACK),
}

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + KEPT + policies("placements", WRITERS)
BACKWARD = (
    no_policies("placements", WRITERS)
    + NOT_KEPT
    + as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
)
