from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from maillage.jobs.models import Job
from maillage.permissions import Actor


def my_jobs(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(owner_id=actor.user_id)


def time_left(job: Job) -> timedelta | None:
    """How long is left at the pace so far; None before there is a pace."""
    if not (job.started_at and job.total and job.done) or job.ended:
        return None
    return (timezone.now() - job.started_at) * ((job.total - job.done) / job.done)
