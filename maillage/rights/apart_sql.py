"""What a territory counts, told so that no structure finds by difference the few of the others."""

from maillage.permissions.definer import as_maintenance
from maillage.rights import claims_sql

COUNTED = """
-- As before; and the whole territory is told only when the other structures have none of what is counted, or at least five.
CREATE OR REPLACE FUNCTION maillage_definer.rights_opened(since date, here boolean, town varchar)
RETURNS TABLE (month date, rights bigint, a_month numeric, at_once numeric, days double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH paid AS (
    SELECT date_trunc('month', c.paid_on)::date AS month, c.amount, c.arrears, c.paid_on - c.found_on AS took,
        c.benefit IN ('ars', 'fsl') AS at_once, town = '' OR h.commune IS NOT DISTINCT FROM town AS told,
        c.structure_id <> maillage_actor_structure() AS elsewhere
    FROM rights_claim c LEFT JOIN people_household h ON h.id = c.household_id
    WHERE c.paid_on >= date_trunc('month', since) AND maillage_actor_structure() IS NOT NULL
      AND (NOT here OR c.structure_id = maillage_actor_structure())),
counted AS (
    SELECT p.month, count(*) FILTER (WHERE told) AS n, count(*) FILTER (WHERE NOT told) AS others,
        count(*) FILTER (WHERE told AND elsewhere) AS apart,
        count(*) FILTER (WHERE told AND NOT at_once AND amount IS NOT NULL) AS monthly,
        count(*) FILTER (WHERE told AND elsewhere AND NOT at_once AND amount IS NOT NULL) AS monthly_apart,
        count(*) FILTER (WHERE told AND (at_once OR arrears IS NOT NULL)) AS once,
        count(*) FILTER (WHERE told AND elsewhere AND (at_once OR arrears IS NOT NULL)) AS once_apart,
        sum(amount) FILTER (WHERE told AND NOT at_once) AS a_month,
        sum(coalesce(arrears, 0) + CASE WHEN at_once THEN coalesce(amount, 0) ELSE 0 END) FILTER (WHERE told) AS sums,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FILTER (WHERE told) AS days
    FROM paid p GROUP BY 1),
kept AS (SELECT *, n >= 5 AND others NOT BETWEEN 1 AND 4 AND apart NOT BETWEEN 1 AND 4 AS clear FROM counted)
SELECT month, n, CASE WHEN monthly_apart BETWEEN 1 AND 4 THEN NULL WHEN monthly >= 5 THEN a_month WHEN monthly = 0 THEN 0 END,
    CASE WHEN once_apart BETWEEN 1 AND 4 THEN NULL WHEN once >= 5 THEN sums WHEN once = 0 THEN 0 END, days
FROM kept WHERE clear
UNION ALL
SELECT month, NULL, NULL, NULL, NULL FROM kept WHERE n > 0 AND NOT clear
$$;

CREATE OR REPLACE FUNCTION maillage_definer.rights_unclaimed(since date, here boolean, town varchar)
RETURNS TABLE (reason varchar, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH asked AS (
    SELECT c.reason AS why, town = '' OR h.commune IS NOT DISTINCT FROM town AS told,
        c.structure_id <> maillage_actor_structure() AS elsewhere
    FROM rights_claim c LEFT JOIN people_household h ON h.id = c.household_id
    WHERE c.reason <> '' AND c.decided_on >= date_trunc('month', since) AND maillage_actor_structure() IS NOT NULL
      AND (NOT here OR c.structure_id = maillage_actor_structure())),
counted AS (
    SELECT why, count(*) FILTER (WHERE told) AS n, count(*) FILTER (WHERE NOT told) AS others,
        count(*) FILTER (WHERE told AND elsewhere) AS apart
    FROM asked GROUP BY 1)
SELECT why, CASE WHEN n >= 5 AND others NOT BETWEEN 1 AND 4 AND apart NOT BETWEEN 1 AND 4 THEN n END
FROM counted WHERE n > 0
$$;
"""
FORWARD = as_maintenance(COUNTED)
BACKWARD = as_maintenance(claims_sql.FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
