from django.utils import timezone

from maillage.imports.models import FileImport
from maillage.jobs.models import Job
from maillage.jobs.queries import my_jobs
from maillage.permissions import Actor


def job_of(actor: Actor, file: FileImport) -> Job | None:
    return my_jobs(actor).filter(pk=file.job_id).first() if file.job_id else None


def is_stopped(file: FileImport, job: Job | None) -> bool:
    """Whether the work ended before its end: cancelled, failed, or lost with its machine.

    Somebody else's job is not seen: only silence tells.
    """
    if job is not None and (job.ended or job.started_at is None):
        return job.ended
    moved = [at for at in (file.moved_at, job.started_at if job else None) if at]
    return timezone.now() - max(moved, default=file.created_at) > file.SILENT_FOR
