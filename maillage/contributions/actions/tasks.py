"""Territories say what they wish to work on; one row and one column each are shared out, then harmonised by hand."""

import secrets

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.contributions import allotment_words as words
from maillage.contributions.actions.processes import locked
from maillage.contributions.enums import AxisKind
from maillage.contributions.models import Axis, Process, TerritoryTask
from maillage.contributions.rules import check_can_wish
from maillage.directory.models import Territory
from maillage.governance.models import Committee
from maillage.governance.queries import standing
from maillage.matching.assignment import Given, shared_out
from maillage.permissions import Actor, Forbidden

ALREADY = "Ce territoire y est déjà."
SHARED = "Le partage est fait\u00a0: demandez à qui mène la concertation de le changer."
NOBODY = "Ajoutez d’abord des territoires."


@transaction.atomic
def add_territory(
    *, by: Actor, process: Process, territory: Territory, committee: Committee | None
) -> TerritoryTask:
    kept = locked(by, process)
    try:
        with transaction.atomic():
            task = TerritoryTask.objects.create(process=kept, territory=territory, committee=committee)
    except IntegrityError:
        raise ValidationError({"territory": ALREADY}) from None
    record(by, "territory_added", task)
    return task


@transaction.atomic
def wish(*, by: Actor, task: TerritoryTask, rows: list[Axis], columns: list[Axis]) -> None:
    """In order, first choice first. Given again, the last ones count, until it is shared out."""
    speaking = standing(by, task.committee) if task.committee else standing(by, task.process.committee)
    check_can_wish(by, standing(by, task.process.committee), speaking)
    told = {"row_wishes": [one.pk for one in rows], "column_wishes": [one.pk for one in columns]}
    waiting = TerritoryTask.objects.filter(pk=task.pk, row=None, column=None)
    if not waiting.update(**told, wished_on=timezone.localdate()):
        raise Forbidden(SHARED)
    record(by, "wishes_given", task, rows=len(rows), columns=len(columns))


@transaction.atomic
def share_out(*, by: Actor, process: Process) -> None:
    """One row and one column to each; what was settled by hand before is done again, under a new seed."""
    kept = locked(by, process)
    tasks = list(TerritoryTask.objects.filter(process=kept).select_related("territory"))
    if not tasks:
        raise Forbidden(NOBODY)
    seed = secrets.randbelow(1_000_000)
    axes = list(Axis.objects.filter(process=kept))
    rows, columns = (_given(tasks, axes, kind, seed) for kind in (AxisKind.ROW, AxisKind.COLUMN))
    names = words.Names({str(one.pk): one.label for one in axes}, {str(one.pk): str(one) for one in tasks})
    for task in tasks:
        _write(task, rows.get(str(task.pk)), columns.get(str(task.pk)), names)
    Process.objects.filter(pk=kept.pk).update(seed=seed)
    record(by, "shared_out", kept, territories=len(tasks), seed=seed)


def _given(tasks: list[TerritoryTask], axes: list[Axis], kind: str, seed: int) -> dict[str, Given]:
    field = f"{kind}_wishes"
    wishes = {str(one.pk): [str(pk) for pk in getattr(one, field)] for one in tasks}
    return shared_out(wishes, [str(one.pk) for one in axes if one.kind == kind], seed)


def _write(task: TerritoryTask, row: Given | None, column: Given | None, names: words.Names) -> None:
    task.row_id = int(row.place) if row else None
    task.column_id = int(column.place) if column else None
    task.reason = words.reason(row, column, names)[:600]
    task.allotted_on = timezone.localdate()
    task.save(update_fields=["row", "column", "reason", "allotted_on"])


@transaction.atomic
def settle(*, by: Actor, task: TerritoryTask, row: Axis, column: Axis, reason: str) -> None:
    """By hand, with its reason, that everybody reads."""
    locked(by, task.process)
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi\u00a0: tous les territoires le liront."})
    task.row, task.column, task.reason = row, column, reason
    task.allotted_on = timezone.localdate()
    task.save(update_fields=["row", "column", "reason", "allotted_on"])
    record(by, "share_settled", task)
