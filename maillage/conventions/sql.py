"""What goes beyond the rows that an actor sees: signatures, places of a host, sums of a territory; who writes what.

A signature is written by a function alone, on the digest of what was read; a tutor follows three conventions at most on
any day, and the tutor's row is locked while it is counted.
"""

from maillage.conventions.models.base import (
    ANIMATES,
    HERE,
    LEADS,
    MADE,
    ME,
    OF_HOST,
    OF_KEPT,
    OF_SCHOOL,
    OF_SITE,
    OFFICER,
    OWN,
    OWN_TUTOR,
    TUTORED,
    of,
)
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

HEAD = "LANGUAGE plpgsql {how} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
WRITES, READS = HEAD.format(how="VOLATILE"), HEAD.format(how="STABLE")
LIVE = "c.version > 0 AND c.dropped_on IS NULL"
TODAY = "(now() AT TIME ZONE 'Europe/Paris')::date"
LEAST = 11
"""Placements in a group, below which nothing is told of who stopped."""

# The policies of tables name it: it comes before them.
OWN_SIGNING = f"""
CREATE FUNCTION maillage_definer.conventions_signing() RETURNS SETOF bigint {READS}
BEGIN
    RETURN QUERY SELECT s.convention_id FROM conventions_signer s WHERE s.user_id = maillage_actor_user();
END $$;
"""
FIRST = as_maintenance(OWN_SIGNING + granted(["conventions_signing()"]))
LAST = as_maintenance("DROP FUNCTION maillage_definer.conventions_signing();")

