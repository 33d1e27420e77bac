"""What was contributed: counted by cell, read by row, by column, by cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from maillage.contributions.enums import ContributionKind
from maillage.contributions.models import Axis, Cell, Contribution, Process, SentenceSource
from maillage.contributions.queries.processes import FOLLOW, LINK
from maillage.contributions.rules import own
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

ORDER = Case(
    *(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(ContributionKind.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Wanted:
    """What is read. `row`, `column`: their identifiers; None: all."""

    row: int | None = None
    column: int | None = None
    kind: str = ""
    territory: int | None = None


def contributions(actor: Actor, process: Process) -> QuerySet[Contribution]:
    return Contribution.objects.visible_to(actor).filter(process=process, withdrawn_on=None)


def narrowed(rows: QuerySet[Contribution], wanted: Wanted) -> QuerySet[Contribution]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.territory:
        rows = rows.filter(territory=wanted.territory)
    if wanted.row or wanted.column:
        rows = rows.filter(pk__in=_in_cells(wanted).values("contribution"))
    return rows


def _in_cells(wanted: Wanted) -> QuerySet[Cell]:
    asked = {"row": wanted.row, "column": wanted.column}
    return Cell.objects.filter(**{name: pk for name, pk in asked.items() if pk})


def counts(actor: Actor, process: Process, wanted: Wanted) -> dict[tuple[int | None, int | None], int]:
    """By cell, one query; None: on that side, nowhere."""
    rows = narrowed(contributions(actor, process), wanted).filter(cells__isnull=False).order_by()
    listed = rows.values_list("cells__row_id", "cells__column_id").annotate(Count("cells"))
    return {(row, column): count for row, column, count in listed}


def read(actor: Actor, process: Process, wanted: Wanted) -> QuerySet[Contribution]:
    """Kind by kind, each with its territory, its cells and its fate."""
    rows = narrowed(contributions(actor, process), wanted)
    return rows.order_by(ORDER, "pk").select_related("territory", "fate").prefetch_related(cells())


def cells() -> Any:
    return Prefetch("cells", Cell.objects.select_related("row", "column"))


def by_kind(rows: Iterable[Contribution]) -> list[tuple[str, list[Contribution]]]:
    found: dict[str, list[Contribution]] = {}
    for one in rows:
        found.setdefault(one.get_kind_display(), []).append(one)
    return list(found.items())


def mine(actor: Actor) -> QuerySet[Contribution]:
    """What one gave, or gave for somebody, the last first; what one withdrew too."""
    rows = Contribution.objects.visible_to(actor).filter(own(actor))
    return rows.select_related("process", "fate").prefetch_related(_published_uses()).order_by("-pk")


def _published_uses() -> Any:
    uses = SentenceSource.objects.filter(sentence__synthesis__published_at__isnull=False)
    return Prefetch("uses", uses.select_related("sentence__synthesis"), to_attr="told_in")


def one_of(actor: Actor) -> QuerySet[Contribution]:
    rows = Contribution.objects.visible_to(actor).select_related("process__committee", "fate", "territory")
    return rows.prefetch_related(cells(), _published_uses())


def used_in(synthesis: Any) -> QuerySet[SentenceSource]:
    return SentenceSource.objects.filter(sentence__synthesis=synthesis)


def orphans(actor: Actor, synthesis: Any) -> QuerySet[Contribution]:
    """Of its row or column, those that no sentence of this synthesis rests on."""
    rows = about(actor, synthesis).exclude(pk__in=used_in(synthesis).values("contribution"))
    return rows.order_by(ORDER, "pk").select_related("territory")


def about(actor: Actor, synthesis: Any) -> QuerySet[Contribution]:
    rows = contributions(actor, synthesis.process)
    axis: Axis | None = synthesis.axis
    if axis is None:
        return rows
    here = Cell.objects.filter(Q(row=axis) | Q(column=axis))
    return rows.filter(pk__in=here.values("contribution"))


# Without an account


def opened_by_link(token: str) -> tuple[UUID, Any] | None:
    """The process that this link opens, while it is open."""
    key = key_in(token, LINK)
    rows = rows_of("contribution_link(%s::uuid)", key) if key else []
    return (key, rows[0]) if key and rows else None


def follow_token(key: UUID) -> str:
    return signed(key, FOLLOW)


def followed(token: str) -> tuple[UUID, Any] | None:
    key = key_in(token, FOLLOW)
    rows = rows_of("contribution_by_key(%s::uuid)", key) if key else []
    return (key, rows[0]) if key and rows else None
