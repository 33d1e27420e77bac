"""Fill an empty database and the folder of documents from a backup, then compare with what it says it must give back."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import psycopg

from maillage.config.backups.comparing import differences
from maillage.config.backups.contents import DATABASE, ERASURES, FILE, NOT_WHOLE, Member, reading
from maillage.config.backups.errors import BackupError
from maillage.config.backups.inventory import file_keys, inventory
from maillage.config.backups.keys import backup_keys
from maillage.config.backups.programs import Found, libpq, writing_to
from maillage.config.backups.verifying import Told
from maillage.files import storage

SHOWN = 20


@dataclass(frozen=True)
class Filled:
    """`erasures`: the list that the backup held, empty when it held none. `keys`: of the documents put back."""

    erasures: bytes
    keys: frozenset[str]


def fill(path: Path, restoring: Found, url: str) -> Filled:
    """The dump goes through a pipe; then the documents, each whole. Raises `BackupError`."""
    address, environment = libpq(url)
    command = [restoring.path, "--exit-on-error", "--no-password", f"--dbname={address}"]
    members = reading(path, backup_keys())
    with writing_to(command, environment) as given:
        after = _give_dump(members, given)
    return _put_files_back(chain([after], members))


def _give_dump(members: Iterator[Member], given: BinaryIO) -> Member:
    """The first that comes after the dump: for when pg_restore has ended."""
    next(members)
    for member in members:
        if member.kind != DATABASE:
            return member
        given.write(member.content)
    raise BackupError(NOT_WHOLE.format(DATABASE))


def _put_files_back(members: Iterator[Member]) -> Filled:
    listed, keys = b"", set[str]()
    for member in members:
        if member.kind == FILE:
            storage.put_back(member.name, member.content)
            keys.add(member.name)
        elif member.kind == ERASURES:
            listed = member.content
    return Filled(listed, frozenset(keys))


def compare(told: Told, keys: frozenset[str], url: str) -> None:
    """Raises `BackupError` with what differs; then has PostgreSQL learn what it holds, which no dump keeps."""
    with psycopg.connect(url, autocommit=True) as inside:
        inside.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        wrong = differences(told.inventory, inventory(inside), told.end["sequences"])
        missing = file_keys(inside) - keys - set(told.end["missing"])
        inside.execute("COMMIT")
        wrong += [f"document {key}\u00a0: absent de la sauvegarde" for key in sorted(missing)]
        _refuse(wrong)
        inside.execute("ANALYZE")


def _refuse(wrong: list[str]) -> None:
    if wrong:
        shown = "\n".join(f"- {one}" for one in wrong[:SHOWN])
        raise BackupError(
            f"Ce qui a été restauré n’est pas ce qui a été sauvegardé ({len(wrong)} écarts)\u00a0:\n{shown}"
        )