FUNCTIONS = f"""
-- The most conventions that a tutor follows on one day between two, one of them left out.
CREATE FUNCTION maillage_definer.conventions_load(which bigint, first date, last date, but bigint) RETURNS integer {READS}
BEGIN
    RETURN (SELECT coalesce(max(n), 0) FROM (
        SELECT count(*) AS n FROM conventions_convention c
        JOIN (SELECT first AS day UNION SELECT d.starts_on FROM conventions_convention d
              WHERE d.tutor_id = which AND d.starts_on BETWEEN first AND last) x
            ON x.day BETWEEN c.starts_on AND c.ends_on
        WHERE c.tutor_id = which AND c.id <> but AND {LIVE} GROUP BY x.day) counted);
END $$;

CREATE FUNCTION maillage_definer.conventions_keep_load() RETURNS trigger {WRITES}
BEGIN
    IF NEW.tutor_id IS NULL OR NEW.version = 0 OR NEW.dropped_on IS NOT NULL THEN RETURN NEW; END IF;
    PERFORM FROM conventions_tutor WHERE id = NEW.tutor_id FOR UPDATE;
    IF maillage_definer.conventions_load(NEW.tutor_id, NEW.starts_on, NEW.ends_on, NEW.id) >= 3 THEN
        RAISE EXCEPTION 'conventions_tutor_load' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'conventions_tutor_load', TABLE = 'conventions_convention';
    END IF;
    RETURN NEW;
END $$;

-- Who signed is written by conventions_sign alone. Run as who writes.
CREATE FUNCTION maillage_definer.conventions_keep_signed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF current_user = 'maillage_app' AND NEW.signed_version <>
        (CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.signed_version END) THEN
        RAISE EXCEPTION 'conventions_signed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- « kept », the same answer again too; « changed » (another text is offered now), « over », « answered » (otherwise), « nobody ».
CREATE FUNCTION maillage_definer.conventions_sign(which bigint, opened uuid, seen integer, read varchar, why text)
    RETURNS varchar {WRITES}
DECLARE
    me conventions_signer%ROWTYPE;
    about conventions_convention%ROWTYPE;
    said conventions_signature%ROWTYPE;
BEGIN
    IF opened IS NULL THEN
        SELECT s.* INTO me FROM conventions_signer s WHERE s.id = which AND s.user_id = maillage_actor_user();
    ELSE
        SELECT s.* INTO me FROM conventions_signer s JOIN conventions_signinglink l ON l.signer_id = s.id
        WHERE l.key = opened AND s.user_id IS NULL;
    END IF;
    IF me.id IS NULL THEN RETURN 'nobody'; END IF;
    SELECT c.* INTO about FROM conventions_convention c WHERE c.id = me.convention_id FOR UPDATE;
    IF about.dropped_on IS NOT NULL THEN RETURN 'over'; END IF;
    IF about.version = 0 OR about.version <> seen OR NOT EXISTS (SELECT FROM conventions_version v
        WHERE v.convention_id = about.id AND v.number = seen AND v.digest = read) THEN RETURN 'changed'; END IF;
    SELECT g.* INTO said FROM conventions_signature g
    WHERE g.convention_id = about.id AND g.number = seen AND g.role = me.role;
    IF said.id IS NOT NULL THEN
        RETURN CASE WHEN (said.signed_at IS NOT NULL) = (why = '') THEN 'kept' ELSE 'answered' END;
    END IF;
    INSERT INTO conventions_signature (convention_id, number, role, name, digest, signed_at, refused_at, reason, by_link)
    VALUES (about.id, seen, me.role, me.name, read, CASE WHEN why = '' THEN now() END,
        CASE WHEN why <> '' THEN now() END, why, opened IS NOT NULL);
    IF NOT EXISTS (SELECT FROM conventions_signer s WHERE s.convention_id = about.id AND NOT EXISTS (
        SELECT FROM conventions_signature g WHERE g.convention_id = about.id AND g.number = seen
            AND g.role = s.role AND g.signed_at IS NOT NULL)) THEN
        UPDATE conventions_convention SET signed_version = seen WHERE id = about.id;
    END IF;
    RETURN 'kept';
END $$;

CREATE FUNCTION maillage_definer.conventions_link(opened uuid)
    RETURNS TABLE (convention_id bigint, role varchar, name varchar, number smallint, text jsonb, digest varchar,
        why varchar, school varchar, phone varchar, signed_version smallint, dropped_on date) {READS}
BEGIN
    RETURN QUERY SELECT c.id, s.role, s.name, v.number, v.text, v.digest, v.why, d.name, d.phone, c.signed_version, c.dropped_on
    FROM conventions_signinglink l JOIN conventions_signer s ON s.id = l.signer_id
    JOIN conventions_convention c ON c.id = s.convention_id
    JOIN conventions_version v ON v.convention_id = c.id AND v.number = c.version
    JOIN directory_structure d ON d.id = c.school_id
    WHERE l.key = opened AND s.user_id IS NULL AND {TODAY} <= c.ends_on + 365;
END $$;

CREATE FUNCTION maillage_definer.conventions_link_answers(opened uuid)
    RETURNS TABLE (role varchar, name varchar, function varchar, signed_at timestamptz, refused_at timestamptz, reason text) {READS}
BEGIN
    RETURN QUERY SELECT o.role, o.name, o.function, g.signed_at, g.refused_at, g.reason
    FROM conventions_signinglink l JOIN conventions_signer s ON s.id = l.signer_id
    JOIN conventions_convention c ON c.id = s.convention_id
    JOIN conventions_signer o ON o.convention_id = c.id
    LEFT JOIN conventions_signature g ON g.convention_id = c.id AND g.number = c.version AND g.role = o.role
    WHERE l.key = opened AND s.user_id IS NULL AND c.version > 0 ORDER BY o.id;
END $$;

-- How many placements, prepared ones included, a structure hosts that are not over on a day.
CREATE FUNCTION maillage_definer.conventions_hosted(which bigint, day date) RETURNS integer {READS}
BEGIN
    RETURN (SELECT count(*) FROM conventions_convention c
            WHERE c.host_id = which AND c.dropped_on IS NULL AND c.ends_on >= day);
END $$;

CREATE FUNCTION maillage_definer.conventions_tutors(which bigint, day date) RETURNS integer {READS}
BEGIN
    RETURN (SELECT count(*) FROM conventions_tutor t
            WHERE t.structure_id = which AND t.since <= day AND (t.left_on IS NULL OR t.left_on > day));
END $$;

CREATE FUNCTION maillage_definer.conventions_between(which bigint, first date, last date, but bigint) RETURNS integer {READS}
BEGIN
    RETURN (SELECT count(*) FROM conventions_convention c
            WHERE c.host_id = which AND c.id <> but AND {LIVE} AND c.starts_on <= last AND c.ends_on >= first);
END $$;

CREATE FUNCTION maillage_definer.conventions_headcount_on(which bigint, day date) RETURNS integer {READS}
BEGIN
    RETURN (SELECT h.persons FROM conventions_headcount h WHERE h.structure_id = which AND h.starts_on <= day
            ORDER BY h.starts_on DESC LIMIT 1);
END $$;

CREATE FUNCTION maillage_definer.conventions_agreed(one bigint, other bigint, day date) RETURNS boolean {READS}
BEGIN
    RETURN EXISTS (SELECT FROM conventions_site s WHERE s.school_id = one AND s.host_id = other
        AND s.accepted_on IS NOT NULL AND day BETWEEN s.starts_on AND s.ends_on);
END $$;

-- By difficulty and year of training, in groups of {LEAST} at least; who stopped is untold when one to four did.
CREATE FUNCTION maillage_definer.conventions_drops()
    RETURNS TABLE (level varchar, year smallint, total integer, dropped integer) {READS}
BEGIN
    RETURN QUERY SELECT c.level, c.year, count(*)::integer,
        CASE WHEN count(c.dropped_on) BETWEEN 1 AND 4 THEN NULL ELSE count(c.dropped_on)::integer END
    FROM conventions_convention c WHERE c.signed_version > 0 AND c.level <> ''
    GROUP BY c.level, c.year HAVING count(*) >= {LEAST} ORDER BY c.level, c.year;
END $$;

-- Due and funded by département of the host, in groups of {LEAST} at least, for whoever keeps training somewhere.
CREATE FUNCTION maillage_definer.conventions_unfunded(since date)
    RETURNS TABLE (territory varchar, conventions integer, owed numeric, funded numeric) {READS}
BEGIN
    IF NOT {OFFICER} THEN RETURN; END IF;
    RETURN QUERY SELECT p.name, count(*)::integer, sum(c.owed), sum(least(c.owed, coalesce(f.given, 0)))
    FROM conventions_convention c JOIN directory_structure d ON d.id = c.host_id
    JOIN directory_territory t ON t.id = d.commune_id JOIN directory_territory p ON p.id = t.departement_id
    LEFT JOIN (SELECT g.convention_id, sum(g.amount) AS given FROM conventions_funding g GROUP BY g.convention_id) f
        ON f.convention_id = c.id
    WHERE c.version > 0 AND c.owed > 0 AND c.ends_on >= since
    GROUP BY p.name HAVING count(*) >= {LEAST} ORDER BY p.name;
END $$;
"""
SIGNATURES = (
    "conventions_load(bigint, date, date, bigint)",
    "conventions_keep_load()",
    "conventions_keep_signed()",
    "conventions_sign(bigint, uuid, integer, varchar, text)",
    "conventions_link(uuid)",
    "conventions_link_answers(uuid)",
    "conventions_hosted(bigint, date)",
    "conventions_tutors(bigint, date)",
    "conventions_between(bigint, date, date, bigint)",
    "conventions_headcount_on(bigint, date)",
    "conventions_agreed(bigint, bigint, date)",
    "conventions_drops()",
    "conventions_unfunded(date)",
)
TRIGGERS = """
CREATE TRIGGER conventions_load BEFORE INSERT OR UPDATE OF tutor_id, version, starts_on, ends_on, dropped_on
    ON conventions_convention FOR EACH ROW EXECUTE FUNCTION maillage_definer.conventions_keep_load();
CREATE TRIGGER conventions_signed BEFORE INSERT OR UPDATE OF signed_version
    ON conventions_convention FOR EACH ROW EXECUTE FUNCTION maillage_definer.conventions_keep_signed();
"""
NO_TRIGGERS = """
DROP TRIGGER conventions_load ON conventions_convention;
DROP TRIGGER conventions_signed ON conventions_convention;
"""

