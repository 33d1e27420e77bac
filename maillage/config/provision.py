"""The roles of the database and what each may do, on the embedded server as on a real one. Can be run again.

| role | for | row security |
|---|---|---|
| maillage_owner | migrations; owns the database and its tables | applies (tables force it), unless it becomes maillage_maintenance |
| maillage_app | requests and jobs | applies |
| maillage_maintenance | seeding, data migrations, the administrator's commands | bypassed |
| maillage_backup | reading everything for a backup | bypassed |
| maillage_test | the test suite only: becomes any of the above with SET ROLE | applies |
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

DATABASE = "maillage"
OWNER, APP, MAINTENANCE, BACKUP, TEST = (
    f"maillage_{name}" for name in ("owner", "app", "maintenance", "backup", "test")
)
ROLES = (OWNER, APP, MAINTENANCE, BACKUP)
OLDEST_VERSION = 150000
_BYPASSES_ROW_SECURITY = (MAINTENANCE, BACKUP)
_ATTRIBUTES = ("canlogin", "super", "createdb", "createrole", "replication", "bypassrls")
_WORDS = dict(
    zip(
        _ATTRIBUTES, ("LOGIN", "SUPERUSER", "CREATEDB", "CREATEROLE", "REPLICATION", "BYPASSRLS"), strict=True
    )
)
_LOCK = 4_242_018


class ProvisionError(RuntimeError):
    """The server cannot carry Maillage; the message says what to do."""


def provision(
    superuser_url: str, passwords: Mapping[str, str], *, database: str = DATABASE, for_tests: bool = False
) -> None:
    """Make or repair the roles and the database.

    `passwords`: role name → password; a role that exists and is not named keeps the one it has.
    `for_tests`: also make TEST, let it and the owner create databases, and prepare `template1` so that every
    database they create carries the same default privileges.
    """
    with psycopg.connect(superuser_url, autocommit=True) as server:
        _check_server(server)
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        _make_roles(server, passwords, for_tests)
        _make_database(server, database)
        _grant_on_database(server, database, *([TEST] if for_tests else []))
        for name in (database, "template1") if for_tests else (database,):
            with psycopg.connect(superuser_url, dbname=name) as connection:
                _grant_in_database(connection, own_schema=name == database)


def make_bare_database(server: psycopg.Connection[Any], name: str) -> None:
    """A database that the roles may enter, with nothing in it: what a restore fills. `server`: autocommit."""
    _make_database(server, name)
    _grant_on_database(server, name)


def existing_roles(superuser_url: str) -> frozenset[str]:
    with psycopg.connect(superuser_url) as server:
        found = server.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(ROLES)])
        return frozenset(name for (name,) in found)


def _check_server(server: psycopg.Connection[Any]) -> None:
    if server.info.server_version < OLDEST_VERSION:
        raise ProvisionError("Maillage demande PostgreSQL 15 ou plus récent : mettez ce serveur à jour.")
    row = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row != (True,):
        raise ProvisionError(
            "Ce compte n'administre pas le serveur PostgreSQL : donnez l'adresse d'un compte administrateur."
        )


def _make_roles(server: psycopg.Connection[Any], passwords: Mapping[str, str], for_tests: bool) -> None:
    for role in ROLES:
        creates = for_tests and role == OWNER
        _make_role(server, role, passwords.get(role), createdb=creates, bypass=role in _BYPASSES_ROW_SECURITY)
    _run(server, "GRANT pg_read_all_data TO {}", BACKUP)
    # The owner can become the maintenance role for a data migration, and make it the owner of a definer
    # function; NOINHERIT keeps its everyday queries under row security.
    _run(server, "ALTER ROLE {} NOINHERIT", OWNER)
    _run(server, "GRANT {} TO {}", MAINTENANCE, OWNER)
    if for_tests:
        _make_role(server, TEST, passwords.get(TEST), createdb=True, bypass=False)
        for role in ROLES:
            _run(server, "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", role, TEST)


def _make_role(
    server: psycopg.Connection[Any], role: str, password: str | None, *, createdb: bool, bypass: bool
) -> None:
    wanted = (True, False, createdb, False, False, bypass)
    columns = ", ".join(f"rol{name}" for name in _ATTRIBUTES)
    found = server.execute(f"SELECT {columns} FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if found is None:
        _run(server, "CREATE ROLE {} LOGIN", role)
    if found != wanted:
        words = " ".join(
            ("" if yes else "NO") + _WORDS[name] for name, yes in zip(_ATTRIBUTES, wanted, strict=True)
        )
        server.execute(sql.SQL("ALTER ROLE {} WITH " + words).format(sql.Identifier(role)))
    if password is not None:
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        server.execute(statement.format(sql.Identifier(role), sql.Literal(_scram(server, role, password))))


def _scram(server: psycopg.Connection[Any], role: str, password: str) -> str:
    """The password as the server will store it, so that it never shows in the server's log."""
    hashed = server.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return hashed.decode()


def _make_database(server: psycopg.Connection[Any], database: str) -> None:
    if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        locale = (
            "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        )
        if server.info.server_version < 170000:
            locale = "TEMPLATE template0 ENCODING 'UTF8'"
        statement = sql.SQL("CREATE DATABASE {} OWNER {} " + locale)
        server.execute(statement.format(sql.Identifier(database), sql.Identifier(OWNER)))
    _run(server, "ALTER DATABASE {} OWNER TO {}", database, OWNER)


def _grant_on_database(server: psycopg.Connection[Any], database: str, *others: str) -> None:
    _run(server, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    for role in (APP, MAINTENANCE, BACKUP, *others):
        _run(server, "GRANT CONNECT ON DATABASE {} TO {}", database, role)
    _run(server, "GRANT TEMPORARY ON DATABASE {} TO {}", database, MAINTENANCE)


def _grant_in_database(connection: psycopg.Connection[Any], *, own_schema: bool) -> None:
    """Only what comes later is granted by default: a right that a migration took back stays taken back."""
    if own_schema:
        _run(connection, "ALTER SCHEMA public OWNER TO {}", OWNER)
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in (APP, MAINTENANCE, BACKUP):
        _run(connection, "GRANT USAGE ON SCHEMA public TO {}", role)
    default = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT "
    for role in (APP, MAINTENANCE):
        _run(connection, default + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}", OWNER, role)
        _run(connection, default + "USAGE, SELECT ON SEQUENCES TO {}", OWNER, role)


def _run(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    composed = sql.SQL(statement).format(*map(sql.Identifier, names))
    connection.execute(composed)
