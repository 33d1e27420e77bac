"""Where it is: commune, address, point, zones."""

import math
import re
from typing import Any

from maillage.directory.exchange.checking.card import Card, CommunePoint
from maillage.directory.exchange.checking.words import short
from maillage.directory.exchange.geometry import kilometres
from maillage.directory.exchange.records import number_in
from maillage.directory.fold import fold_place
from maillage.directory.rules import CommuneReading
from maillage.directory.rules.communes import ASK_CODE
from maillage.sheets.words import shown

FARTHEST = 50.0
"""Kilometres from the middle of its commune beyond which a point is not believed."""


def commune_texts(values: dict[str, Any]) -> list[str]:
    """From the surest: the code, the name with its postcode, the name; the postcode when there is nothing else."""
    code = _code(values.get("code_insee"), 5)
    name, postcode = str(values.get("commune") or "").strip(), _code(values.get("code_postal"), 5)
    told = (code, f"{name} {postcode}".strip(), name) if name else (code, "" if code else postcode)
    return [text for text in told if text]


def _code(value: Any, width: int) -> str:
    """A spreadsheet drops the first zero of a code."""
    text = re.sub(r"\.0+$", "", str(value or "").strip())
    return text.zfill(width) if text.isdigit() and len(text) == width - 1 else text


def commune_of(card: Card) -> CommunePoint | None:
    texts = commune_texts(card.record.values)
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


def _is_only_a_postcode(card: Card, code: str) -> bool:
    """28220 is the postcode of Cloyes and the code of Luisant: told as a postcode, it is not read as a code."""
    told = card.record.values
    return not (told.get("code_insee") or told.get("commune")) and code == _code(told.get("code_postal"), 5)


def _among_homonyms(card: Card) -> str:
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


def address(card: Card, commune: CommunePoint | None) -> dict[str, str]:
    postcode = _code(card.record.values.get("code_postal"), 5)
    if postcode and not re.fullmatch(r"\d{5}", postcode):
        card.say(
            "code_postal",
            f"«\u00a0{shown(postcode, 20)}\u00a0» ne compte pas 5 chiffres\u00a0: laissé de côté.",
        )
        postcode = ""
    more = short(card, "complement_adresse", 300)
    return {"address": short(card, "adresse", 300), "address_more": more, "postcode": postcode}


def point(card: Card, commune: CommunePoint | None) -> dict[str, float | None]:
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


def zones_of(card: Card) -> list[str]:
    """Codes told with their kind; a région's is replaced by its départements, an unknown one is left out."""
    zones: set[str] = set()
    for told in card.listed("zone_eligibilite"):
        zones |= set(_zone(card, re.sub(r"\.0+$", "", told)))
    return sorted(zones)


def _zone(card: Card, code: str) -> list[str]:
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


def _former_commune(card: Card, code: str) -> list[str]:
    reading = card.places.read_communes([code])[code] if re.fullmatch(r"\d[\dAB]\d{3}", code) else None
    if reading and not reading.refusal:
        card.say("zone_eligibilite", f"{code}\u00a0: {reading.remark or reading.name}")
        return [f"commune:{reading.code}"]
    card.say(
        "zone_eligibilite",
        f"«\u00a0{shown(code, 20)}\u00a0» n’est le code d’aucun territoire\u00a0: laissé de côté.",
    )
    return []
