"""Schemes open on a territory, the rules of one, what is observed of its promise."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from maillage.governance.enums import CommitteeKind
from maillage.governance.models import Committee
from maillage.permissions import Actor
from maillage.schemes.models import Scheme
from maillage.schemes.rules import workplace
from maillage.schemes.rules.catalogue import lodging

UNTOLD = "aucun délai trouvé dans un texte"
LINKS: list[Callable[[Actor], list[tuple[str, str]]]] = []
"""Pages of a context above, from the list of schemes: (label, name of the page)."""
OBSERVED: list[Callable[[Iterable[int]], dict[int, str]]] = []
"""Said by a context above: scheme's key → what its answers really took, in words."""


def schemes(actor: Actor) -> QuerySet[Scheme]:
    return Scheme.objects.visible_to(actor).select_related("structure__commune", "committee")


def on(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def open_schemes(actor: Actor, day: date) -> QuerySet[Scheme]:
    return schemes(actor).filter(on(day)).order_by("kind", "name", "pk")


def kept(actor: Actor, day: date) -> QuerySet[Scheme]:
    """Those of one's structure, the ended ones too."""
    return schemes(actor).filter(structure_id=workplace(actor)).order_by("-starts_on", "name")


def commissions(actor: Actor) -> QuerySet[Committee]:
    """Committees that may decide for a scheme of one's structure."""
    return Committee.objects.visible_to(actor).filter(kind=CommitteeKind.CASES).order_by("name")


def observed(rows: Iterable[Scheme]) -> dict[int, str]:
    """By scheme: how long its answers took. Nothing where too few were given."""
    keys = [one.pk for one in rows]
    found: dict[int, str] = {}
    for told in OBSERVED:
        found |= told(keys)
    return found


def appeals(scheme: Scheme) -> list[tuple[str, str, str]]:
    """[(before whom, until when, by what text)]."""
    rows = []
    for one in scheme.ways_to_appeal:
        delay = lodging(one)
        rows.append((one["authority"], f"dans les {delay}" if delay else UNTOLD, one.get("text", "")))
    return rows
