"""From a file to records in data·inclusion's words: what it is, what its columns mean, then line by line."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

from opening_hours import validate

from maillage.directory.enums import THEMES
from maillage.directory.exchange import hours, wordlists
from maillage.directory.exchange.fields import (
    BY_NAME,
    IN_WORDS,
    SERVICE_FIELDS,
    SEVERAL,
    STRUCTURE_FIELDS,
    field_of,
)
from maillage.directory.exchange.geometry import from_lambert93
from maillage.directory.exchange.reading import Line, Sheet, Unreadable, open_file
from maillage.directory.fold import fold

Kind = Literal["structure", "service"]
DATA_INCLUSION, MAPPED = "data-inclusion", "mapped"
LOOKED_AT = 50
FRENCH_LATITUDES = (41.0, 51.6)


class Column(NamedTuple):
    """A column of a foreign file: the field it is taken for, "" when it is left out; `sure` when its name says so."""

    header: str
    field: str
    sure: bool

    @property
    def label(self) -> str:
        return BY_NAME[self.field].label if self.field else ""


class Recognised(NamedTuple):
    shape: str
    columns: list[Column]
    rows: int


class Record(NamedTuple):
    """A structure or a service; `values` under data·inclusion's names, not checked yet. `fault`: the line can't be read."""

    line: int
    kind: Kind
    values: dict[str, Any]
    fault: str = ""


def recognise(path: Path) -> Recognised:
    """Raises Unreadable, with what to do."""
    sheets = _tables(open_file(path))
    if sheets:
        return Recognised(DATA_INCLUSION, [], sum(1 for sheet, _ in sheets for _ in sheet.lines()))
    sheet = _first(open_file(path))
    return Recognised(MAPPED, _columns(sheet), sum(1 for _ in sheet.lines()))


def records(path: Path, mapping: Mapping[str, str] | None = None) -> Iterator[Record]:
    """`mapping`: header → field, for a foreign file; what `recognise` proposes when there is none. Raises Unreadable."""
    sheets = open_file(path)
    tables = _tables(sheets)
    if tables:
        more = _themes_beside(sheets)
        for sheet, kind in tables:
            yield from _as_told(sheet, kind, more if kind == "service" else {})
        return
    sheet = _first(sheets)
    chosen = mapping or {column.header: column.field for column in _columns(sheet)}
    if "nom" not in chosen.values():
        raise Unreadable("Dites quelle colonne donne le nom de la structure.")
    for line in sheet.lines():
        yield from _of_foreign(line, chosen)


def _first(sheets: list[Sheet]) -> Sheet:
    if not sheets or not sheets[0].headers:
        raise Unreadable(
            "Ce fichier ne contient aucune ligne\u00a0: vérifiez que vous avez choisi le bon fichier."
        )
    return sheets[0]


# Files in data·inclusion's shape


def _tables(sheets: list[Sheet]) -> list[tuple[Sheet, Kind]]:
    """Structures before services, so that a service finds its structure."""
    known = [(sheet, kind) for sheet in sheets if (kind := _kind_of(sheet.name, set(sheet.headers)))]
    return sorted(known, key=lambda pair: pair[1] != "structure")


def _kind_of(name: str, headers: set[str]) -> Kind | None:
    """A list called « structures » needs no more than what makes a card."""
    if {"id", "nom", "structure_id"} <= headers:
        return "service"
    named = len(headers & STRUCTURE_FIELDS)
    inclusion = headers & {"reseaux_porteurs", "accessibilite_lieu", "horaires_accueil", "lien_source"}
    sure = fold(name) == "structures" or (inclusion and named >= 6)
    return "structure" if {"id", "nom"} <= headers and sure else None


def _themes_beside(sheets: list[Sheet]) -> dict[str, list[str]]:
    """A sheet of the official template: one theme of one service a line."""
    found: dict[str, list[str]] = {}
    for sheet in sheets:
        if {"service_id", "thématique"} <= set(sheet.headers):
            for line in sheet.lines():
                if not line.cells.get("__ignore__"):
                    found.setdefault(str(line.cells["service_id"]), []).append(str(line.cells["thématique"]))
    return found


def _as_told(sheet: Sheet, kind: Kind, themes: dict[str, list[str]]) -> Iterator[Record]:
    fields = SERVICE_FIELDS if kind == "service" else STRUCTURE_FIELDS
    for line in sheet.lines():
        if line.cells.get("__ignore__") in (True, "True", "true", "VRAI"):
            continue
        values = {
            name: value for name, value in line.cells.items() if name in fields and value not in (None, "")
        }
        if beside := themes.get(str(values.get("id"))):
            values["thematiques"] = [*_listed(values.get("thematiques")), *beside]
        yield Record(line.line, kind, values, line.fault)


def _listed(value: Any) -> list[Any]:
    return (
        value
        if isinstance(value, list)
        else [part for part in re.split(r"[,;|]", str(value or "")) if part.strip()]
    )


# Foreign files: a structure a line, and what it offers


def _columns(sheet: Sheet) -> list[Column]:
    """The field of each header; two columns never get the same one, but for those that add up."""
    first = list(islice(sheet.lines(), LOOKED_AT))
    taken: set[str] = set()
    found = []
    for header in sheet.headers:
        field, sure = _by_content(field_of(header), header, first)
        if field in taken and field not in SEVERAL:
            field = ""
        taken.add(field)
        found.append(Column(header, field, sure and bool(field)))
    return found


def _by_content(field: str, header: str, lines: list[Line]) -> tuple[str, bool]:
    """« Coord. X » may hold latitudes: what the column holds decides, and it is shown as a guess."""
    if field not in ("latitude", "longitude", "x", "y"):
        return field, bool(field)
    values = [number for line in lines if (number := number_in(line.cells.get(header))) is not None]
    if not values:
        return field, True
    middle = sorted(values)[len(values) // 2]
    if abs(middle) > 1000:
        told = "y" if middle > 5_000_000 else "x"
    elif FRENCH_LATITUDES[0] <= middle <= FRENCH_LATITUDES[1]:
        told = "latitude"
    else:
        told = "longitude" if -6 <= middle <= 10 else field
    return told, told == field


def number_in(value: Any) -> float | None:
    """A number, decimal comma or point; None when it is none, or not finite."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(str(value).replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def _of_foreign(line: Line, mapping: Mapping[str, str]) -> Iterator[Record]:
    told: dict[str, list[tuple[str, str]]] = {}
    for header, field in mapping.items():
        value = line.cells.get(header)
        if field and value not in (None, ""):
            told.setdefault(field, []).append((header, str(value)))
    structure = _structure(told)
    yield Record(line.line, "structure", structure, line.fault or _closed(told))
    service = _service(told, structure)
    if service:
        yield Record(line.line, "service", service, line.fault or _closed(told))


