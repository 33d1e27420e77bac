"""Who prepares a night and reads its lines; what the link of a team opens and writes, without an account.

Lines arrive until the night is closed; those of a phone that had no network, a day more when they were seen before the
close. Nothing changes in what was published.
"""

from maillage.counts.models.base import KEPT
from maillage.governance.models.base import ME
from maillage.permissions.definer import READS, WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

OF_KEY = "counts_team t JOIN counts_night n ON n.id = t.night_id"
OPENS = "now() < coalesce(n.closed_at, n.ends_at + interval '7 days') + interval '24 hours'"
"""Of a night that nobody closed too."""
TAKES = f"n.opened_at IS NOT NULL AND n.published_at IS NULL AND {OPENS}"
OPEN = f"n.closed_at IS NULL AND {TAKES}"
SAID = """json_to_record(said) AS x(seen_at timestamptz, persons smallint, minors smallint, shape varchar, contact varchar,
        age varchar, gender varchar, since varchar, called varchar, wants varchar, edge boolean)"""
ANSWERS = "persons, minors, shape, contact, age, gender, since, called, wants, edge"
OF_X = ", ".join(f"x.{name}" for name in ANSWERS.split(", "))
OWN_LINE = """SELECT s.id FROM counts_sighting s JOIN counts_round r ON r.id = s.round_id
        JOIN counts_team t ON t.id = r.team_id JOIN counts_night n ON n.id = t.night_id"""

FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.count_team(one uuid)
    RETURNS TABLE (team_id bigint, night_id bigint, name varchar, meeting_point varchar, title varchar, structure varchar,
        starts_at timestamptz, ends_at timestamptz, instructions text, phone varchar, asked varchar[],
        opened_at timestamptz, closed_at timestamptz, published_at timestamptz) {READS}
BEGIN
    RETURN QUERY SELECT t.id, n.id, t.name, t.meeting_point, n.title, s.name, n.starts_at, n.ends_at, n.instructions,
        n.phone, n.asked, n.opened_at, n.closed_at, n.published_at
    FROM {OF_KEY} JOIN directory_structure s ON s.id = n.structure_id WHERE t.key = one AND {OPENS};
END $$;

CREATE FUNCTION maillage_definer.count_rounds(one uuid)
    RETURNS TABLE (id bigint, sector varchar, limits text, kind varchar, again boolean, walked varchar,
        began_at timestamptz, finished_at timestamptz) {READS}
BEGIN
    RETURN QUERY SELECT r.id, s.name, s.limits, s.kind, r.again, r.walked, r.began_at, r.finished_at
    FROM {OF_KEY} JOIN counts_round r ON r.team_id = t.id JOIN counts_sector s ON s.id = r.sector_id
    WHERE t.key = one AND {OPENS} ORDER BY s.name, r.id;
END $$;

CREATE FUNCTION maillage_definer.count_lines(one uuid)
    RETURNS TABLE (public_id uuid, round_id bigint, seen_at timestamptz, persons smallint, minors smallint, shape varchar,
        contact varchar, age varchar, gender varchar, since varchar, called varchar, wants varchar, edge boolean,
        changed_at timestamptz, struck_at timestamptz, struck_why varchar) {READS}
BEGIN
    RETURN QUERY SELECT l.public_id, l.round_id, l.seen_at, l.persons, l.minors, l.shape, l.contact, l.age, l.gender,
        l.since, l.called, l.wants, l.edge, l.changed_at, l.struck_at, l.struck_why
    FROM {OF_KEY} JOIN counts_round r ON r.team_id = t.id JOIN counts_sighting l ON l.round_id = r.id
    WHERE t.key = one AND {OPENS} ORDER BY l.seen_at DESC, l.id DESC;
END $$;

-- « kept », the second time too; or « closed », or « elsewhere » (a sector that is not theirs).
CREATE FUNCTION maillage_definer.count_keep(one uuid, which bigint, line uuid, said json) RETURNS varchar {WRITES}
DECLARE
    about counts_night%ROWTYPE;
BEGIN
    SELECT n.* INTO about FROM {OF_KEY} WHERE t.key = one AND {TAKES} FOR SHARE OF n;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF NOT EXISTS (SELECT FROM counts_round r JOIN counts_team t ON t.id = r.team_id WHERE r.id = which AND t.key = one) THEN
        RETURN 'elsewhere';
    END IF;
    IF EXISTS (SELECT FROM {SAID} WHERE x.seen_at > about.closed_at) THEN RETURN 'closed'; END IF;
    INSERT INTO counts_sighting (public_id, round_id, seen_at, received_at, on_paper, {ANSWERS}, changed_by, struck_why)
    SELECT line, which, least(x.seen_at, now()), now(), false, {OF_X}, '', '' FROM {SAID}
    ON CONFLICT (public_id) DO NOTHING;
    RETURN 'kept';
