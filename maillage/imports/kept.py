"""Files while they are being imported: a private folder, names that say nothing, a week at the most."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Protocol
from uuid import UUID

from django.conf import settings

from maillage.whole_files import writing_whole

DAYS_KEPT = 7


class Upload(Protocol):
    """An uploaded file."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class Shelf:
    """Where one kind of files waits."""

    name: str

    def path(self, key: UUID, what: str = "file") -> Path:
        return self._folder() / f"{key}.{what}"

    def keep(self, upload: Upload, key: UUID) -> str:
        """Write the file down; returns the fingerprint of its content."""
        fingerprint = hashlib.sha256()
        with writing_whole(self.path(key)) as target:
            for chunk in upload.chunks():
                fingerprint.update(chunk)
                target.write(chunk)
        return fingerprint.hexdigest()

    def erase(self, key: UUID, *what: str) -> None:
        for one in what or ("file",):
            self.path(key, one).unlink(missing_ok=True)

    def purge(self) -> None:
        """Erase what is older than a week."""
        limit = time() - DAYS_KEPT * 86400
        for path in self._folder().iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < limit:
                    path.unlink()

    def _folder(self) -> Path:
        path = Path(settings.MAILLAGE_FILES) / self.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        return path