def _closed(told: dict[str, list[tuple[str, str]]]) -> str:
    if any(fold(value) in wordlists.CLOSED for _, value in told.get("ouvert", ())):
        return "Le fichier dit ce lieu fermé\u00a0: il n’est pas repris."
    return ""


def _one(told: dict[str, list[tuple[str, str]]], field: str) -> str:
    return told[field][0][1] if field in told else ""


def _structure(told: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    kind = next(
        (found for _, text in told.get("type_structure", ()) if (found := wordlists.kind_in(text))), ""
    )
    number, (street, postcode) = _one(told, "numero_voie"), _parted(_one(told, "adresse"))
    described = "\n".join(dict.fromkeys(text for _, text in told.get("description", ()) if len(text) >= 5))
    values: dict[str, Any] = {name: _one(told, name) for name in (
        "nom", "siret", "complement_adresse", "code_postal", "code_insee", "commune", "telephone", "courriel", "site_web",
        "lien_source", "date_maj",
    )}  # fmt: skip
    values |= {"adresse": f"{number} {street}".strip(), "description": described, "type_structure": kind}
    values |= {
        "reseaux_porteurs": wordlists.network_of(kind)
        or wordlists.network_of(wordlists.kind_in(values["nom"]))
    }
    values["code_postal"] = values["code_postal"] or postcode
    values |= _point(told) | _opening(told)
    values["id"] = _one(told, "id") or _made_id(values)
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def _parted(address: str) -> tuple[str, str]:
    """« 8 rue de la Boétie - 33000 Bordeaux » → the street, the postcode."""
    found = re.fullmatch(r"(.*?)\s*[-–,]?\s*\b(\d{5})\b\s+\D*", address, re.DOTALL)
    return (found[1], found[2]) if found and found[1] else (address, "")


def _made_id(values: dict[str, Any]) -> str:
    """A file without identifiers: the same name at the same address is the same place next time."""
    words = fold(f"{values['nom']} {values['commune']} {values['adresse']}")
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _point(told: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    x, y = number_in(_one(told, "x")), number_in(_one(told, "y"))
    if x and y:
        lat, lon = from_lambert93(x, y)
        return {"latitude": round(lat, 6), "longitude": round(lon, 6)}
    lat_, lon_ = number_in(_one(told, "latitude")), number_in(_one(told, "longitude"))
    return {"latitude": lat_, "longitude": lon_} if lat_ is not None and lon_ is not None else {}


def _opening(told: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    """For a machine when the words are simple or already in its syntax; in words otherwise, as they were."""
    words = _one(told, "horaires")
    if not words:
        return {}
    osm = words if validate(words) else hours.to_osm(words)
    if osm is None:
        return {IN_WORDS: words}
    return {"horaires_accueil": hours.every_other_week(osm, _one(told, "semaines"))}


OF_THE_STRUCTURE = (
    "code_insee", "commune", "code_postal", "adresse", "complement_adresse", "latitude", "longitude", "telephone",
    "courriel", "horaires_accueil", IN_WORDS, "date_maj", "lien_source",
)  # fmt: skip
"""What a service takes from the line of its structure."""


def _service(told: dict[str, list[tuple[str, str]]], structure: dict[str, Any]) -> dict[str, Any] | None:
    """What the line offers, when its words are of the schema's themes; nothing is made up."""
    offered = told.get("thematiques", ())
    themes = {theme for header, text in offered for theme in _themes_of(header, text)}
    if not themes:
        return None
    texts = [
        header.replace("_", " ") if fold(text) in wordlists.YES else text
        for header, text in offered
        if fold(text) not in wordlists.NO
    ]
    publics = {one for header, text in told.get("publics", ()) for one in wordlists.publics_in(text, header)}
    shared = {name: structure[name] for name in OF_THE_STRUCTURE if name in structure}
    return shared | {
        "id": f"{structure['id']}--offre",
        "structure_id": structure["id"],
        "nom": ", ".join(THEMES[theme] for theme in sorted(themes))[:150],
        "description": " / ".join(dict.fromkeys(texts))[:10_000],
        "thematiques": sorted(themes),
        "publics": ["tous-publics"] if "tous-publics" in publics else sorted(publics),
        "conditions_acces": _one(told, "conditions_acces"),
    }


def _themes_of(header: str, text: str) -> set[str]:
    return {theme for part in re.split(r"[;/|\n]", text) for theme in wordlists.themes_in(part, header)}
