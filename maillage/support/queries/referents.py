"""The professionals' directory of referents, and whether bodies' answers were useful, counted."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from maillage.directory.enums import TerritoryKind
from maillage.directory.models import Territory
from maillage.directory.queries.lines import Elsewhere
from maillage.permissions import Actor
from maillage.support.enums import Body
from maillage.support.models import Referent
from maillage.support.rules import can_check_referents

MOST_LISTED = 300


class Listed(NamedTuple):
    referent: Referent
    places: str


def rows(actor: Actor) -> QuerySet[Referent]:
    found: QuerySet[Referent] = Referent.objects.visible_to(actor)
    return found.select_related("checked_by")


def listed(actor: Actor, body: str = "", department: str = "") -> list[Listed]:
    """Those of a body, of a département; names of communes with them: two queries."""
    asked = {name: value for name, value in (("body", body), ("department", department)) if value}
    found = list(rows(actor).filter(**asked).order_by("department", "body", "service")[:MOST_LISTED])
    names = commune_names({code for one in found for code in one.communes})
    return [Listed(one, _places(one, names)) for one in found]


def direct_lines(actor: Actor, words: str, commune: Territory | None) -> list[Elsewhere]:
    """Those that the directory shows beside its own lines; none for whoever may not check them."""
    if not can_check_referents(actor):
        return []
    found = rows(actor).exclude(phone="")
    for word in words.split()[:6]:
        bodies = [body for body, label in Body.listed() if word.lower() in label.lower()]
        found = found.filter(Q(service__icontains=word) | Q(body__in=bodies))
    if commune:
        here = Q(communes=[]) | Q(communes__contains=[commune.code])
        found = found.filter(here, department=commune.departement.code if commune.departement else "")
    url = reverse("support:referents")
    return [
        Elsewhere(str(one), one.phone, one.hours, one.checked_on, url)
        for one in found.order_by("body", "service")[:MOST_LISTED]
    ]


def commune_names(codes: set[str]) -> dict[str, str]:
    found = Territory.objects.communes().filter(code__in=codes)
    return dict(found.values_list("code", "name"))


def is_department(code: str) -> bool:
    return Territory.objects.filter(kind=TerritoryKind.DEPARTEMENT, code=code).exists()


def _places(one: Referent, names: dict[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in one.communes) or "tout le département"


class Counted(NamedTuple):
    """Answers judged by those who asked; None below five: not told."""

    body: str
    department: str
    useful: int | None
    partly: int | None
    useless: int | None

    @property
    def name(self) -> str:
        return f"{Body(self.body).label} ({self.department})"

    @property
    def cells(self) -> list[str]:
        return [self.name, *("moins de 5" if one is None else str(one) for one in self[2:])]


def usefulness() -> list[Counted]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.usefulness_counts()")
        return [Counted(*row) for row in cursor.fetchall()]
