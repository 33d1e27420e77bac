"""Files of households while they are being imported, and their reports: a private folder, names that say nothing.

Nothing stays longer than a week; a file goes as soon as its import is done, given up or undone.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from time import time
from typing import Protocol, TextIO
from uuid import UUID

from django.conf import settings

from maillage.people.import_plan import Told, printable
from maillage.sheets import FileError, Limits, Table, open_table

DAYS_KEPT = 7
GONE = "Ce fichier n’est plus gardé : déposez-le de nouveau."
SAMPLE_LINES = 3


class Upload(Protocol):
    """An uploaded file."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def folder() -> Path:
    path = Path(settings.MAILLAGE_FILES) / "imports"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _sheet(key: UUID) -> Path:
    return folder() / f"{key}.sheet"


def _sample(key: UUID) -> Path:
    return folder() / f"{key}.sample"


def _report(key: UUID) -> Path:
    return folder() / f"{key}.report"


def _create(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def keep(upload: Upload, key: UUID) -> str:
    """Write the file down; returns the fingerprint of its content."""
    fingerprint = hashlib.sha256()
    with open(_create(_sheet(key)), "wb") as target:
        for chunk in upload.chunks():
            fingerprint.update(chunk)
            target.write(chunk)
    return fingerprint.hexdigest()


def is_kept(key: UUID) -> bool:
    return _sheet(key).exists()


def erase(key: UUID) -> None:
    _sheet(key).unlink(missing_ok=True)
    _sample(key).unlink(missing_ok=True)


def erase_report(key: UUID | None) -> None:
    if key:
        _report(key).unlink(missing_ok=True)


def purge() -> None:
    """Erase what is older than a week."""
    limit = time() - DAYS_KEPT * 86400
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()


@contextmanager
def opened(key: UUID, filename: str) -> Iterator[Table]:
    """The table of a kept file. Raises FileError, also when somebody erases it meanwhile."""
    if not is_kept(key):
        raise FileError(GONE)
    limits = Limits(bytes=settings.IMPORT_MEGABYTES * 2**20)
    try:
        with open_table(_sheet(key), filename, limits) as table:
            yield table
    except FileNotFoundError:
        raise FileError(GONE) from None


def look(key: UUID, filename: str) -> list[str]:
    """The headers of a kept file; its first lines are set beside it, as text, for `read_sample`."""
    with opened(key, filename) as table:
        first = [[_shown(cell) for cell in row.cells] for row in islice(table.rows(), SAMPLE_LINES)]
        with open(_create(_sample(key)), "w", encoding="utf-8") as target:
            json.dump(first, target)
        return list(table.headers)


def _shown(cell: object) -> str:
    return "" if cell is None else printable(cell, 40)


def read_sample(key: UUID) -> list[list[str]]:
    """[[cells of a line]], as many as `SAMPLE_LINES` at most; none when the file is not kept any more."""
    with suppress(FileNotFoundError):
        lines: list[list[str]] = json.loads(_sample(key).read_text(encoding="utf-8"))
        return lines
    return []


@contextmanager
def writing_report(key: UUID) -> Iterator[TextIO]:
    """A report is one sentence a line; it is there whole, or not at all."""
    draft = folder() / f"{key}.draft"
    draft.unlink(missing_ok=True)
    try:
        with open(_create(draft), "w", encoding="utf-8") as target:
            yield target
        draft.replace(_report(key))
    finally:
        draft.unlink(missing_ok=True)


def tell(target: TextIO, told: Iterable[Told]) -> None:
    target.writelines(json.dumps(one) + "\n" for one in told)


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
