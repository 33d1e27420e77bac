"""Names of the territories of a table, and their contours."""

from collections.abc import Iterable

from maillage.directory.models import Territory
from maillage.directory.queries.maps import communes_of, shape_of
from maillage.observatory.enums import Level
from maillage.observatory.figures import Figures
from maillage.observatory.queries.zones import zones
from maillage.web.maps import Ring

FRANCE = "France"


def names_of(figures: Figures) -> dict[tuple[str, str], str]:
    """(level, code) → name, by level then by name: all that are counted, or those that a declared table names."""
    if not figures.entry.declared:
        return zones().names
    wanted = {(cell[0], cell[1]) for cell in figures.table}
    return named(wanted)


def named(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    keys = set(wanted)
    rows = Territory.objects.filter(
        kind__in={level for level, _ in keys}, code__in={code for _, code in keys}, valid_until=None
    )
    found = {(one.kind, one.code): one.name for one in rows.only("kind", "code", "name")}
    found[str(Level.COUNTRY), ""] = FRANCE
    order = list(Level)
    told = [(key, found.get(key, key[1])) for key in keys]
    return dict(sorted(told, key=lambda one: (order.index(Level(one[0][0])), one[1], one[0][1])))


def contours(codes: Iterable[str]) -> dict[str, list[Ring]]:
    """Of intercommunalités: the contours of their communes."""
    epcis = list(Territory.objects.filter(kind=Level.EPCI, code__in=list(codes), valid_until=None))
    found: dict[str, list[Ring]] = {}
    for commune in communes_of(*epcis).select_related("epci", "departement") if epcis else ():
        found.setdefault(commune.epci.code if commune.epci else "", []).extend(shape_of(commune))
    return found
