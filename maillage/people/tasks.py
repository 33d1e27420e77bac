"""Long work on files of households; codes sent; what is forgotten every night. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.imports.enums import ImportState
from maillage.imports.tasks import declare
from maillage.people import import_files
from maillage.people.actions import access, importing, space, undoing

declare(
    "people",
    {
        ImportState.CHECKING: importing.check,
        ImportState.WRITING: importing.write,
        ImportState.UNDOING: undoing.undo,
    },
)


@app.periodic(cron="40 3 * * *")
@app.task(name="maillage.people.forget_import_files", queueing_lock="forget_import_files")
def forget_files(timestamp):
    import_files.SHELF.purge()


@app.periodic(cron="45 3 * * *")
@app.task(name="maillage.people.forget_attempts", queueing_lock="forget_attempts")
def forget_attempts(timestamp):
    access.forget_attempts()


@app.task(name=space.SEND_CODE)
def send_space_code(ticket, access, address):
    space.send_code(ticket=ticket, access=access, address=address)
