"""Reports, their parts, the passages of one part."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from maillage.contributions.enums import BlockState
from maillage.contributions.models import Axis, Block, Report
from maillage.contributions.rules.guesses import Spoken
from maillage.permissions import Actor

MOST_AT_ONCE, ENOUGH = 40, 25
"""Passages on one page; short parts that follow each other are sorted together, as long as they make no more than `ENOUGH`."""
SECTION = attrgetter("section")
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
    """Of this part and of those that follow; when all of it is sorted, what was left, that may be taken up again."""
    rows = Block.objects.filter(report=report, section__gte=section)
    waiting = [list(part) for _, part in groupby(rows.filter(WAITING)[:MOST_AT_ONCE], key=SECTION)]
    if not waiting or waiting[0][0].section != section:
        return list(rows.filter(LEFT, section=section)[:MOST_AT_ONCE])
    found = waiting[0]
    for part in waiting[1:]:
        if len(found) + len(part) > ENOUGH:
            break
        found += part
    return found


def last_number(report: Report) -> int:
    return Block.objects.filter(report=report).count()


def next_part(report: Report) -> int | None:
    """The first that still has something to sort."""
    return Block.objects.filter(WAITING, report=report).values_list("section", flat=True).first()


def spoken(axes: list[Axis]) -> list[Spoken]:
    return [Spoken(one.pk, one.kind, one.words or one.label) for one in axes]
