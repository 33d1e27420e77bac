"""Long work on directories' files."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.directory import kept_files
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


@app.periodic(cron="10 4 * * *")
@app.task(name="maillage.directory.purge_files", queueing_lock="directory_purge_files")
def purge_files(timestamp):
    """A file whose import was never finished stays a week at most."""
    kept_files.purge()
