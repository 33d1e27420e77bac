"""Each record checked and repaired, with a French sentence for whatever is changed, left out or refused.

Refused: what can't be a card (no name, no identifier). Repaired or left out: the rest, so that the card comes in.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

import phonenumbers
from data_inclusion.schema import v1
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from opening_hours import validate as hours_are_right

from maillage.directory.enums import (
    EVERYBODY,
    MOBILISATION_MODES,
    MOBILISED_BY,
    NETWORKS,
    PUBLICS,
    RECEPTION_MODES,
    SERVICE_KINDS,
    THEMES,
    Fee,
)
from maillage.directory.exchange.fields import IN_WORDS
from maillage.directory.exchange.geometry import kilometres
from maillage.directory.exchange.hours import to_osm
from maillage.directory.exchange.records import Record, number_in
from maillage.directory.fold import fold_place, service_words, structure_words
from maillage.directory.rules import CommuneReading, check_siret, normal_phone
from maillage.directory.rules.communes import ASK_CODE
from maillage.sheets.words import shown
from maillage.web.fields import parse_date

FARTHEST = 50.0
"""Kilometres from the middle of its commune beyond which a point is not believed."""
OTHER_KIND = "autre"
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_URL = URLValidator(schemes=["http", "https"])
_YEAR = range(2000, 2100)


class CommunePoint(NamedTuple):
    pk: int
    name: str
    departement: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Places:
    """What a run reads once: communes of today by code and by every name they bear or bore (folded), codes of wider
    territories, kinds of structure by code.

    `read_communes`: texts typed for communes → what each was taken for.
    """

    communes: dict[str, CommunePoint]
    by_name: dict[str, list[str]]
    epci: frozenset[str]
    departements: frozenset[str]
    regions: dict[str, list[str]]
    kinds: dict[str, int]
    kind_labels: dict[str, str]
    read_communes: Callable[[Iterable[str]], dict[str, CommuneReading]]


class Checked(NamedTuple):
    """`payload`: columns of the model → JSON values; empty when refused. `code`: the card's identifier in its source."""

    line: int
    kind: str
    code: str
    structure_code: str
    payload: dict[str, Any]
    remarks: list[str]
    refusal: str


@dataclass
class _Card:
    """A record being read: what it tells, what has been understood, what is said of it."""

    record: Record
    places: Places
    communes: dict[str, CommuneReading]
    payload: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        value = self.record.values.get(name)
        return (
            "" if value is None or isinstance(value, list | dict) else str(value).replace("\x00", "").strip()
        )

    def listed(self, name: str) -> list[str]:
        value = self.record.values.get(name)
        parts = value if isinstance(value, list) else re.split(r"[,;|]", str(value or ""))
        return [text for part in parts if (text := str(part).strip())]

    def say(self, name: str, sentence: str) -> None:
        self.remarks.append(f"{name}\u00a0: {sentence}")


def check(chunk: list[Record], places: Places) -> list[Checked]:
    """In the order given; communes are read together, one query for the chunk."""
    texts = {text for record in chunk for text in _commune_texts(record.values)}
    communes = places.read_communes(texts) if texts else {}
    return [_checked(_Card(record, places, communes)) for record in chunk]


def _checked(card: _Card) -> Checked:
    record = card.record
    refusal = record.fault or _refusal(card)
    if not refusal:
        _read(card)
        refusal = _schema_refusal(card)
    payload = {} if refusal else card.payload
    code, structure = card.text("id")[:200], card.text("structure_id")[:200]
    return Checked(record.line, record.kind, code, structure, payload, card.remarks, refusal)


def _refusal(card: _Card) -> str:
    if not card.text("id"):
        return "Il manque l’identifiant (colonne id)\u00a0: sans lui, la fiche ne peut pas être mise à jour plus tard."
    if len(card.text("id")) > 200:
        return "L’identifiant dépasse 200 caractères."
    if len(_name(card)) < 3:
        return "Il manque le nom, ou il compte moins de 3 lettres."
    if card.record.kind == "service" and not card.text("structure_id"):
        return "Il manque la structure qui propose ce service (colonne structure_id)."
    if card.record.kind == "service" and len(_plain_text(card.text("description"))) < 5:
        return "Il manque la description du service\u00a0: dites en une phrase en quoi il consiste."
    return ""


