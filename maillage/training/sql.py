"""Who writes sessions, registrations, presences, declarations, contested lines, in PostgreSQL; `rules` says the same.

Lines of an account are written by two functions alone, from presences and from what an employer confirmed: nobody types one.
A team is read in numbers that no group smaller than five can be told from.
"""

from maillage.governance.models.base import HERE, ME
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.training.models.base import (
    HELD_SESSIONS,
    HOLDS,
    LEADS,
    LED_HERE,
    OFFICER,
    OFFICER_HERE,
    WRITES_HERE,
)

HEAD = "LANGUAGE plpgsql {how} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
WRITES, READS = HEAD.format(how="VOLATILE"), HEAD.format(how="STABLE")
TODAY = "(now() AT TIME ZONE 'Europe/Paris')::date"
LINE = "user_id, structure_id, session_id, declaration_id, title, kind, year, first_on, last_on, hours, version_id, adoption_id"
CURRENT = f"m.since <= {TODAY} AND (m.until IS NULL OR m.until >= {TODAY}) AND m.ended_at IS NULL"
TEAM = f"""SELECT DISTINCT m.user_id FROM accounts_membership m
        WHERE m.structure_id = {HERE} AND m.role <> 'student' AND {CURRENT}"""
SMALL = 5
"""As `directory.rules.counts.HIDDEN_BELOW`."""

