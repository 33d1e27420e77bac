"""Links in force between structures, as the actor may read them, and what is drawn of them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, Q, QuerySet

from maillage.directory.fold import fold, fold_place
from maillage.directory.models import Door, Link, LinkInsight, Structure, Territory
from maillage.permissions import Actor

MOST_DRAWN = 40
MOST_OFFERED = 400


def links(
    actor: Actor, on: date, *, commune: Territory | None = None, category: str = "", kind: str = ""
) -> QuerySet[Link]:
    """In force that day. What hinders and helps is only read for those at work."""
    rows = Link.objects.visible_to(actor).filter(
        Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on)
    )
    if commune:
        rows = rows.filter(Q(origin__commune=commune) | Q(target__commune=commune))
    if category:
        rows = rows.filter(Q(categories__contains=[category]) | Q(categories=[]))
    if kind:
        rows = rows.filter(kind=kind)
    return whole(rows, actor).order_by("origin__name", "target__name", "pk")


def whole(rows: QuerySet[Link], actor: Actor) -> QuerySet[Link]:
    rows = rows.select_related(
        "origin", "origin__commune", "origin__kind", "target", "target__commune", "target__kind"
    )
    seen = LinkInsight.objects.all() if actor.at_work else LinkInsight.objects.none()
    return rows.prefetch_related(Prefetch("insight", queryset=seen, to_attr="insight_seen"))


def insight_of(link: Any, actor: Actor) -> tuple[str, str]:
    """(brakes, levers), empty for whom may not read them."""
    found = LinkInsight.objects.filter(link=link).first() if actor.at_work else None
    return (found.brakes, found.levers) if found else ("", "")


def of_structure(actor: Actor, structure: Structure, on: date) -> list[Link]:
    return list(links(actor, on).filter(Q(origin=structure) | Q(target=structure)))


def structure_named(text: str) -> list[Structure]:
    """Live structures so named; « name, commune » when the name is not enough."""
    rows = Structure.objects.live().filter(merged_into=None).select_related("commune")
    found = list(rows.filter(folded_name=fold(text))[:3])
    name, _, town = text.rpartition(",")
    if found or not town:
        return found
    return list(rows.filter(folded_name=fold(name), commune__folded_names__contains=[fold_place(town)])[:3])


def one_structure(text: str) -> Structure:
    """The one so named: refused when there is none, or several."""
    found = structure_named(text)
    if not found:
        raise ValidationError(
            f"«\u00a0{text[:60]}\u00a0» n’est pas dans l’annuaire\u00a0: écrivez son nom entier."
        )
    if len(found) > 1:
        town = next((one.commune.name for one in found if one.commune), "Chinon")
        raise ValidationError(
            f"Plusieurs structures portent ce nom\u00a0: ajoutez la commune. Exemple\u00a0: {found[0]}, {town}."
        )
    return found[0]


def working_here(text: str) -> Structure:
    """One whose people have accounts here, and can answer."""
    found = one_structure(text)
    if found.source_id is not None:
        raise ValidationError(
            "Personne n’a de compte ici pour cette structure\u00a0: elle ne pourrait pas répondre."
        )
    return found


def structure_names(actor: Actor) -> list[str]:
    """Offered while one types, those that the territory keeps first."""
    rows = Structure.objects.visible_to(actor).filter(merged_into=None).select_related("commune")
    named = rows.order_by(F("source").asc(nulls_first=True), "name")[:MOST_OFFERED]
    return [f"{one.name}, {one.commune.name}" if one.commune else one.name for one in named]


def doors(actor: Actor, category: str = "") -> list[Door]:
    rows = Door.objects.visible_to(actor).select_related("structure", "structure__commune", "sector")
    return list(rows.filter(category=category) if category else rows)
