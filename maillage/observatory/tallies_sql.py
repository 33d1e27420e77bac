"""Counts of each source by territory and dimension: how many, of how many persons and structures, the most in one structure.

For the job that counts alone (`enums.STATISTICS`); whoever calls them otherwise gets nothing. Never a row of anybody. '' on a
dimension is all of it; '-' a place without an intercommunalité.
"""

from maillage.observatory.enums import STATISTICS
from maillage.observatory.sources import Source
from maillage.permissions.definer import as_maintenance, granted

TAKES = "(first date, last date, day date)"
GIVES = "TABLE (level text, code text, one text, two text, counted bigint, persons bigint, structures bigint, most bigint)"
ZONES = """(VALUES ('country', ''), ('region', coalesce(r.code, rd.code, '-')), ('departement', coalesce(d.code, '-')), ('epci', coalesce(e.code, '-')),
    ('part', coalesce(e.code, '-') || '/' || coalesce(d.code, '-'))) z(level, code)"""


def _function(source: Source) -> str:
    cube, two = ("one, two", "coalesce(two, '')") if len(source.dimensions) > 1 else ("one", "''::text")
    return f"""
CREATE OR REPLACE FUNCTION maillage_definer.tally_{source.code}{TAKES} RETURNS {GIVES}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH unit AS ({source.units}),
placed AS (
    SELECT u.structure, u.person, u.one::text AS one, u.two::text AS two, z.level, z.code::text AS code
    FROM unit u JOIN directory_structure s ON s.id = u.structure JOIN directory_territory f ON f.id = s.commune_id
    JOIN directory_territory c ON c.id = coalesce(f.current_commune_id, f.id)
    LEFT JOIN directory_territory e ON e.id = c.epci_id LEFT JOIN directory_territory d ON d.id = c.departement_id
    LEFT JOIN directory_territory r ON r.id = c.region_id LEFT JOIN directory_territory rd ON rd.id = d.region_id
    CROSS JOIN LATERAL {ZONES}
    WHERE (SELECT maillage_actor_has('{STATISTICS}'))
),
by_structure AS (
    SELECT level, code, coalesce(one, '') AS one, {two} AS two, structure, count(*) AS counted
    FROM placed GROUP BY level, code, structure, CUBE ({cube})
),
by_cell AS (
    SELECT level, code, coalesce(one, '') AS one, {two} AS two, count(DISTINCT person) AS persons
    FROM placed GROUP BY level, code, CUBE ({cube})
)
SELECT b.level, b.code, b.one, b.two, sum(b.counted)::bigint, max(p.persons), count(DISTINCT b.structure), max(b.counted)
FROM by_structure b JOIN by_cell p USING (level, code, one, two)
GROUP BY b.level, b.code, b.one, b.two
$$;
"""


def signature(source: Source) -> str:
    return f"tally_{source.code}(date, date, date)"


def forward(*sources: Source) -> str:
    functions = "".join(_function(one) for one in sources)
    return as_maintenance(functions + granted(signature(one) for one in sources))


def backward(*sources: Source) -> str:
    return as_maintenance("".join(f"DROP FUNCTION maillage_definer.{signature(one)};" for one in sources))
