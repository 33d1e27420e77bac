"""Whom to call, for which theme and which place; my notebook; what was said wrong of the lines I keep."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from maillage.directory.models import DirectLine, NotebookLine, Structure, Territory
from maillage.directory.queries.cards import kept_by
from maillage.permissions import Actor

MOST_LISTED = 200
MORE_LINES: list[Callable[[Actor, str, Territory | None], list["Elsewhere"]]] = []
"""Lines that a higher context keeps (the referents of bodies), by words and commune."""


class Elsewhere(NamedTuple):
    """A line kept elsewhere; `url`: where it is checked and said to be wrong."""

    name: str
    phone: str
    hours: str
    checked_on: date
    url: str


def kept_elsewhere(actor: Actor, words: str, commune: Territory | None) -> list[Elsewhere]:
    """Nothing until something is asked: the whole list is at its own address."""
    if not (words or commune):
        return []
    return [one for hook in MORE_LINES for one in hook(actor, words, commune)]


FRESH_DAYS = 183


def lines(actor: Actor, today: date) -> QuerySet[DirectLine]:
    """Those in use today."""
    rows = DirectLine.objects.visible_to(actor).filter(Q(until=None) | Q(until__gte=today))
    rows = rows.filter(structure__withdrawn_on=None)
    return rows.select_related("structure", "structure__commune", "sector").order_by(
        "structure__name", "role", "pk"
    )


def lines_for(
    actor: Actor, today: date, *, words: str = "", category: str = "", commune: Territory | None = None
) -> list[DirectLine]:
    """By words of the structure or of the role, by theme, by place; a line without theme or sector serves all."""
    rows = lines(actor, today)
    for word in words.split()[:6]:
        rows = rows.filter(Q(role__icontains=word) | Q(structure__name__icontains=word))
    if category:
        rows = rows.filter(category__in=(category, ""))
    if commune:
        around = [
            place
            for place in (commune.pk, commune.epci_id, commune.departement_id, commune.region_id)
            if place
        ]
        rows = rows.filter(Q(sector=None) | Q(sector__in=around))
    return list(rows[:MOST_LISTED])


def my_book(actor: Actor, today: date) -> list[DirectLine]:
    mine = dict(NotebookLine.objects.filter(owner_id=actor.user_id).values_list("line_id", "remark"))
    found = list(lines(actor, today).filter(pk__in=mine))
    for line in found:
        line.remark = mine[line.pk]  # type: ignore[attr-defined]
    return found


def in_my_book(actor: Actor) -> set[int]:
    return set(NotebookLine.objects.filter(owner_id=actor.user_id).values_list("line_id", flat=True))


def wrong_lines(actor: Actor, today: date) -> QuerySet[DirectLine]:
    """Said wrong, among those this actor keeps."""
    return (
        lines(actor, today)
        .filter(structure__in=Structure.objects.filter(kept_by(actor)))
        .exclude(wrong_on=None)
    )
