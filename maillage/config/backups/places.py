"""Where a restore works: a database aside, which takes the name of the one that serves once all is checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import Error, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from maillage.config.backups.errors import BackupError
from maillage.config.backups.inventory_sql import ANYTHING
from maillage.config.provision import OLDEST_VERSION, ROLES, existing_roles, make_bare_database

Connection = psycopg.Connection[Any]
ASIDE, EMPTIED = "_restoring", "_emptied"
_LOCK = 4_242_020
EXISTS = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"
USERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"


@contextmanager
def administering(server: str, name: str) -> Iterator[Connection]:
    """To the server, as its administrator: it can carry Maillage, `name` holds nothing, nobody else restores there."""
    with psycopg.connect(_beside(server, name), autocommit=True) as admin:
        _check(admin, server)
        _take_lock(admin, name)
        check_is_empty(admin, server, name)
        yield admin


def _beside(server: str, name: str) -> str:
    """Nobody may be in a database whose name changes, we no more than others."""
    inside = conninfo_to_dict(server).get("dbname") == name
    return make_conninfo(server, dbname="postgres") if inside else server


@contextmanager
def database_aside(admin: Connection, name: str) -> Iterator[str]:
    """The name of an empty database beside `name`, erased if this ends badly.

    Killed, it leaves that database, which the next restore erases, and `name` as empty as it was.
    """
    _drop(admin, name + ASIDE)
    try:
        make_bare_database(admin, name + ASIDE)
        yield name + ASIDE
    except BaseException:
        _drop(admin, name + ASIDE)
        raise


def put_in_place(admin: Connection, server: str, name: str) -> None:
    """At one moment; what had that name was empty, and goes."""
    check_is_empty(admin, server, name)
    with admin.transaction():
        if _exists(admin, name):
            _run(admin, "ALTER DATABASE {} RENAME TO {}", name, name + EMPTIED)
        _run(admin, "ALTER DATABASE {} RENAME TO {}", name + ASIDE, name)
    _drop(admin, name + EMPTIED)


def check_is_empty(admin: Connection, server: str, name: str) -> None:
    """Raises `BackupError`: a restore never replaces anything, and nobody may be at work there."""
    if _count(admin, USERS, [name]):
        raise BackupError(
            f"La base «\u00a0{name}\u00a0» est utilisée en ce moment\u00a0: arrêtez les services de Maillage, puis relancez."
        )
    for one in (name + EMPTIED, name):
        if _exists(admin, one):
            _check_bare(server, one)
    _drop(admin, name + EMPTIED)


def _check_bare(server: str, name: str) -> None:
    with psycopg.connect(server, dbname=name) as inside:
        found = _count(inside, ANYTHING)
    if found:
        raise BackupError(
            f"La base «\u00a0{name}\u00a0» n’est pas vide ({found} tables, index et fonctions)\u00a0: rien n’a été changé. Une "
            "restauration ne remplace rien\u00a0: renommez cette base, ou prenez un serveur neuf."
        )


def _check(admin: Connection, server: str) -> None:
    if admin.info.server_version < OLDEST_VERSION:
        raise BackupError("Maillage demande PostgreSQL 15 ou plus récent\u00a0: mettez ce serveur à jour.")
    if not _count(admin, "SELECT count(*) FROM pg_roles WHERE rolname = current_user AND rolsuper"):
        raise BackupError(
            "Ce compte n’administre pas le serveur PostgreSQL\u00a0: donnez l’adresse d’un compte administrateur avec "
            "--server ou DATABASE_SUPERUSER_URL."
        )
    if existing_roles(server) != set(ROLES):
        raise BackupError(
            "Les rôles de Maillage manquent sur ce serveur\u00a0: lancez d’abord «\u00a0./run maillage provision\u00a0», et "
            "mettez les adresses qu’il affiche dans l’environnement."
        )


def _take_lock(admin: Connection, name: str) -> None:
    if not _count(admin, "SELECT pg_try_advisory_lock(%s, hashtext(%s))::int", [_LOCK, name]):
        raise BackupError(
            "Une restauration est déjà en cours sur ce serveur\u00a0: attendez qu’elle finisse."
        )


@contextmanager
def everything_at(name: str) -> Iterator[None]:
    """Inside, the application's own connections lead to another database of the same server."""
    former = {one.alias: one.settings_dict["NAME"] for one in connections.all()}
    try:
        _lead_to(dict.fromkeys(former, name))
        _check_maintenance()
        yield
    finally:
        _lead_to(former)


def _lead_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _check_maintenance() -> None:
    """Under row security, erasing again would find nobody to erase, and say so."""
    try:
        with connections["maintenance"].cursor() as cursor:
            cursor.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
            sees_all = cursor.fetchone() == (True,)
    except Error as error:
        raise BackupError(
            f"DATABASE_MAINTENANCE_URL ne mène pas au serveur restauré\u00a0: {error}"
        ) from None
    if not sees_all:
        raise BackupError("DATABASE_MAINTENANCE_URL doit être l’adresse du rôle maillage_maintenance.")


def _exists(admin: Connection, name: str) -> bool:
    return admin.execute(EXISTS, [name]).fetchone() == (True,)


def _count(connection: Connection, statement: str, values: list[Any] | None = None) -> int:
    row = connection.execute(statement, values).fetchone()
    return int(row[0]) if row else 0


def _drop(admin: Connection, name: str) -> None:
    _run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(admin: Connection, statement: str, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
