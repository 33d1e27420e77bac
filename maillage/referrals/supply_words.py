"""Supply and demand as a page says them: a table, the same as a picture, the same as a map, the same as a file."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from maillage.directory.models import Territory
from maillage.directory.queries.maps import communes_of, shape_of
from maillage.referrals.queries.supply import Cell, Count, Line
from maillage.web.charts import Bar, bar_chart
from maillage.web.maps import Area, draw_map
from maillage.web.wording import number, plural

DIMENSIONS = {"kind": "nature", "public": "public", "band": "composition", "commune": "commune"}
NUMBERS = {
    "places": "places",
    "free": "libres",
    "reserved": "réservées",
    "occupied": "occupées",
    "out_of_order": "hors service",
    "to_confirm": "à confirmer",
    "long_empty": "vides longtemps",
    "asked": "attendent une réponse",
    "waiting": "attendent une place",
    "median": "attente médiane (jours)",
    "refused": "refus faute de place, en un an",
}
NOT_PUBLIC = ("reserved", "occupied")
ON_THE_PAGE = ("places", "free", "asked", "waiting", "median", "refused")
"""Those that a page is wide enough for; the file has them all, and so has the line of the whole territory."""
SHOWN = 12
"""Bars of a picture: its table says them all."""
SHORT = {
    "asked": "à répondre",
    "waiting": "en attente",
    "median": "attente (jours)",
    "refused": "refus, faute de place",
}
KEY = [("full", "places libres"), ("half", "places à confirmer"), ("none", "aucune place libre")]


def columns(at_work: bool) -> list[str]:
    return [name for name in NUMBERS if at_work or name not in NOT_PUBLIC]


def cell(count: Count, name: str) -> str:
    value = getattr(count, name)
    if value is not None:
        return number(value)
    return "–" if name == "median" else "moins de 5, ou caché avec"


def table(by: str, lines: Sequence[Line], at_work: bool) -> tuple[list[Any], list[list[Any]]]:
    """(columns, rows) of the table tag."""
    names = [name for name in columns(at_work) if name in ON_THE_PAGE]
    heads: list[Any] = [DIMENSIONS.get(by, "").capitalize() or "Territoire"]
    heads += [(SHORT.get(name, NUMBERS[name]).capitalize(), "number") for name in names]
    return heads, [
        [one.label[:1].upper() + one.label[1:], *(cell(one.count, name) for name in names)] for one in lines
    ]


def whole(lines: Sequence[Line], at_work: bool) -> list[tuple[str, str]]:
    """All the numbers of the whole, one a line."""
    return [(NUMBERS[name].capitalize(), cell(lines[0].count, name)) for name in columns(at_work)]


def picture(by: str, lines: Sequence[Line]) -> SafeString:
    """Two bars each: what is free, who waits."""
    bars = []
    for one in lines[:SHOWN]:
        waiting = one.count.waiting or 0
        name = one.label[:1].upper() + one.label[1:]
        bars.append(Bar(f"{name}\u00a0: places libres", one.count.free))
        text = "" if one.count.waiting is not None else "peu"
        bars.append(Bar(f"{name}\u00a0: demandes en attente d’une place", waiting, text, late=True))
    title = f"Places libres et demandes en attente, par {DIMENSIONS[by]}"
    return bar_chart("offre", title, "Les mêmes nombres que le tableau.", bars)


def drawn(lines: Sequence[Line], url: str) -> SafeString | None:
    """The communes where there are places, on the ground of their départements."""
    known = {one.key: one for one in lines if one.key}
    places = Territory.objects.filter(pk__in=known).select_related("departement")
    around = {one.departement for one in places if one.departement}
    areas = [_area(one, known.get(one.pk), url) for one in communes_of(*around)] if around else []
    told = [one for one in areas if one is not None]
    return draw_map("carte", "Places par commune", "La liste dit la même chose.", told) if told else None


def _area(commune: Territory, line: Line | None, url: str) -> Area | None:
    rings = shape_of(commune)
    if not rings:
        return None
    if line is None or not line.count.places:
        return Area(commune.name, rings)
    count = line.count
    value = f"{plural(count.free, 'place libre')} sur {number(count.places)}"
    state = "full" if count.free else "half" if count.to_confirm else "none"
    return Area(commune.name, rings, value, url.format(commune.pk), state, written=True)


def file_rows(lines: Sequence[tuple[str, Line]], at_work: bool) -> list[list[Any]]:
    return [[by, one.label, *(_raw(one.count, name) for name in columns(at_work))] for by, one in lines]


def cube_rows(cells: Sequence[Cell]) -> list[list[Any]]:
    return [[*one.labels, *(_raw(one.count, name) for name in columns(True))] for one in cells]


def _raw(count: Count, name: str) -> Any:
    value = getattr(count, name)
    return "" if value is None else value
