"""Who was erased: a file kept outside the database, beside the master keys, one `date owner` a line, only added to.

A backup made before an erasure still holds the key of the person and the master still opens it: this file is what
says no. It holds identifiers alone. A line whose end is missing (power cut) was never followed by an erasure.
"""

import fcntl
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from maillage.whole_files import sync

_LINE = re.compile(r"\d{4}-\d{2}-\d{2} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ErasuresUnreadable(Exception):
    """The file cannot be read as it should: nothing is opened until it is put right. The message is in French."""


def erased() -> frozenset[UUID]:
    """Owners whose texts are never opened again; read again as soon as the file changes. No file: nobody yet."""
    path = Path(settings.MAILLAGE_ERASURES)
    try:
        told = path.stat()
    except FileNotFoundError:
        return frozenset()
    return _read(path, told.st_mtime_ns, told.st_size, told.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, *_: int) -> frozenset[UUID]:
    try:
        content = path.read_bytes()
    except OSError:
        raise ErasuresUnreadable(_said(path)) from None
    return frozenset(listed(content, path))


def listed(content: bytes, path: Path) -> dict[UUID, date]:
    """Owner → day, of what the file `path` holds, or held when a backup was made."""
    try:
        lines = content.decode("ascii").split("\n")[:-1]
    except UnicodeDecodeError:
        raise ErasuresUnreadable(_said(path)) from None
    return dict(_owner(path, number, line) for number, line in enumerate(lines, 1))


def _owner(path: Path, number: int, line: str) -> tuple[UUID, date]:
    if not _LINE.fullmatch(line):
        raise ErasuresUnreadable(f"{_said(path)} Ligne {number}.")
    day, owner = line.split()
    with suppress(ValueError):
        return UUID(owner), date.fromisoformat(day)
    raise ErasuresUnreadable(f"{_said(path)} Ligne {number}.")


def _said(path: Path) -> str:
    return f"La liste des personnes effacées ({path}) est illisible : restaurez ce fichier, sans rien en retirer."


def add(owners: Iterable[UUID], on: date) -> None:
    """On the disk when this returns. Called just before the commit: an erasure that fails is only to be tried again."""
    new = sorted(set(owners) - erased())
    if not new:
        return
    path = Path(settings.MAILLAGE_ERASURES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_unfinished(file.fileno())
        file.seek(0, os.SEEK_END)
        file.write("".join(f"{on:%Y-%m-%d} {owner}\n" for owner in new).encode())
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def _drop_unfinished(descriptor: int) -> None:
    """What a power cut left of a line."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, 64, max(0, size - 64))
    if tail and not tail.endswith(b"\n"):
        os.ftruncate(descriptor, size - len(tail.rpartition(b"\n")[2]))
