"""Make a backup: one snapshot of the database, the documents it names, the list of the persons erased; then read it back."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from maillage.config.backups.contents import Writer, writing
from maillage.config.backups.errors import BackupError
from maillage.config.backups.inventory import (
    WITHOUT_ROWS,
    Connection,
    applied_migrations,
    file_keys,
    inventory,
    master_names,
    sequences,
)
from maillage.config.backups.keys import backup_keys, key_in_use
from maillage.config.backups.programs import Found, libpq, program, reading_from
from maillage.config.backups.verifying import Told, verify
from maillage.config.commandline import CHECKOUT
from maillage.files import storage
from maillage.vault import erasures
from maillage.whole_files import writing_whole

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
LOCK_WAIT = "60s"
"""A migration that waits for us would make pg_dump wait for it: better to stop."""


def back_up(target: Path, url: str) -> Told:
    """Write `target`, whole and read back, or nothing. `url`: the role that reads everything. Raises `BackupError`."""
    name, key = key_in_use()
    erasures.erased()
    checked: list[Told] = []

    def read_back(path: Path) -> None:
        checked.append(verify(path, backup_keys()))

    with (
        writing_whole(target, read_back) as file,
        writing(file, name, key) as out,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        _write(out, connection, url)
    return checked[0]


def _write(out: Writer, connection: Connection, url: str) -> None:
    check_role(connection)
    dumping = program("pg_dump", connection.info.server_version // 10000)
    with _snapshot(connection) as snapshot:
        keys = sorted(file_keys(connection))
        out.manifest(_manifest(connection, dumping))
        with reading_from(*_dump(dumping, url, snapshot)) as dump:
            out.database(dump)
        missing = _write_files(out, keys)
        _write_erasures(out)
        out.end({"missing": missing, "sequences": sequences(connection)})


def check_role(connection: Connection) -> None:
    row = connection.execute(
        "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if row != (True,):
        raise BackupError(
            "Ce compte de la base ne lit pas tout\u00a0: donnez dans DATABASE_BACKUP_URL l’adresse du rôle maillage_backup, "
            "que «\u00a0./run maillage provision\u00a0» affiche."
        )


@contextmanager
def _snapshot(connection: Connection) -> Iterator[str]:
    """One moment of the database, that pg_dump reads too as long as this lasts."""
    connection.execute(SNAPSHOT)
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    yield str(row[0]) if row else ""
    connection.execute("COMMIT")


def _dump(found: Found, url: str, snapshot: str) -> tuple[list[str], dict[str, str]]:
    address, environment = libpq(url)
    options = [
        "--format=custom",
        "--no-password",
        f"--snapshot={snapshot}",
        f"--lock-wait-timeout={LOCK_WAIT}",
    ]
    options += [f"--exclude-table-data={name}" for name in WITHOUT_ROWS]
    return [found.path, *options, f"--dbname={address}"], environment


def _manifest(connection: Connection, dumping: Found) -> Mapping[str, Any]:
    return inventory(connection).told() | {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version(),
        "server": connection.info.server_version // 10000,
        "program": dumping.major,
        "migrations": applied_migrations(connection),
        "masters": master_names(connection),
    }


def version() -> str:
    with suppress(OSError, KeyError):
        return str(tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"])
    return ""


def _write_files(out: Writer, keys: list[str]) -> list[str]:
    """Keys of the documents that the snapshot names and that are no longer, or not, on the disk."""
    missing = []
    for key in keys:
        try:
            out.file(key, storage.sealed(key))
        except storage.FileLost:
            missing.append(key)
    return missing


def _write_erasures(out: Writer) -> None:
    with suppress(FileNotFoundError):
        out.erasures(Path(settings.MAILLAGE_ERASURES).read_bytes())
