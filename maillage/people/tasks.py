"""Long work on files of households."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.jobs.actions import run
from maillage.people import import_files
from maillage.people.actions import importing, imports, space, undoing
from maillage.permissions import Actor


def _run(work, job_id, actor, import_id):
    by = Actor.from_json(actor)
    run(lambda job: work(job, by=by, import_id=UUID(import_id)), by=by, job_id=UUID(job_id))


@app.task(name=imports.CHECK)
def check_import(job_id, actor, import_id):
    _run(importing.check, job_id, actor, import_id)


@app.task(name=imports.WRITE)
def write_import(job_id, actor, import_id):
    _run(importing.write, job_id, actor, import_id)


@app.task(name=imports.UNDO)
def undo_import(job_id, actor, import_id):
    _run(undoing.undo, job_id, actor, import_id)


@app.periodic(cron="40 3 * * *")
@app.task(name="maillage.people.forget_import_files", queueing_lock="forget_import_files")
def forget_files(timestamp):
    import_files.purge()


@app.task(name=space.SEND_CODE)
def send_space_code(ticket, access, address):
    space.send_code(ticket=ticket, access=access, address=address)
