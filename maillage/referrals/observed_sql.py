"""What is said of everybody's requests without showing any."""

from maillage.permissions.definer import as_maintenance, granted

SMALLEST = 5
FUNCTIONS = f"""
-- Median of calendar days from what the promise counts from to the decision, over two years; under {SMALLEST} answers, nothing.
CREATE FUNCTION maillage_definer.observed_delays(wanted bigint[]) RETURNS TABLE (scheme bigint, days integer, answers bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT r.scheme_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY r.decided_on - CASE WHEN s.counts_from = 'complete'
           THEN coalesce(r.complete_on, r.received_on) ELSE r.received_on END)::integer, count(*)
FROM referrals_schemerequest r JOIN schemes_scheme s ON s.id = r.scheme_id
WHERE r.scheme_id = ANY (wanted) AND r.decided_on >= (now() AT TIME ZONE 'Europe/Paris')::date - 730
  AND r.received_on IS NOT NULL
GROUP BY r.scheme_id HAVING count(*) >= {SMALLEST}
$$;
"""
SIGNATURES = ("observed_delays(bigint[])",)
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
