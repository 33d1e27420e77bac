"""What may be asked of a list: read from the address, told in OpenAPI and on the page, all from the same lines."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Q

from maillage.directory.enums import (
    CATEGORIES,
    EVERYBODY,
    MOBILISED_BY,
    NETWORKS,
    PUBLICS,
    RECEPTION_MODES,
    SERVICE_KINDS,
    THEMES,
    Fee,
    TerritoryKind,
)
from maillage.directory.models import Territory
from maillage.directory.queries import commune_by_code, read_communes
from maillage.directory.queries.inclusion import HERE
from maillage.directory.queries.zones import zones_reaching

MOST_VALUES, LONGEST_VALUE = 50, 100
_SOURCE = re.compile("[-_0-9A-Za-z]{1,60}")
COMMUNE_CODE = "^[0-9][0-9AB][0-9]{3}$"
DEPARTEMENT_CODE = "^[0-9][0-9AB][0-9]?$"


class Wrong(ValueError):
    """What is asked cannot be read; the sentence says why and what to write."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


class Parameter(NamedTuple):
    """`where` turns the values into a condition, and raises `ValueError("phrase")`.

    `listed` holds those allowed, if they are few; `pattern` tells the shape of the others.
    """

    name: str
    words: str
    example: str
    where: Callable[[list[str]], Q]
    listed: tuple[str, ...] = ()
    pattern: str = ""


class Asked(NamedTuple):
    condition: Q
    page: int
    size: int


def _among(values: Iterable[str], listed: Iterable[str]) -> None:
    if unknown := sorted(set(values) - set(listed)):
        raise ValueError(
            f"« {unknown[0]} » n’est pas une valeur connue. La liste est dans /api/v1/openapi.json."
        )


def _communes(values: list[str]) -> list[str]:
    readings = read_communes(values)
    for reading in readings.values():
        if reading.refusal:
            raise ValueError(reading.refusal)
    return [reading.code for reading in readings.values()]


def _in_commune(values: list[str]) -> Q:
    return Q(commune__code__in=_communes(values))


def _served_in_commune(values: list[str]) -> Q:
    return _there("commune__code__in", _communes(values))


def _there(where: str, values: list[Any]) -> Q:
    """A service without an address of its own is where its structure is."""
    return Q(**{where: values}) | Q(**{"commune": None, f"structure__{where}": values})


def _in_departement(values: list[str]) -> Q:
    return Q(commune__departement__in=_departements(values))


def _served_in_departement(values: list[str]) -> Q:
    return _there("commune__departement__in", _departements(values))


def _departements(values: list[str]) -> list[int]:
    kind = TerritoryKind.DEPARTEMENT
    rows = Territory.objects.filter(kind=kind, code__in=[value.upper() for value in values])
    found = dict(rows.values_list("code", "pk"))
    if unknown := [value for value in values if value.upper() not in found]:
        raise ValueError(f"« {unknown[0]} » n’est pas un code de département.")
    return list(found.values())


def _for_commune(values: list[str]) -> Q:
    zones: set[str] = set()
    for code in _communes(values[:1]):
        place = commune_by_code(code)
        zones |= set(zones_reaching(place)) if place else set()
    return Q(zones__overlap=sorted(zones))


def _of_sources(values: list[str]) -> Q:
    if wrong := [value for value in values if not _SOURCE.fullmatch(value)]:
        raise ValueError(f"« {wrong[0]} » n’est pas un code de source.")
    here = Q(source=None) if HERE in values else Q(pk__in=[])
    return Q(source__code__in=values) | here


def _of_themes(values: list[str]) -> Q:
    """A category stands for all its themes."""
    _among(values, (*THEMES, *CATEGORIES))
    inside = [theme for theme in THEMES if theme in values or theme.partition("--")[0] in values]
    return Q(themes__overlap=inside)


def _of_publics(values: list[str]) -> Q:
    _among(values, PUBLICS)
    return Q(publics__overlap=[*values, EVERYBODY])


def _listed(column: str, listed: Iterable[str]) -> Callable[[list[str]], Q]:
    allowed = tuple(listed)

    def where(values: list[str]) -> Q:
        _among(values, allowed)
        return Q(**{column: values})

    return where


