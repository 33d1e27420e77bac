"""Where documents are kept: one file each, sealed under the key of the person it is about, opened by its key alone.

The key is all that the database keeps of it. A file whose row is rolled back stays, and nobody can tell what it was.
"""

import re
import secrets
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from maillage.permissions import Forbidden
from maillage.vault.sealing import seal_bytes, unseal_bytes
from maillage.whole_files import write_atomically

_KEY = re.compile(r"[0-9a-f]{40}")


class FileLost(Forbidden):
    """No file is kept under that key; the message is what the page says instead."""


class FileNotKept(Forbidden):
    """The disk did not take it; the message is what the page says instead."""


LOST = "Ce fichier est introuvable. Prévenez votre administrateur."
NO_ROOM = "Ce fichier n’a pas pu être gardé\u00a0: le serveur n’a sans doute plus de place. Rien n’est enregistré. Prévenez votre administrateur, puis recommencez."


def keep(content: bytes, *, owner: UUID) -> str:
    """Its key. Whole on the disk when this returns, or not at all: then raises `FileNotKept`."""
    key = secrets.token_hex(20)
    try:
        put_back(key, seal_bytes(content, owner=owner, place=_place(key)))
    except OSError as fault:
        raise FileNotKept(NO_ROOM) from fault
    return key


def read(key: str, using: str = DEFAULT_DB_ALIAS) -> bytes:
    """Raises `FileLost`, or `vault.sealing.Unreadable` when it was changed, moved, or its person's key is gone."""
    return unseal_bytes(sealed(key), place=_place(key), using=using)


def sealed(key: str) -> bytes:
    """As it is kept, for a backup. Raises `FileLost`."""
    try:
        return _path(key).read_bytes()
    except OSError:
        raise FileLost(LOST) from None


def put_back(key: str, content: bytes) -> None:
    """What was sealed, whole on the disk when this returns: new, or as a backup kept it. Raises OSError."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(path, content)


def is_there(key: str) -> bool:
    return _path(key).is_file()


def drop(key: str) -> None:
    """Nothing happens when it is already gone. Called once the transaction has committed (`on_commit`)."""
    _path(key).unlink(missing_ok=True)


def _place(key: str) -> str:
    return f"file:{key}"


def _path(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise FileLost(LOST)
    return Path(settings.MAILLAGE_FILES) / "documents" / key[:2] / key