def _schema_refusal(card: _Card) -> str:
    """The schema itself, on what was understood: what our own sentences would have missed is told with its words."""
    model = v1.Service if card.record.kind == "service" else v1.Structure
    try:
        model.model_validate(_as_schema(card), context={"ignore_warnings": False})
    except ValueError as error:
        return f"Le schéma data·inclusion refuse cette fiche\u00a0: {shown(str(error), 200)}"
    return ""


def _as_schema(card: _Card) -> dict[str, Any]:
    told, payload = {"source": "x", "id": card.text("id"), "nom": card.payload["name"]}, card.payload
    told["date_maj"] = payload["updated_on"] or str(dt.date.today())
    if card.record.kind == "service":
        told |= {"structure_id": card.text("structure_id"), "description": payload["description"]}
        for name, column in (
            ("thematiques", "themes"),
            ("publics", "publics"),
            ("modes_accueil", "reception"),
        ):
            told[name] = payload[column] or None
    return told


def _read(card: _Card) -> None:
    card.payload |= {"source_code": card.text("id"), "name": _named(card), "description": _described(card)}
    card.payload["updated_on"] = _day(card)
    commune = _commune(card)
    card.payload |= (
        {"commune_id": commune.pk if commune else None} | _address(card, commune) | _point(card, commune)
    )
    card.payload |= {"phone": _phone(card, commune), "email": _email(card), "link": _url(card, "lien_source")}
    card.payload |= _opening(card)
    (_read_service if card.record.kind == "service" else _read_structure)(card)


def _read_structure(card: _Card) -> None:
    networks = _values(card, "reseaux_porteurs", NETWORKS)
    kinds = [code for code in (card.text("type_structure"), *networks) if code in card.places.kinds]
    kind = kinds[0] if kinds else OTHER_KIND
    card.payload |= {
        "networks": networks,
        "kind_id": card.places.kinds[kind],
        "siret": _siret(card),
        "website": _url(card, "site_web"),
        "accessibility_link": _url(card, "accessibilite_lieu"),
    }
    words = structure_words(card.payload["name"], card.payload["description"], card.places.kind_labels[kind])
    card.payload |= {"folded_name": words[0], "folded_text": words[1]}


def _read_service(card: _Card) -> None:
    themes = _values(card, "thematiques", THEMES)
    card.payload |= {
        "kind": _value(card, "type", SERVICE_KINDS),
        "themes": themes,
        "fee": _value(card, "frais", dict(Fee.choices)),
        "fee_details": _long(card, "frais_precisions"),
        "publics": _publics(card),
        "public_details": _long(card, "publics_precisions"),
        "conditions": _long(card, "conditions_acces"),
        "reception": _values(card, "modes_accueil", RECEPTION_MODES),
        "zones": _zones(card),
        "contact_name": _short(card, "contact_nom_prenom", 200),
        "mobilisation_link": _url(card, "lien_mobilisation"),
        "mobilisation": _values(card, "modes_mobilisation", MOBILISATION_MODES),
        "mobilised_by": _values(card, "mobilisable_par", MOBILISED_BY),
        "mobilisation_details": _long(card, "mobilisation_precisions"),
        "weekly_hours": _quantity(card, "volume_horaire_hebdomadaire", 0),
        "weeks": _whole(card, "nombre_semaines"),
    }
    more = [THEMES[theme] for theme in themes]
    told = (card.payload["conditions"], card.payload["public_details"])
    words = service_words(card.payload["name"], card.payload["description"], *more, *told)
    card.payload |= {"folded_name": words[0], "folded_text": words[1]}


# Words


def _name(card: _Card) -> str:
    return " ".join(_plain_text(card.text("nom")).split())


def _named(card: _Card) -> str:
    name = _name(card)
    if name.endswith(".") and not name.endswith("etc."):
        card.say("nom", "le point final est retiré.")
        name = name.rstrip(". ")
    if len(name) > 150:
        card.say("nom", "il dépasse 150 caractères\u00a0: la fin est retirée.")
    return name[:150].rstrip()


