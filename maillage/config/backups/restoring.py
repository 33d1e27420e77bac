"""Put a backup back: read it whole first, fill a database aside, compare, erase again, then give it its name."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from psycopg.conninfo import make_conninfo

from maillage.audit.queries import broken_lines, count_lines
from maillage.config.backups.contents import NEWER, reading
from maillage.config.backups.errors import BackupError
from maillage.config.backups.filling import compare, fill
from maillage.config.backups.keys import backup_keys
from maillage.config.backups.places import (
    Connection,
    administering,
    database_aside,
    everything_at,
    put_in_place,
)
from maillage.config.backups.programs import Found, program
from maillage.config.backups.verifying import Told, verify
from maillage.permissions.context import install_key
from maillage.support.actions.erasing import Erased, erase_again
from maillage.vault import erasures
from maillage.vault.masters import MastersMissing, masters


@dataclass(frozen=True)
class Restored:
    """What was done. `listed`: persons that this site's list of erasures did not have and the backup's did.

    `had_list`: whether this site had one; without it, whoever was erased since the backup is back.
    """

    told: Told
    erased: Erased
    listed: int
    had_list: bool
    lines: int
    migrated: int
    masters_missing: Sequence[str]


def restore(path: Path, server: str) -> Restored:
    """Into the database of the settings, which must be empty. `server`: its administrator's address. Raises `BackupError`.

    Nothing takes the database's name before everything has been compared and whoever was erased since is gone again.
    """
    _check_opens(path)
    name = str(connections["default"].settings_dict["NAME"])
    with administering(server, name) as admin:
        told = verify(path, backup_keys())
        pending, restoring = _pending(told), _restoring_program(told, admin)
        with database_aside(admin, name) as aside:
            url = make_conninfo(server, dbname=aside)
            filled = fill(path, restoring, url)
            compare(told, filled.keys, url)
            with everything_at(aside):
                done = _make_today(told, filled.erasures, pending)
            put_in_place(admin, server, name)
    return done


def _check_opens(path: Path) -> None:
    """The wrong file, the wrong key, an unreadable list of erasures are told at once."""
    erasures.erased()
    with closing(reading(path, backup_keys())) as members:
        next(members)


def _pending(told: Told) -> int:
    """How many migrations are to run after it. A backup of a later code is refused."""
    known = set(MigrationLoader(None).disk_migrations or ())
    apps = {app for app, _ in known}
    if {one for one in told.migrations if one[0] in apps} - known:
        raise BackupError(NEWER)
    return len(known - told.migrations)


def _restoring_program(told: Told, admin: Connection) -> Found:
    here = admin.info.server_version // 10000
    if here < told.manifest["server"]:
        raise BackupError(
            f"Cette sauvegarde vient de PostgreSQL {told.manifest['server']}, et ce serveur est en version {here}\u00a0: "
            "restaurez sur un serveur de la même version, ou plus récent."
        )
    return program("pg_restore", here, told.manifest["program"])


def _make_today(told: Told, listed: bytes, pending: int) -> Restored:
    """What the code and the law of today want of it: its migrations, its signing key, nobody who was erased since."""
    if pending:
        call_command("migrate", database="owner", verbosity=0)
    install_key("owner")
    had_list, added = Path(settings.MAILLAGE_ERASURES).exists(), _learn(listed)
    erased = erase_again()
    if faults := list(broken_lines()):
        raise BackupError(f"Le journal restauré n’est pas entier\u00a0: {len(faults)} anomalies.")
    return Restored(told, erased, added, had_list, count_lines(), pending, _masters_missing(told))


def _learn(listed: bytes) -> int:
    """Whoever is in the backup's list and not in this site's goes to this site's: it may have been lost."""
    told = erasures.listed(listed, Path(settings.MAILLAGE_ERASURES))
    new: set[UUID] = set(told) - erasures.erased()
    for day in sorted({told[one] for one in new}):
        erasures.add([one for one in new if told[one] == day], day)
    return len(new)


def _masters_missing(told: Told) -> list[str]:
    try:
        here = set(masters())
    except MastersMissing:
        here = set()
    return [name for name in told.manifest["masters"] if name not in here]
