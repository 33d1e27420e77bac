"""Supply and demand of places, counted by nature, public, composition and commune: numbers, never a person."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.referrals.enums import AWAITED, WITH_THEM
from maillage.schemes.enums import HOUSING, LONG_EMPTY, USUAL_LONG_EMPTY

HEAD = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
APART = "(kind), (public), (band), (commune), ()"
"""One dimension at a time, then all."""
BY_REASON = f"{APART}, (reason)"
"""And why places stay empty."""
TOGETHER = "(kind, public, band, commune)"
ALIKE = "(kind, public, band, commune), (reason)"
ASKED = "(kind_in text, public_in text, band_in text, commune_in bigint, day date)"
AMONG = """(kind_in IS NULL OR kind = kind_in) AND (public_in IS NULL OR public = public_in)
    AND (band_in IS NULL OR band = band_in) AND (commune_in IS NULL OR commune = commune_in)"""


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in names)


def _band(persons: str) -> str:
    return f"CASE WHEN {persons} <= 1 THEN '1' WHEN {persons} = 2 THEN '2' WHEN {persons} <= 4 THEN '3-4' ELSE '5' END"


LONG = (
    "CASE kind "
    + " ".join(f"WHEN '{kind}' THEN {days}" for kind, days in LONG_EMPTY.items())
    + f" ELSE {USUAL_LONG_EMPTY} END"
)
DIMENSIONS = "kind varchar, public varchar, band text, commune bigint"
PLACES = f"""
    SELECT p.kind, p.public, {_band("p.largest")} AS band, p.commune_id AS commune, s.state, s.empty_since,
        CASE WHEN p.empty_said_on >= s.empty_since THEN p.empty_reason ELSE '' END AS reason
    FROM maillage_definer.place_states(day, NULL) s JOIN schemes_place p ON p.id = s.place
"""
IS_LONG = f"state = 'free' AND day - empty_since > {LONG}"


def _supply(name: str, sets: str) -> str:
    return f"""
CREATE FUNCTION maillage_definer.{name}{ASKED} RETURNS TABLE ({DIMENSIONS}, reason varchar, places bigint, free bigint, reserved bigint,
    occupied bigint, out_of_order bigint, to_confirm bigint, long_empty bigint) {HEAD}
SELECT kind, public, band, commune, reason, count(*), count(*) FILTER (WHERE state = 'free'),
    count(*) FILTER (WHERE state = 'reserved'), count(*) FILTER (WHERE state = 'occupied'),
    count(*) FILTER (WHERE state = 'out'), count(*) FILTER (WHERE state = 'confirm'),
    count(*) FILTER (WHERE {IS_LONG})
FROM ({PLACES}) one WHERE {AMONG} GROUP BY GROUPING SETS ({sets})
$$;
"""


REQUESTS = f"""
    SELECT s.kind, coalesce(n.public, '') AS public, CASE WHEN n.id IS NULL THEN '' ELSE {_band("n.persons")} END AS band,
        coalesce(n.commune_id, h.commune_id, 0) AS commune, a.asked, a.waiting, a.refused, a.days
    FROM (
        SELECT r.id, r.scheme_id, r.structure_id, r.state IN ({_listed(WITH_THEM)}) AS asked,
            r.state IN ('accepted', 'waiting') AS waiting, false AS refused,
            day - (r.sent_at AT TIME ZONE 'Europe/Paris')::date AS days
        FROM referrals_schemerequest r WHERE r.state IN ({_listed(AWAITED)})
        UNION ALL
        SELECT r.id, r.scheme_id, r.structure_id, false, false, true, NULL
        FROM referrals_schemerequest r
        WHERE r.outcome = 'refused' AND r.reason = 'no_place' AND r.decided_on > day - 365 AND r.decided_on <= day
    ) a
    JOIN schemes_scheme s ON s.id = a.scheme_id AND s.kind IN ({_listed(HOUSING)})
    JOIN directory_structure h ON h.id = a.structure_id
    LEFT JOIN referrals_placeneed n ON n.request_id = a.id
"""


def _demand(name: str, sets: str) -> str:
    return f"""
CREATE FUNCTION maillage_definer.{name}{ASKED} RETURNS TABLE ({DIMENSIONS}, asked bigint, waiting bigint, refused bigint,
    median integer) {HEAD}
SELECT kind, public, band, commune, count(*) FILTER (WHERE asked), count(*) FILTER (WHERE waiting),
    count(*) FILTER (WHERE refused),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE days IS NOT NULL)
FROM ({REQUESTS}) one WHERE {AMONG} GROUP BY GROUPING SETS ({sets})
$$;
"""


FUNCTIONS = (
    "-- Places by one dimension, or by all four together; those that stay empty, by reason ('' is not said).\n"
    + _supply("places_apart", BY_REASON)
    + _supply("places_together", ALIKE)
    + "-- Requests that wait, for how long, and those refused for want of place over a year. A commune: that where the person\n"
    "-- wants to live, else that of the team. '' is not said.\n"
    + _demand("demand_apart", APART)
    + _demand("demand_together", TOGETHER)
)
SIGNATURES = tuple(
    f"{name}(text, text, text, bigint, date)"
    for name in ("places_apart", "places_together", "demand_apart", "demand_together")
)
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