def _described(card: _Card) -> str:
    text = _plain_text(card.text("description"))
    if text != card.text("description"):
        card.say("description", "elle contenait du code de page web\u00a0: seul le texte est gardé.")
    if 0 < len(text) < 5:
        card.say("description", "elle compte moins de 5 caractères\u00a0: elle est laissée de côté.")
        return ""
    if len(text) > 10_000:
        card.say("description", "elle dépasse 10 000 caractères\u00a0: la fin est retirée.")
    return text[:10_000]


class _Text(HTMLParser):
    """The text of a page, without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("script", "style")
        if tag in ("p", "br", "li", "div", "h1", "h2", "h3", "h4", "tr", "ul"):
            self.kept.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.kept.append(data)


def _plain_text(text: str) -> str:
    if not _TAG.search(text):
        return text
    reader = _Text()
    reader.feed(text)
    reader.close()
    return re.sub(r"\s*\n\s*", "\n", "".join(reader.kept)).strip()


def _short(card: _Card, name: str, most: int) -> str:
    text = card.text(name)
    if len(text) > most:
        card.say(name, f"ce texte dépasse {most} caractères\u00a0: la fin est retirée.")
    return text[:most]


def _long(card: _Card, name: str) -> str:
    return _short(card, name, 2000)


def _day(card: _Card) -> str | None:
    """Any date of this century up to today; an unreadable one is said and left out."""
    value = card.record.values.get("date_maj")
    if value in (None, ""):
        return None
    day = value if isinstance(value, dt.date) else _date_in(str(value))
    if day is None:
        card.say(
            "date_maj",
            f"«\u00a0{shown(value, 40)}\u00a0» n’est pas une date\u00a0: elle est laissée de côté.",
        )
    elif day.year not in _YEAR or day > dt.date.today():
        card.say(
            "date_maj",
            f"le {day:%d/%m/%Y} est dans le futur ou avant 2000\u00a0: cette date est laissée de côté.",
        )
        day = None
    return day.isoformat() if day else None


def _date_in(text: str) -> dt.date | None:
    for shape in (text, text.replace("/", "-"), text[:10], text[:10].replace("/", "-")):
        try:
            return parse_date(shape)
        except ValueError:
            continue
    return None


# Values of the schema's lists


def _values(card: _Card, name: str, listed: dict[str, str]) -> list[str]:
    told = card.listed(name)
    if unknown := [value for value in told if value not in listed]:
        card.say(
            name,
            f"«\u00a0{shown(', '.join(unknown), 120)}\u00a0» n’est pas dans la liste\u00a0: laissé de côté.",
        )
    return sorted({value for value in told if value in listed})


def _value(card: _Card, name: str, listed: dict[str, str]) -> str:
    text = card.text(name)
    if text and text not in listed:
        card.say(name, f"«\u00a0{shown(text, 60)}\u00a0» n’est pas dans la liste\u00a0: laissé de côté.")
    return text if text in listed else ""


def _publics(card: _Card) -> list[str]:
    found = _values(card, "publics", PUBLICS)
    if EVERYBODY in found and len(found) > 1:
        card.say(
            "publics", "«\u00a0tous-publics\u00a0» ne va avec aucun autre\u00a0: les autres sont gardés."
        )
        found.remove(EVERYBODY)
    return found


def _quantity(card: _Card, name: str, least: float) -> float | None:
    value = card.record.values.get(name)
    if value in (None, ""):
        return None
    number = number_in(value)
    if number is None or not math.isfinite(number) or number < least:
        card.say(
            name,
            f"«\u00a0{shown(value, 40)}\u00a0» n’est pas un nombre de {least:g} ou plus\u00a0: laissé de côté.",
        )
        return None
    return number


def _whole(card: _Card, name: str) -> int | None:
    number = _quantity(card, name, 1)
    return None if number is None else min(round(number), 2**31 - 1)


# Where it is


def _commune_texts(values: dict[str, Any]) -> list[str]:
    """From the surest: the code, the name with its postcode, the name; the postcode when there is nothing else."""
    code = _code(values.get("code_insee"), 5)
    name, postcode = str(values.get("commune") or "").strip(), _code(values.get("code_postal"), 5)
    told = (code, f"{name} {postcode}".strip(), name) if name else (code, "" if code else postcode)
    return [text for text in told if text]


def _code(value: Any, width: int) -> str:
    """A spreadsheet drops the first zero of a code."""
    text = re.sub(r"\.0+$", "", str(value or "").strip())
    return text.zfill(width) if text.isdigit() and len(text) == width - 1 else text


def _commune(card: _Card) -> CommunePoint | None:
    texts = _commune_texts(card.record.values)
    readings = [card.communes[text] for text in texts]
    found = next((reading for reading in readings if not reading.refusal), None)
    code = found.code if found else _among_homonyms(card)
    if found and _is_only_a_postcode(card, code):
        code, readings = "", [CommuneReading(refusal=f"Le code postal {code} ne suffit pas. {ASK_CODE}")]
    if not code:
        if readings:
            card.say("commune", f"{readings[0].refusal} La fiche entre sans commune.")
        return None
    place = card.places.communes.get(code)
    if readings[0].refusal and place:
        card.say(
            "commune",
            f"«\u00a0{shown(texts[0], 40)}\u00a0» n’est pas sûr\u00a0: {place.name} ({code}) est retenue d’après le reste.",
        )
    elif found and found.remark:
        card.say("commune", found.remark)
    return place


def _is_only_a_postcode(card: _Card, code: str) -> bool:
    """28220 is the postcode of Cloyes and the code of Luisant: told as a postcode, it is not read as a code."""
    told = card.record.values
    return not (told.get("code_insee") or told.get("commune")) and code == _code(told.get("code_postal"), 5)


def _among_homonyms(card: _Card) -> str:
    """The only commune of this name in the postcode's département (a CEDEX is in no list), or near the point."""
    named = card.places.by_name.get(fold_place(card.text("commune")), [])
    postcode = _code(card.record.values.get("code_postal"), 5)
    there = [code for code in named if postcode and code[:2] == postcode[:2]]
    if len(there) == 1:
        return there[0]
    lat, lon = (number_in(card.record.values.get(name)) for name in ("latitude", "longitude"))
    if lat is None or lon is None:
        return ""
    near = [code for code in there or named if _near(lat, lon, card.places.communes[code])]
    return near[0] if len(near) == 1 else ""


