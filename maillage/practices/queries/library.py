"""The library: the last published version of each sheet, what makes its rung, how it is found."""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from maillage.directory.models import Territory
from maillage.governance.models.mandates import bare
from maillage.governance.queries.texts import LONE_MINUS
from maillage.permissions import Actor
from maillage.practices.catalogue import sections
from maillage.practices.enums import EvaluationKind, Rung, SheetKind
from maillage.practices.models import Evaluation, Reuse, SheetPoint, SheetVersion
from maillage.practices.rules.ladder import Climb

AT_RUNG = {
    Rung.SPOTTED: Q(is_documented=False),
    Rung.DOCUMENTED: Q(is_documented=True) & ~Q(has_process=True, has_effects=True),
    Rung.EVALUATED: Q(is_documented=True, has_process=True, has_effects=True, was_tried=False),
    Rung.TRANSFERRED: Q(is_documented=True, has_process=True, has_effects=True, was_tried=True),
}
"""`rules.ladder.rung`, in SQL."""


def published(actor: Actor) -> QuerySet[Any]:
    """The most recent first."""
    newer = SheetVersion.objects.filter(
        sheet=OuterRef("sheet"), number__gt=OuterRef("number"), published_at__isnull=False
    )
    rows = SheetVersion.objects.visible_to(actor).filter(
        ~Exists(newer), published_at__isnull=False, sheet__withdrawn_on=None
    )
    return named(with_climb(rows)).order_by(F("published_at").desc(), "-pk")


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("sheet__structure", "sheet__committee", "territory").defer("search")


def with_climb(rows: QuerySet[SheetVersion]) -> QuerySet[Any]:
    evaluated = Evaluation.objects.filter(**_out("sheet"))
    return rows.annotate(
        is_documented=_documented(),
        has_process=Exists(evaluated.filter(kind=EvaluationKind.PROCESS)),
        has_effects=Exists(evaluated.filter(kind=EvaluationKind.EFFECTS)),
        was_tried=Exists(Reuse.objects.filter(**_out("sheet"))),
    )


def _out(path: str) -> dict[str, Any]:
    return {"sheet": OuterRef(path), "published_at__isnull": False, "withdrawn_on": None}


def _documented() -> Case:
    whole = Q(pk__in=[])
    for kind in SheetKind:
        written = Q(sheet__kind=kind)
        for one in sections(kind):
            written &= Q() if one.optional else ~Q(**{one.code: ""})
        whole |= written
    return Case(When(whole, then=Value(True)), default=Value(False), output_field=BooleanField())


def climb_of(version: Any) -> Climb:
    """Of a row of `with_climb`."""
    return Climb(version.is_documented, version.has_process, version.has_effects, version.was_tried)


def library(
    actor: Actor,
    words: str = "",
    kind: str = "",
    tag: str = "",
    rung: str = "",
    where: Territory | None = None,
) -> QuerySet[Any]:
    rows = published(actor)
    if kind:
        rows = rows.filter(sheet__kind=kind)
    if tag:
        rows = rows.filter(tags__contains=[tag])
    if rung:
        rows = rows.filter(AT_RUNG[Rung(rung)])
    if where:
        rows = rows.filter(_inside(where))
    return rows.filter(_says(words)) if words else rows


def _inside(where: Territory) -> Q:
    paths = ("", "__epci", "__departement", "__region", "__departement__region")
    found = Q()
    for path in paths:
        found |= Q(**{f"territory{path}": where})
    return found


def _says(words: str) -> Q:
    """In its sections, or in one of the sentences of its lists."""
    asked = SearchQuery(LONE_MINUS.sub(" ", bare(words)), config="french", search_type="websearch")
    points = SheetPoint.objects.filter(version=OuterRef("pk"), search=asked)
    return Q(search=asked) | Q(Exists(points))
