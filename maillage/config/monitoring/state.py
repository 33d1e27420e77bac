"""What makes a Maillage able to serve, part by part. Reads numbers of the database and of the disk, never a personal row."""

import pkgutil
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction

HEARTBEAT = timedelta(minutes=1)
"""A worker says every 10 seconds that it lives."""
OLDEST_WAIT = timedelta(hours=2)
BACKUP_AGE = timedelta(hours=26)
DISK_FREE = 1_000_000_000
ANSWER_MILLISECONDS = 2000
NAMED_BY_DATE = re.compile(r"maillage-(\d{4}-\d\d-\d\dT\d{6})Z\.sauvegarde")

LAST_HEARTBEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
OLDEST_JOB = """
SELECT coalesce(extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))), 0) FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
"""


def parts() -> dict[str, bool | None]:
    """Each part: works, does not, or nobody knows (None)."""
    return {name: _answer(asked) for name, asked in PARTS.items()}


def _answer(asked: Callable[[], bool | None]) -> bool | None:
    try:
        return asked()
    except (Error, OSError):
        return False


def number(statement: str) -> float | None:
    """One number, as the application's role; a server that keeps us waiting has not answered."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {ANSWER_MILLISECONDS}")
        cursor.execute(statement)
        row = cursor.fetchone()
    return None if row[0] is None else float(row[0])


def reaches_database() -> bool:
    return number("SELECT count(*) FROM accounts_user WHERE false") == 0


def is_migrated() -> bool:
    return not missing_migrations()


def missing_migrations() -> list[str]:
    """Those of this code that the database has not had. One that it has had and that this code lacks is a newer version's."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return sorted(f"{app}.{name}" for app, name in own_migrations() - set(cursor.fetchall()))


@cache
def own_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(
        (one.label, module.name)
        for one in apps.get_app_configs()
        if (Path(one.path) / "migrations").is_dir()
        for module in pkgutil.iter_modules(import_module(f"{one.name}.migrations").__path__)
        if module.name[0] not in "_~"
    )


def works() -> bool:
    age = number(LAST_HEARTBEAT)
    return age is not None and age < HEARTBEAT.total_seconds()


def keeps_up() -> bool:
    return (number(OLDEST_JOB) or 0) < OLDEST_WAIT.total_seconds()


def free_octets() -> int:
    return shutil.disk_usage(settings.MAILLAGE_DATA).free


def has_room() -> bool:
    return free_octets() > DISK_FREE


def backup_age() -> timedelta | None:
    """Of the newest backup of `MAILLAGE_BACKUPS`, by its name: a copy has another date on the disk."""
    if settings.BACKUPS is None:
        return None
    found = filter(None, (_made_at(path) for path in settings.BACKUPS.iterdir()))
    newest = max(found, default=None)
    return datetime.now(UTC) - newest if newest else timedelta.max


def _made_at(path: Path) -> datetime | None:
    named = NAMED_BY_DATE.fullmatch(path.name)
    with suppress(ValueError):
        return named and datetime.strptime(named[1], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
    return None


def is_saved() -> bool | None:
    age = backup_age()
    return None if age is None else age < BACKUP_AGE


PARTS: dict[str, Callable[[], Any]] = {
    "base": reaches_database,
    "migrations": is_migrated,
    "travailleur": works,
    "file": keeps_up,
    "disque": has_room,
    "sauvegarde": is_saved,
}