IN_COMMUNE = "Code INSEE de la commune où se trouve la fiche."
IN_DEPARTEMENT = "Code du département où se trouve la fiche."
SOURCES = Parameter(
    "sources", "Code de la source dont vient la fiche.", "dora", _of_sources, pattern=f"^{_SOURCE.pattern}$"
)
STRUCTURES = (
    Parameter("code_commune", IN_COMMUNE, "37072", _in_commune, pattern=COMMUNE_CODE),
    Parameter("code_departement", IN_DEPARTEMENT, "37", _in_departement, pattern=DEPARTEMENT_CODE),
    SOURCES,
    Parameter(
        "reseaux_porteurs",
        "Réseau qui porte la structure.",
        "mission-locale",
        _listed("networks__overlap", NETWORKS),
        tuple(NETWORKS),
    ),
)
SERVICES = (
    Parameter("code_commune", IN_COMMUNE, "37072", _served_in_commune, pattern=COMMUNE_CODE),
    Parameter("code_departement", IN_DEPARTEMENT, "37", _served_in_departement, pattern=DEPARTEMENT_CODE),
    SOURCES,
    Parameter(
        "pour_commune",
        "Code INSEE d’une commune dont les habitants peuvent demander le service (une seule). Les services dont la zone n’est pas précisée n’y sont pas.",
        "37072",
        _for_commune,
        pattern=COMMUNE_CODE,
    ),
    Parameter(
        "thematiques",
        "Thématique, ou catégorie entière.",
        "numerique--acquerir-un-equipement",
        _of_themes,
        (*CATEGORIES, *THEMES),
    ),
    Parameter(
        "publics",
        "Public visé. Les services ouverts à tous les publics y sont toujours.",
        "jeunes",
        _of_publics,
        tuple(PUBLICS),
    ),
    Parameter(
        "types", "Type de service.", "atelier", _listed("kind__in", SERVICE_KINDS), tuple(SERVICE_KINDS)
    ),
    Parameter(
        "modes_accueil",
        "Sur place ou à distance.",
        "en-presentiel",
        _listed("reception__overlap", RECEPTION_MODES),
        tuple(RECEPTION_MODES),
    ),
    Parameter("frais", "Gratuit ou payant.", "gratuit", _listed("fee__in", Fee.values), tuple(Fee.values)),
    Parameter(
        "mobilisable_par",
        "Qui peut demander le service.",
        "usagers",
        _listed("mobilised_by__overlap", MOBILISED_BY),
        tuple(MOBILISED_BY),
    ),
)
FIRST, USUAL_SIZE, MOST_SIZE, LAST_PAGE = 1, 100, 1000, 1_000_000


def asked(told: Any, parameters: tuple[Parameter, ...]) -> Asked:
    """What a list is asked for. A parameter that does not exist is an error: it would otherwise return everything."""
    known = {one.name for one in parameters} | {"page", "size"}
    if unknown := sorted(set(told) - known):
        raise Wrong(unknown[0][:LONGEST_VALUE], "Ce paramètre n’existe pas. Voyez /api/ pour la liste.")
    condition = Q()
    for one in parameters:
        if values := _values(told, one.name):
            condition &= _condition(one, values)
    return Asked(
        condition, _whole(told, "page", FIRST, LAST_PAGE), _whole(told, "size", USUAL_SIZE, MOST_SIZE)
    )


def _values(told: Any, name: str) -> list[str]:
    values = [value.strip() for value in told.getlist(name) if value.strip()]
    if len(values) > MOST_VALUES:
        raise Wrong(name, f"Pas plus de {MOST_VALUES} valeurs à la fois.")
    if any(len(value) > LONGEST_VALUE or not value.isprintable() for value in values):
        raise Wrong(name, "Cette valeur n’est pas lisible.")
    return list(dict.fromkeys(values))


def _condition(parameter: Parameter, values: list[str]) -> Q:
    try:
        return parameter.where(values)
    except ValueError as error:
        raise Wrong(parameter.name, str(error)) from error


def _whole(told: Any, name: str, usual: int, most: int) -> int:
    text = told.get(name, "").strip() or str(usual)
    if not re.fullmatch("[0-9]{1,7}", text) or not 1 <= int(text) <= most:
        raise Wrong(name, f"Écrivez un nombre entier de 1 à {most}.")
    return int(text)
