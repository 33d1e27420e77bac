"""Files of households while they are being imported, and their reports: a private folder, names that say nothing.

Nothing stays longer than a week; a file goes as soon as its import is done, given up or undone.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from maillage.imports.kept import Shelf
from maillage.people.import_plan import Told, printable
from maillage.sheets import FileError, Limits, Table, open_table
from maillage.whole_files import write_atomically, writing_whole

SHELF = Shelf("imports")
GONE = "Ce fichier n’est plus gardé\u00a0: déposez-le de nouveau."
SAMPLE_LINES = 3


def _report(key: UUID) -> Path:
    return SHELF.path(key, "report")


def erase(key: UUID) -> None:
    SHELF.erase(key, "file", "sample")


def erase_report(key: UUID | None) -> None:
    if key:
        SHELF.erase(key, "report")


def erase_all(key: UUID, report: UUID | None) -> None:
    erase(key)
    erase_report(report)


@contextmanager
def opened(key: UUID, filename: str) -> Iterator[Table]:
    """The table of a kept file. Raises FileError, also when somebody erases it meanwhile."""
    if not SHELF.path(key).exists():
        raise FileError(GONE)
    limits = Limits(bytes=settings.IMPORT_MEGABYTES * 2**20)
    try:
        with open_table(SHELF.path(key), filename, limits) as table:
            yield table
    except FileNotFoundError:
        raise FileError(GONE) from None


def look(key: UUID, filename: str) -> list[str]:
    """The headers of a kept file; its first lines are set beside it, as text, for `read_sample`."""
    with opened(key, filename) as table:
        first = [[_shown(cell) for cell in row.cells] for row in islice(table.rows(), SAMPLE_LINES)]
        write_atomically(SHELF.path(key, "sample"), json.dumps(first))
        return list(table.headers)


def _shown(cell: object) -> str:
    return "" if cell is None else printable(cell, 40)


def read_sample(key: UUID) -> list[list[str]]:
    """[[cells of a line]], as many as `SAMPLE_LINES` at most; none when the file is not kept any more."""
    with suppress(FileNotFoundError):
        lines: list[list[str]] = json.loads(SHELF.path(key, "sample").read_text(encoding="utf-8"))
        return lines
    return []


def writing_report(key: UUID) -> AbstractContextManager[BinaryIO]:
    """A report is one sentence a line; it is there whole, or not at all."""
    return writing_whole(_report(key))


def tell(target: BinaryIO, told: Iterable[Told]) -> None:
    target.writelines(json.dumps(one).encode() + b"\n" for one in told)


def read_report(key: UUID | None, kinds: Iterable[str] = ()) -> Iterator[Told]:
    """What a report tells, in the order of the file, of these kinds only (all when none is named).

    Nothing when it is not kept any more.
    """
    begins = tuple(f'["{kind}"' for kind in kinds)
    if not report_is_kept(key):
        return
    with _report(UUID(str(key))).open(encoding="utf-8") as source:
        for line in source:
            if not begins or line.startswith(begins):
                yield Told(*json.loads(line))


def report_is_kept(key: UUID | None) -> bool:
    return key is not None and _report(key).exists()
