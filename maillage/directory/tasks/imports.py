"""Long work on directories' files."""

from procrastinate.contrib.django import app

from maillage.directory.actions import importing, imports
from maillage.imports.enums import ImportState
from maillage.imports.tasks import declare

declare(
    "directory",
    {
        ImportState.CHECKING: importing.try_file,
        ImportState.WRITING: importing.write,
        ImportState.UNDOING: importing.undo,
    },
)


@app.periodic(cron="10 4 * * *")
@app.task(name="maillage.directory.purge_files", queueing_lock="directory_purge_files")
def purge_files(timestamp):
    """A file whose import was never finished stays a week at most."""
    imports.SHELF.purge()