FUNCTIONS = f"""
-- Which version decides for those who work there that day, and who adopted it: the employer first, then the territory.
CREATE FUNCTION maillage_definer.training_rule(place bigint, day date)
    RETURNS TABLE (version_id bigint, adoption_id bigint) {READS}
DECLARE
    adopted training_adoption%ROWTYPE;
BEGIN
    SELECT a.* INTO adopted FROM training_adoption a
    WHERE a.starts_on <= day AND (a.ends_on IS NULL OR a.ends_on >= day) AND (
        (a.territory_id IS NULL AND a.structure_id = place)
        OR a.territory_id IN (
            SELECT unnest(ARRAY[c.id, c.epci_id, c.departement_id, c.region_id])
            FROM directory_structure s JOIN directory_territory c ON c.id = s.commune_id WHERE s.id = place))
    ORDER BY a.territory_id IS NOT NULL, a.starts_on DESC, a.id DESC LIMIT 1;
    RETURN QUERY SELECT v.id, adopted.id FROM training_ruleversion v WHERE v.code = coalesce(adopted.code, 'livre-blanc')
    ORDER BY v.starts_on <= day DESC, abs(v.starts_on - day) LIMIT 1;
END $$;

-- Who answers when a line is contested: the employer's training officer, else whoever adopted the rule for the territory.
CREATE FUNCTION maillage_definer.training_addressee(line bigint) RETURNS bigint {READS}
DECLARE
    found bigint;
BEGIN
    SELECT CASE WHEN EXISTS (SELECT FROM accounts_membership m WHERE m.structure_id = l.structure_id
            AND m.user_id <> l.user_id AND m.role = 'training_officer' AND {CURRENT})
        OR a.territory_id IS NULL THEN l.structure_id ELSE a.structure_id END INTO found
    FROM training_accountline l LEFT JOIN training_adoption a ON a.id = l.adoption_id
    WHERE l.id = line AND l.user_id = {ME};
    RETURN found;
END $$;

-- Who asked for sessions, without who they are.
CREATE FUNCTION maillage_definer.training_askings(wanted bigint[])
    RETURNS TABLE (session_id bigint, number bigint, quota_id bigint, holds boolean) {READS}
BEGIN
    RETURN QUERY SELECT r.session_id, r.id, q.id, r.state = 'agreed' OR r.answer_due >= {TODAY}
    FROM training_registration r JOIN training_session s ON s.id = r.session_id
        LEFT JOIN training_quota q ON q.session_id = r.session_id AND q.structure_id IS NOT DISTINCT FROM r.structure_id
    WHERE r.session_id = ANY (wanted) AND r.state IN ('asked', 'agreed')
        AND (s.published_at IS NOT NULL OR (s.structure_id = {HERE} AND {HOLDS}))
    ORDER BY r.id;
END $$;

-- Presences become lines, a year each, at most a day's hours a day. Whose lines; nothing the second time.
CREATE FUNCTION maillage_definer.training_finish(which bigint, at timestamptz)
    RETURNS TABLE (user_id bigint, structure_id bigint, hours numeric, last_on date) {WRITES}
DECLARE
    about training_session%ROWTYPE;
BEGIN
    SELECT s.* INTO about FROM training_session s WHERE s.id = which AND s.structure_id = {HERE} AND {HOLDS}
        AND s.published_at IS NOT NULL AND s.finished_at IS NULL AND s.cancelled_on IS NULL AND s.ends_on <= {TODAY}
        FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE training_session s SET finished_at = least(at, now()) WHERE s.id = which;
    RETURN QUERY WITH day AS (
        SELECT r.user_id AS who, r.structure_id AS place, h.on AS day,
            least(sum(h.hours), (SELECT v.hours_a_day FROM maillage_definer.training_rule(r.structure_id, h.on) f
                JOIN training_ruleversion v ON v.id = f.version_id)) AS done
        FROM training_presence p JOIN training_registration r ON r.id = p.registration_id
            JOIN training_halfday h ON h.id = p.half_day_id
        WHERE r.session_id = which AND r.user_id IS NOT NULL AND r.state = 'agreed'
        GROUP BY r.user_id, r.structure_id, h.on
    ), year AS (
        SELECT d.who, d.place, extract(year FROM d.day)::smallint AS year, min(d.day) AS first, max(d.day) AS last,
            sum(d.done) AS done FROM day d GROUP BY 1, 2, 3
    )
    INSERT INTO training_accountline AS l (public_id, {LINE})
    SELECT gen_random_uuid(), y.who, y.place, which, NULL, about.title, about.kind, y.year, y.first, y.last, y.done,
        f.version_id, f.adoption_id
    FROM year y, LATERAL maillage_definer.training_rule(y.place, y.first) f
    RETURNING l.user_id, l.structure_id, l.hours, l.last_on;
END $$;

-- What the employer confirmed becomes a line, once.
CREATE FUNCTION maillage_definer.training_confirm(which bigint) RETURNS boolean {WRITES}
BEGIN
    INSERT INTO training_accountline (public_id, {LINE})
    SELECT gen_random_uuid(), d.user_id, d.structure_id, NULL, d.id, d.title, d.kind,
        extract(year FROM d.starts_on)::smallint, d.starts_on, d.ends_on, d.hours, f.version_id, f.adoption_id
    FROM training_declaration d, LATERAL maillage_definer.training_rule(d.structure_id, d.starts_on) f
    WHERE d.id = which AND d.state = 'yes' AND d.structure_id = {HERE} AND {OFFICER}
    ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- A team in numbers: how many have nothing, a day at most, less than what is aimed at, that or more; half-days still to
-- plan. Below five persons, nothing; a small number is hidden with others, as `directory.rules.counts.hidden` does.
CREATE FUNCTION maillage_definer.training_team(asked integer)
    RETURNS TABLE (team integer, shares integer[], half_days integer, missing integer) {READS}
DECLARE
    kept integer[] := ARRAY[0, 0, 0, 0];
    shown integer[];
    place integer;
    apart integer := 0;
    apart_sum integer := 0;
    half numeric;
    aim integer;
    one record;
BEGIN
    IF NOT coalesce({LEADS}, false) THEN RETURN; END IF;
    SELECT v.hours_a_day / 2, (v.days * 2)::integer INTO half, aim
    FROM maillage_definer.training_rule({HERE}, least({TODAY}, make_date(asked, 12, 31))) f
        JOIN training_ruleversion v ON v.id = f.version_id;
    team := 0; half_days := 0; missing := 0;
    FOR one IN WITH member AS ({TEAM}), kind AS (
        SELECT l.user_id, l.kind,
            coalesce(sum(l.hours) FILTER (WHERE c.state = 'yes' OR k.effect = 'counts'), 0) AS plain,
            coalesce(sum(l.hours) FILTER (WHERE c.state IS DISTINCT FROM 'yes' AND k.effect = 'capped'), 0) AS some,
            coalesce(max(k.cap_hours) FILTER (WHERE c.state IS DISTINCT FROM 'yes'), 0) AS cap
        FROM training_accountline l JOIN training_kindrule k ON k.version_id = l.version_id AND k.kind = l.kind
            LEFT JOIN training_contest c ON c.line_id = l.id
        WHERE l.year = asked AND l.structure_id = {HERE} GROUP BY 1, 2
    )
    SELECT coalesce(floor(sum(k.plain + least(k.some, k.cap)) / half), 0)::integer AS done
    FROM member m LEFT JOIN kind k ON k.user_id = m.user_id GROUP BY m.user_id
    LOOP
        place := CASE WHEN one.done = 0 THEN 1 WHEN one.done >= aim THEN 4 WHEN one.done <= 2 THEN 2 ELSE 3 END;
        kept[place] := kept[place] + 1;
        team := team + 1; half_days := half_days + one.done; missing := missing + greatest(0, aim - one.done);
    END LOOP;
    IF team < {SMALL} THEN half_days := NULL; missing := NULL; RETURN NEXT; RETURN; END IF;
    shown := kept;
    FOR one IN SELECT n.number, n.rank FROM unnest(kept) WITH ORDINALITY AS n (number, rank) WHERE n.number > 0
        ORDER BY n.number, n.rank
    LOOP
        EXIT WHEN one.number >= {SMALL} AND (apart = 0 OR (apart > 1 AND apart_sum >= {SMALL}));
        shown[one.rank] := NULL; apart := apart + 1; apart_sum := apart_sum + one.number;
    END LOOP;
    shares := shown;
    RETURN NEXT;
END $$;

-- How many of a team of five or more were trained on each theme of a programme that year; NULL: fewer than five.
CREATE FUNCTION maillage_definer.training_coverage(programme bigint, asked integer)
    RETURNS TABLE (theme_id bigint, persons integer) {READS}
BEGIN
    IF NOT coalesce({LEADS}, false) OR (SELECT count(*) FROM ({TEAM}) m) < {SMALL} THEN RETURN; END IF;
    RETURN QUERY WITH member AS ({TEAM}), done AS (
        SELECT t.theme_id AS theme, l.user_id FROM training_accountline l
            JOIN training_sessiontheme t ON t.session_id = l.session_id WHERE l.year = asked AND l.structure_id = {HERE}
        UNION SELECT d.theme_id, l.user_id FROM training_accountline l
            JOIN training_declaration d ON d.id = l.declaration_id WHERE l.year = asked AND l.structure_id = {HERE}
    )
    SELECT t.id, CASE WHEN count(m.user_id) BETWEEN 1 AND {SMALL - 1} THEN NULL ELSE count(m.user_id)::integer END
    FROM training_theme t LEFT JOIN done d ON d.theme = t.id LEFT JOIN member m ON m.user_id = d.user_id
    WHERE t.programme_id = programme GROUP BY t.id;
END $$;
"""
SIGNATURES = (
    "training_rule(bigint, date)",
    "training_addressee(bigint)",
    "training_askings(bigint[])",
    "training_finish(bigint, timestamptz)",
    "training_confirm(bigint)",
    "training_team(integer)",
    "training_coverage(bigint, integer)",
)

