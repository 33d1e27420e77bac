"""Reports, their parts, the passages of one part."""

from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from maillage.contributions.enums import BlockState
from maillage.contributions.models import Axis, Block, Report
from maillage.contributions.rules.guesses import Spoken
from maillage.permissions import Actor

MOST_AT_ONCE = 40
WAITING, LEFT = Q(state=BlockState.WAITING), Q(state=BlockState.ASIDE)


class Part(NamedTuple):
    section: int
    path: str
    guess: str
    passages: int
    waiting: int
    left: int


def reports(actor: Actor) -> QuerySet[Report]:
    rows = Report.objects.visible_to(actor).select_related("process__committee", "territory")
    found: QuerySet[Report] = rows.order_by("-added_at", "-pk").annotate(
        waiting=Count("blocks", filter=Q(blocks__state=BlockState.WAITING)),
        taken=Count("blocks", filter=Q(blocks__state=BlockState.TAKEN)),
    )
    return found


def parts(report: Report) -> list[Part]:
    rows = Block.objects.filter(report=report).order_by("section").values("section")
    counted = rows.annotate(
        path=Max("path"),
        guess=Max("guess"),
        passages=Count("pk"),
        waiting=Count("pk", filter=WAITING),
        left=Count("pk", filter=LEFT),
    )
    return [Part(**row) for row in counted]


def to_sort(report: Report, section: int) -> list[Block]:
    """When all is sorted, what was left, that may be taken up again."""
    rows = Block.objects.filter(report=report, section=section)
    return list(rows.filter(WAITING)[:MOST_AT_ONCE]) or list(rows.filter(LEFT)[:MOST_AT_ONCE])


def next_part(report: Report) -> int | None:
    """The first that still has something to sort."""
    return Block.objects.filter(WAITING, report=report).values_list("section", flat=True).first()


def spoken(axes: list[Axis]) -> list[Spoken]:
    return [Spoken(one.pk, one.kind, one.words or one.label) for one in axes]
