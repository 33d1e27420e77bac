"""Bring in a file of households: drop it, relate its columns, try it, import it, undo it. Long work is in `importing`
and `undoing`; here is what somebody asks for."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from maillage.audit.actions import record
from maillage.clocks.months import shift
from maillage.imports import actions as shared
from maillage.imports.actions import BEGUN, job_at_work
from maillage.imports.enums import BEFORE_WRITING, ImportState
from maillage.imports.kept import Upload
from maillage.people import import_files
from maillage.people.budget import previous_months
from maillage.people.import_plan import printable
from maillage.people.models import Import, ImportMapping
from maillage.people.rules import at_work, check_can_import
from maillage.permissions import Actor, Forbidden

ONCE = (
    "Ce même fichier a déjà été importé dans votre structure. Annulez d’abord cet import-là, "
    "ou gardez seulement les foyers nouveaux dans le fichier."
)
NOT_READY = "Faites d’abord l’essai de ce fichier : reliez ses colonnes."
NOTHING = "Il n’y a aucun foyer à importer dans ce fichier."


@transaction.atomic
def drop(*, by: Actor, upload: Upload) -> Import:
    """Keep a file aside and look at its headers. Raises FileError, and keeps nothing, when it is not a table."""
    check_can_import(by)
    import_files.SHELF.purge()
    key, filename = uuid4(), printable(upload.name or "fichier", 200)
    try:
        fingerprint = import_files.SHELF.keep(upload, key)
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
def check_file(*, by: Actor, file: Import, mapping: dict[str, str | None], last_month: date) -> UUID:
    """Remember the columns and try the file, writing nothing; returns the job. A new trial replaces the former.

    An amount without a month stands for the four months that `last_month` (its first day) ends.
    """
    check_can_import(by)
    months = [f"{month:%Y-%m}" for month in previous_months(shift(last_month, 1))]
    values: dict[str, Any] = {"mapping": mapping, "months": months, "counts": {}, "report": None}
    job_id = shared.begin(by=by, file=file, before=BEFORE_WRITING, after=ImportState.CHECKING, **values)
    if job_id is None:
        raise Forbidden(BEGUN)
    _remember(by, file, mapping)
    transaction.on_commit(lambda: import_files.erase_report(file.report))
    return job_id


def _remember(by: Actor, file: Import, mapping: dict[str, str | None]) -> None:
    fingerprint = headers_fingerprint(file.headers)
    known = ImportMapping(structure_id=at_work(by)[1], headers=fingerprint, mapping=mapping)
    ImportMapping.objects.bulk_create(
        [known],
        update_conflicts=True,
        unique_fields=["structure", "headers"],
        update_fields=["mapping", "used_at"],
    )


@transaction.atomic
def write(*, by: Actor, file: Import, twice: bool) -> UUID:
    """Import what the trial announced; returns the job. Asked twice, it is done once."""
    check_can_import(by)
    if file.state not in (ImportState.CHECKED, ImportState.WRITING, ImportState.WRITTEN):
        raise Forbidden(NOT_READY)
    if not to_create(file, twice):
        raise Forbidden(NOTHING)
    before, after = (ImportState.CHECKED,), ImportState.WRITING
    job_id = shared.begin(by=by, file=file, before=before, after=after, taken=ONCE, twice=twice)
    if job_id is None:
        return job_at_work(file)
    record(by, "import", file, **file.counts, twice=twice)
    return job_id


def to_create(file: Import, twice: bool) -> int:
    """Households that the import would create, as far as the trial tells."""
    already: int = file.counts.get("already", 0) if twice else 0
    return int(file.counts.get("create", 0)) + already


def resume(*, by: Actor, file: Import) -> UUID:
    check_can_import(by)
    return shared.resume(by=by, file=file)


@transaction.atomic
def undo(*, by: Actor, file: Import) -> UUID:
    """Take out again what the import created and nobody has changed since; returns the job."""
    check_can_import(by)
    before = (ImportState.WRITING, ImportState.WRITTEN)
    job_id = shared.begin(by=by, file=file, before=before, after=ImportState.UNDOING)
    if job_id is None:
        raise Forbidden("Cet import n’a rien écrit, ou il est déjà annulé.")
    record(by, "undo_import", file)
    return job_id


def give_up(*, by: Actor, file: Import) -> None:
    check_can_import(by)
    shared.give_up(by=by, file=file, forget=lambda: import_files.erase_all(file.pk, file.report))
