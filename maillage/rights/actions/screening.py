"""Screen a household, or a whole caseload block by block, and keep what was found."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
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
from maillage.rights import engine
from maillage.rights.bulk import writing
from maillage.rights.bulk.fingerprint import fingerprints
from maillage.rights.bulk.reading import Block, Ids, household_ids, read_block
from maillage.rights.bulk.writing import Stamp, Tally
from maillage.rights.engine import ResultColumns
from maillage.rights.models import Run
from maillage.rights.queries import situations
from maillage.rights.rules import check_can_screen

TASK = "rights.screen_caseload"
BLOCK = 20_000
SILENCE = timedelta(minutes=10)
"""A run that has not advanced for so long has lost its worker: it may be taken up again."""
INCOMPLETE = "Ce foyer n’a pas de demandeur à ce mois : indiquez qui demande, puis recommencez."


@transaction.atomic
def screen_household(*, by: Actor, household: Household, month: date) -> Tally:
    """Compute and keep what this household could claim; twice the same situation writes nothing the second time."""
    check_can_screen(by, month, timezone.localdate())
    ids = np.array([household.pk.bytes], dtype="S16")
    stamp = Stamp(month, situations.versions(), None)
    read = _read(ids, stamp)
    tally = _write(read, _compute(read, stamp), stamp)
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
    if found and (found.month, found.versions) != (month, situations.versions()):
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
    return Run(
        structure_id=by.structure_id, asked_by_id=by.user_id, month=month, versions=situations.versions()
    )


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
    with closing(_computed_ahead(by, ids, _stamp(run))) as blocks:
        for read, results in blocks:
            run = _keep_block(by, job, run, read, results)
    with acting(by):
        _close(run.pk)
        record(by, "screen_caseload", run, month=f"{run.month:%Y-%m}", **run.counts)
    return _closing(Tally.from_json(run.counts))


def _stamp(run: Run) -> Stamp:
    return Stamp(run.month, run.versions, run.pk)


class Superseded(Exception):
    """Another job has taken this run up."""


@dataclass(frozen=True)
class _Read:
    """Some households as they were read. `wanted`: ranks of those to compute, new or changed."""

    ids: Ids
    block: Block
    inputs: Any
    wanted: Any


def _read(ids: Ids, stamp: Stamp) -> _Read:
    block = read_block(connection, ids, stamp.month)
    inputs = fingerprints(block.columns, stamp.month.year * 100 + stamp.month.month)
    return _Read(ids, block, inputs, writing.stale(connection, block, inputs, stamp))


def _compute(read: _Read, stamp: Stamp) -> ResultColumns | None:
    """Touches no database: may run in a thread of its own."""
    if not len(read.wanted):
        return None
    every = len(read.wanted) == len(read.block.ids)
    columns = read.block.columns if every else read.block.columns.take(read.wanted)
    return engine.screen_columns(columns, f"{stamp.month:%Y-%m}", BLOCK)


def _write(read: _Read, results: ResultColumns | None, stamp: Stamp) -> Tally:
    block, wanted = read.block, read.wanted
    tally = Tally(len(wanted), len(block.ids) - len(wanted), len(block.incomplete), block.unseen)
    if results is not None:
        tally.changes = writing.write(connection, block.ids[wanted], read.inputs[wanted], results, stamp)
    return tally


def _computed_ahead(by: Actor, ids: Ids, stamp: Stamp) -> Generator[tuple[_Read, ResultColumns | None]]:
    """Each block with its results. While one is computed, the next is read and the former is written."""
    pool = ThreadPoolExecutor(1, "screening")
    try:
        ahead = None
        for start in range(0, len(ids), BLOCK):
            with acting(by):
                read = _read(ids[start : start + BLOCK], stamp)
            results = pool.submit(_compute, read, stamp)
            if ahead:
                yield ahead[0], ahead[1].result()
            ahead = read, results
        if ahead:
            yield ahead[0], ahead[1].result()
    finally:
        pool.shutdown(cancel_futures=True)


def _keep_block(by: Actor, job: Job, run: Run, read: _Read, results: ResultColumns | None) -> Run:
    """Write, and move the checkpoint, in one transaction: killed in the middle, nothing of it stays."""
    last = UUID(bytes=bytes(read.ids[-1]).ljust(16, b"\0"))
    with acting(by):
        mine = Run.objects.filter(after=run.after, pk=run.pk, job_id=job.pk, ended_at=None)
        if not mine.update(after=last, done=run.done + len(read.ids), advanced_at=timezone.now()):
            raise Superseded
        tally = Tally.from_json(run.counts)
        tally.add(_write(read, results, _stamp(run)))
        Run.objects.filter(pk=run.pk).update(counts=tally.to_json())
        jobs.advance(by=by, job_id=job.pk, done=run.done + len(read.ids))
    with acting(by):
        return Run.objects.get(pk=run.pk)


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
