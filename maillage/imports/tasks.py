"""The tasks of a context that imports files."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.imports.actions import task_name
from maillage.jobs.actions import run
from maillage.permissions import Actor


def declare(context, works):
    """`works`: state → the long work of this state."""
    for state, work in works.items():
        app.task(name=task_name(context, state))(_task(work))


def _task(work):
    def task(job_id, actor, import_id):
        by = Actor.from_json(actor)
        run(lambda job: work(job, by=by, import_id=UUID(import_id)), by=by, job_id=UUID(job_id))

    return task
