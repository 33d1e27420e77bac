"""A process is opened with its axes, corrected, its grid published; its link is given or taken back."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.contributions.enums import AxisKind
from maillage.contributions.models import Axis, Process
from maillage.contributions.pack_axes import read_pack
from maillage.contributions.rules import check_can_run
from maillage.governance.models import Committee
from maillage.governance.queries import standing
from maillage.permissions import Actor, Forbidden

PACK = {"rows": AxisKind.ROW, "columns": AxisKind.COLUMN}
CHANGED = "Quelqu’un vient de changer cette concertation\u00a0: relisez-la, puis recommencez."
MOST_AXES = 20


def check_runs(by: Actor, process: Process) -> None:
    check_can_run(by, standing(by, process.committee))


def locked(by: Actor, process: Process) -> Process:
    """For whoever runs it: nobody else changes it until the end."""
    check_runs(by, process)
    found: Process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    return found


@transaction.atomic
def open_process(*, by: Actor, committee: Committee, values: dict[str, Any]) -> Process:
    check_can_run(by, standing(by, committee))
    process = Process(committee=committee, **values)
    process.full_clean(exclude=["committee"])
    process.save(force_insert=True)
    Axis.objects.bulk_create(_axes(process))
    record(by, "process_opened", process)
    return process


def _axes(process: Process) -> list[Axis]:
    pack = read_pack()
    return [
        Axis(process=process, kind=kind, position=number, **row)
        for name, kind in PACK.items()
        for number, row in enumerate(pack[name], start=1)
    ]


@transaction.atomic
def correct_process(*, by: Actor, process: Process, version: int, values: dict[str, Any]) -> None:
    kept = locked(by, process)
    if kept.version != version:
        raise Forbidden(CHANGED)
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.full_clean(exclude=["committee"])
    kept.save(update_fields=[*values, "version"])
    record(by, "process_corrected", kept, fields=sorted(values))


@transaction.atomic
def publish_grid(*, by: Actor, process: Process) -> None:
    """From today everybody reads its public contributions. Twice: nothing more."""
    check_runs(by, process)
    if Process.objects.filter(pk=process.pk, published_on=None).update(published_on=timezone.localdate()):
        record(by, "grid_published", process)


@transaction.atomic
def give_link(*, by: Actor, process: Process) -> None:
    kept = locked(by, process)
    if kept.link_key is None:
        Process.objects.filter(pk=kept.pk).update(link_key=uuid4())
        record(by, "process_link_given", kept)


@transaction.atomic
def take_link_back(*, by: Actor, process: Process) -> None:
    """Whoever holds it can't contribute by it any more; another one may be given."""
    kept = locked(by, process)
    if kept.link_key is not None:
        Process.objects.filter(pk=kept.pk).update(link_key=None)
        record(by, "process_link_taken_back", kept)


@transaction.atomic
def add_axis(*, by: Actor, process: Process, values: dict[str, Any]) -> Axis:
    kept = locked(by, process)
    rows = Axis.objects.filter(process=kept, kind=values["kind"])
    if rows.count() >= MOST_AXES:
        raise ValidationError({"label": f"Il y en a déjà {MOST_AXES}\u00a0: réunissez-en."})
    last = rows.order_by("-position").values_list("position", flat=True).first() or 0
    axis = Axis(process=kept, position=last + 1, **values)
    axis.full_clean(exclude=["process"])
    axis.save(force_insert=True)
    record(by, "axis_added", axis)
    return axis


@transaction.atomic
def correct_axis(*, by: Actor, axis: Axis, values: dict[str, Any]) -> None:
    locked(by, axis.process)
    for name, value in values.items():
        setattr(axis, name, value)
    axis.full_clean(exclude=["process"])
    axis.save(update_fields=list(values))
    record(by, "axis_corrected", axis, fields=sorted(values))
