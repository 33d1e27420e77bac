"""Screen a household, or a whole caseload block by block, and keep what was found."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.jobs import actions as jobs
from maillage.jobs.models import Job
from maillage.people.models import Household
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.rights import engine, queries
from maillage.rights.bulk import writing
from maillage.rights.bulk.fingerprint import fingerprints
from maillage.rights.bulk.reading import Block, Ids, household_ids, read_block
from maillage.rights.bulk.writing import Stamp, Tally
from maillage.rights.models import Run
from maillage.rights.rules import check_can_screen

TASK = "rights.screen_caseload"
BLOCK = 10_000
SILENCE = timedelta(minutes=10)
"""A run that has not advanced for so long has lost its worker: it may be taken up again."""
INCOMPLETE = "Ce foyer n’a pas de demandeur à ce mois : indiquez qui demande, puis recommencez."


@transaction.atomic
def screen_household(*, by: Actor, household: Household, month: date) -> Tally:
    """Compute and keep what this household could claim; twice the same situation writes nothing the second time."""
    check_can_screen(by, month, timezone.localdate())
    ids = np.array([household.pk.bytes], dtype="S16")
    tally = _screen_ids(ids, Stamp(month, queries.versions(), None))
    if tally.incomplete or not (tally.screened or tally.unchanged):
        raise Forbidden(INCOMPLETE)
    record(by, "screen", household, month=f"{month:%Y-%m}", unchanged=tally.unchanged, **tally.changes)
    return tally


@transaction.atomic
def ask_for_screening(*, by: Actor, month: date) -> Run:
    """Screen every household that the actor may open, in a job; the run under way when there is one.

    A run that was stopped or lost its worker is taken up where it was, if month and versions are still the same.
    """
    check_can_screen(by, month, timezone.localdate())
    found = _open_run(by)
    if found and _under_way(found):
        return found
    if found and (found.month, found.versions) != (month, queries.versions()):
        _close(found.pk)
        found = None
    return _begin(by, found or _new_run(by, month))


def _open_run(by: Actor) -> Run | None:
    mine: QuerySet[Run] = Run.objects.visible_to(by).filter(ended_at=None)
    return mine.select_related("job").select_for_update(of=("self",)).first()


def _under_way(run: Run) -> bool:
    silent = timezone.now() - run.advanced_at > SILENCE
    return run.job is not None and not run.job.ended and not (silent and run.job.started_at)


def _close(pk: UUID) -> None:
    Run.objects.filter(pk=pk, ended_at=None).update(ended_at=timezone.now())


def _new_run(by: Actor, month: date) -> Run:
    assert by.structure_id is not None
    assert by.user_id is not None
    return Run(structure_id=by.structure_id, asked_by_id=by.user_id, month=month, versions=queries.versions())


def _begin(by: Actor, run: Run) -> Run:
    """Give the run a job. Of two asked for at once, the second one finds the first."""
    if run.job and not run.job.ended:
        jobs.ask_to_cancel(by=by, job_id=run.job.pk)
    try:
        with transaction.atomic():
            run.advanced_at = timezone.now()
            run.save(force_insert=run._state.adding)
    except IntegrityError:
        other = _open_run(by)
        if other is None:
            raise
        return other
    label = f"Repérage des droits, {run.month:%m/%Y}"
    run.job = jobs.enqueue(
        app.configure_task(TASK), by=by, label=label, noun="foyer", result_url="/droits/", run=str(run.pk)
    )
    Run.objects.filter(pk=run.pk).update(job=run.job, advanced_at=timezone.now())
    record(by, "ask_screening", run, month=f"{run.month:%Y-%m}")
    return run


def screen_caseload(*, by: Actor, job: Job, run_id: UUID) -> str:
    """The job's work: block by block, each in its own transaction; returns the closing sentence."""
    engine.warm_up()
    with acting(by):
        run = Run.objects.get(pk=run_id)
        ids = household_ids(connection, run.after or UUID(int=0))
        jobs.set_total(by=by, job_id=job.pk, total=run.done + len(ids))
    for start in range(0, len(ids), BLOCK):
        run = _screen_block(by, job, run, ids[start : start + BLOCK])
    with acting(by):
        _close(run.pk)
        record(by, "screen_caseload", run, month=f"{run.month:%Y-%m}", **run.counts)
    return _closing(Tally.from_json(run.counts))


class Superseded(Exception):
    """Another job has taken this run up."""


def _screen_block(by: Actor, job: Job, run: Run, ids: Ids) -> Run:
    """Screen, write, and move the checkpoint, in one transaction: killed in the middle, nothing of it stays."""
    last = UUID(bytes=bytes(ids[-1]).ljust(16, b"\0"))
    with acting(by):
        mine = Run.objects.filter(after=run.after, pk=run.pk, job_id=job.pk, ended_at=None)
        if not mine.update(after=last, done=run.done + len(ids), advanced_at=timezone.now()):
            raise Superseded
        tally = Tally.from_json(run.counts)
        tally.add(_screen_ids(ids, Stamp(run.month, run.versions, run.pk)))
        Run.objects.filter(pk=run.pk).update(counts=tally.to_json())
        jobs.advance(by=by, job_id=job.pk, done=run.done + len(ids))
    with acting(by):
        return Run.objects.get(pk=run.pk)


def _screen_ids(ids: Ids, stamp: Stamp) -> Tally:
    block = read_block(connection, ids, stamp.month)
    inputs = fingerprints(block.columns, stamp.month.year * 100 + stamp.month.month)
    wanted = writing.stale(connection, block, inputs, stamp)
    tally = Tally(len(wanted), len(block.ids) - len(wanted), len(block.incomplete), block.unseen)
    if len(wanted):
        tally.changes = _compute(block, inputs, wanted, stamp)
    return tally


def _compute(block: Block, inputs: Any, wanted: Any, stamp: Stamp) -> Any:
    columns = block.columns if len(wanted) == len(block.ids) else block.columns.take(wanted)
    results = engine.screen_columns(columns, f"{stamp.month:%Y-%m}", BLOCK)
    return writing.write(connection, block.ids[wanted], inputs[wanted], results, stamp)


def _closing(tally: Tally) -> str:
    seen = tally.screened + tally.unchanged
    words = [f"{seen} foyer{'s' if seen > 1 else ''}"]
    for change, one, many in (
        ("new", "nouveau droit", "nouveaux droits"),
        ("changed", "droit modifié", "droits modifiés"),
        ("gone", "droit qui n’est plus possible", "droits qui ne sont plus possibles"),
    ):
        number = tally.changes[change]
        words += [f"{number} {many if number > 1 else one}"] if number else []
    if tally.incomplete:
        words.append(f"{tally.incomplete} sans demandeur, à compléter")
    return ", ".join(words) + "."
