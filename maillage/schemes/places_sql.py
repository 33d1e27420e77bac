"""Who writes places, in PostgreSQL; what the link of a host opens: its places, and the one thing it says of them."""

from maillage.governance.models.base import ME
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.schemes.models.base import KEPT_HERE, TOLD

SIGNED = f"place_id IN {TOLD} AND by_id = {ME}"
WRITERS = {
    "place": Writers(KEPT_HERE, KEPT_HERE),
    "placespell": Writers(SIGNED, f"place_id IN {TOLD}", goes=f"place_id IN {TOLD}"),
    "vacancy": Writers(SIGNED),
    "hostdoor": Writers(KEPT_HERE, KEPT_HERE),
}
STAYS = {
    "place": ("public_id", "structure_id", "kind", "host_id"),
    "placespell": ("place_id", "starts_on", "by_id"),
    "hostdoor": ("structure_id", "host_id", "key", "given_on"),
}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names))


TRIGGERS = """
CREATE FUNCTION schemes_same() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
            RAISE insufficient_privilege USING MESSAGE = 'a place stays whose, what and where it is';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER schemes_{table}_same BEFORE UPDATE ON schemes_{table} FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION schemes_same({_listed(names)});"
    for table, names in STAYS.items()
)
NO_TRIGGERS = (
    "".join(f"DROP TRIGGER schemes_{table}_same ON schemes_{table};" for table in STAYS)
    + "DROP FUNCTION schemes_same();"
)

HEAD = "LANGUAGE sql {how} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
OPEN = "d.key = wanted AND d.ended_on IS NULL"
THEIRS = (
    "p.host_id = d.host_id AND p.structure_id = d.structure_id AND (p.ends_on IS NULL OR p.ends_on >= day)"
)
FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.host_door(wanted uuid) RETURNS TABLE (host varchar, structure varchar)
{HEAD.format(how="STABLE")}
SELECT h.name, s.name FROM schemes_hostdoor d JOIN directory_structure h ON h.id = d.host_id
JOIN directory_structure s ON s.id = d.structure_id WHERE {OPEN}
$$;

-- Its places, with the days that what it says holds: those of the rules in force that day.
CREATE FUNCTION maillage_definer.host_places(wanted uuid, day date)
RETURNS TABLE (id bigint, public_id uuid, label varchar, kind varchar, days smallint) {HEAD.format(how="STABLE")}
SELECT p.id, p.public_id, p.label, p.kind, coalesce((SELECT s.vacancy_days FROM schemes_scheme s
    WHERE s.structure_id = p.structure_id AND s.kind = p.kind AND s.starts_on <= day
      AND (s.ends_on IS NULL OR s.ends_on >= day) ORDER BY s.starts_on DESC, s.id LIMIT 1), 7::smallint)
FROM schemes_hostdoor d JOIN schemes_place p ON {THEIRS} WHERE {OPEN} ORDER BY p.label, p.id
$$;

CREATE FUNCTION maillage_definer.host_says(wanted uuid, place uuid, what varchar, free date, day date, until date)
RETURNS bigint {HEAD.format(how="VOLATILE")}
INSERT INTO schemes_vacancy (place_id, said, free_on, until_on, said_at, by_id, by_label)
SELECT p.id, what, free, until, clock_timestamp(), NULL, left(h.name || ', par son lien', 200)
FROM schemes_hostdoor d JOIN schemes_place p ON {THEIRS} JOIN directory_structure h ON h.id = d.host_id
WHERE {OPEN} AND p.public_id = place RETURNING place_id
$$;
"""
SIGNATURES = (
    "host_door(uuid)",
    "host_places(uuid, date)",
    "host_says(uuid, uuid, varchar, date, date, date)",
)
FORWARD = policies("schemes", WRITERS) + TRIGGERS + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = (
    as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
    + NO_TRIGGERS
    + no_policies("schemes", WRITERS)
)
