"""What goes on paper: public cards of a sector and a theme, fresh enough to be printed; numbers that everybody needs."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from maillage.clocks.delays import Delay, Unit, end_of
from maillage.directory.enums import CATEGORIES, THEMES, TerritoryKind, category_of
from maillage.directory.models import Service, Structure, Territory
from maillage.directory.queries.maps import areas_of, communes_of, points_of
from maillage.directory.rules.freshness import freshness
from maillage.permissions import ANONYMOUS
from maillage.web.maps import draw_map

NUMBERS = Path(__file__).parents[1] / "pack" / "useful_numbers.csv"
MOST_PRINTED = 1500
MOST_LOCAL = 6


class UsefulNumber(NamedTuple):
    situation: str
    number: str
    name: str
    words: str
    hours: str
    source: str
    noted_on: date


class Booklet(NamedTuple):
    """`chapters`: (theme, its services by structure); `withdrawn`: how many were too old to be printed; `cut`: more than
    a booklet holds."""

    chapters: list[tuple[str, list[Service]]]
    printed: int
    withdrawn: int
    cut: bool


@cache
def useful_numbers() -> tuple[UsefulNumber, ...]:
    with NUMBERS.open(encoding="utf-8", newline="") as text:
        return tuple(_number(row) for row in csv.DictReader(text))


def _number(row: dict[str, str]) -> UsefulNumber:
    noted_on = date.fromisoformat(row["noted_on"])
    return UsefulNumber(**{**row, "noted_on": noted_on})  # type: ignore[arg-type]


def too_old(service: Service, today: date) -> bool:
    """Past its review by the same delay again, or never dated."""
    told = freshness(service, today)
    if told.review_on is None:
        return True
    return end_of(told.review_on, Delay(service.review_months, Unit.MONTHS)) < today


def booklet(sector: Territory, category: str, today: date) -> Booklet:
    """Public cards only, whoever prints. A service comes once, under the theme asked for or its first one."""
    rows = list(_of(sector, category)[: MOST_PRINTED + 1])
    kept = [one for one in rows[:MOST_PRINTED] if not too_old(one, today)]
    chapters = [
        (label, [one for one in kept if _chapter(one, category) == code])
        for code, label in [*CATEGORIES.items(), ("", "Autres services")]
    ]
    withdrawn = min(len(rows), MOST_PRINTED) - len(kept)
    return Booklet([pair for pair in chapters if pair[1]], len(kept), withdrawn, len(rows) > MOST_PRINTED)


def _of(sector: Territory, category: str) -> QuerySet[Service]:
    public: Any = Service.objects.visible_to(ANONYMOUS)
    rows = public.filter(structure__in=Structure.objects.visible_to(ANONYMOUS)).filter(_serving(sector))
    if category:
        rows = rows.filter(_of_category(category))
    named = ("structure", "structure__commune", "commune")
    found: QuerySet[Service] = rows.select_related(*named).order_by("structure__name", "name", "pk")
    return found


def _of_category(category: str) -> Q:
    return Q(themes__overlap=[theme for theme in THEMES if category_of(theme) == category] or [category])


def _chapter(service: Service, category: str) -> str:
    if category:
        return category
    theirs = {category_of(theme) for theme in service.themes}
    return next((code for code in CATEGORIES if code in theirs), "")


def _serving(sector: Territory) -> Q:
    """Placed in the sector, or offered to it by name; what is offered to all of France from elsewhere is left out."""
    inside = Q(commune__in=communes_of(sector)) | Q(commune=None, structure__commune__in=communes_of(sector))
    zones = [f"{sector.kind}:{sector.code}"]
    if sector.kind == TerritoryKind.COMMUNE:
        parents = (sector.epci, sector.departement)
        zones += [f"{one.kind}:{one.code}" for one in parents if one]
    return inside | Q(zones__overlap=zones)


def map_of(sector: Territory, made: Booklet) -> str:
    """The communes of the sector and where its printed services are; "" when no contour is known."""
    areas = areas_of(sector)
    cards = [one for _, services in made.chapters for one in services]
    return str(draw_map("livret", sector.name, "", areas, points_of(cards))) if areas else ""


def local_numbers(sector: Territory) -> list[Structure]:
    """Public lines of a sector: the structures that the territory keeps itself, then the others."""
    rows: Any = Structure.objects.visible_to(ANONYMOUS).filter(merged_into=None).exclude(phone="")
    rows = rows.filter(Q(commune__in=communes_of(sector)) | Q(sector=sector))
    found: list[Structure] = list(
        rows.select_related("commune", "kind").order_by(F("source").asc(nulls_first=True), "name", "pk")[
            : MOST_LOCAL * 3
        ]
    )
    ours = [one for one in found if one.source_id is None]
    return [*ours, *(one for one in found if one.source_id)][:MOST_LOCAL]
