"""What row security asks of governance: the committees of the actor that day, those whose work they keep.

A seat never gives access by itself: it does while an account occupies it, between two dates, and to its committee alone.
"""

from maillage.governance.enums import KEEPING
from maillage.permissions.definer import TODAY, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

IN_FORCE = "{row}.starts_on <= " + TODAY + " AND ({row}.ends_on IS NULL OR {row}.ends_on >= " + TODAY + ")"
KEEPING_KINDS = ", ".join(f"'{kind}'" for kind in KEEPING)

# plpgsql: its tables may come after it.
FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.my_committees() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT s.committee_id FROM governance_occupant o JOIN governance_seat s ON s.id = o.seat_id
    WHERE o.user_id = maillage_actor_user() AND {IN_FORCE.format(row="o")} AND {IN_FORCE.format(row="s")}
    UNION
    SELECT d.committee_id FROM governance_duty d
    WHERE d.user_id = maillage_actor_user() AND {IN_FORCE.format(row="d")};
END $$;

CREATE FUNCTION maillage_definer.my_kept_committees() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT d.committee_id FROM governance_duty d
    WHERE d.user_id = maillage_actor_user() AND d.kind IN ({KEEPING_KINDS}) AND {IN_FORCE.format(row="d")};
END $$;

CREATE FUNCTION maillage_definer.my_recusals() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT r.item_id FROM governance_recusal r WHERE r.user_id = maillage_actor_user();
END $$;
"""
SIGNATURES = ("my_committees()", "my_kept_committees()", "my_recusals()")

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))

OF_KEPT = "(SELECT id FROM governance_{table} WHERE committee_id IN (SELECT * FROM maillage_definer.my_kept_committees()){more})"
KEPT = "(SELECT * FROM maillage_definer.my_kept_committees())"
ME = "(SELECT maillage_actor_user())"
FOUNDS = (
    "(structure_id = (SELECT maillage_actor_structure())"
    " AND (maillage_actor_has('animator') OR maillage_actor_has('administrator')))"
)
RUN_HERE = f"(SELECT id FROM governance_committee WHERE {FOUNDS})"
SEATING = f"committee_id IN {KEPT} OR committee_id IN {RUN_HERE}"
IN_SEAT = f"seat_id IN (SELECT id FROM governance_seat WHERE {SEATING})"
IN_OPEN = f"gathering_id IN {OF_KEPT.format(table='gathering', more=' AND held_at IS NULL AND cancelled_at IS NULL')}"
IN_GATHERING = f"gathering_id IN {OF_KEPT.format(table='gathering', more='')}"
IN_DECISION = f"decision_id IN {OF_KEPT.format(table='decision', more='')}"
OF_COMMITTEE = f"committee_id IN {KEPT}"
GIVEN = f"(committee_id IN {KEPT} OR {IN_DECISION})"
IN_MANDATE = f"mandate_id IN (SELECT id FROM governance_mandate WHERE {GIVEN})"
RECORDED = f"record_id IN (SELECT id FROM governance_minutes WHERE approved_at IS NULL AND {IN_GATHERING})"

WRITERS = {
    "committee": (f"({FOUNDS})", f"id IN {KEPT} OR {FOUNDS}"),
    "college": (SEATING, SEATING),
    "seat": (SEATING, SEATING),
    "duty": (SEATING, SEATING),
    "occupant": (IN_SEAT, IN_SEAT),
    "gathering": (OF_COMMITTEE, OF_COMMITTEE),
    "agendaitem": (IN_OPEN, IN_OPEN),
    "recusal": (
        f"user_id = {ME} OR item_id IN (SELECT id FROM governance_agendaitem WHERE {IN_GATHERING})",
        "false",
    ),
    "presence": (IN_OPEN, IN_OPEN),
    "minutes": (IN_GATHERING, f"approved_at IS NULL AND {IN_GATHERING}"),
    "amendment": (f"user_id = {ME}", RECORDED),
    "decision": (f"{OF_COMMITTEE} AND {IN_OPEN}", OF_COMMITTEE),
    "tally": (IN_DECISION, "false"),
    "mandate": (IN_DECISION, GIVEN),
    "mandateversion": (IN_MANDATE, "false"),
    "output": (IN_MANDATE, IN_MANDATE),
    "text": (OF_COMMITTEE, OF_COMMITTEE),
    "textversion": (OF_COMMITTEE, f"published_at IS NULL AND {OF_COMMITTEE}"),
}
"""Who inserts, and who changes or takes away. What was closed, approved or published is changed by nobody."""

LASTING = {"minutes": IN_GATHERING, "textversion": OF_COMMITTEE}
"""What a row may become when the condition on its former state would refuse it: approved, published."""


POLICIES = policies(
    "governance",
    {
        name: Writers(inserts, changes, LASTING.get(name), changes)
        for name, (inserts, changes) in WRITERS.items()
    },
)
NO_POLICIES = no_policies("governance", WRITERS)
