"""Do two cards speak of the same structure? Evidence is weighed and said; a person decides.

Two types are two structures, whatever else they share: a town hall and its CCAS at one address, with one phone.
"""

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

from maillage.directory.fold import fold, fold_place
from maillage.directory.rules.coverage import kilometres

ENOUGH = 5
NEAR_KM, FAR_KM = 0.15, 3.0
EMPTY_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "pour",
        "sur",
        "sous",
        "association",
        "asso",
        "antenne",
        "site",
        "service",
        "centre",
    ]
)
TYPE_WORDS = (
    frozenset({"mairie", "commune", "ville"}),
    frozenset({"ccas", "cias", "centre communal d action sociale", "centre intercommunal d action sociale"}),
    frozenset({"mission locale"}),
    frozenset({"france services", "maison france services"}),
    frozenset({"maison des solidarites", "mds", "maison departementale de la solidarite"}),
    frozenset({"pmi", "protection maternelle et infantile"}),
    frozenset({"epicerie sociale", "epicerie solidaire"}),
    frozenset({"caf", "caisse d allocations familiales"}),
    frozenset({"cpam", "caisse primaire d assurance maladie"}),
    frozenset({"mdph"}),
    frozenset({"foyer jeunes travailleurs", "fjt"}),
    frozenset({"chrs"}),
    frozenset({"cada"}),
)
TOWN_HALL, CCAS = 0, 1
_STREET = {
    "av": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "pl": "place",
    "r": "rue",
    "imp": "impasse",
    "che": "chemin",
}
_once = lru_cache(maxsize=20_000)
_NUMBERS = re.compile(r"\b(\d+|[ivx]{1,4})\b")


class Card(NamedTuple):
    """A structure as compared. `kind`: its type's code; `commune`: today's code, "" unknown."""

    name: str
    kind: str
    siret: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    commune: str = ""
    lat: float | None = None
    lon: float | None = None
    town: str = ""


class Likeness(NamedTuple):
    points: int
    reasons: tuple[str, ...]


NOT_ALIKE = Likeness(0, ())


def compare(one: Card, other: Card) -> Likeness:
    """At least `ENOUGH` points, with its reasons in French; or `NOT_ALIKE`."""
    if one.kind != other.kind or _types(one.name) != _types(other.name) or _elsewhere(one, other):
        return NOT_ALIKE
    name = _name_points(one, other)
    found = [name, *_other_points(one, other)]
    points = sum(points for points, _ in found)
    sure = name[0] > 0 or (one.siret and one.siret == other.siret)
    if not sure or points < ENOUGH:
        return NOT_ALIKE
    return Likeness(points, tuple(reason for points, reason in found if points > 0))


def seen(*cards: Card) -> str:
    """What a judgement was made on: changes when a name, an address, a SIRET, a phone, a type or a town does."""
    told = [
        (fold(card.name), card.kind, card.siret, card.phone, _street(card.address), card.commune)
        for card in cards
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


@_once
def _types(name: str) -> frozenset[int]:
    """Which words of a type a name bears, abbreviations as their full words; the CCAS of a town is no town hall."""
    folded = f" {fold(name)} "
    found = {rank for rank, words in enumerate(TYPE_WORDS) if any(f" {word} " in folded for word in words)}
    return frozenset(found - {TOWN_HALL} if CCAS in found else found)


def _elsewhere(one: Card, other: Card) -> bool:
    """Two towns, or two points far apart: two sites of the same network are two structures."""
    if one.commune and other.commune and one.commune != other.commune:
        return True
    apart = _apart(one, other)
    return apart is not None and apart > FAR_KM


def _apart(one: Card, other: Card) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return kilometres(one.lat, one.lon, other.lat, other.lon)


def _name_points(one: Card, other: Card) -> tuple[int, str]:
    left, right = _words(one), _words(other)
    if _numbered(one.name) != _numbered(other.name):
        return -2, ""
    if left and left == right:
        return 4, "même nom"
    if _initials(one.name, other.name) or _initials(other.name, one.name):
        return 3, "l’un est le sigle de l’autre"
    both = len(left & right) / max(1, len(left | right))
    if both >= 0.6 or (min(len(left), len(right)) >= 2 and (left <= right or right <= left)):
        return 3, "noms presque pareils"
    return (1, "noms qui se ressemblent") if both >= 0.4 else (0, "")


@_once
def _words(card: Card) -> frozenset[str]:
    """Words that tell, those of the town left out."""
    town = set(fold_place(card.town).split())
    words = frozenset(fold_place(card.name).split()) - EMPTY_WORDS
    return (words - town) or words


@_once
def _numbered(name: str) -> frozenset[str]:
    return frozenset(_NUMBERS.findall(fold(name)))


def _initials(short: str, long: str) -> bool:
    return any(len(word) >= 3 and word in _first_letters(long) for word in _folded(short).split())


@_once
def _folded(text: str) -> str:
    return fold(text)


@_once
def _first_letters(long: str) -> str:
    """« UDAF » of « Union départementale des associations familiales », other words of the short name found too."""
    words = [
        word for word in fold(long).split() if word not in EMPTY_WORDS - {"association", "service", "centre"}
    ]
    return "".join(word[0] for word in words)


def _other_points(one: Card, other: Card) -> list[tuple[int, str]]:
    return [
        _siret_points(one.siret, other.siret),
        _same(one.phone, other.phone, 2, "même téléphone"),
        _same(one.email.lower(), other.email.lower(), 2, "même adresse e-mail"),
        _address_points(one, other),
    ]


def _same(one: str, other: str, points: int, reason: str) -> tuple[int, str]:
    return (points, reason) if one and one == other else (0, "")


def _siret_points(one: str, other: str) -> tuple[int, str]:
    """Two numbers known and different are two establishments, unless everything else says otherwise."""
    if not one or not other:
        return 0, ""
    return (4, "même SIRET") if one == other else (-3, "")


def _address_points(one: Card, other: Card) -> tuple[int, str]:
    left, right = _street(one.address), _street(other.address)
    if left and left == right:
        return 2, "même adresse"
    apart = _apart(one, other)
    if apart is not None and apart <= NEAR_KM:
        return 2, "à moins de 150 mètres"
    return (-2, "") if left and right and _numbered(left) != _numbered(right) else (0, "")


@_once
def _street(address: str) -> str:
    return " ".join(_STREET.get(word, word) for word in fold_place(address).split())
