"""The work of an import: try the file, then write its households, step by step, each step in its own transaction."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.utils import timezone

from maillage.directory.models import Territory
from maillage.imports.enums import ImportState
from maillage.imports.work import CHECKED, Replaced, end, mark, mine, work_on
from maillage.jobs.actions import advance, set_total
from maillage.jobs.models import Job
from maillage.people import import_files, queries
from maillage.people.import_insert import insert
from maillage.people.import_plan import Identity, Planned, batches, identity, plan, tally, told
from maillage.people.import_rows import Rows
from maillage.people.models import Import
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.sheets import FileError, Table, read_households


@work_on(Import, ImportState.CHECKING)
def check(job: Job, by: Actor, file: Import) -> str:
    """Read the whole file, write its report and its counts; nothing else is written."""
    try:
        counts = _try(job, by, file)
    except FileError as error:
        with acting(by):
            end(file, job, ImportState.DROPPED, counts={"fault": error.sentence})
        return error.sentence
    try:
        with acting(by):
            end(file, job, ImportState.CHECKED, counts=dict(counts), report=job.pk)
    except Replaced:
        import_files.erase_report(job.pk)
        raise
    return CHECKED


def _try(job: Job, by: Actor, file: Import) -> Counter[str]:
    counts: Counter[str] = Counter()
    with planned(job, by, file) as items, import_files.writing_report(job.pk) as report:
        for batch in batches(items):
            tally(counts, batch)
            import_files.tell(report, (line for one in batch for line in told(one)))
            with acting(by):
                mark(file, job)
                advance(by=by, job_id=job.pk, done=counts["lines"])
    return counts


@contextmanager
def planned(job: Job, by: Actor, file: Import) -> Iterator[Iterator[Planned]]:
    """What becomes of each household of the file, in its order, decided against what the actor sees now."""
    with import_files.opened(file.pk, file.filename) as table:
        _announce(job, by, table)
        with acting(by):
            known, communes = _known(by, file), _communes()
        today = timezone.localdate(file.created_at)
        found = read_households(table, file.mapping, file.months, communes.__contains__, today)
        yield plan(found, known, file.twice)


def _announce(job: Job, by: Actor, table: Table) -> None:
    total = sum(1 for _ in table.rows())
    with acting(by):
        set_total(by=by, job_id=job.pk, total=total)


def _known(by: Actor, file: Import) -> set[Identity]:
    return {identity(*one) for one in queries.identities(by, but=file.pk)}


def _communes() -> set[str]:
    return set(Territory.objects.communes().values_list("code", flat=True))


@work_on(Import, ImportState.WRITING)
def write(job: Job, by: Actor, file: Import) -> str:
    """Write the households of the file from where the last step ended. Each step is whole or not at all."""
    try:
        counts = _write_all(job, by, file)
    except FileError as error:
        return error.sentence
    with acting(by):
        end(file, job, ImportState.WRITTEN, written_at=timezone.now())
    import_files.erase(file.pk)
    return f"Foyers créés\u00a0: {counts['create']}."


def _write_all(job: Job, by: Actor, file: Import) -> Counter[str]:
    counts, read = Counter(file.written), file.read
    with planned(job, by, file) as items:
        for _ in islice(items, read):
            pass
        for batch in batches(items):
            tally(counts, batch)
            with acting(by):
                _claim(file, job, read, read + len(batch), counts)
                insert(by, _rows(file, batch))
                advance(by=by, job_id=job.pk, done=counts["lines"])
            read += len(batch)
    return counts


def _claim(file: Import, job: Job, read: int, after: int, counts: Counter[str]) -> None:
    """Only one job takes this step, once: the row stays locked until its households are in."""
    if (
        not mine(file, job)
        .filter(read=read)
        .update(read=after, written=dict(counts), moved_at=timezone.now())
    ):
        raise Replaced


def _rows(file: Import, batch: list[Planned]) -> Rows:
    rows = Rows(file, seen_on=timezone.localdate(file.created_at), at=timezone.now())
    for one in batch:
        if one.record:
            rows.add(one.record)
    return rows
