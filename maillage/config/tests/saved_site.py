"""A small installation with somebody in it, and the command line as an administrator types it, for the tests of backups."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from django.test import override_settings
from psycopg import sql

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure
from maillage.config.backups.keys import new_key
from maillage.people.tests.factories import make_family
from maillage.support.tests.factories import make_document, make_note
from tests import plugin
from tests.plugin import become

CANARY, KEPT = "canari-7391", "Inès va bien"
PAPER = bytes(range(256)) * 2000
COMMAND = (sys.executable, "-P", "-m", "maillage")
VARIABLES = {
    "DATABASE_URL": "app",
    "DATABASE_OWNER_URL": "owner",
    "DATABASE_MAINTENANCE_URL": "maintenance",
    "DATABASE_BACKUP_URL": "backup",
}


@dataclass
class Site:
    """One database of the tests' server and one folder of data."""

    name: str
    folder: Path
    backup_keys: Path
    told: dict = field(default_factory=dict)

    @property
    def erasures(self) -> Path:
        return self.folder / "erasures"

    @property
    def documents(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("documents/*/*") if path.is_file())

    def environment(self) -> dict[str, str]:
        urls = plugin.CLUSTER.urls()
        led = {
            one: urlsplit(urls[role])._replace(path=f"/{self.name}").geturl()
            for one, role in VARIABLES.items()
        }
        return (
            os.environ
            | led
            | {
                "DATABASE_ASSUME_ROLE": "",
                "DATABASE_SUPERUSER_URL": urls["superuser"],
                "MAILLAGE_DATA": str(self.folder),
                "MAILLAGE_ERASURES": str(self.erasures),
                "MAILLAGE_BACKUP_KEYS": str(self.backup_keys),
                "PYTHONPATH": str(plugin.ROOT),
            }
        )

    def run(self, *words: object, **changed: str) -> subprocess.CompletedProcess[str]:
        command, environment = [*COMMAND, *map(str, words)], self.environment() | changed
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Inside, Django's connections and files are this site's."""
        allow(self.name)
        plugin._use(self.name)
        try:
            with override_settings(MAILLAGE_FILES=self.folder / "files", MAILLAGE_ERASURES=self.erasures):
                yield
        finally:
            plugin._use(plugin._own_name())

    def ask(self, statement: str) -> list[tuple]:
        with as_superuser(self.name) as inside:
            return inside.execute(statement).fetchall()

    def rows(self) -> dict[str, list[str]]:
        """Every table, every row, as JSON."""
        with as_superuser(self.name) as inside:
            names = inside.execute(
                "SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^(pg_|inf)'"
            ).fetchall()
            return {name: _rows(inside, schema, name) for schema, name in names}


def _rows(inside: psycopg.Connection, schema: str, name: str) -> list[str]:
    statement = sql.SQL("SELECT to_jsonb(t)::text FROM {} t ORDER BY 1").format(sql.Identifier(schema, name))
    return [row for (row,) in inside.execute(statement)]


def as_superuser(name: str) -> psycopg.Connection:
    return psycopg.connect(plugin.CLUSTER.urls()["superuser"], dbname=name, autocommit=True)


def exists(name: str) -> bool:
    with as_superuser("postgres") as server:
        return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(*names: str) -> None:
    with as_superuser("postgres") as server:
        for name in names:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def allow(name: str) -> None:
    """The tests connect as a role that no installation has."""
    with as_superuser("postgres") as server:
        server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO maillage_test").format(sql.Identifier(name)))


def new_site(name: str, folder: Path, backup_keys: Path | None = None) -> Site:
    """Without its database."""
    folder.mkdir()
    if backup_keys is None:
        backup_keys = folder / "keys-of-backups"
        backup_keys.write_text(new_key())
    return Site(f"backup_{name}_{plugin.WORKER}", folder, backup_keys)


def lay_out(site: Site) -> None:
    """The template's schema and territories, two persons with a note each, and a paper of the child's."""
    drop(site.name)
    with plugin._server() as server:
        template = sql.Identifier(f"template_{plugin._content()}")
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(site.name), template))
    with site.entered(), become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER, make_structure("MDS de Chinon"))
        _, samira, child = make_family(worker)
        type(samira).objects.filter(pk=samira.pk).update(called=CANARY)
        make_note(samira, worker, synthesis=CANARY)
        make_document(samira, worker, CANARY.encode(), title=CANARY)
        note = make_note(child, worker, synthesis=KEPT)
        paper = make_document(child, worker, PAPER)
    site.erasures.write_text(f"2026-01-01 {UUID(int=7, version=4)}\n")
    site.told = {"samira": samira.pk, "child": child.pk, "note": note.pk, "paper": paper.key}
