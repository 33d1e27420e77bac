"""Values of the schema's lists, and quantities."""

import math

from maillage.directory.enums import EVERYBODY, PUBLICS
from maillage.directory.exchange.checking.card import Card
from maillage.directory.exchange.records import number_in
from maillage.sheets.words import shown


def several(card: Card, name: str, listed: dict[str, str]) -> list[str]:
    told = card.listed(name)
    if unknown := [value for value in told if value not in listed]:
        card.say(
            name,
            f"«\u00a0{shown(', '.join(unknown), 120)}\u00a0» n’est pas dans la liste\u00a0: laissé de côté.",
        )
    return sorted({value for value in told if value in listed})


def one(card: Card, name: str, listed: dict[str, str]) -> str:
    text = card.text(name)
    if text and text not in listed:
        card.say(name, f"«\u00a0{shown(text, 60)}\u00a0» n’est pas dans la liste\u00a0: laissé de côté.")
    return text if text in listed else ""


def publics(card: Card) -> list[str]:
    found = several(card, "publics", PUBLICS)
    if EVERYBODY in found and len(found) > 1:
        card.say(
            "publics", "«\u00a0tous-publics\u00a0» ne va avec aucun autre\u00a0: les autres sont gardés."
        )
        found.remove(EVERYBODY)
    return found


def quantity(card: Card, name: str, least: float) -> float | None:
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


def whole_number(card: Card, name: str) -> int | None:
    number = quantity(card, name, 1)
    return None if number is None else min(round(number), 2**31 - 1)
