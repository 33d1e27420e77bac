"""The fictional territory, seeded once for a day and a state of the code on this server; each installation gets a copy."""

import datetime
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from maillage.config.serving import PYTHON
from tests import plugin
from tests.e2e.environment import environment_of

PREFIX, NOT_WHOLE, ALONE = "demonstration_", "_new", 20260102
COPY = "CREATE DATABASE {} TEMPLATE {}"
SOURCES = ("*.py", "*.yaml", "*.json", "*.csv")


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The name of a database for as long as the block; what is kept beside it is laid out in `folder`."""
    name, seeded = f"test_e2e{plugin.WORKER}_{os.getpid()}", f"{PREFIX}{_content()}"
    with plugin._server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [ALONE])
        if not _is_there(server, seeded):
            _make(server, seeded)
        _execute(server, COPY, name, seeded)
    shutil.copytree(_files(seeded), folder, dirs_exist_ok=True)
    try:
        yield name
    finally:
        with plugin._server() as server:
            _execute(server, "DROP DATABASE {} WITH (FORCE)", name)


@cache
def _content() -> str:
    """Changes with the day and with whatever the product is made of."""
    found = hashlib.sha256(f"{datetime.date.today()} {plugin._content()}".encode())
    for pattern in SOURCES:
        for path in sorted((plugin.ROOT / "maillage").rglob(pattern)):
            if "tests" not in path.parts:
                found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _files(seeded: str) -> Path:
    return plugin.CLUSTER.directory / seeded


def _is_there(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _make(server: psycopg.Connection, seeded: str) -> None:
    """Under another name until it is whole."""
    _drop_former(server)
    unfinished = seeded + NOT_WHOLE
    _execute(server, COPY, unfinished, f"template_{plugin._content()}")
    _seed(unfinished, _files(seeded))
    _execute(server, "ALTER DATABASE {} RENAME TO {}", unfinished, seeded)


def _drop_former(server: psycopg.Connection) -> None:
    """With its files; not one that another run copies at this moment."""
    for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
        if name.startswith(PREFIX):
            with suppress(psycopg.errors.ObjectInUse):
                _execute(server, "DROP DATABASE {}", name)
                shutil.rmtree(_files(name.removesuffix(NOT_WHOLE)), ignore_errors=True)


def _execute(server: psycopg.Connection, statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _seed(name: str, folder: Path) -> None:
    """By the code as it is: a fault of `tests/mutation` breaks what is looked at, not what was there before."""
    folder.mkdir()
    done = subprocess.run(
        [*PYTHON, "maillage", "seed_demo"],
        env=os.environ | environment_of(name, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
