"""What a map of a territory is drawn from: its communes, their contours, where services are.

areas_of(territory) -> list[Area]          ready for `maillage.web.maps.draw_map`, plain ground
shape_of(territory) -> list of rings       of one commune, in degrees
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from maillage.directory.enums import TerritoryKind
from maillage.directory.models import Territory
from maillage.directory.pack.shapes import STEP, read_departement
from maillage.web.maps import Area, Point, Ring

_HOLDER = {
    TerritoryKind.EPCI: "epci",
    TerritoryKind.DEPARTEMENT: "departement",
    TerritoryKind.REGION: "region",
}
MAIN = 5


def communes_of(*territories: Territory) -> QuerySet[Territory]:
    """Today's communes of these territories together, by name."""
    wanted = Q(pk__in=[])
    for one in territories:
        holder = _HOLDER.get(TerritoryKind(one.kind))
        wanted |= Q(**{holder: one.pk}) if holder else Q(pk=one.current_commune_id or one.pk)
    rows = Territory.objects.communes().current().filter(wanted).defer("search", "search_text")
    return rows.select_related("departement").order_by("name", "code")


def shape_of(commune: Territory) -> list[Ring]:
    """[] for a commune whose contour nobody published."""
    departement = commune.departement.code if commune.departement else commune.code[:3]
    rings = read_departement(departement).get(commune.code, [])
    return [[(x * STEP, y * STEP) for x, y in ring] for ring in rings]


def areas_of(*territories: Territory) -> list[Area]:
    """The communes of these territories, as a ground for points."""
    return grounds(communes_of(*territories))


def grounds(communes: Iterable[Territory]) -> list[Area]:
    """The most populated ones with their names, so that one finds one's way."""
    listed = list(communes)
    main = sorted(listed, key=lambda one: one.population or 0, reverse=True)[:MAIN]
    return [Area(one.name, rings, written=one in main) for one in listed if (rings := shape_of(one))]


def points_of(cards: Sequence[Any]) -> list[Point]:
    """Services or structures that have a place of their own, else their structure's."""
    found = []
    for card in cards:
        at = card if getattr(card, "lat", None) is not None else getattr(card, "structure", None)
        if at is not None and at.lat is not None:
            found.append(Point(str(card), at.lon, at.lat, card.get_absolute_url()))
    return found


def around(commune: Territory, points: Sequence[Point]) -> tuple[list[Area], list[Point]]:
    """A ground for answers near a commune, and those that stand on it: its intercommunalité when it holds them all, else
    its département."""
    wide = [place for place in (commune.epci, commune.departement) if place]
    areas: list[Area] = []
    for place in wide:
        areas = areas_of(place)
        if all(_on(areas, point) for point in points):
            return areas, list(points)
    return areas, [point for point in points if _on(areas, point)]


def _on(areas: Sequence[Area], point: Point) -> bool:
    """Inside the rectangle of the areas: near enough for a drawing."""
    corners = [corner for area in areas for ring in area.rings for corner in ring]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return bool(corners) and min(lons) <= point.lon <= max(lons) and min(lats) <= point.lat <= max(lats)
