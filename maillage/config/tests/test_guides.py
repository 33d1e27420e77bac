"""What the administrator's guide tells to type is typed, in its order, on a site of this test's own, pages served beside.

A block that begins with "# non essayé" or "# essayé par" is not; its commands must exist all the same.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import get_commands

from benchmarks.upgrade import LOADS
from maillage.config.cluster import Cluster
from maillage.config.commandline import WORDS
from maillage.config.provision import ROLES
from maillage.config.serving import Service, is_free, wait_until_it_answers, web_command
from maillage.config.tests.saved_site import Site
from tests import plugin

ROOT = Path(__file__).resolve().parents[3]
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.S | re.M)
UNTRIED = ("# non essayé", "# essayé par")
RUN = f'#!/bin/sh\n[ "$1" = maillage ] && shift\nexec "{sys.executable}" -P -m maillage "$@"\n'
"""In place of `./run`, that would install packages (it has its own tests)."""
DATABASE = "test_guide_administration"


def blocks(guide: Path) -> list[str]:
    return BLOCK.findall(guide.read_text())


def tried(guide: Path) -> list[str]:
    return [block for block in blocks(guide) if not block.startswith(UNTRIED)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_word_of_the_command_line_exists(guide):
    words = re.findall(r"\./run maillage ([\w-]+)", guide.read_text())
    assert {word for word in words if word not in {*WORDS, *get_commands(), "help"}} == set()


def test_what_is_not_tried_says_why_and_names_a_test_that_exists():
    left = [
        block.splitlines()[0]
        for block in blocks(ROOT / "docs/guides/administration.md")
        if block.startswith(UNTRIED)
    ]
    assert len(left) == 5
    named = [path for line in left for path in re.findall(r"[\w/]+\.py", line)]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert all(len(line.split(":", 1)[1]) > 10 for line in left)


def test_what_an_installation_loads_is_listed_once_and_whole():
    there = {name for name in get_commands() if name.startswith("load_")}
    listed = {path.name: re.findall(r"\bload_\w+", path.read_text()) for path in GUIDES}
    assert sorted(listed.pop("administration.md")) == sorted(there)
    assert set(LOADS) == there
    assert [name for name, found in listed.items() if len(found) > 1] == []


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory):
    """For `provision`: it would take from the tests' server what tests alone may do. Its roles have other names."""
    cluster = Cluster(tmp_path_factory.mktemp("bare") / "base", fast=True)
    cluster.ensure()
    with psycopg.connect(cluster.urls()["superuser"], autocommit=True) as server:
        server.execute("ALTER DATABASE maillage RENAME TO former")
        for role in ROLES:
            server.execute(f"ALTER ROLE {role} RENAME TO {role}_former")
    yield cluster
    cluster.destroy()


@pytest.fixture
def site(django_db_setup, tmp_path):
    """A database that is migrated, and folders where the guide lays them."""
    for name in ("srv/maillage/data", "etc/maillage", "checkout"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "checkout/run").write_text(RUN)
    (tmp_path / "checkout/run").chmod(0o755)
    for name in ("deploy", "docs"):
        (tmp_path / "checkout" / name).symlink_to(ROOT / name)
    url = plugin.CLUSTER.urls()["superuser"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(
            f"CREATE DATABASE {DATABASE} OWNER maillage_owner TEMPLATE template_{plugin._content()}"
        )
        server.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO PUBLIC")
    yield Site(DATABASE, tmp_path / "srv/maillage/data", tmp_path / "etc/maillage/backup-keys")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.fixture
def environment(site, bare_server, tmp_path):
    return site.environment() | {
        "DATABASE_SUPERUSER_URL": bare_server.urls()["superuser"],
        "MAILLAGE_MASTER_KEYS": str(tmp_path / "etc/maillage/master-keys"),
        "MAILLAGE_STATIC": str(tmp_path / "srv/maillage/static"),
        "MAILLAGE_BACKUPS": str(tmp_path / "srv/maillage/backups"),
        "MAILLAGE_METRICS_FROM": "127.0.0.1",
        "MAILLAGE_REQUEST_LOG": "oui",
        "MAILLAGE_SECRET_KEY": "0123456789abcdef" * 4,
    }


def here(block: str, tmp_path: Path, port: int) -> str:
    """The paths of the guide in this test's folder, its accounts nobody's, its port this test's."""
    block = re.sub(r"-o \w+ -g \w+ ", "", block)
    block = re.sub(r"(?<![\w.])/(srv|etc)/maillage", rf"{tmp_path}/\1/maillage", block)
    return block.replace("127.0.0.1:8000", f"127.0.0.1:{port}")


@pytest.mark.whole
def test_every_command_of_the_administrator_s_guide_is_typed(environment, tmp_path):
    port = next(number for number in range(18_300, 18_400) if is_free(number))
    web = Service(web_command(port), environment, tmp_path / "web.log")
    said = {}
    try:
        for block in tried(ROOT / "docs/guides/administration.md"):
            if "/sante/" in block:
                web.start()
                assert wait_until_it_answers(web, port, 120), web.end_of_log()
            said[block] = typed(here(block, tmp_path, port), tmp_path / "checkout", environment)
    finally:
        web.ask_to_stop()
        web.wait_stopped()
    _judge("\n".join(said.values()), (tmp_path / "web.log").read_text())


def typed(block: str, checkout: Path, environment) -> str:
    """Line by line: `check` alone may end with 1, and says why."""
    told = ""
    for line in block.splitlines():
        done = subprocess.run(
            ["sh", "-euc", line], cwd=checkout, env=environment, capture_output=True, text=True, check=False
        )
        expected = (0, 1) if "maillage check" in line else (0,)
        assert done.returncode in expected, f"{shlex.quote(line)}\n{done.stdout}\n{done.stderr}"
        told += done.stdout
    return told


def _judge(said: str, log: str) -> None:
    """Each did what the guide says of it."""
    for words in (
        "DATABASE_BACKUP_URL=postgresql://maillage_backup:",
        "Ada Martin administre CCAS de Chinon",
        "À corriger",
        '{"vivant": true}',
        '"base": true',
        'maillage_request_seconds_count{route="',
        "Sauvegarde faite et relue",
        "Sauvegarde lue en entier",
    ):
        assert words in said.replace("\u00a0", " "), (words, said)
    assert '"logger": "maillage.requests"' in log
