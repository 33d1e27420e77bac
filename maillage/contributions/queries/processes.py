"""Processes, the two axes of one, its territories, who runs it."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from maillage.contributions.enums import AxisKind
from maillage.contributions.models import Axis, Process, TerritoryTask
from maillage.contributions.rules import can_run, run_by
from maillage.governance.queries import standing
from maillage.permissions import Actor
from maillage.web.signed_keys import signed

LINK, FOLLOW = "contributions.link", "contributions.follow"


def processes(actor: Actor) -> QuerySet[Process]:
    return Process.objects.visible_to(actor).select_related("committee")


def runs(actor: Actor, process: Process) -> bool:
    return can_run(actor, standing(actor, process.committee))


class Axes(NamedTuple):
    rows: list[Axis]
    columns: list[Axis]

    def named(self, kind: str, pk: int | None) -> Axis | None:
        listed = self.rows if kind == AxisKind.ROW else self.columns
        return next((one for one in listed if one.pk == pk), None)


def axes(process: Process) -> Axes:
    found = list(Axis.objects.filter(process=process))
    rows = [one for one in found if one.kind == AxisKind.ROW]
    return Axes(rows, [one for one in found if one.kind == AxisKind.COLUMN])


def tasks(process: Process) -> QuerySet[TerritoryTask]:
    rows = TerritoryTask.objects.filter(process=process)
    return rows.select_related("territory", "row", "column", "committee", "process__committee")


def to_wish(actor: Actor) -> QuerySet[TerritoryTask]:
    """Territories that one speaks for, whose wishes are waited for."""
    if not actor.signed_in:
        return TerritoryTask.objects.none()
    waiting = TerritoryTask.objects.visible_to(actor).filter(wished_on=None, allotted_on=None)
    return waiting.filter(committee__in=run_by(actor), process__closes_at__gt=timezone.now())


def link_token(process: Process) -> str:
    return signed(process.link_key, LINK) if process.link_key else ""
