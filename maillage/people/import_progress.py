"""Where an import is, for its page: is its work alive, what did its undoing keep."""

from datetime import timedelta

from django.utils import timezone

from maillage.jobs.models import Job
from maillage.jobs.queries import my_jobs
from maillage.people import queries
from maillage.people.models import Import
from maillage.permissions import Actor

SILENT_FOR = timedelta(minutes=2)
"""Work that says nothing for so long is taken for lost: a step lasts a few seconds."""


def job_of(actor: Actor, source: Import) -> Job | None:
    return my_jobs(actor).filter(pk=source.job_id).first() if source.job_id else None


def is_stopped(source: Import, job: Job | None) -> bool:
    """Whether the work ended before its end: cancelled, failed, or lost with its machine."""
    if job is None or job.ended:
        return True
    last = max(filter(None, (source.moved_at, job.started_at)), default=source.created_at)
    return job.started_at is not None and timezone.now() - last > SILENT_FOR


def kept_homes(actor: Actor, source: Import, most: int) -> list[queries.Home]:
    """Households that an undoing left because somebody changed them, as far as the actor sees them."""
    rows = queries.households(actor).filter(pk__in=source.kept).order_by("pk")
    return queries.homes(actor, rows[:most])
