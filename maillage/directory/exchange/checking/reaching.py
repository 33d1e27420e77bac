"""How to reach it: numbers, addresses, hours."""

import re
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from opening_hours import validate as hours_are_right

from maillage.directory.exchange.checking.card import Card, CommunePoint
from maillage.directory.exchange.fields import IN_WORDS
from maillage.directory.exchange.hours import to_osm
from maillage.directory.rules import check_siret, normal_phone
from maillage.sheets.words import shown

_URL = URLValidator(schemes=["http", "https"])


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


def phone(card: Card, commune: CommunePoint | None) -> str:
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


def email(card: Card) -> str:
    text = card.text("courriel")
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        card.say("courriel", f"«\u00a0{shown(text, 60)}\u00a0» n’est pas une adresse\u00a0: laissée de côté.")
        return ""
    return text if len(text) <= 254 else ""


def url(card: Card, name: str) -> str:
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


def opening(card: Card) -> dict[str, str]:
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


def siret(card: Card) -> str:
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
