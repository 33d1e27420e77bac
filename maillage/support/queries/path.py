"""The timeline: who did what, before. Kept quick at thousands of lines by its index and its keyset pages."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.directory.models import Structure
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.models import Act

PAGE = 25


class Filters(NamedTuple):
    """What the page was asked to show; empty: everything."""

    kind: str = ""
    structure: int | None = None
    since: date | None = None


class Page(NamedTuple):
    acts: list[Act]
    following: str


def acts(actor: Actor, person: Person, filters: Filters | None = None) -> QuerySet[Act]:
    rows: QuerySet[Act] = Act.objects.visible_to(actor).filter(person=person)
    wanted = filters or Filters()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.structure:
        rows = rows.filter(structure_id=wanted.structure)
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    return rows.select_related("structure").order_by("-on", "-recorded_at", "-id")


def page(
    actor: Actor, person: Person, filters: Filters | None = None, after: UUID | None = None, size: int = PAGE
) -> Page:
    rows = acts(actor, person, filters)
    anchor = Act.objects.visible_to(actor).filter(person=person, pk=after).first() if after else None
    if anchor:
        rows = rows.filter(_before(anchor))
    found = list(rows[: size + 1])
    shown = found[:size]
    return Page(shown, str(shown[-1].pk) if len(found) > size else "")


def _before(one: Act) -> Q:
    same_day = Q(on=one.on)
    return (
        Q(on__lt=one.on)
        | same_day & Q(recorded_at__lt=one.recorded_at)
        | same_day & Q(recorded_at=one.recorded_at, pk__lt=one.pk)
    )


def structures_of(actor: Actor, person: Person) -> list[Structure]:
    """Those that have a line on the actor's view of the timeline, for the filter."""
    ids = Act.objects.visible_to(actor).filter(person=person).values("structure_id")
    return list(Structure.objects.filter(pk__in=ids).order_by("name"))
