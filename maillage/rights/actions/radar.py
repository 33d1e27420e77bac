"""Screen the households of a worker, of a structure or of a territory.

A run is cut in parts of some thousands of households; each is a job that any worker of any machine takes, reads,
computes and writes in one transaction. The run ends with its last part.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.jobs import actions as jobs
from maillage.jobs.models import Job
from maillage.people.models import Household
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.rights import engine
from maillage.rights.actions.screening import Read, compute, read, write
from maillage.rights.bulk.reading import AFTER_ALL, BEFORE_ALL, household_ids, outside_basis
from maillage.rights.bulk.writing import Stamp, Tally
from maillage.rights.engine import ResultColumns
from maillage.rights.enums import Scope
from maillage.rights.models import Chunk, Run
from maillage.rights.queries import situations
from maillage.rights.rules import check_can_screen, check_can_watch, watch
from maillage.rights.wording import summary
from maillage.web import wording

logger = logging.getLogger(__name__)
TASK = "rights.screen_chunk"
CHUNK = 50_000
"""Households a part: fewer, and row security, that walks through all that one may open, weighs more on each."""
SILENCE = timedelta(minutes=10)
"""A run that has not advanced for so long has lost its workers: it may be taken up again."""
AT_NIGHT = -1
"""Below what somebody waits for."""
TAKEN_UP = "Cette recherche a été reprise, ou remplacée par une autre."
UPDATED = "Les barèmes ont été mis à jour pendant cette recherche. Relancez-la\u00a0: elle repart avec les nouveaux."


class Wanted(NamedTuple):
    """What a run is asked for."""

    month: date
    scope: str = Scope.CASELOAD
    communes: tuple[str, ...] = ()

    def goes_on(self, run: Run) -> bool:
        same = (run.month, run.scope, tuple(run.communes)) == self
        return same and run.versions == situations.versions()

    def new_run(self, by: Actor) -> Run:
        told = {"month": self.month, "scope": self.scope, "communes": list(self.communes)}
        who = {"structure_id": _place(by), "asked_by_id": by.user_id}
        return Run(versions=situations.versions(), **told, **who)


def _place(actor: Actor) -> int:
    assert actor.structure_id is not None
    return actor.structure_id


@transaction.atomic
def ask_for_screening(
    *, by: Actor, month: date, scope: str = Scope.CASELOAD, communes: Sequence[str] = ()
) -> Run:
    """Screen in jobs: the run under way when there is one (its `job` is None when somebody else follows it).

    A run that was stopped or lost its workers is taken up where it was, if what is asked is still the same.
    """
    check_can_screen(by, month, timezone.localdate())
    if scope != Scope.CASELOAD:
        check_can_watch(by)
    if scope == Scope.TERRITORY and not communes:
        raise Forbidden("Choisissez au moins une commune.")
    return _ask(by, Wanted(month, scope, tuple(sorted(set(communes)))))


def screen_structures(today: date | None = None) -> int:
    """Every night, for each structure, what changed since: how many structures. One that fails stops no other."""
    month = (today or timezone.localdate()).replace(day=1)
    asked = 0
    for structure_id in (
        Structure.objects.kept_here().filter(active=True).order_by("pk").values_list("pk", flat=True)
    ):
        try:
            asked += _at_night(structure_id, month)
        except Exception:
            logger.exception("A structure was not screened (%s).", structure_id)
    return asked


def _at_night(structure_id: int, month: date) -> bool:
    with acting(watch(structure_id)) as by:
        follows = Household.objects.exists()
        if follows:
            _ask(by, Wanted(month, Scope.STRUCTURE))
        return follows


def _ask(by: Actor, wanted: Wanted) -> Run:
    found = _open_run(by, wanted.scope)
    if found and _under_way(found):
        return found
    if found and not wanted.goes_on(found):
        _close(found.pk)
        found = None
    return _begin(by, found or wanted.new_run(by))


def _open_run(by: Actor, scope: str) -> Run | None:
    rows: QuerySet[Run] = Run.objects.filter(structure_id=_place(by), scope=scope, ended_at=None)
    if scope != Scope.STRUCTURE:
        rows = rows.filter(asked_by_id=by.user_id)
    return rows.select_related("job").select_for_update(of=("self",)).first()


def _under_way(run: Run) -> bool:
    silent = timezone.now() - run.advanced_at > SILENCE
    if run.job is None:
        return not silent
    return not run.job.ended and not (silent and run.job.started_at)


def _close(pk: UUID) -> None:
    Run.objects.filter(pk=pk, ended_at=None).update(ended_at=timezone.now())


def _begin(by: Actor, run: Run) -> Run:
    """Give the run its jobs. Of two asked for at once, the second one finds the first."""
    if run.job and not run.job.ended:
        jobs.ask_to_cancel(by=by, job_id=run.job.pk)
    is_new = run._state.adding
    try:
        with transaction.atomic():
            run.save(force_insert=is_new)
    except IntegrityError:
        other = _open_run(by, run.scope)
        if other is None:
            raise
        return other
    chunks = _planned(by, run) if is_new else _left(by, run)
    run.chunks_planned = run.chunks_planned or len(chunks)
    run.chunks_left, run.advanced_at = len(chunks), timezone.now()
    run.job = _open_job(by, run, chunks) if by.signed_in else None
    run.save()
    record(by, "ask_screening", run, month=f"{run.month:%Y-%m}", scope=run.scope)
    if chunks:
        _queue(by, run, chunks)
    else:
        _finish(by, run)
    return run


def _eyes(by: Actor, run: Run) -> Iterator[Actor]:
    """As whom households are read: the worker; the structure; each structure of the territory."""
    if run.scope == Scope.CASELOAD:
        yield by
    elif run.scope == Scope.STRUCTURE:
        yield watch(run.structure_id)
    else:
        active = Structure.objects.kept_here().filter(active=True).order_by("pk")
        yield from map(watch, active.values_list("pk", flat=True))


def _planned(by: Actor, run: Run) -> list[Chunk]:
    """The parts of a new run, and the households that it leaves aside."""
    chunks, tally = [], Tally()
    for eyes in _eyes(by, run):
        with acting(eyes):
            chunks += _cut(eyes, run)
            tally.outside += outside_basis(connection, run.communes)
    run.counts = tally.to_json()
    return chunks


def _cut(eyes: Actor, run: Run) -> list[Chunk]:
    """Parts of about the same size, that leave nothing between them."""
    ids = household_ids(connection, communes=run.communes)
    parts = np.array_split(ids, ceil(len(ids) / CHUNK)) if len(ids) else []
    bounds = [BEFORE_ALL, *(_between(one[-1], following[0]) for one, following in pairwise(parts)), AFTER_ALL]
    told = {"run": run, "structure_id": _place(eyes), "worker_id": eyes.user_id}
    return Chunk.objects.bulk_create(
        Chunk(after=after, last=last, size=len(part), **told)
        for part, (after, last) in zip(parts, pairwise(bounds), strict=False)
    )


def _between(one: bytes, following: bytes) -> UUID:
    """Not the identifier of a household, which would outlive those erased."""
    first, second = (int.from_bytes(bytes(key).ljust(16, b"\0"), "big") for key in (one, following))
    return UUID(int=(first + second) // 2)


def _left(by: Actor, run: Run) -> list[Chunk]:
    chunks: list[Chunk] = []
    for eyes in _eyes(by, run):
        with acting(eyes):
            chunks += Chunk.objects.filter(run=run, structure_id=_place(eyes), done_at=None)
    return chunks


def _open_job(by: Actor, run: Run, chunks: list[Chunk]) -> Job:
    told = {"label": f"Recherche des droits, {wording.month(run.month)}", "result_url": "/droits/"}
    if run.scope == Scope.TERRITORY:  # how many live there is not told: some are out of sight
        return jobs.open_job(by=by, noun="lot", total=run.chunks_planned, **told)
    return jobs.open_job(by=by, noun="foyer", total=run.done + sum(one.size for one in chunks), **told)


def _queue(by: Actor, run: Run, chunks: list[Chunk]) -> None:
    task = app.configure_task(TASK, priority=0 if by.signed_in else AT_NIGHT)
    job_id = run.job_id and str(run.job_id)
    told = {"actor": by.to_json(), "job_id": job_id}
    task.batch_defer(
        *({**told, "eyes": _eyes_of(by, chunk).to_json(), "chunk": str(chunk.pk)} for chunk in chunks)
    )


def _eyes_of(by: Actor, chunk: Chunk) -> Actor:
    return by if chunk.worker_id else watch(chunk.structure_id)


@dataclass(frozen=True)
class _Part:
    """A chunk in the hands of a worker: for whom, and as whom households are read."""

    by: Actor
    eyes: Actor
    run: Run
    chunk: Chunk

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.run.month, self.run.versions, self.run.pk)


def screen_chunk(*, by: Actor, eyes: Actor, chunk_id: UUID, job_id: UUID | None) -> None:
    """The work of a part, whole or not at all, once: whoever comes second finds it done."""
    engine.warm_up()
    part = _taken(by, eyes, chunk_id, job_id)
    if part is None:
        return
    with acting(eyes):
        bounds = (part.chunk.after, part.chunk.last, part.run.communes)
        found = read(household_ids(connection, *bounds), part.stamp)
    results = compute(found, part.stamp)
    with acting(eyes):
        _keep(part, found, results)


def _taken(by: Actor, eyes: Actor, chunk_id: UUID, job_id: UUID | None) -> _Part | None:
    with acting(eyes):
        chunk = Chunk.objects.filter(pk=chunk_id, done_at=None).first()
    if chunk is None:
        return None
    with acting(by):
        run = _going_on(chunk.run_id, job_id).first()
    if run is None:
        raise jobs.Interrupted(TAKEN_UP)
    if run.versions != situations.versions():
        raise jobs.Interrupted(UPDATED)
    return _Part(by, eyes, run, chunk)


def _going_on(run_id: UUID, job_id: UUID | None) -> QuerySet[Run]:
    """The run, as long as this job is the one that does it: none for the run of the night."""
    rows: QuerySet[Run] = Run.objects.filter(pk=run_id, ended_at=None)
    return rows.filter(job_id=job_id) if job_id else rows.filter(job=None)


def _keep(part: _Part, found: Read, results: ResultColumns | None) -> None:
    """Killed in the middle, nothing of it stays; of two workers at the same part, one writes."""
    mine = Chunk.objects.filter(pk=part.chunk.pk)
    if not mine.filter(done_at=None).update(done_at=timezone.now()):
        return
    tally = write(found, results, part.stamp)
    mine.update(counts=tally.to_json())
    with acting(part.by):
        _add_up(part, tally)


def _add_up(part: _Part, tally: Tally) -> None:
    """The run's own row is taken last and held briefly: it is the one that all workers share."""
    run = _going_on(part.run.pk, part.run.job_id).select_for_update().first()
    if run is None:
        raise jobs.Interrupted(TAKEN_UP)
    total = Tally.from_json(run.counts)
    total.add(tally)
    run.counts, run.chunks_left = total.to_json(), run.chunks_left - 1
    run.done += tally.screened + tally.unchanged + tally.incomplete
    run.advanced_at = timezone.now()
    run.save()
    if run.job_id:
        parts_done = run.chunks_planned - run.chunks_left
        done = parts_done if run.scope == Scope.TERRITORY else run.done
        jobs.advance(by=part.by, job_id=run.job_id, done=done)
    if not run.chunks_left:
        _finish(part.by, run)


def _finish(by: Actor, run: Run) -> None:
    _close(run.pk)
    record(by, "screen_caseload", run, month=f"{run.month:%Y-%m}", scope=run.scope, **run.counts)
    if run.job_id:
        jobs.finish(by=by, job_id=run.job_id, message=summary(run))
