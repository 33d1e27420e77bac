from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from maillage.directory.enums import TerritoryKind
from maillage.directory.fold import fold, fold_place
from maillage.directory.models import Territory, TerritoryVintage
from maillage.directory.pack.format import Pack, Row, read_pack

if TYPE_CHECKING:
    from maillage.permissions import Actor

Key = tuple[str, str]

UPSERT = """
INSERT INTO directory_territory AS known (
    kind, code, name, former_names, folded_names, search_text, population, lat, lon, postcodes,
    current_commune_id, epci_id, departement_id, region_id)
SELECT told.kind, told.code, told.name, told.former_names, told.folded_names, told.search_text,
    told.population, told.lat, told.lon, told.postcodes, commune.id, epci.id, departement.id, region.id
FROM jsonb_to_recordset(%(rows)s::jsonb) AS told (
    kind text, code text, name text, former_names text[], folded_names text[], search_text text,
    population integer, lat float8, lon float8, postcodes text[],
    current_commune text, epci text, departement text, region text)
LEFT JOIN directory_territory commune ON commune.kind = 'commune' AND commune.code = told.current_commune
LEFT JOIN directory_territory epci ON epci.kind = 'epci' AND epci.code = told.epci
LEFT JOIN directory_territory departement
    ON departement.kind = 'departement' AND departement.code = told.departement
LEFT JOIN directory_territory region ON region.kind = 'region' AND region.code = told.region
ON CONFLICT (kind, code) DO UPDATE SET
    name = excluded.name, former_names = excluded.former_names, folded_names = excluded.folded_names,
    search_text = excluded.search_text, population = excluded.population, lat = excluded.lat,
    lon = excluded.lon, postcodes = excluded.postcodes, current_commune_id = excluded.current_commune_id,
    epci_id = excluded.epci_id, departement_id = excluded.departement_id, region_id = excluded.region_id,
    valid_until = CASE
        WHEN excluded.kind <> 'commune' OR excluded.current_commune_id IS NULL THEN NULL
        WHEN known.current_commune_id IS NULL THEN %(eve)s
        ELSE known.valid_until END
WHERE (known.name, known.former_names, known.folded_names, known.search_text, known.population, known.lat,
        known.lon, known.postcodes, known.current_commune_id, known.epci_id, known.departement_id,
        known.region_id)
    IS DISTINCT FROM (excluded.name, excluded.former_names, excluded.folded_names, excluded.search_text,
        excluded.population, excluded.lat, excluded.lon, excluded.postcodes, excluded.current_commune_id,
        excluded.epci_id, excluded.departement_id, excluded.region_id)
    OR (known.valid_until IS NOT NULL AND (excluded.kind <> 'commune' OR excluded.current_commune_id IS NULL))
RETURNING xmax = 0
"""

CLOSE = """
UPDATE directory_territory AS known SET valid_until = %(eve)s
FROM unnest(%(kinds)s::text[], %(codes)s::text[]) AS gone (kind, code)
WHERE known.kind = gone.kind AND known.code = gone.code
"""

FOLLOW = """
UPDATE directory_territory AS old SET current_commune_id = midway.current_commune_id
FROM directory_territory AS midway
WHERE old.current_commune_id = midway.id AND midway.current_commune_id IS NOT NULL
"""


class OlderPack(Exception):
    """The territories already follow a later year than the pack's."""


@dataclass
class TerritoryChanges:
    """What a load did. `renamed`: (kind, code, name before, name now); `merged`: (code, name, code of the new commune);
    `closed`: (kind, code) of what is no longer in the COG and leads nowhere."""

    vintage: date
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    renamed: list[tuple[str, str, str, str]] = field(default_factory=list)
    merged: list[tuple[str, str, str]] = field(default_factory=list)
    closed: list[Key] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"Code officiel géographique {self.vintage:%Y}\u00a0: {self.created} territoires ajoutés, "
            f"{self.updated} mis à jour, {self.unchanged} inchangés\u00a0; {len(self.renamed)} changements de nom, "
            f"{len(self.merged)} communes fusionnées, {len(self.closed)} territoires fermés."
        )