def _address(card: _Card, commune: CommunePoint | None) -> dict[str, str]:
    postcode = _code(card.record.values.get("code_postal"), 5)
    if postcode and not re.fullmatch(r"\d{5}", postcode):
        card.say(
            "code_postal",
            f"«\u00a0{shown(postcode, 20)}\u00a0» ne compte pas 5 chiffres\u00a0: laissé de côté.",
        )
        postcode = ""
    more = _short(card, "complement_adresse", 300)
    return {"address": _short(card, "adresse", 300), "address_more": more, "postcode": postcode}


def _point(card: _Card, commune: CommunePoint | None) -> dict[str, float | None]:
    nowhere: dict[str, float | None] = {"lat": None, "lon": None}
    told = card.record.values.get("latitude"), card.record.values.get("longitude")
    if told[0] in (None, "") and told[1] in (None, ""):
        return nowhere
    lat, lon = number_in(told[0]), number_in(told[1])
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        card.say("latitude, longitude", "ce ne sont pas deux nombres\u00a0: le point est laissé de côté.")
        return nowhere
    if _near(lat, lon, commune):
        return {"lat": lat, "lon": lon}
    if commune and commune.lat is not None and _near(lon, lat, commune):
        card.say("latitude, longitude", "elles étaient inversées\u00a0: elles sont remises dans l’ordre.")
        return {"lat": lon, "lon": lat}
    where = f"à plus de {FARTHEST:.0f} km de {commune.name}" if commune else "hors de la Terre"
    card.say("latitude, longitude", f"le point est {where}\u00a0: il est laissé de côté.")
    return nowhere


def _near(lat: float, lon: float, commune: CommunePoint | None) -> bool:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return False
    if commune is None or commune.lat is None or commune.lon is None:
        return True
    return kilometres(lat, lon, commune.lat, commune.lon) <= FARTHEST


def _zones(card: _Card) -> list[str]:
    """Codes told with their kind; a région's is replaced by its départements, an unknown one is left out."""
    zones: set[str] = set()
    for told in card.listed("zone_eligibilite"):
        zones |= set(_zone(card, re.sub(r"\.0+$", "", told)))
    return sorted(zones)