LIVE = "(SELECT id FROM training_session WHERE published_at IS NOT NULL AND cancelled_on IS NULL AND finished_at IS NULL)"
WRITTEN = f"(SELECT id FROM training_session WHERE {WRITES_HERE} AND finished_at IS NULL)"
OF_WRITTEN = f"session_id IN {WRITTEN}"
OF_PROGRAMME = f"programme_id IN (SELECT id FROM training_programme WHERE {WRITES_HERE})"
NEW_HERE = f"user_id = {ME} AND {WRITES_HERE}"
GUEST = f"user_id IS NULL AND structure_id IS NULL AND {OF_WRITTEN}"
OTHERS = f"user_id <> {ME} AND {LED_HERE} AND session_id IN {LIVE}"
OWN_ASKED = f"user_id = {ME} AND state IN ('asked', 'agreed') AND session_id IN {LIVE}"
SIGNABLE = f"""EXISTS (SELECT FROM training_registration r JOIN training_halfday h ON h.session_id = r.session_id
    WHERE r.id = registration_id AND h.id = half_day_id AND r.state = 'agreed' AND r.session_id IN {LIVE}
    AND (r.session_id IN {HELD_SESSIONS} OR (r.user_id = {ME} AND h.on = {TODAY})))"""
HELD_PRESENCE = f"""registration_id IN (SELECT id FROM training_registration WHERE session_id IN {HELD_SESSIONS}
    AND session_id IN {LIVE})"""
