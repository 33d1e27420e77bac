"""Bring in a directory's file: drop it, relate its columns, try it, import it, undo it. Here is what somebody asks for;
the work itself is in `importing`."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from maillage.audit.actions import record
from maillage.directory.exchange import Unreadable, recognise
from maillage.directory.models import DirectoryImport, Source
from maillage.directory.rules import check_can_animate
from maillage.imports import actions as shared
from maillage.imports.actions import BEGUN, job_at_work
from maillage.imports.enums import BEFORE_WRITING, ImportState
from maillage.imports.kept import Shelf, Upload
from maillage.permissions import Actor, Forbidden
from maillage.sheets.words import shown

SHELF = Shelf("directory-imports")
NOT_READY = "Faites d’abord l’essai de ce fichier."
BUSY = "Un autre fichier de cette source est en cours d’import\u00a0: attendez qu’il soit fini."
NEWER = "Un fichier plus récent de cette source a été importé\u00a0: annulez-le d’abord."


@transaction.atomic
def add_source(*, by: Actor, code: str, name: str, local: bool = True) -> Source:
    """The source of this code; opened when it is new."""
    check_can_animate(by)
    source, new = Source.objects.get_or_create(code=code, defaults={"name": name, "local": local})
    if new:
        record(by, "source_added", source)
    return source


@transaction.atomic
def drop(*, by: Actor, source: Source, upload: Upload) -> DirectoryImport:
    """Keep a file aside and recognise it. Raises Unreadable, and keeps nothing, when nobody can read it."""
    check_can_animate(by)
    SHELF.purge()
    key = uuid4()
    try:
        SHELF.keep(upload, key)
        found = recognise(SHELF.path(key))
        return DirectoryImport.objects.create(
            pk=key,
            source=source,
            owner_id=by.user_id,
            filename=shown(upload.name or "fichier", 200),
            shape=found.shape,
            columns=[list(column) for column in found.columns],
            mapping={column.header: column.field for column in found.columns},
            rows=found.rows,
        )
    except BaseException:
        SHELF.erase(key)
        raise


def mapping_of_source(source: Source) -> dict[str, str]:
    """How the last file of this source that was tried was read."""
    rows = DirectoryImport.objects.filter(source=source).exclude(state=ImportState.DROPPED)
    found: dict[str, str] | None = rows.exclude(mapping={}).values_list("mapping", flat=True).first()
    return found or {}


@transaction.atomic
def check_file(*, by: Actor, file: DirectoryImport, mapping: dict[str, str] | None = None) -> UUID:
    """Try the file, writing no card; returns the job. A new trial replaces the former."""
    check_can_animate(by)
    values: dict[str, Any] = {
        "mapping": file.mapping if mapping is None else mapping,
        "counts": {},
        "fault": "",
    }
    job_id = shared.begin(by=by, file=file, before=BEFORE_WRITING, after=ImportState.CHECKING, **values)
    if job_id is None:
        raise Forbidden(BEGUN)
    return job_id


@transaction.atomic
def write(*, by: Actor, file: DirectoryImport, whole: bool) -> UUID:
    """Import what the trial announced; returns the job. Asked twice, it is done once."""
    check_can_animate(by)
    if file.state not in (ImportState.CHECKED, ImportState.WRITING, ImportState.WRITTEN):
        raise Forbidden(NOT_READY)
    before, after = (ImportState.CHECKED,), ImportState.WRITING
    job_id = shared.begin(by=by, file=file, before=before, after=after, taken=BUSY, whole=whole)
    return job_id or job_at_work(file)


def resume(*, by: Actor, file: DirectoryImport) -> UUID:
    """Begin again: a writing or an undoing is whole or not at all."""
    check_can_animate(by)
    return shared.resume(by=by, file=file)


@transaction.atomic
def undo(*, by: Actor, file: DirectoryImport) -> UUID:
    """Put the cards back as they were, where nobody has changed them since; returns the job."""
    check_can_animate(by)
    if newer_written(file):
        raise Forbidden(NEWER)
    before, after = (ImportState.WRITTEN,), ImportState.UNDOING
    job_id = shared.begin(by=by, file=file, before=before, after=after, taken=BUSY)
    if job_id is None:
        raise Forbidden("Cet import n’a rien écrit, ou il est déjà annulé.")
    return job_id


def newer_written(file: DirectoryImport) -> bool:
    rows = DirectoryImport.objects.filter(source_id=file.source_id, state=ImportState.WRITTEN)
    return file.written_at is not None and rows.filter(written_at__gt=file.written_at).exists()


def give_up(*, by: Actor, file: DirectoryImport) -> None:
    check_can_animate(by)
    shared.give_up(by=by, file=file, forget=lambda: SHELF.erase(file.pk))


__all__ = ["Unreadable", "add_source", "check_file", "drop", "give_up", "resume", "undo", "write"]
