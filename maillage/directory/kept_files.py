"""Directories' files while they are being imported: a private folder, names that say nothing, a week at the most."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Protocol
from uuid import UUID

from django.conf import settings

DAYS_KEPT = 7


class Upload(Protocol):
    """An uploaded file."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def path_of(key: UUID) -> Path:
    return _folder() / f"{key}.file"


def keep(upload: Upload, key: UUID) -> Path:
    path = path_of(key)
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return path


def erase(key: UUID) -> None:
    path_of(key).unlink(missing_ok=True)


def purge() -> None:
    """Erase what is older than a week."""
    limit = time() - DAYS_KEPT * 86400
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()


def _folder() -> Path:
    path = Path(settings.MAILLAGE_FILES) / "directory-imports"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    return path
