"""What row security asks of calls: the files of the actor's juries that are not theirs to judge, those they are a
partner of, those whose first readings are open, what a funder gave in all; then who writes what. `rules.access` says
the same."""

from maillage.calls.models.base import (
    HERE,
    JURY_FILES,
    KEPT_FILES,
    ME,
    OF_KEPT_CALL,
    OF_RUN_CALL,
    SETTLED_HERE,
)
from maillage.permissions.definer import TODAY, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

IN_FORCE = "{row}.starts_on <= " + TODAY + " AND ({row}.ends_on IS NULL OR {row}.ends_on >= " + TODAY + ")"

# Where this account works, or for whom it sits: it judges none of their files.
OWN_STRUCTURES = f"""
    SELECT maillage_actor_structure()
    UNION SELECT m.structure_id FROM accounts_membership m WHERE m.user_id = maillage_actor_user()
        AND m.since <= {TODAY} AND (m.until IS NULL OR m.until >= {TODAY}) AND m.ended_at IS NULL
    UNION SELECT s.structure_id FROM governance_occupant o JOIN governance_seat s ON s.id = o.seat_id
        WHERE o.user_id = maillage_actor_user() AND {IN_FORCE.format(row="o")} AND {IN_FORCE.format(row="s")}
"""

# plpgsql: its tables come after it.
FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.calls_conflicts() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT a.application_id FROM calls_aside a WHERE a.user_id = maillage_actor_user()
    UNION
    SELECT f.id FROM calls_application f
    WHERE f.call_id IN (SELECT c.id FROM calls_call c
                        WHERE c.committee_id IN (SELECT * FROM maillage_definer.my_committees()))
    AND (f.structure_id IN ({OWN_STRUCTURES})
         OR f.id IN (SELECT p.application_id FROM calls_partner p
                     WHERE p.refused_on IS NULL AND p.structure_id IN ({OWN_STRUCTURES})));
END $$;

CREATE FUNCTION maillage_definer.calls_judged() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT f.id FROM calls_application f JOIN calls_call c ON c.id = f.call_id
    WHERE f.state <> 'draft' AND c.committee_id IN (SELECT * FROM maillage_definer.my_committees())
    AND f.id NOT IN (SELECT * FROM maillage_definer.calls_conflicts());
END $$;

CREATE FUNCTION maillage_definer.calls_kept() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT f.id FROM calls_application f JOIN calls_call c ON c.id = f.call_id
    WHERE f.state <> 'draft' AND c.committee_id IN (SELECT * FROM maillage_definer.my_kept_committees())
    AND f.id NOT IN (SELECT * FROM maillage_definer.calls_conflicts());
END $$;

CREATE FUNCTION maillage_definer.calls_joined() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT p.application_id FROM calls_partner p
    WHERE p.structure_id = maillage_actor_structure() AND p.refused_on IS NULL;
END $$;

CREATE FUNCTION maillage_definer.calls_opened() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT r.application_id FROM calls_assignment r
    JOIN calls_application f ON f.id = r.application_id JOIN calls_call c ON c.id = f.call_id
    WHERE c.committee_id IN (SELECT * FROM maillage_definer.my_committees())
    GROUP BY r.application_id
    HAVING bool_and(r.handed_at IS NOT NULL) OR bool_or(c.collegial_at IS NOT NULL);
END $$;

CREATE FUNCTION maillage_definer.calls_given(funder bigint) RETURNS numeric
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(g.amount), 0) FROM calls_grant g
        JOIN calls_funder f ON f.id = g.funder_id JOIN calls_call c ON c.id = f.call_id
        WHERE f.id = funder AND c.committee_id IN (SELECT * FROM maillage_definer.my_kept_committees()));
