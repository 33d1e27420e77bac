"""Claims: who writes them, what the person writes of their own, what is counted without being shown (migrations 0003 and 0004)."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.support.models.base import HERE, MY_TEAM

OWN = "(SELECT maillage_actor_person())"
BY_TEAM = f"person_id IN {MY_TEAM}"
SIGNED = f"structure_id = {HERE} AND {BY_TEAM}"
ITS_CLAIM = f"{SIGNED} AND EXISTS (SELECT FROM rights_claim c WHERE c.id = claim_id AND c.person_id = rights_{{}}.person_id)"
BY_THE_PERSON = f"person_id = {OWN}"
RESTRICTED = {
    "claim": (SIGNED, f"({SIGNED}) OR ({BY_THE_PERSON})"),
    "piece": (ITS_CLAIM.format("piece"), f"({SIGNED}) OR ({BY_THE_PERSON})"),
    "appeal": (ITS_CLAIM.format("appeal"), SIGNED),
    "overpayment": (SIGNED, SIGNED),
}
"""Condition to insert, condition to update. Written by the person's team, from the structure that carries the claim."""

OWN_UPDATES = {
    "claim": (
        f"{BY_THE_PERSON} AND state IN ('proposed', 'declined')",
        f"{BY_THE_PERSON} AND state IN ('preparing', 'declined') AND decided_alone",
    ),
    "piece": (BY_THE_PERSON, f"{BY_THE_PERSON} AND given_on IS NOT NULL"),
}
"""What the person does: decide what was proposed to them, bring a paper. Rows before, rows after."""

POLICIES = "".join(
    f"CREATE POLICY rights_{table}_w_insert ON rights_{table} AS RESTRICTIVE FOR INSERT WITH CHECK ({inserted});"
    f"CREATE POLICY rights_{table}_w_update ON rights_{table} AS RESTRICTIVE FOR UPDATE USING ({updated});"
    for table, (inserted, updated) in RESTRICTED.items()
) + "".join(
    f"CREATE POLICY rights_{table}_w_own ON rights_{table} FOR UPDATE USING ({before}) WITH CHECK ({after});"
    for table, (before, after) in OWN_UPDATES.items()
)

STAYS = {
    "claim": ("person_id", "structure_id", "benefit"),
    "piece": ("person_id", "structure_id", "claim_id"),
    "appeal": ("person_id", "structure_id", "claim_id", "stage"),
    "overpayment": ("person_id", "structure_id", "benefit"),
}
"""Whose a row is never changes (`support_stays`): a policy sees where a row arrives, not whence it comes."""

OWN_COLUMNS = {
    "claim": ("state", "decided_on", "decided_alone", "reason", "words", "version"),
    "piece": ("given_on", "document_id"),
}
"""All that the person changes of these rows."""

