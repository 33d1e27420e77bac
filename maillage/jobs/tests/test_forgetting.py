"""What a worker has done leaves the queue with its arguments; what it could not do, a week after; a screen tells for 90 days."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
)

from maillage.accounts.tests.factories import actor_of, make_member
from maillage.jobs import tasks
from maillage.jobs.actions import forget, open_job
from maillage.jobs.models import Job
from maillage.jobs.tests.queue import run_queue
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
ADDRESS = "samira@exemple.test"


@app.task(name="maillage.jobs.tests.write_to")
def write_to(address: str, breaks: bool = False):
    if breaks:
        raise OSError("courrier refusé")


def queued() -> list[str]:
    return sorted(ProcrastinateJob.objects.values_list("status", flat=True))


def grow_old(**ago):
    """All that happened in the queue did so long ago."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - %s", [timedelta(**ago)])


def test_what_succeeded_leaves_nothing_in_the_queue():
    write_to.defer(address=ADDRESS)
    run_queue()
    assert (queued(), ProcrastinateEvent.objects.count()) == ([], 0)


def test_what_failed_is_kept_a_week():
    write_to.defer(address=ADDRESS, breaks=True)
    run_queue()
    assert queued() == ["failed"]
    grow_old(days=6, hours=23)
    forget()
    assert queued() == ["failed"]
    grow_old(hours=2)
    forget()
    assert (queued(), ProcrastinateEvent.objects.count()) == ([], 0)


@pytest.mark.parametrize("status", ["cancelled", "aborted", "succeeded", "doing"])
def test_neither_does_any_other_state_stay_but_what_waits(status):
    write_to.defer(address=ADDRESS)
    waits = write_to.defer(address=ADDRESS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id <> %s",
            [status, waits],
        )
    grow_old(days=30)
    forget()
    assert list(ProcrastinateJob.objects.values_list("pk", "status")) == [(waits, "todo")]


def test_what_comes_back_every_night_goes_too():
    """Its last time stays, without the work: no night is done twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_defer_periodic_job_v2(%s, NULL, NULL, %s, 0, '', %s, %s)",
            ["default", tasks.forget.name, 1, '{"timestamp": 1}'],
        )
    run_queue()
    assert queued() == []
    last = ProcrastinatePeriodicDefer.objects.get(task_name=tasks.forget.name)
    assert (last.defer_timestamp, last.job_id) == (1, None)


def test_a_screen_tells_for_ninety_days_how_work_ended():
    with transaction.atomic():
        actor = actor_of(make_member())
    with acting(actor):
        rows = {days: open_job(by=actor, label=f"{days} jours") for days in (89, 91)}
        waits = open_job(by=actor, label="en attente")
    with transaction.atomic(), become("maintenance"):
        for days, row in rows.items():
            Job.objects.filter(pk=row.pk).update(ended_at=timezone.now() - timedelta(days=days))
        Job.objects.filter(pk=waits.pk).update(created_at=timezone.now() - timedelta(days=400))
    forget()
    with acting(actor):
        assert set(Job.objects.values_list("pk", flat=True)) == {rows[89].pk, waits.pk}
