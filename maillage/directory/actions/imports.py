"""Bring in a directory's file: drop it, relate its columns, try it, import it, undo it. Here is what somebody asks for;
the work itself is in `importing`."""

from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.directory import kept_files
from maillage.directory.enums import ImportState
from maillage.directory.exchange import Unreadable, recognise
from maillage.directory.models import DirectoryImport, Source
from maillage.directory.rules import check_can_animate
from maillage.jobs.actions import ask_to_cancel, enqueue
from maillage.permissions import Actor, Forbidden
from maillage.sheets.words import shown

CHECK, WRITE, UNDO = (f"maillage.directory.{name}_import" for name in ("check", "write", "undo"))
BEGUN = "Cet import a déjà commencé\u00a0: ses colonnes ne changent plus."
NOT_READY = "Faites d’abord l’essai de ce fichier."
BUSY = "Un autre fichier de cette source est en cours d’import\u00a0: attendez qu’il soit fini."
NEWER = "Un fichier plus récent de cette source a été importé\u00a0: annulez-le d’abord."
BEFORE_WRITING = (ImportState.DROPPED, ImportState.CHECKING, ImportState.CHECKED)


@transaction.atomic
def add_source(*, by: Actor, code: str, name: str, local: bool = True) -> Source:
    """The source of this code; opened when it is new."""
    check_can_animate(by)
    source, new = Source.objects.get_or_create(code=code, defaults={"name": name, "local": local})
    if new:
        record(by, "source_added", source)
    return source


@transaction.atomic
def drop(*, by: Actor, source: Source, upload: kept_files.Upload) -> DirectoryImport:
    """Keep a file aside and recognise it. Raises Unreadable, and keeps nothing, when nobody can read it."""
    check_can_animate(by)
    kept_files.purge()
    key = uuid4()
    try:
        found = recognise(kept_files.keep(upload, key))
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
        kept_files.erase(key)
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
    job_id = _enqueue(by, CHECK, file, "Essai")
    chosen = file.mapping if mapping is None else mapping
    values = {"mapping": chosen, "counts": {}, "fault": ""}
    if not _move(file, BEFORE_WRITING, ImportState.CHECKING, job_id, **values):
        raise Forbidden(BEGUN)
    _stop_former(by, file)
    return job_id


@transaction.atomic
def write(*, by: Actor, file: DirectoryImport, whole: bool) -> UUID:
    """Import what the trial announced; returns the job. Asked twice, it is done once."""
    check_can_animate(by)
    if file.state not in (ImportState.CHECKED, ImportState.WRITING, ImportState.WRITTEN):
        raise Forbidden(NOT_READY)
    try:
        with transaction.atomic():
            job_id = _enqueue(by, WRITE, file, "Import", noun="fiche")
            if not _move(file, (ImportState.CHECKED,), ImportState.WRITING, job_id, whole=whole):
                raise _AlreadyAsked
    except IntegrityError:
        raise Forbidden(BUSY) from None
    except _AlreadyAsked:
        return _job_of(file)
    return job_id


class _AlreadyAsked(Exception):
    """Somebody clicked twice; the second job is not queued."""


@transaction.atomic
def resume(*, by: Actor, file: DirectoryImport) -> UUID:
    """Begin again a writing or an undoing that stopped: it is whole or not at all."""
    check_can_animate(by)
    name, label = (UNDO, "Annulation") if file.state == ImportState.UNDOING else (WRITE, "Import")
    if file.state not in (ImportState.WRITING, ImportState.UNDOING):
        raise Forbidden("Il n’y a rien à reprendre.")
    job_id = _enqueue(by, name, file, label, noun="fiche")
    rows = DirectoryImport.objects.filter(pk=file.pk, state=file.state, job_id=file.job_id)
    if not rows.update(job_id=job_id, moved_at=timezone.now()):
        raise Forbidden("Ce travail a déjà repris.")
    _stop_former(by, file)
    return job_id


@transaction.atomic
def undo(*, by: Actor, file: DirectoryImport) -> UUID:
    """Put the cards back as they were, where nobody has changed them since; returns the job."""
    check_can_animate(by)
    if newer_written(file):
        raise Forbidden(NEWER)
    try:
        with transaction.atomic():
            job_id = _enqueue(by, UNDO, file, "Annulation", noun="fiche")
            moved = _move(file, (ImportState.WRITTEN,), ImportState.UNDOING, job_id)
    except IntegrityError:
        raise Forbidden(BUSY) from None
    if not moved:
        raise Forbidden("Cet import n’a rien écrit, ou il est déjà annulé.")
    return job_id


def newer_written(file: DirectoryImport) -> bool:
    rows = DirectoryImport.objects.filter(source_id=file.source_id, state=ImportState.WRITTEN)
    return file.written_at is not None and rows.filter(written_at__gt=file.written_at).exists()


@transaction.atomic
def give_up(*, by: Actor, file: DirectoryImport) -> None:
    """Forget a file that will not be imported."""
    check_can_animate(by)
    deleted, _ = DirectoryImport.objects.filter(pk=file.pk, state__in=BEFORE_WRITING).delete()
    if not deleted:
        raise Forbidden("Cet import a déjà commencé\u00a0: annulez-le plutôt.")
    _stop_former(by, file)
    transaction.on_commit(lambda: kept_files.erase(file.pk))


def _enqueue(by: Actor, name: str, file: DirectoryImport, label: str, noun: str = "ligne") -> UUID:
    job_id: UUID = enqueue(
        app.configure_task(name),
        by=by,
        label=f"{label} de «\u00a0{file.filename}\u00a0»"[:200],
        noun=noun,
        result_url=reverse("directory:import", args=[file.pk]),
        import_id=str(file.pk),
    ).pk
    return job_id


def _move(file: DirectoryImport, before: tuple[str, ...], after: str, job_id: UUID, **values: Any) -> bool:
    """From one of the states `before` to `after`, if nobody moved it first."""
    rows = DirectoryImport.objects.filter(pk=file.pk, state__in=before)
    return bool(rows.update(state=after, job_id=job_id, moved_at=timezone.now(), **values))


def _job_of(file: DirectoryImport) -> UUID:
    job_id = DirectoryImport.objects.values_list("job_id", flat=True).get(pk=file.pk)
    return UUID(str(job_id))


def _stop_former(by: Actor, file: DirectoryImport) -> None:
    if file.job_id:
        ask_to_cancel(by=by, job_id=file.job_id)


__all__ = ["Unreadable", "add_source", "check_file", "drop", "give_up", "resume", "undo", "write"]
