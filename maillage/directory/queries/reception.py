"""Passages at the desk of one's structure, added up."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Sum

from maillage.directory.enums import CATEGORIES, Half, Sent, Visitor
from maillage.directory.models import ReceptionCount
from maillage.permissions import Actor
from maillage.web.wording import full_day, number

OTHER = "autre demande"


class Week(NamedTuple):
    """Rows of cells, ready for tables; `total` of the week."""

    total: int
    days: list[list[str]]
    themes: list[list[str]]
    sent: list[list[str]]


def by_theme(actor: Actor, day: date, half: str) -> dict[str, int]:
    rows = ReceptionCount.objects.visible_to(actor).filter(day=day, half=half)
    return dict(rows.order_by().values_list("category").annotate(Sum("count")))


def of_half_day(actor: Actor, *, day: date, half: str, visitor: str) -> dict[tuple[str, str], int]:
    rows = ReceptionCount.objects.visible_to(actor).filter(day=day, half=half, visitor=visitor)
    return {(row.category, row.sent): row.count for row in rows}


def _between(actor: Actor, first: date, last: date) -> Any:
    return ReceptionCount.objects.visible_to(actor).filter(day__range=(first, last)).order_by()


def totals(actor: Actor, first: date, last: date) -> Week:
    rows = list(_between(actor, first, last))
    halves: dict[tuple[date, str], int] = {}
    themes: dict[str, int] = {}
    sent: dict[str, int] = {}
    for row in rows:
        halves[row.day, row.half] = halves.get((row.day, row.half), 0) + row.count
        themes[row.category] = themes.get(row.category, 0) + row.count
        sent[row.sent] = sent.get(row.sent, 0) + row.count
    week = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    open_days = [on for on in week if any((on, half) in halves for half in Half.values)]
    return Week(
        sum(row.count for row in rows),
        [[full_day(on), *(number(halves.get((on, half), 0)) for half in Half.values)] for on in open_days],
        [[CATEGORIES.get(code, OTHER), number(count)] for code, count in _most(themes)],
        [[Sent(code).label, number(count)] for code, count in _most(sent)],
    )


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def lines(actor: Actor, first: date, last: date) -> list[tuple[Any, ...]]:
    rows = _between(actor, first, last).order_by("day", "half", "visitor", "category", "sent")
    return [
        (
            row.day,
            Half(row.half).label,
            Visitor(row.visitor).label,
            CATEGORIES.get(row.category, OTHER),
            Sent(row.sent).label,
            row.count,
        )
        for row in rows
    ]
