"""One sheet: who carries it, its versions, what its holders have under way."""

from typing import Any

from django.db.models import QuerySet

from maillage.directory.models import Structure
from maillage.governance.models import Committee
from maillage.governance.queries import mine, standing
from maillage.governance.queries.articles import kept_committees
from maillage.permissions import Actor
from maillage.practices.models import Sheet, SheetPoint, SheetVersion
from maillage.practices.queries.library import named, with_climb
from maillage.practices.rules import Holder, held, led


def sheets(actor: Actor) -> QuerySet[Sheet]:
    return Sheet.objects.visible_to(actor).select_related("structure", "committee", "published_by")


def holder_of(actor: Actor, row: Any) -> Holder:
    """Who carries a sheet, or made an evaluation, and what the actor is for them."""
    return holder(actor, row.structure_id, row.committee)


def holder(actor: Actor, structure_id: int | None, committee: Committee | None) -> Holder:
    return Holder(structure_id, standing(actor, committee)) if committee else Holder(structure_id)


def versions(actor: Actor, sheet: Sheet) -> list[Any]:
    """The most recent first; a draft for its holders alone. Each with what makes its rung."""
    rows = named(with_climb(SheetVersion.objects.visible_to(actor).filter(sheet=sheet)))
    return list(rows.prefetch_related("points").order_by("-number"))


def points_of(version: SheetVersion) -> dict[str, list[str]]:
    """By kind, in the order they were written."""
    found: dict[str, list[str]] = {}
    for one in version.points.all():
        found.setdefault(one.kind, []).append(one.text)
    return found


def under_way(actor: Actor) -> QuerySet[Any]:
    """Drafts of the structure where one works, of the committees whose work one keeps."""
    return _drafts(Sheet.objects.filter(held(actor), withdrawn_on=None))


def to_publish(actor: Actor) -> QuerySet[Any]:
    """What waits for this actor: drafts said to be ready, that they publish."""
    return _drafts(Sheet.objects.filter(led(actor), withdrawn_on=None)).filter(ready=True)


def _drafts(sheets: QuerySet[Sheet]) -> QuerySet[Any]:
    rows = SheetVersion.objects.filter(published_at=None, sheet__in=sheets.values("pk"))
    return named(rows).order_by("-ready", "-saved_at", "-pk")


def carriers(actor: Actor) -> QuerySet[Committee]:
    """Committees that may carry a sheet with one's structure; by themselves, for whoever works nowhere."""
    return mine(actor) if actor.at_work else kept_committees(actor)


def evaluators(actor: Actor) -> list[Structure | Committee]:
    """In whose name this actor evaluates."""
    here = Structure.objects.filter(pk=actor.structure_id or 0) if actor.at_work else []
    return [*here, *kept_committees(actor)]


def points(actor: Actor, of: list[int]) -> QuerySet[SheetPoint]:
    return SheetPoint.objects.visible_to(actor).filter(version__in=of).defer("search")
