"""What orientations say of a territory, counted for whoever draws its diagnosis: never who was oriented."""

from maillage.permissions.definer import as_maintenance, granted

SMALLEST = 5

SIGNATURES = ("orientation_counts(varchar[], date, date)",)

FUNCTIONS = f"""
-- Persons oriented from the structures of some communes, by category of themes: with a service found, and with none. Below {SMALLEST}, not told.
CREATE FUNCTION maillage_definer.orientation_counts(communes varchar[], since date, until date)
RETURNS TABLE (category text, found bigint, unanswered bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.category, CASE WHEN c.found = 0 OR c.found >= {SMALLEST} THEN c.found END,
       CASE WHEN c.unanswered = 0 OR c.unanswered >= {SMALLEST} THEN c.unanswered END
FROM (SELECT split_part(t.theme, '--', 1) AS category, count(DISTINCT a.person_id) FILTER (WHERE a.service_id IS NOT NULL) AS found,
             count(DISTINCT a.person_id) FILTER (WHERE a.service_id IS NULL) AS unanswered
      FROM support_act a
      JOIN directory_structure s ON s.id = a.structure_id
      JOIN directory_territory p ON p.id = s.commune_id
      CROSS JOIN LATERAL unnest(a.themes) AS t (theme)
      WHERE a.kind = 'orientation' AND a."on" BETWEEN since AND until AND p.code = ANY (communes)
      GROUP BY 1) c
WHERE maillage_actor_structure() IS NOT NULL
ORDER BY c.category
$$;
"""

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
