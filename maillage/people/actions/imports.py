"""Bring in a file of households: drop it, relate its columns, try it, import it, undo it. Long work is in `importing`
and `undoing`; here is what somebody asks for."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.clocks.months import shift
from maillage.jobs.actions import ask_to_cancel, enqueue
from maillage.people import import_files
from maillage.people.budget import previous_months
from maillage.people.enums import ImportState
from maillage.people.import_plan import printable
from maillage.people.models import Import, ImportMapping
from maillage.people.rules import at_work, check_can_import
from maillage.permissions import Actor, Forbidden

CHECK, WRITE, UNDO = (f"maillage.people.{name}_import" for name in ("check", "write", "undo"))
BEGUN = "Cet import a déjà commencé : ses colonnes ne changent plus."
ONCE = (
    "Ce même fichier a déjà été importé dans votre structure. Annulez d’abord cet import-là, "
    "ou gardez seulement les foyers nouveaux dans le fichier."
)
NOT_READY = "Faites d’abord l’essai de ce fichier : reliez ses colonnes."
NOTHING = "Il n’y a aucun foyer à importer dans ce fichier."


@transaction.atomic
def drop(*, by: Actor, upload: import_files.Upload) -> Import:
    """Keep a file aside and look at its headers. Raises FileError, and keeps nothing, when it is not a table."""
    check_can_import(by)
    import_files.purge()
    key, filename = uuid4(), printable(upload.name or "fichier", 200)
    try:
        fingerprint = import_files.keep(upload, key)
        headers = import_files.look(key, filename)
        owner_id, structure_id = at_work(by)
        dropped = Import(pk=key, structure_id=structure_id, owner_id=owner_id, filename=filename)
        dropped.fingerprint, dropped.headers = fingerprint, headers
        dropped.save(force_insert=True)
    except BaseException:
        import_files.erase(key)
        raise
    return dropped


def headers_fingerprint(headers: Iterable[str]) -> str:
    """The same for the same headers in any order."""
    return hashlib.sha256(json.dumps(sorted(headers)).encode()).hexdigest()


@transaction.atomic
def check_file(*, by: Actor, source: Import, mapping: dict[str, str | None], last_month: date) -> UUID:
    """Remember the columns and try the file, writing nothing; returns the job. A new trial replaces the former.

    An amount without a month stands for the four months that `last_month` (its first day) ends.
    """
    check_can_import(by)
    job_id = _enqueue(by, CHECK, source, "Essai")
    before = (ImportState.DROPPED, ImportState.CHECKING, ImportState.CHECKED)
    months = [f"{month:%Y-%m}" for month in previous_months(shift(last_month, 1))]
    values = {"mapping": mapping, "months": months, "counts": {}, "report": None}
    if not _move(source, before, ImportState.CHECKING, job_id, **values):
        raise Forbidden(BEGUN)
    _remember(by, source, mapping)
    _stop_former(by, source)
    transaction.on_commit(lambda: import_files.erase_report(source.report))
    return job_id


def _remember(by: Actor, source: Import, mapping: dict[str, str | None]) -> None:
    fingerprint = headers_fingerprint(source.headers)
    known = ImportMapping(structure_id=at_work(by)[1], headers=fingerprint, mapping=mapping)
    ImportMapping.objects.bulk_create(
        [known],
        update_conflicts=True,
        unique_fields=["structure", "headers"],
        update_fields=["mapping", "used_at"],
    )


@transaction.atomic
def write(*, by: Actor, source: Import, twice: bool) -> UUID:
    """Import what the trial announced; returns the job. Asked twice, it is done once."""
    check_can_import(by)
    if source.state not in (ImportState.CHECKED, ImportState.WRITING, ImportState.WRITTEN):
        raise Forbidden(NOT_READY)
    if not to_create(source, twice):
        raise Forbidden(NOTHING)
    try:
        with transaction.atomic():
            job_id = _enqueue(by, WRITE, source, "Import", noun="ligne")
            if not _move(source, (ImportState.CHECKED,), ImportState.WRITING, job_id, twice=twice):
                raise _AlreadyAsked
    except IntegrityError:
        raise Forbidden(ONCE) from None
    except _AlreadyAsked:
        return _job_of(source)
    record(by, "import", source, **source.counts, twice=twice)
    return job_id


def to_create(source: Import, twice: bool) -> int:
    """Households that the import would create, as far as the trial tells."""
    already: int = source.counts.get("already", 0) if twice else 0
    return int(source.counts.get("create", 0)) + already


class _AlreadyAsked(Exception):
    """Somebody clicked twice; the second job is not queued."""


def _job_of(source: Import) -> UUID:
    job_id = Import.objects.values_list("job_id", flat=True).get(pk=source.pk)
    return UUID(str(job_id))


@transaction.atomic
def resume(*, by: Actor, source: Import) -> UUID:
    """Go on with an import or an undoing that stopped half-way. The former work, if it lives, stops by itself."""
    check_can_import(by)
    name, label = (UNDO, "Annulation") if source.state == ImportState.UNDOING else (WRITE, "Import")
    if source.state not in (ImportState.WRITING, ImportState.UNDOING):
        raise Forbidden("Il n’y a rien à reprendre.")
    job_id = _enqueue(by, name, source, label)
    rows = Import.objects.filter(pk=source.pk, state=source.state, job_id=source.job_id)
    if not rows.update(job_id=job_id, moved_at=timezone.now()):
        raise Forbidden("Ce travail a déjà repris.")
    _stop_former(by, source)
    return job_id


@transaction.atomic
def undo(*, by: Actor, source: Import) -> UUID:
    """Take out again what the import created and nobody has changed since; returns the job."""
    check_can_import(by)
    job_id = _enqueue(by, UNDO, source, "Annulation", noun="foyer")
    before = (ImportState.WRITING, ImportState.WRITTEN)
    if not _move(source, before, ImportState.UNDOING, job_id):
        raise Forbidden("Cet import n’a rien écrit, ou il est déjà annulé.")
    _stop_former(by, source)
    record(by, "undo_import", source)
    return job_id


@transaction.atomic
def give_up(*, by: Actor, source: Import) -> None:
    """Erase a file that will not be imported."""
    check_can_import(by)
    before = (ImportState.DROPPED, ImportState.CHECKING, ImportState.CHECKED)
    deleted, _ = Import.objects.filter(pk=source.pk, state__in=before).delete()
    if not deleted:
        raise Forbidden("Cet import a déjà commencé : annulez-le plutôt.")
    _stop_former(by, source)
    transaction.on_commit(lambda: _forget(source))


def _forget(source: Import) -> None:
    import_files.erase(source.pk)
    import_files.erase_report(source.report)


def _enqueue(by: Actor, name: str, source: Import, label: str, noun: str = "ligne") -> UUID:
    job_id: UUID = enqueue(
        app.configure_task(name),
        by=by,
        label=f"{label} de « {source.filename} »"[:200],
        noun=noun,
        result_url=reverse("people:import", args=[source.pk]),
        import_id=str(source.pk),
    ).pk
    return job_id


def _move(source: Import, before: tuple[str, ...], after: str, job_id: UUID, **values: Any) -> bool:
    """From one of the states `before` to `after`, if nobody moved it first."""
    rows = Import.objects.filter(pk=source.pk, state__in=before)
    return bool(rows.update(state=after, job_id=job_id, moved_at=timezone.now(), **values))


def _stop_former(by: Actor, source: Import) -> None:
    if source.job_id:
        ask_to_cancel(by=by, job_id=source.job_id)
