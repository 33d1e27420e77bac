"""The work of an import: try the file, then write its households, step by step, each step in its own transaction."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.directory.models import Territory
from maillage.jobs.actions import advance, set_total
from maillage.jobs.models import Job
from maillage.people import import_files, queries
from maillage.people.enums import ImportState
from maillage.people.import_insert import insert
from maillage.people.import_plan import Identity, Planned, batches, identity, plan, tally, told
from maillage.people.import_rows import Rows
from maillage.people.models import Import
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.sheets import FileError, Table, read_households

REPLACED = "Un autre travail a pris la suite."
CHECKED = "L’essai est terminé : lisez son compte rendu, rien n’est encore importé."


class Replaced(Exception):
    """Another job works on this import now."""


def check(job: Job, *, by: Actor, import_id: UUID) -> str:
    """Read the whole file, write its report and its counts; nothing else is written."""
    with acting(by):
        source = _taken(import_id, job, ImportState.CHECKING)
    if source is None:
        return REPLACED
    try:
        counts = _try(job, by, source)
    except FileError as error:
        with acting(by):
            _end(source, job, ImportState.DROPPED, counts={"fault": error.sentence})
        return error.sentence
    except Replaced:
        return REPLACED
    with acting(by):
        if not _end(source, job, ImportState.CHECKED, counts=dict(counts), report=job.pk):
            import_files.erase_report(job.pk)
    return CHECKED


def _try(job: Job, by: Actor, source: Import) -> Counter[str]:
    counts: Counter[str] = Counter()
    with planned(job, by, source) as items, import_files.writing_report(job.pk) as report:
        for batch in batches(items):
            tally(counts, batch)
            import_files.tell(report, (line for one in batch for line in told(one)))
            with acting(by):
                if not _mine(source, job, ImportState.CHECKING).update(moved_at=timezone.now()):
                    raise Replaced
                advance(by=by, job_id=job.pk, done=counts["lines"])
    return counts


@contextmanager
def planned(job: Job, by: Actor, source: Import) -> Iterator[Iterator[Planned]]:
    """What becomes of each household of the file, in its order, decided against what the actor sees now."""
    with import_files.opened(source.pk, source.filename) as table:
        _announce(job, by, table)
        with acting(by):
            known, communes = _known(by, source), _communes()
        today = timezone.localdate(source.created_at)
        found = read_households(table, source.mapping, source.months, communes.__contains__, today)
        yield plan(found, known, source.twice)


def _announce(job: Job, by: Actor, table: Table) -> None:
    total = sum(1 for _ in table.rows())
    with acting(by):
        set_total(by=by, job_id=job.pk, total=total)


def _known(by: Actor, source: Import) -> set[Identity]:
    return {identity(*one) for one in queries.identities(by, but=source.pk)}


def _communes() -> set[str]:
    return set(Territory.objects.communes().values_list("code", flat=True))


def _mine(source: Import, job: Job, state: str) -> Any:
    return Import.objects.filter(pk=source.pk, state=state, job_id=job.pk)


def _taken(import_id: UUID, job: Job, state: str) -> Import | None:
    found: Import | None = Import.objects.filter(pk=import_id, state=state, job_id=job.pk).first()
    return found


def _end(source: Import, job: Job, state: str, **values: Any) -> bool:
    return bool(_mine(source, job, source.state).update(state=state, moved_at=timezone.now(), **values))


def write(job: Job, *, by: Actor, import_id: UUID) -> str:
    """Write the households of the file from where the last step ended. Each step is whole or not at all."""
    with acting(by):
        source = _taken(import_id, job, ImportState.WRITING)
    if source is None:
        return REPLACED
    try:
        counts = _write_all(job, by, source)
    except FileError as error:
        return error.sentence
    except Replaced:
        return REPLACED
    with acting(by):
        done = _end(source, job, ImportState.WRITTEN, written_at=timezone.now())
    if done:
        import_files.erase(source.pk)
    return f"Foyers créés : {counts['create']}."


def _write_all(job: Job, by: Actor, source: Import) -> Counter[str]:
    counts, read = Counter(source.written), source.read
    with planned(job, by, source) as items:
        for _ in islice(items, read):
            pass
        for batch in batches(items):
            tally(counts, batch)
            with acting(by):
                _claim(source, job, read, read + len(batch), counts)
                insert(by, _rows(source, batch))
                advance(by=by, job_id=job.pk, done=counts["lines"])
            read += len(batch)
    return counts


def _claim(source: Import, job: Job, read: int, after: int, counts: Counter[str]) -> None:
    """Only one job takes this step, once: the row stays locked until its households are in."""
    step = _mine(source, job, ImportState.WRITING).filter(read=read)
    if not step.update(read=after, written=dict(counts), moved_at=timezone.now()):
        raise Replaced


def _rows(source: Import, batch: list[Planned]) -> Rows:
    rows = Rows(source, seen_on=timezone.localdate(source.created_at), at=timezone.now())
    for one in batch:
        if one.record:
            rows.add(one.record)
    return rows
