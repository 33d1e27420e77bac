"""A release is counted by a job: the page that asked can be left, the work stopped, and asked for again without harm."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.jobs import actions as jobs
from maillage.jobs.models import Job
from maillage.observatory.actions.releases import STEPS, check_can_prepare, prepare
from maillage.observatory.models import Indicator
from maillage.observatory.queries.indicators import being_counted
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting

TASK = "maillage.observatory.prepare"
READY = "C’est compté\u00a0: relisez, puis écrivez ce que ce nombre raconte."
TORN = "Les nombres comptés ne s’additionnent pas entre eux\u00a0: rien n’est gardé. Signalez-le à qui tient la plateforme."


@transaction.atomic
def ask(*, by: Actor, indicator: Indicator, changes: str = "") -> UUID:
    """The job that counts; the one that is already going on when it was asked for before."""
    check_can_prepare(by=by, indicator=indicator, changes=changes)
    if before := being_counted(by, indicator):
        return before.pk
    job = jobs.enqueue(
        app.configure_task(TASK),
        by=by,
        label=f"Comptage\u00a0: {indicator.entry.title}"[:200],
        noun="étape",
        result_url=indicator.get_absolute_url(),
        indicator_id=indicator.pk,
        changes=changes,
    )
    record(by, "release_asked", indicator, code=indicator.code)
    return job.pk


def make(job: Job, *, by: Actor, indicator_id: int, changes: str, today: date | None = None) -> str:
    def on_step(done: int) -> None:
        with acting(by):
            jobs.advance(by=by, job_id=job.pk, done=done)

    with acting(by):
        indicator = Indicator.objects.select_related("owner").get(pk=indicator_id)
        jobs.set_total(by=by, job_id=job.pk, total=STEPS)
    try:
        told = prepare(by=by, indicator=indicator, changes=changes, today=today, on_step=on_step)
    except ArithmeticError:
        raise jobs.Interrupted(TORN) from None
    except (Forbidden, ValidationError) as refused:
        raise jobs.Interrupted(_said(refused)) from None
    with acting(by):
        jobs.lead_to(by=by, job_id=job.pk, url=told.get_absolute_url())
    return READY


def _said(refused: Forbidden | ValidationError) -> str:
    return " ".join(refused.messages) if isinstance(refused, ValidationError) else refused.reason