TRIGGERS = (
    """
CREATE FUNCTION rights_own_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN
        RAISE EXCEPTION 'the person decides, and brings papers: nothing else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""
    + "".join(
        f"CREATE TRIGGER rights_{table}_stays BEFORE UPDATE ON rights_{table} FOR EACH ROW "
        f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({', '.join(map(repr, names))});"
        for table, names in STAYS.items()
    )
    + "".join(
        f"CREATE TRIGGER rights_{table}_own BEFORE UPDATE ON rights_{table} FOR EACH ROW "
        "WHEN (maillage_actor_person() IS NOT NULL)"
        f" EXECUTE FUNCTION rights_own_columns({', '.join(map(repr, names))});"
        for table, names in OWN_COLUMNS.items()
    )
)

MERGED = """
-- Two files made one, each with the same benefit under way: the one that is further on stays, the other is closed as a double.
CREATE FUNCTION rights_claim_double() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    further CONSTANT text[] := ARRAY['proposed', 'preparing', 'incomplete', 'filed', 'refused', 'appealed', 'granted'];
    today CONSTANT date := (now() AT TIME ZONE 'Europe/Paris')::date;
    other rights_claim;
BEGIN
    SELECT * INTO other FROM rights_claim c WHERE c.person_id = NEW.person_id AND c.benefit = NEW.benefit
      AND c.id <> NEW.id AND c.state NOT IN ('declined', 'paid', 'closed') FOR UPDATE;
    IF other.id IS NULL THEN
        RETURN NEW;
    END IF;
    IF array_position(further, NEW.state::text) > array_position(further, other.state::text) THEN
        UPDATE rights_claim SET state = 'closed', ending = 'double', ended_on = today, act_by = NULL, version = version + 1
        WHERE id = other.id;
    ELSE
        NEW.state := 'closed';
        NEW.ending := 'double';
        NEW.ended_on := today;
        NEW.act_by := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rights_claim_double BEFORE UPDATE OF person_id ON rights_claim FOR EACH ROW
WHEN (OLD.person_id <> NEW.person_id AND NEW.state NOT IN ('declined', 'paid', 'closed'))
EXECUTE FUNCTION rights_claim_double();
"""

GRANTS = """
REVOKE DELETE ON rights_claim, rights_piece, rights_appeal, rights_overpayment FROM maillage_app;
"""

COUPLES = """
-- Households where the accompanied person asks, or lives with who asks, and is not the only adult.
CREATE FUNCTION maillage_definer.own_couples() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT m.household_id FROM people_householdmember m JOIN people_householdmember p ON p.household_id = m.household_id
WHERE m.person_id = maillage_actor_person() AND m.until IS NULL AND p.until IS NULL AND p.role = 'partner'
$$;
"""
COUPLES_SIGNATURES = ("own_couples()",)

FUNCTIONS = """
-- Rights opened, month by month: how many were paid, euros a month, days from the right seen to the first payment.
-- `here`: in the actor's structure; otherwise on the whole territory. A sum of fewer than five rights is not told, nor a
-- commune whose line would tell, by difference, the few of the others. Only whole months are asked.
CREATE FUNCTION maillage_definer.rights_opened(since date, here boolean, town varchar)
RETURNS TABLE (month date, rights bigint, a_month numeric, at_once numeric, days double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH paid AS (
    SELECT date_trunc('month', c.paid_on)::date AS month, c.amount, c.arrears, c.paid_on - c.found_on AS took,
        c.benefit IN ('ars', 'fsl') AS at_once, town = '' OR h.commune IS NOT DISTINCT FROM town AS told
    FROM rights_claim c LEFT JOIN people_household h ON h.id = c.household_id
    WHERE c.paid_on >= date_trunc('month', since) AND maillage_actor_structure() IS NOT NULL
      AND (NOT here OR c.structure_id = maillage_actor_structure())),
counted AS (
    SELECT p.month, count(*) FILTER (WHERE told) AS n, count(*) FILTER (WHERE NOT told) AS others,
        count(*) FILTER (WHERE told AND NOT at_once AND amount IS NOT NULL) AS monthly,
        count(*) FILTER (WHERE told AND (at_once OR arrears IS NOT NULL)) AS once,
        sum(amount) FILTER (WHERE told AND NOT at_once) AS a_month,
        sum(coalesce(arrears, 0) + CASE WHEN at_once THEN coalesce(amount, 0) ELSE 0 END) FILTER (WHERE told) AS sums,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FILTER (WHERE told) AS days
    FROM paid p GROUP BY 1)
SELECT month, n, CASE WHEN monthly >= 5 THEN a_month WHEN monthly = 0 THEN 0 END,
    CASE WHEN once >= 5 THEN sums WHEN once = 0 THEN 0 END, days
FROM counted WHERE n >= 5 AND (others = 0 OR others >= 5)
UNION ALL
SELECT month, NULL, NULL, NULL, NULL FROM counted WHERE n > 0 AND NOT (n >= 5 AND (others = 0 OR others >= 5))
$$;

-- Why rights are not claimed, or not received: how many times each reason was given; under five, not how many.
CREATE FUNCTION maillage_definer.rights_unclaimed(since date, here boolean, town varchar)
RETURNS TABLE (reason varchar, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH counted AS (
    SELECT c.reason AS why, count(*) FILTER (WHERE town = '' OR h.commune IS NOT DISTINCT FROM town) AS n,
        count(*) FILTER (WHERE town <> '' AND h.commune IS DISTINCT FROM town) AS others
    FROM rights_claim c LEFT JOIN people_household h ON h.id = c.household_id
    WHERE c.reason <> '' AND c.decided_on >= date_trunc('month', since) AND maillage_actor_structure() IS NOT NULL
      AND (NOT here OR c.structure_id = maillage_actor_structure())
    GROUP BY 1)
SELECT why, CASE WHEN n >= 5 AND (others = 0 OR others >= 5) THEN n END FROM counted WHERE n > 0
$$;
"""

SIGNATURES = (
    "rights_opened(date, boolean, varchar)",
    "rights_unclaimed(date, boolean, varchar)",
)
FIRST = as_maintenance(COUPLES + granted(COUPLES_SIGNATURES))
NO_LONGER = as_maintenance("DROP FUNCTION maillage_definer.own_couples();")
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + POLICIES + TRIGGERS + MERGED + GRANTS
BACKWARD = (
    "".join(
        f"DROP POLICY rights_{table}_w_insert ON rights_{table}; DROP POLICY rights_{table}_w_update ON rights_{table};"
        f"DROP TRIGGER rights_{table}_stays ON rights_{table};"
        for table in RESTRICTED
    )
    + "".join(
        f"DROP POLICY rights_{table}_w_own ON rights_{table}; DROP TRIGGER rights_{table}_own ON rights_{table};"
        for table in OWN_UPDATES
    )
    + "DROP TRIGGER rights_claim_double ON rights_claim; DROP FUNCTION rights_claim_double();"
    + "DROP FUNCTION rights_own_columns();"
    + as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
)
