"""The long work on a file: taken up by one job, marked at each step, ended once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from maillage.imports.models import FileImport
from maillage.jobs.models import Job
from maillage.permissions import Actor
from maillage.permissions.context import acting

F = TypeVar("F", bound=FileImport)
REPLACED = "Un autre travail a pris la suite."
CHECKED = "L’essai est terminé\u00a0: lisez son compte rendu, rien n’est encore importé."


class Replaced(Exception):
    """Another job works on this import now."""


class LongWork(Protocol):
    def __call__(self, job: Job, *, by: Actor, import_id: UUID) -> str: ...


def work_on(model: type[F], state: str) -> Callable[[Callable[[Job, Actor, F], str]], LongWork]:
    """Hand the file on when it is in this state and this job's; say so when another job has taken over, then or later."""

    def decorate(work: Callable[[Job, Actor, F], str]) -> LongWork:
        @wraps(work)
        def taken_up(job: Job, *, by: Actor, import_id: UUID) -> str:
            with acting(by):
                file = model._default_manager.filter(pk=import_id, state=state, job_id=job.pk).first()
            try:
                return work(job, by, file) if file else REPLACED
            except Replaced:
                return REPLACED

        return taken_up

    return decorate


def mine(file: F, job: Job) -> QuerySet[F]:
    return type(file)._default_manager.filter(pk=file.pk, state=file.state, job_id=job.pk)


def mark(file: FileImport, job: Job, **values: Any) -> None:
    """Say that the work lives; the row stays locked until the step is in. Raises Replaced."""
    if not mine(file, job).update(moved_at=timezone.now(), **values):
        raise Replaced


def end(file: FileImport, job: Job, state: str, **values: Any) -> None:
    mark(file, job, state=state, **values)
