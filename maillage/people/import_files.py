"""Files of households while they are being imported, and their reports: a private folder, names that say nothing.

Nothing stays longer than a week; a file goes as soon as its import is done, given up or undone.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from time import time
from typing import Protocol, TextIO
from uuid import UUID

from django.conf import settings

from maillage.people.import_plan import Issue, printable
from maillage.sheets import FileError, Limits, LineError, LineWarning, Table, open_table

DAYS_KEPT = 7
GONE = "Ce fichier n’est plus gardé : déposez-le de nouveau."
SAMPLE_LINES = 3
KINDS = {"refused": LineError, "warning": LineWarning}


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


def erase_report(key: UUID | None) -> None:
    if key:
        _report(key).unlink(missing_ok=True)


def purge() -> int:
    """Erase what is older than a week; returns how many files."""
    limit, erased = time() - DAYS_KEPT * 86400, 0
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
                erased += 1
    return erased


@contextmanager
def opened(key: UUID, filename: str) -> Iterator[Table]:
    """The table of a kept file. Raises FileError."""
    if not is_kept(key):
        raise FileError(GONE)
    limits = Limits(bytes=settings.IMPORT_MEGABYTES * 2**20)
    with open_table(_sheet(key), filename, limits) as table:
        yield table


def look(key: UUID, filename: str) -> tuple[list[str], list[list[str]]]:
    """The headers of a kept file and its first lines, as text."""
    with opened(key, filename) as table:
        first = list(islice(table.rows(), SAMPLE_LINES))
        return list(table.headers), [[_shown(cell) for cell in row.cells] for row in first]


def _shown(cell: object) -> str:
    return "" if cell is None else printable(cell, 40)


@contextmanager
def writing_report(key: UUID) -> Iterator[TextIO]:
    """A report is one issue a line; it is there whole, or not at all."""
    draft = folder() / f"{key}.draft"
    draft.unlink(missing_ok=True)
    with open(_create(draft), "w", encoding="utf-8") as target:
        yield target
    draft.replace(_report(key))


def add_issues(target: TextIO, issues: Iterable[Issue]) -> None:
    for issue in issues:
        kind = "refused" if isinstance(issue, LineError) else "warning"
        target.write(json.dumps([kind, *astuple(issue)[:4]], ensure_ascii=False) + "\n")


def read_report(key: UUID | None, start: int = 0, count: int | None = None) -> Iterator[Issue]:
    """Issues of a report from the `start`-th; nothing when it is not kept any more."""
    if key is None or not _report(key).exists():
        return
    with _report(key).open(encoding="utf-8") as source:
        for line in islice(source, start, None if count is None else start + count):
            kind, *values = json.loads(line)
            yield KINDS[kind](*values)


def report_is_kept(key: UUID | None) -> bool:
    return key is not None and _report(key).exists()