@transaction.atomic
def load_territories(*, by: Actor, pack: Pack | None = None) -> TerritoryChanges:
    """Bring the territories to the vintage of the pack (the one shipped, by default), in place.

    No row is ever deleted: a commune that merged points at the new one, what disappears gets its last day.
    Raises OlderPack rather than go back in time, ValueError for a pack whose parents are missing.
    """
    pack = pack or read_pack()
    _check_newer(pack)
    before = _known()
    rows = [_named_as_before(row, before) for row in pack.rows]
    _check_parents(rows)
    changes = _compare(pack.vintage, rows, before)
    _write(rows, pack.vintage - timedelta(days=1), changes)
    TerritoryVintage.objects.update_or_create(
        date=pack.vintage,
        defaults={"sources": [vars(source) for source in pack.sources], "loaded_by": by.label},
    )
    return changes


def _check_newer(pack: Pack) -> None:
    last = TerritoryVintage.objects.order_by("-date").first()
    if last and last.date > pack.vintage:
        raise OlderPack(
            f"Les territoires suivent déjà le millésime {last.date:%Y}\u00a0: celui de {pack.vintage:%Y} n’a pas été chargé."
        )


def _known() -> dict[Key, tuple[str, str | None]]:
    rows = Territory.objects.values_list("kind", "code", "name", "current_commune__code")
    return {(kind, code): (name, today) for kind, code, name, today in rows.iterator(chunk_size=10_000)}


def _named_as_before(row: Row, before: dict[Key, tuple[str, str | None]]) -> Row:
    """The COG forgets the name of a commune once merged; we do not."""
    return row if row.name else row._replace(name=before.get((row.kind, row.code), ("", None))[0])


def _check_parents(rows: Iterable[Row]) -> None:
    today = {(row.kind, row.code) for row in rows if row.current_commune is None}
    for row in rows:
        parents = (
            (TerritoryKind.COMMUNE, row.current_commune),
            (TerritoryKind.EPCI, row.epci),
            (TerritoryKind.DEPARTEMENT, row.departement),
            (TerritoryKind.REGION, row.region),
        )
        for kind, code in parents:
            if code is not None and (kind.value, code) not in today:
                raise ValueError(
                    f"{row.kind} {row.code} names a {kind.value} {code} that the pack does not hold"
                )


def _compare(
    vintage: date, rows: Iterable[Row], before: dict[Key, tuple[str, str | None]]
) -> TerritoryChanges:
    changes = TerritoryChanges(vintage, closed=_gone(rows))
    for row in rows:
        name, into = before.get((row.kind, row.code), (row.name, row.current_commune))
        if name and name != row.name:
            changes.renamed.append((row.kind, row.code, name, row.name))
        if into is None and row.current_commune:
            changes.merged.append((row.code, row.name, row.current_commune))
    return changes


def _gone(rows: Iterable[Row]) -> list[Key]:
    """What is open in the database and no longer told; a former commune keeps leading to today's."""
    told = {(row.kind, row.code) for row in rows}
    still = Territory.objects.filter(valid_until=None).exclude(kind="commune", current_commune__isnull=False)
    return sorted(set(still.values_list("kind", "code")) - told)


def _write(rows: list[Row], eve: date, changes: TerritoryChanges) -> None:
    with connection.cursor() as cursor:
        for level in _levels(rows):
            records = json.dumps([_record(row) for row in level])
            cursor.execute(UPSERT, {"rows": records, "eve": eve})
            created = [fresh for (fresh,) in cursor.fetchall()]
            changes.created += sum(created)
            changes.updated += len(created) - sum(created)
        changes.unchanged = len(rows) - changes.created - changes.updated
        kinds, codes = [kind for kind, _ in changes.closed], [code for _, code in changes.closed]
        cursor.execute(CLOSE, {"kinds": kinds, "codes": codes, "eve": eve})
        cursor.execute(FOLLOW)
        while cursor.rowcount:
            cursor.execute(FOLLOW)


def _levels(rows: list[Row]) -> list[list[Row]]:
    """Parents before children: régions and EPCI, départements, communes of today, what lies in them."""
    levels: list[list[Row]] = [[], [], [], []]
    for row in rows:
        depth = {TerritoryKind.DEPARTEMENT.value: 1, TerritoryKind.COMMUNE.value: 2}.get(row.kind, 0)
        levels[3 if row.current_commune else depth].append(row)
    return levels


def _record(row: Row) -> dict[str, object]:
    names = [fold_place(name) for name in (row.name, *row.former_names) if name]
    words = dict.fromkeys(" ".join([*names, *row.postcodes, fold(row.code)]).split())
    return {**row._asdict(), "folded_names": names, "search_text": " ".join(words)}