def _zone(card: _Card, code: str) -> list[str]:
    places = card.places
    if code.lower() == "france" or code == "99100":
        return ["france"]
    if code in places.departements:
        return [f"departement:{code}"]
    padded = _code(code, 5) if len(code) == 4 else code
    if re.fullmatch(r"99[0-5]\d{2}", padded):
        return [f"country:{padded}"]
    if padded in places.communes:
        return [f"commune:{padded}"]
    if code in places.epci:
        return [f"epci:{code}"]
    if code in places.regions:
        card.say("zone_eligibilite", f"{code} est un code de région\u00a0: ses départements sont retenus.")
        return [f"departement:{one}" for one in places.regions[code]]
    return _former_commune(card, padded)


def _former_commune(card: _Card, code: str) -> list[str]:
    reading = card.places.read_communes([code])[code] if re.fullmatch(r"\d[\dAB]\d{3}", code) else None
    if reading and not reading.refusal:
        card.say("zone_eligibilite", f"{code}\u00a0: {reading.remark or reading.name}")
        return [f"commune:{reading.code}"]
    card.say(
        "zone_eligibilite",
        f"«\u00a0{shown(code, 20)}\u00a0» n’est le code d’aucun territoire\u00a0: laissé de côté.",
    )
    return []


# How to reach it


@lru_cache(maxsize=50_000)
def _normal_phone(text: str, commune: str) -> str | None:
    """The number, or the only one written among words; None when there is none that is sure."""
    try:
        return normal_phone(text, commune)
    except ValidationError:
        bare = f"+{text}" if re.fullmatch(r"33[1-9]\d{8}", text) else text
    found = {phonenumbers.format_number(one.number, phonenumbers.PhoneNumberFormat.E164)
             for one in phonenumbers.PhoneNumberMatcher(bare, "FR")}  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _phone(card: _Card, commune: CommunePoint | None) -> str:
    text = card.text("telephone")
    if not re.search(r"\d", text):
        if len(text) > 1:
            card.say(
                "telephone", f"«\u00a0{shown(text, 60)}\u00a0» n’est pas un numéro\u00a0: laissé de côté."
            )
        return ""
    number = _normal_phone(text, (commune.departement + "000")[:5] if commune else "")
    if number is None or len(number) > 20:
        card.say(
            "telephone",
            f"«\u00a0{shown(text, 60)}\u00a0» n’est pas un numéro, ou il y en a plusieurs\u00a0: laissé de côté.",
        )
        return ""
    return number


def _email(card: _Card) -> str:
    text = card.text("courriel")
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        card.say("courriel", f"«\u00a0{shown(text, 60)}\u00a0» n’est pas une adresse\u00a0: laissée de côté.")
        return ""
    return text if len(text) <= 254 else ""


def _url(card: _Card, name: str) -> str:
    text = card.text(name)
    if not text:
        return ""
    full = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        _URL(full)
    except ValidationError:
        card.say(
            name, f"«\u00a0{shown(text, 60)}\u00a0» n’est pas une adresse de page\u00a0: laissée de côté."
        )
        return ""
    if full != text:
        card.say(name, f"l’adresse est complétée\u00a0: {shown(full, 80)}.")
    return full if len(full) <= 1000 else ""


def _opening(card: _Card) -> dict[str, str]:
    """For a machine if it reads them, in words otherwise; never lost."""
    hours, words = card.text("horaires_accueil"), card.text(IN_WORDS)
    if hours and not (len(hours) <= 500 and hours_are_right(hours)):
        read = to_osm(hours)
        said = (
            "lus et traduits"
            if read
            else "gardés en mots\u00a0: «\u00a0ouvert en ce moment\u00a0» ne les connaît pas"
        )
        card.say("horaires_accueil", f"ils ne suivent pas le format OpenStreetMap\u00a0; ils sont {said}.")
        hours, words = read or "", words or hours
    return {"hours": hours, "opening": words[:1000]}


def _siret(card: _Card) -> str:
    text = re.sub(r"[\s.]", "", re.sub(r"\.0+$", "", card.text("siret")))
    if not text:
        return ""
    try:
        check_siret(text)
    except ValidationError as error:
        card.say(
            "siret", f"«\u00a0{shown(text, 30)}\u00a0»\u00a0: {error.messages[0]} Il est laissé de côté."
        )
        return ""
    return text
