"""What somebody asks of a file: the work of a state begun, gone on with, given up. Whoever calls has checked the rule."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.imports.enums import BEFORE_WRITING, ImportState
from maillage.imports.models import FileImport
from maillage.jobs.actions import ask_to_cancel, enqueue
from maillage.permissions import Actor, Forbidden

F = TypeVar("F", bound=FileImport)
BEGUN = "Cet import a déjà commencé\u00a0: ses colonnes ne changent plus."
WORKS = {
    ImportState.CHECKING: ("check", "Essai"),
    ImportState.WRITING: ("write", "Import"),
    ImportState.UNDOING: ("undo", "Annulation"),
}


class _Moved(Exception):
    """Somebody moved the file first; the second job is not queued."""


@transaction.atomic
def begin(
    *, by: Actor, file: FileImport, before: tuple[str, ...], after: str, taken: str = "", **values: Any
) -> UUID | None:
    """Queue the work of the state `after`, from one of the states `before`; None when somebody moved the file first.

    `taken` is said when a constraint of the table refuses. The former work, if it lives, stops by itself.
    """
    try:
        with transaction.atomic():
            job_id = _enqueue(by, file, after)
            if not _move(_row(file).filter(state__in=before), job_id, state=after, **values):
                raise _Moved
    except IntegrityError:
        raise Forbidden(taken) from None
    except _Moved:
        return None
    _stop_former(by, file)
    return job_id


@transaction.atomic
def resume(*, by: Actor, file: FileImport) -> UUID:
    """Go on with a writing or an undoing that stopped half-way."""
    if file.state not in (ImportState.WRITING, ImportState.UNDOING):
        raise Forbidden("Il n’y a rien à reprendre.")
    job_id = _enqueue(by, file, file.state)
    if not _move(_row(file).filter(state=file.state, job_id=file.job_id), job_id):
        raise Forbidden("Ce travail a déjà repris.")
    _stop_former(by, file)
    return job_id


@transaction.atomic
def give_up(*, by: Actor, file: FileImport, forget: Callable[[], None]) -> None:
    """Erase a file that will not be imported; `forget` takes away what is kept of it."""
    deleted, _ = _row(file).filter(state__in=BEFORE_WRITING).delete()
    if not deleted:
        raise Forbidden("Cet import a déjà commencé\u00a0: annulez-le plutôt.")
    _stop_former(by, file)
    transaction.on_commit(forget)


def job_at_work(file: FileImport) -> UUID:
    """What the first who asked began."""
    return UUID(str(_row(file).values_list("job_id", flat=True).get()))


def task_name(context: str, state: str) -> str:
    return f"maillage.{context}.{WORKS[ImportState(state)][0]}_import"


def _row(file: F) -> QuerySet[F]:
    return type(file)._default_manager.filter(pk=file.pk)


def _enqueue(by: Actor, file: FileImport, state: str) -> UUID:
    job_id: UUID = enqueue(
        app.configure_task(task_name(file._meta.app_label, state)),
        by=by,
        label=f"{WORKS[ImportState(state)][1]} de «\u00a0{file.filename}\u00a0»"[:200],
        noun=file.NOUNS.get(state, "ligne"),
        result_url=file.get_absolute_url(),
        import_id=str(file.pk),
    ).pk
    return job_id


def _move(rows: QuerySet[Any], job_id: UUID, **values: Any) -> int:
    return rows.update(job_id=job_id, moved_at=timezone.now(), **values)


def _stop_former(by: Actor, file: FileImport) -> None:
    if file.job_id:
        ask_to_cancel(by=by, job_id=file.job_id)
