"""The work of an import: try the file, chunk by chunk; write its cards in one transaction; take them back in another."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.actions import import_lines
from maillage.directory.actions.imports import SHELF
from maillage.directory.enums import LineOutcome
from maillage.directory.exchange import Checked, Record, Unreadable, check, records
from maillage.directory.models import DirectoryImport, ImportLine, Source, StructureKind
from maillage.directory.queries.exchange import OTHER_KIND, places
from maillage.imports.enums import ImportState
from maillage.imports.work import CHECKED, end, mark, work_on
from maillage.jobs.actions import advance, set_total
from maillage.jobs.models import Job
from maillage.permissions import Actor
from maillage.permissions.context import acting

CHUNK = 2000
STAGED = (
    "file_id", "line", "kind", "code", "structure_code", "payload", "remarks", "refusal", "outcome", "undone",
)  # fmt: skip


@work_on(DirectoryImport, ImportState.CHECKING)
def try_file(job: Job, by: Actor, file: DirectoryImport) -> str:
    """Read the whole file into lines and decide what each would do; no card is written."""
    with acting(by):
        mark(file, job)
        ImportLine.objects.filter(file=file).delete()
        set_total(by=by, job_id=job.pk, total=file.rows)
    try:
        _stage(job, by, file)
        with acting(by):
            _decide_all(file)
            end(file, job, ImportState.CHECKED, counts=_counted(file))
    except Unreadable as error:
        with acting(by):
            end(file, job, ImportState.DROPPED, fault=str(error)[:500])
        return str(error)
    return CHECKED


def _stage(job: Job, by: Actor, file: DirectoryImport) -> None:
    with acting(by):
        ensure_other_kind()
        known = places()
    read = records(SHELF.path(file.pk), file.mapping or None)
    for chunk in _chunks(read):
        with acting(by):
            mark(file, job)
            _copy(file, check(chunk, known))
            advance(by=by, job_id=job.pk, done=min(chunk[-1].line, file.rows))


def ensure_other_kind() -> None:
    """Of a structure whose file says nothing that we know of its kind."""
    StructureKind.objects.get_or_create(code=OTHER_KIND, defaults={"label": "autre structure"})


def _chunks(read: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(read, CHUNK)):
        yield chunk


def _copy(file: DirectoryImport, lines: Iterable[Checked]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY directory_importline ({', '.join(STAGED)}) FROM STDIN") as copy,
    ):
        for one in lines:
            copy.write_row(_row(file, one))


def _row(file: DirectoryImport, one: Checked) -> tuple[Any, ...]:
    payload = json.dumps(one.payload, ensure_ascii=False, allow_nan=False).replace("\\u0000", "")
    outcome = LineOutcome.REFUSED.value if one.refusal else ""
    remarks = [_kept(remark) for remark in one.remarks]
    told = (_kept(one.code), _kept(one.structure_code), _kept(payload), remarks, _kept(one.refusal))
    return (file.pk, one.line, one.kind, *told, outcome, False)


def _kept(text: str) -> str:
    """As PostgreSQL takes it: no NUL, no half of a character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _decide_all(file: DirectoryImport) -> None:
    import_lines.refuse_doubles(file)
    import_lines.decide(file, "structure")
    import_lines.find_holders(file)
    import_lines.refuse_orphans(file)
    import_lines.decide(file, "service")


def _counted(file: DirectoryImport) -> dict[str, Any]:
    remarked = ImportLine.objects.filter(file=file).exclude(remarks=[]).count()
    return {**import_lines.counts(file), "remarked": remarked}


@work_on(DirectoryImport, ImportState.WRITING)
def write(job: Job, by: Actor, file: DirectoryImport) -> str:
    """Every card at once, so that nobody who searches sees half of a file; nothing at all when it fails."""
    with acting(by):
        mark(file, job)
        Source.objects.select_for_update().get(pk=file.source_id)
        today = timezone.localdate()
        for kind in import_lines.KINDS:
            import_lines.decide(file, kind)
            if not file.whole:
                ImportLine.objects.filter(file=file, kind=kind, outcome=LineOutcome.GONE).delete()
            import_lines.write(file, kind, today)
        counts = _counted(file)
        end(file, job, ImportState.WRITTEN, counts=counts, written_at=timezone.now())
        record(by, "directory_imported", file, source=file.source.code, **_flat(counts))
    SHELF.erase(file.pk)
    return f"Fiches écrites\u00a0: {_written(counts)}."


@work_on(DirectoryImport, ImportState.UNDOING)
def undo(job: Job, by: Actor, file: DirectoryImport) -> str:
    with acting(by):
        mark(file, job)
        Source.objects.select_for_update().get(pk=file.source_id)
        for kind in reversed(import_lines.KINDS):
            import_lines.undo(file, kind, timezone.localdate())
        undone = import_lines.counts(file, undone=True)
        end(file, job, ImportState.UNDONE, undone=undone, undone_at=timezone.now())
        record(by, "directory_import_undone", file, source=file.source.code, **_flat(undone))
    return f"Fiches remises comme avant\u00a0: {_written(undone)}."


def _flat(counts: dict[str, Any]) -> dict[str, int]:
    return {
        f"{kind}_{outcome}": number
        for kind in import_lines.KINDS
        for outcome, number in counts.get(kind, {}).items()
    }


WRITING_OUTCOMES = ("created", "updated", "back", "gone")


def _written(counts: dict[str, Any]) -> int:
    """Cards that an import writes."""
    return sum(
        counts.get(kind, {}).get(outcome, 0) for kind in import_lines.KINDS for outcome in WRITING_OUTCOMES
    )
