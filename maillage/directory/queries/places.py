"""One-stop places: those with a grid of presences, or of the France services network; the nearest first."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from maillage.directory.models import Presence, Structure, Territory
from maillage.directory.queries.sessions import distance
from maillage.permissions import Actor

FRANCE_SERVICES = "france-service"
PER_PAGE = 25


def places(actor: Actor, commune: Territory | None) -> list[tuple[Structure, int | None]]:
    """(place, kilometres from the commune), the nearest first; without a commune, by name."""
    present = Exists(Presence.objects.filter(place=OuterRef("pk")))
    rows = Structure.objects.visible_to(actor).filter(merged_into=None)
    found: Any = rows.filter(Q(networks__contains=[FRANCE_SERVICES]) | present)
    found = found.annotate(bodies=Count("presences")).select_related("commune", "commune__departement")
    listed = [(one, _away(commune, one)) for one in found.order_by("name", "pk")]
    return sorted(listed, key=lambda row: row[1]) if commune else listed  # type: ignore[arg-type,return-value]


def _away(commune: Territory | None, place: Structure) -> int | None:
    if commune is None:
        return None
    away = distance(commune, place.commune) if place.commune else None
    return 99_999 if away is None else round(away)


def page_of(found: list[Any], asked: str | None) -> Page[Any]:
    return Paginator(found, PER_PAGE).get_page((asked or "1")[:9])


def presences(place: Structure) -> list[Presence]:
    return list(Presence.objects.filter(place=place).order_by("body", "pk"))


def presence_seen(actor: Actor, pk: int) -> Presence | None:
    seen = Structure.objects.visible_to(actor)
    return Presence.objects.select_related("place").filter(pk=pk, place__in=seen).first()
