from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.permissions import Actor


def my_jobs(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(owner_id=actor.user_id)


def going_on(actor: Actor, result_url: str) -> Job | None:
    """Work that this actor asked for and has not stopped, whose result is read there."""
    rows = my_jobs(actor).filter(result_url=result_url, cancel_asked=False)
    return rows.filter(state__in=(State.WAITING, State.RUNNING)).first()


def time_left(job: Job) -> timedelta | None:
    """How long is left at the pace so far; None before there is a pace."""
    if not (job.started_at and job.total and job.done) or job.ended:
        return None
    return (timezone.now() - job.started_at) * ((job.total - job.done) / job.done)
