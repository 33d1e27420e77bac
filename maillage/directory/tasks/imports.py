"""Long work on directories' files."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.directory.actions import importing, imports
from maillage.jobs.actions import run
from maillage.permissions import Actor


def _run(work, job_id, actor, import_id):
    by = Actor.from_json(actor)
    run(lambda job: work(job, by=by, import_id=UUID(import_id)), by=by, job_id=UUID(job_id))


@app.task(name=imports.CHECK)
def check_import(job_id, actor, import_id):
    _run(importing.try_file, job_id, actor, import_id)


@app.task(name=imports.WRITE)
def write_import(job_id, actor, import_id):
    _run(importing.write, job_id, actor, import_id)


@app.task(name=imports.UNDO)
def undo_import(job_id, actor, import_id):
    _run(importing.undo, job_id, actor, import_id)