END $$;
"""
SIGNATURES = (
    "calls_conflicts()",
    "calls_judged()",
    "calls_kept()",
    "calls_joined()",
    "calls_opened()",
    "calls_given(bigint)",
)
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))

OWN_WRITABLE = (
    f"application_id IN (SELECT id FROM calls_application WHERE structure_id = {HERE}"
    " AND state IN ('draft', 'to_correct'))"
)
NOT_PUBLISHED = f"call_id IN (SELECT id FROM calls_call WHERE published_at IS NULL AND ({SETTLED_HERE}))"
PUBLISHED = "call_id IN (SELECT id FROM calls_call WHERE published_at IS NOT NULL)"
KEPT_FILE = f"application_id IN {KEPT_FILES}"
TO_READ = f"assignment_id IN (SELECT id FROM calls_assignment WHERE user_id = {ME} AND handed_at IS NULL)"
OWN_AWARD = f"award_id IN (SELECT id FROM calls_award WHERE structure_id = {HERE})"
RUN_AWARD = f"award_id IN (SELECT id FROM calls_award WHERE {OF_RUN_CALL})"
HELD = f"state IN ('submitted', 'admitted', 'decided') AND {OF_KEPT_CALL}"
WRITTEN = f"structure_id = {HERE} AND state IN ('draft', 'to_correct')"

WRITERS = {
    "call": Writers(SETTLED_HERE, SETTLED_HERE),
    "funder": Writers(OF_RUN_CALL, OF_RUN_CALL, goes=OF_RUN_CALL),
    "question": Writers(NOT_PUBLISHED, NOT_PUBLISHED, goes=NOT_PUBLISHED),
    "helpanswer": Writers(OF_RUN_CALL),
    "helprequest": Writers(
        f"structure_id = {HERE} AND user_id = {ME} AND {PUBLISHED}",
        f"answer_id IS NULL AND {OF_RUN_CALL}",
        OF_RUN_CALL,
    ),
    "intent": Writers(f"structure_id = {HERE} AND {PUBLISHED}", f"structure_id = {HERE}"),
    "application": Writers(
        f"state = 'draft' AND structure_id = {HERE} AND {PUBLISHED}",
        f"({WRITTEN}) OR ({HELD})",
        f"(structure_id = {HERE} AND state IN ('draft', 'to_correct', 'submitted'))"
        f" OR (state IN ('to_correct', 'admitted', 'decided', 'notified') AND {OF_KEPT_CALL})",
        f"state = 'draft' AND structure_id = {HERE}",
    ),
    "partner": Writers(
        f"accepted_on IS NULL AND {OWN_WRITABLE}",
        f"structure_id = {HERE} AND accepted_on IS NULL AND refused_on IS NULL",
        f"structure_id = {HERE}",
        OWN_WRITABLE,
    ),
    "answer": Writers(OWN_WRITABLE, OWN_WRITABLE, goes=OWN_WRITABLE),
    "fileversion": Writers(OWN_WRITABLE),
    "aside": Writers(f"(user_id = {ME} AND application_id IN {JURY_FILES}) OR {KEPT_FILE}"),
    "assignment": Writers(
        KEPT_FILE,
        f"user_id = {ME} AND handed_at IS NULL",
        f"user_id = {ME}",
        f"handed_at IS NULL AND (user_id = {ME} OR {KEPT_FILE})",
    ),
    "reading": Writers(f"user_id = {ME} AND {TO_READ}", f"user_id = {ME} AND {TO_READ}"),
    "ruling": Writers(
        f"notified_on IS NULL AND {KEPT_FILE}", f"notified_on IS NULL AND {KEPT_FILE}", KEPT_FILE
    ),
    "grant": Writers(f"ruling_id IN (SELECT id FROM calls_ruling WHERE notified_on IS NULL AND {KEPT_FILE})"),
    "award": Writers(
        f"{KEPT_FILE} AND {OF_KEPT_CALL}", f"withdrawn_on IS NULL AND {OF_KEPT_CALL}", OF_KEPT_CALL
    ),
    "indicator": Writers(OF_RUN_CALL, f"retired_on IS NULL AND {OF_RUN_CALL}", OF_RUN_CALL),
    "indicatorreview": Writers(OF_RUN_CALL),
    "value": Writers(OWN_AWARD),
    "endreview": Writers(
        f"measure_id IS NULL AND {OWN_AWARD}", f"measure_id IS NULL AND {RUN_AWARD}", RUN_AWARD
    ),
}
"""Who inserts, which rows change and into what, which go. What was handed in, read, decided or told stays."""

POLICIES = policies("calls", WRITERS)
NO_POLICIES = no_policies("calls", WRITERS)