MADE_DRAFT = f"({MADE} AND version = 0)"
OF_WRITTEN = of(OF_SCHOOL, MADE_DRAFT)
BY_ME = f"user_id = {ME}"
OF_MONEY = of(OF_SCHOOL, OF_HOST)
ASSESSES = f"{BY_ME} AND (side = 'tutor' AND {of(TUTORED)} OR side = 'student' AND {of(OWN)})"
LINK = f"signer_id IN (SELECT id FROM conventions_signer WHERE {OF_KEPT})"
OWN_LINE = f"{BY_ME} AND tutor_id IN (SELECT id FROM conventions_tutor WHERE {OWN_TUTOR})"
UNANSWERED = "accepted_on IS NULL AND refused_on IS NULL"
KEEPS_HERE = f"structure_id = {HERE} AND {LEADS}"
WRITERS = {
    "convention": Writers(
        f"{MADE} AND version = 0",
        f"{OF_SCHOOL} OR {MADE_DRAFT}",
        goes=f"version = 0 AND ({OF_SCHOOL} OR {MADE})",
    ),
    "version": Writers(f"{BY_ME} AND {OF_KEPT}"),
    "signer": Writers(OF_WRITTEN, OF_WRITTEN, goes=OF_WRITTEN),
    "signinglink": Writers(LINK, LINK, goes=LINK),
    "signature": Writers(),
    "interruption": Writers(f"{BY_ME} AND {OF_KEPT}", goes=OF_KEPT),
    "funding": Writers(f"{BY_ME} AND {OF_MONEY}", goes=OF_MONEY),
    "assessment": Writers(ASSESSES, ASSESSES),
    "supportrequest": Writers(
        f"answered_at IS NULL AND {of(OWN)}", f"answered_at IS NULL AND {OF_KEPT}", OF_KEPT
    ),
    "tutor": Writers(KEEPS_HERE, KEEPS_HERE),
    "tutorline": Writers(OWN_LINE, goes=OWN_LINE),
    "site": Writers(
        f"{UNANSWERED} AND school_id = {HERE} AND {OFFICER}",
        f"{UNANSWERED} AND ({OF_SITE})",
        f"({UNANSWERED} AND school_id = {HERE} AND {OFFICER}) OR (host_id = {HERE} AND {LEADS})",
    ),
    "sitevisit": Writers(f"{BY_ME} AND site_id IN (SELECT id FROM conventions_site)"),
    "headcount": Writers(f"{BY_ME} AND {KEEPS_HERE}", f"{BY_ME} AND {KEEPS_HERE}"),
    "aid": Writers(f"structure_id = {HERE} AND {ANIMATES}", f"structure_id = {HERE} AND {ANIMATES}"),
}
"""Who inserts, which rows change and into what, which go."""

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + TRIGGERS + policies("conventions", WRITERS)
BACKWARD = (
    no_policies("conventions", WRITERS)
    + NO_TRIGGERS
    + as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
)
