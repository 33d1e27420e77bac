"""Imports as their pages show them: where each is, what is said of its lines."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from maillage.directory.enums import LineOutcome
from maillage.directory.models import DirectoryImport, ImportLine
from maillage.jobs.models import Job
from maillage.jobs.queries import my_jobs
from maillage.permissions import Actor

SILENT_FOR = timedelta(minutes=15)
"""Work that says nothing for so long is taken for lost: writing 100,000 cards is one step."""
REMARKED, ALL = "remarked", "all"


def imports(actor: Actor) -> QuerySet[DirectoryImport]:
    return DirectoryImport.objects.visible_to(actor).select_related("source")


def lines(file: DirectoryImport, shown: str) -> QuerySet[ImportLine]:
    """Those of one outcome, those that something is said of, or all; in the order of the file."""
    rows = ImportLine.objects.filter(file=file).order_by("line", "pk")
    if shown == REMARKED:
        return rows.exclude(remarks=[])
    return rows.filter(outcome=shown) if shown in LineOutcome.values else rows


def left_by_undo(file: DirectoryImport) -> QuerySet[ImportLine]:
    """Cards that somebody changed since, or that something hangs on."""
    written = (LineOutcome.CREATED, LineOutcome.UPDATED, LineOutcome.BACK, LineOutcome.GONE)
    return ImportLine.objects.filter(file=file, outcome__in=written, undone=False).order_by("line", "pk")


def job_of(actor: Actor, file: DirectoryImport) -> Job | None:
    return my_jobs(actor).filter(pk=file.job_id).first() if file.job_id else None


def is_stopped(file: DirectoryImport, job: Job | None) -> bool:
    """Whether the work ended before its end: cancelled, failed, or lost with its machine.

    Somebody else's job is not seen: only silence tells.
    """
    if job is not None and job.ended:
        return True
    moved = [at for at in (file.moved_at, job.started_at if job else None) if at]
    return timezone.now() - max(moved, default=file.created_at) > SILENT_FOR