END $$;

CREATE FUNCTION maillage_definer.count_correct(one uuid, which bigint, line uuid, said json) RETURNS boolean {WRITES}
BEGIN
    UPDATE counts_sighting l SET (round_id, seen_at, {ANSWERS}, changed_at, changed_by) =
        (SELECT which, least(x.seen_at, now()), {OF_X}, now(), 'team' FROM {SAID})
    WHERE l.public_id = line AND l.struck_at IS NULL AND l.id IN ({OWN_LINE} WHERE t.key = one AND {OPEN})
        AND EXISTS (SELECT FROM counts_round r JOIN counts_team t ON t.id = r.team_id WHERE r.id = which AND t.key = one);
    RETURN FOUND;
END $$;

CREATE FUNCTION maillage_definer.count_strike(one uuid, line uuid, why varchar) RETURNS boolean {WRITES}
BEGIN
    UPDATE counts_sighting l SET struck_at = now(), struck_why = why, changed_at = now(), changed_by = 'team'
    WHERE l.public_id = line AND l.struck_at IS NULL AND l.id IN ({OWN_LINE} WHERE t.key = one AND {OPEN});
    RETURN FOUND;
END $$;

CREATE FUNCTION maillage_definer.count_walked(one uuid, which bigint, how varchar, began timestamptz, finished timestamptz)
    RETURNS boolean {WRITES}
BEGIN
    UPDATE counts_round SET walked = how, began_at = began, finished_at = finished WHERE id = which AND team_id IN (
        SELECT t.id FROM {OF_KEY} WHERE t.key = one AND {TAKES});
    RETURN FOUND;
END $$;

-- Every night: first names, and the number to call, three months after.
CREATE FUNCTION maillage_definer.count_forget() RETURNS void {WRITES}
BEGIN
    UPDATE counts_team SET leader = '', members = '' WHERE (leader <> '' OR members <> '') AND night_id IN (
        SELECT n.id FROM counts_night n WHERE n.ends_at < now() - interval '3 months');
    UPDATE counts_night SET phone = '' WHERE phone <> '' AND ends_at < now() - interval '3 months';
END $$;
"""
SIGNATURES = (
    "count_team(uuid)",
    "count_rounds(uuid)",
    "count_lines(uuid)",
    "count_keep(uuid, bigint, uuid, json)",
    "count_correct(uuid, bigint, uuid, json)",
    "count_strike(uuid, uuid, varchar)",
    "count_walked(uuid, bigint, varchar, timestamptz, timestamptz)",
    "count_forget()",
)

NOT_SAID = f"(SELECT id FROM counts_night WHERE published_at IS NULL AND {KEPT})"
NOT_CLOSED = f"(SELECT id FROM counts_night WHERE opened_at IS NOT NULL AND closed_at IS NULL AND {KEPT})"
OF_NIGHT = f"night_id IN {NOT_SAID}"
OF_SECTOR = f"one_id IN (SELECT id FROM counts_sector WHERE {OF_NIGHT})"
ROUND = (
    f"team_id IN (SELECT id FROM counts_team WHERE {OF_NIGHT})"
    f" AND sector_id IN (SELECT id FROM counts_sector WHERE {OF_NIGHT})"
)
LINE = (
    "round_id IN (SELECT r.id FROM counts_round r JOIN counts_team t ON t.id = r.team_id"
    f" WHERE t.night_id IN {NOT_CLOSED})"
)
DECIDED = (
    "first_id IN (SELECT l.id FROM counts_sighting l JOIN counts_round r ON r.id = l.round_id"
    f" JOIN counts_team t ON t.id = r.team_id WHERE t.night_id IN {NOT_SAID})"
)
WRITERS = {
    "night": Writers(f"published_at IS NULL AND {KEPT}", f"published_at IS NULL AND {KEPT}", KEPT),
    "sector": Writers(OF_NIGHT, OF_NIGHT, goes=OF_NIGHT),
    "border": Writers(OF_SECTOR, goes=OF_SECTOR),
    "team": Writers(OF_NIGHT, OF_NIGHT),
    "round": Writers(ROUND, ROUND, goes=ROUND),
    "sighting": Writers(LINE, LINE),
    "double": Writers(f"user_id = {ME} AND {DECIDED}", DECIDED, f"user_id = {ME} AND {DECIDED}"),
}

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + policies("counts", WRITERS)
BACKWARD = no_policies("counts", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
