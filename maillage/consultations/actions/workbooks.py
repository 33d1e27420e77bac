"""A workbook of every answer, made apart when it is long: followed, stopped, taken when it is ready, forgotten after a week."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.consultations.models import Questionnaire, Workbook
from maillage.consultations.queries import keeps, questions
from maillage.consultations.queries.results import is_readable, responses
from maillage.consultations.queries.rows import Sheet, lines
from maillage.consultations.rules import check_can_keep
from maillage.files.storage import drop, keep, read
from maillage.governance.rules import account
from maillage.jobs import actions as jobs
from maillage.jobs.models import Job
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of
from maillage.sheets import write_table

TASK = "maillage.consultations.make_workbook"
NOTHING = "Il n’y a pas encore de réponse à lire."
READY = "Le fichier est prêt\u00a0: il vous attend une semaine dans les résultats."


@transaction.atomic
def ask_workbook(*, by: Actor, questionnaire: Questionnaire) -> UUID:
    """The job that makes it; the page of results then gives it."""
    check_can_keep(by, keeps(by, questionnaire))
    if not is_readable(by, questionnaire):
        raise Forbidden(NOTHING)
    job = jobs.enqueue(
        app.configure_task(TASK),
        by=by,
        label=f"Réponses à «\u00a0{questionnaire.title}\u00a0»"[:200],
        noun="réponse",
        result_url=reverse("consultations:results", args=[questionnaire.public_id]),
        questionnaire_id=questionnaire.pk,
    )
    record(by, "workbook_asked", questionnaire)
    return job.pk


def make_workbook(job: Job, *, by: Actor, questionnaire_id: int) -> str:
    with acting(by):
        row = Questionnaire.objects.get(pk=questionnaire_id)
        sheet = Sheet.of(row, questions(row))
        jobs.set_total(by=by, job_id=job.pk, total=responses(by, row).count())
    content = in_a_book(sheet, _followed(job, by, sheet))
    with acting(by):
        _go_on(job, by)
        told = {"questionnaire": row, "user_id": account(by), "key": keep(content, owner=row.public_id)}
        Workbook.objects.create(id=job.pk, **told)
    return READY


def in_a_book(sheet: Sheet, told: Iterator[list[list[Any]]]) -> bytes:
    target = BytesIO()
    rows = (line for chunk in told for line in chunk)
    write_table(sheet.headers, rows, target, "xlsx", sheet="Réponses")
    return target.getvalue()


def _followed(job: Job, by: Actor, sheet: Sheet) -> Iterator[list[list[Any]]]:
    done = 0
    for chunk in lines(by, sheet):
        done += len(chunk)
        with acting(by):
            jobs.advance(by=by, job_id=job.pk, done=done)
        yield chunk


def _go_on(job: Job, by: Actor) -> None:
    """Unless it was asked to stop while the file was written."""
    done = Job.objects.filter(pk=job.pk).values_list("done", flat=True).get()
    jobs.advance(by=by, job_id=job.pk, done=done)


@transaction.atomic
def open_workbook(*, by: Actor, workbook: Workbook) -> bytes:
    """What is in the file; who takes it is written down."""
    content = read(workbook.key)
    record(by, "export_responses", workbook.questionnaire)
    return content


def forget() -> None:
    """Every night: those of more than a week."""
    with acting(ANONYMOUS):
        keys = [one.key for one in rows_of("survey_forget_workbooks()")]
    for key in keys:
        drop(key)
