"""The application as it is installed: the embedded database, gunicorn, one worker, the fictional territory."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg

from maillage.config.serving import (
    HOST,
    PYTHON,
    Service,
    wait_until_it_answers,
    web_command,
    worker_command,
)
from tests import plugin
from tests.e2e.demonstration import demonstration
from tests.e2e.environment import environment_of

START_SECONDS = 60
CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT ILIKE '%procrastinate%'
"""


class Installation(NamedTuple):
    """`address` of the pages, `database` as its owner, `logs` of the web and of the worker, the `web` that may be killed."""

    address: str
    database: str
    logs: Path
    environment: dict[str, str]
    web: Service

    def run(self, module: str, *arguments: str) -> str:
        """A module of the tests, in a process of this installation; the last line that it prints."""
        done = subprocess.run(
            [*PYTHON, module, *arguments],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1]

    def execute(self, statement: str, *values: object) -> int:
        """Change what only time changes (the age of a session, of a claim); the number of rows changed."""
        with psycopg.connect(self.database, autocommit=True) as owner:
            owner.execute("SET ROLE maillage_maintenance")
            return owner.execute(statement, values).rowcount

    def cut_connections(self) -> int:
        """Those of the pages, all at once; not those of the worker, which other tests need."""
        url = urlsplit(plugin.CLUSTER.urls()["superuser"])._replace(path=urlsplit(self.database).path)
        with psycopg.connect(url.geturl(), autocommit=True) as server:
            return server.execute(CUT).rowcount


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Runs for as long as the block, on a copy of the fictional territory."""
    with demonstration(folder) as name:
        environment = environment_of(name, folder)
        port = free_port()
        web = Service(web_command(port, workers=1), environment, folder / "web.log")
        worker = Service(worker_command(), environment, folder / "worker.log")
        try:
            web.start()
            worker.start()
            assert wait_until_it_answers(web, port, START_SECONDS), web.end_of_log()
            address = f"http://{HOST}:{port}"
            yield Installation(address, environment["DATABASE_OWNER_URL"], folder, environment, web)
        finally:
            for service in (web, worker):
                service.ask_to_stop()
            for service in (web, worker):
                service.wait_stopped()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
