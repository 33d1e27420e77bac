"""What a request of the open API asks for: read strictly, refused in a French sentence."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict

from maillage.directory.enums import EVERYBODY, PUBLICS, THEMES
from maillage.directory.queries import export

MOST, USUAL, LAST_PAGE = 500, 100, 10_000
SHARED = ("page", "size", "source", "code_departement", "code_commune")
PARAMETERS = {"structure": SHARED, "service": (*SHARED, "thematiques", "publics")}


class Refused(ValueError):
    """The sentence says which parameter, and what it takes."""


class Asked(NamedTuple):
    page: int
    size: int
    rows: QuerySet[Any]


def read(kind: str, given: QueryDict) -> Asked:
    if unknown := sorted(set(given) - set(PARAMETERS[kind])):
        raise Refused(
            f"Paramètre inconnu : {unknown[0][:40]}. Ceux-ci existent : {', '.join(PARAMETERS[kind])}."
        )
    rows = export.within(
        export.public_cards(kind),
        kind,
        source=_code(given, "source", 60),
        departement=_code(given, "code_departement", 3),
        commune=_code(given, "code_commune", 5),
    )
    if kind == "service":
        rows = _offering(rows, given)
    return Asked(_number(given, "page", 1, LAST_PAGE), _number(given, "size", USUAL, MOST), rows)


def _offering(rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
    if themes := _values(given, "thematiques", THEMES):
        rows = rows.filter(themes__overlap=themes)
    if publics := _values(given, "publics", PUBLICS):
        rows = rows.filter(publics__overlap=[*publics, EVERYBODY])
    return rows


def _values(given: QueryDict, name: str, listed: Iterable[str]) -> list[str]:
    values = given.getlist(name)
    if unknown := [value for value in values if value not in listed]:
        raise Refused(f"{name} : « {unknown[0][:80]} » n’est pas une valeur du schéma data·inclusion v1.")
    return values


def _code(given: QueryDict, name: str, most: int) -> str:
    text = given.get(name, "")
    if len(text) > most or not all(one.isalnum() or one in "-_" for one in text):
        raise Refused(f"{name} : ce n’est pas un code.")
    return text


def _number(given: QueryDict, name: str, usual: int, most: int) -> int:
    text = given.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        raise Refused(f"{name} : un nombre de 1 à {most}.")
    return int(text)