ANSWERED = f"user_id <> {ME} AND answered_by_id = {ME} AND state IN ('yes', 'no')"

WRITERS = {
    "ruleversion": Writers(),
    "kindrule": Writers(),
    "accountline": Writers(),
    "adoption": Writers(
        f"{NEW_HERE} AND (territory_id IS NULL OR maillage_actor_has('animator'))",
        f"{WRITES_HERE} AND (territory_id IS NULL OR maillage_actor_has('animator'))",
    ),
    "programme": Writers(NEW_HERE, WRITES_HERE),
    "theme": Writers(OF_PROGRAMME, OF_PROGRAMME, goes=OF_PROGRAMME),
    "session": Writers(f"{NEW_HERE} AND finished_at IS NULL", f"{WRITES_HERE} AND finished_at IS NULL"),
    "sessiontheme": Writers(OF_WRITTEN, goes=OF_WRITTEN),
    "halfday": Writers(OF_WRITTEN, OF_WRITTEN, goes=OF_WRITTEN),
    "quota": Writers(OF_WRITTEN, OF_WRITTEN, goes=OF_WRITTEN),
    "registration": Writers(
        f"(user_id = {ME} AND structure_id = {HERE} AND state = 'asked' AND session_id IN {LIVE})"
        f" OR ({GUEST} AND state = 'agreed' AND answered_by_id = {ME})",
        f"({OWN_ASKED}) OR ({OTHERS} AND state = 'asked') OR ({GUEST})",
        f"(user_id = {ME} AND state = 'withdrawn') OR ({GUEST} AND state = 'withdrawn')"
        f" OR ({OTHERS} AND state IN ('agreed', 'refused') AND answered_by_id = {ME})",
    ),
    "presence": Writers(f"user_id = {ME} AND {SIGNABLE}", goes=HELD_PRESENCE),
    "declaration": Writers(
        f"user_id = {ME} AND structure_id = {HERE} AND state = 'waiting'",
        f"{OFFICER_HERE} AND user_id <> {ME} AND state = 'waiting'",
        f"{OFFICER_HERE} AND {ANSWERED}",
        f"user_id = {ME} AND state = 'waiting'",
    ),
    "contest": Writers(
        f"user_id = {ME} AND state = 'waiting' AND structure_id = maillage_definer.training_addressee(line_id)",
        f"{WRITES_HERE} AND user_id <> {ME} AND state = 'waiting'",
        f"{WRITES_HERE} AND {ANSWERED}",
    ),
    "stakeholder": Writers(NEW_HERE, WRITES_HERE, goes=WRITES_HERE),
    "tie": Writers(NEW_HERE, WRITES_HERE, goes=WRITES_HERE),
    "selfcheck": Writers(f"user_id = {ME} AND structure_id = {HERE}", goes=f"user_id = {ME}"),
}
"""Who inserts, which rows may change, what they may become, who deletes."""

ANSWER = ("state", "answered_by_id", "answered_on", "reason")
ONLY = {
    "registration": ANSWER,
    "declaration": ANSWER,
    "contest": ANSWER,
    "adoption": ("ends_on",),
}
"""The columns that change once a row is written."""
COLUMNS = "".join(
    f"REVOKE UPDATE ON training_{table} FROM maillage_app;"
    f"GRANT UPDATE ({', '.join(columns)}) ON training_{table} TO maillage_app;"
    for table, columns in ONLY.items()
)

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + COLUMNS + policies("training", WRITERS)
BACKWARD = no_policies("training", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
