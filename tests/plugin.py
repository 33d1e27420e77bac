"""pytest's own database: the embedded server in its quick profile, one database a worker, copied from a template.

Loaded with `-p tests.plugin`, before Django's settings are read. Tests connect as `maillage_test` and take the
application's role, so that row security holds in every one of them; `become` takes another role for a moment.
"""

import base64
import gc
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random

import psycopg
import pytest
import yaml
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from psycopg import sql

from maillage.config.cluster import Cluster
from maillage.config.memory import keep_what_is_loaded

# A machine that does something else at the same time is no fault of the code under test.
settings.register_profile("maillage", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("maillage")

ROOT = Path(__file__).resolve().parents[1]
CLUSTER = Cluster(Path(os.environ.get("MAILLAGE_TEST_CLUSTER", ROOT / "var" / "test")), fast=True)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
ROLES = {"default": "maillage_app", "owner": "maillage_owner", "maintenance": "maillage_maintenance"}


def _master_keys() -> Path:
    """One for all workers and all runs: the template's rows may be sealed under it."""
    path = ROOT / "var" / "test-master-keys"
    path.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError), path.open("x") as target:
        target.write(f"tests {base64.b64encode(bytes(32)).decode()}\n")
    return path


def keep_bytecode() -> None:
    """Here and in the servers that tests start: compiling all modules again takes each process seven seconds."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def prepare_environment() -> None:
    keep_bytecode()
    yaml.safe_load = partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if WORKER == "alone":
        CLUSTER.ensure()
        os.environ["DATABASE_URL"] = CLUSTER.urls()["test"]
    (ROOT / "var" / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DATABASE_ASSUME_ROLE"] = ROLES["default"]
    os.environ["MAILLAGE_SECRET_KEY"] = "for the tests only"
    os.environ["MAILLAGE_MASTER_KEYS"] = str(_master_keys())
    os.environ["MAILLAGE_HTTPS"] = "non"
    os.environ["MAILLAGE_SECOND_FACTOR"] = "non"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")


prepare_environment()


BROWSER_FIRST = ("tests/e2e/test_whole_site.py", "tests/e2e/", "tests/pictures/")
THEN_LONG = (
    "maillage/rights/engine/",
    "maillage/sheets/",
    "tests/fuzz/",
    "maillage/accounts/tests/test_proconnect_forged.py",
    "tests/security/test_canaries.py",
    "tests/security/test_oracle.py",
    "tests/migrations/",
    "maillage/people/tests/test_imports_bad_files.py",
    "tests/matrix/",
)
"""The first two need no database: they are tried while the other worker makes the template."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long begins first. `MAILLAGE_SHUFFLE=1 ./run test`: in an order drawn from that number."""
    for item in items:
        if _asks_the_database(item):
            item.add_marker("database")
    seed = os.environ.get("MAILLAGE_SHUFFLE")
    items[:] = _shuffled(items, Random(seed)) if seed else _long_first(items)


def _asks_the_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def _shuffled(items: list[pytest.Item], draw: Random) -> list[pytest.Item]:
    """Folders of modules, modules in them, tests in those: an installation lasts for a folder, and takes seconds to begin."""
    named = sorted(items, key=lambda one: one.nodeid)
    ranks: dict[object, float] = {}
    for item in named:
        for one in (item.path.parent, item.path, item.nodeid):
            ranks.setdefault(one, draw.random())
    return sorted(items, key=lambda item: (ranks[item.path.parent], ranks[item.path], ranks[item.nodeid]))


def _long_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Two workers begin with one half each, and take from the other's end: the browser, that one alone should open,
    is at the head of the first half; what is long, at the head of the second."""
    browser, longest = _beginning(items, BROWSER_FIRST), _beginning(items, THEN_LONG)
    apart = {item.nodeid for item in (*browser, *longest)}
    others = [item for item in items if item.nodeid not in apart]
    before = max(len(items) // 2 - len(browser), 0)
    return [*browser, *others[:before], *longest, *others[before:]]


def _beginning(items: list[pytest.Item], names: tuple[str, ...]) -> list[pytest.Item]:
    """Those whose name begins with the first, then the second…; each once."""
    ranks = {item.nodeid: [item.nodeid.startswith(name) for name in names] for item in items}
    found = [item for item in items if any(ranks[item.nodeid])]
    return sorted(found, key=lambda item: ranks[item.nodeid].index(True))


def pytest_collection_finish() -> None:
    """Thousands of tests and all they import stay to the end: the collector need not walk through them each time, and
    what a page builds is thrown away at once in most cases: it looks for the rest less often."""
    _list_static_files_once()
    keep_what_is_loaded()
    gc.set_threshold(50_000, 20, 100)


def _list_static_files_once() -> None:
    """And not for each client: nearly every test has one, and the list takes longer than a page."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    find, listed = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add_files(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            find(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = add_files


def pytest_unconfigure() -> None:
    if CLUSTER.started_here:
        CLUSTER.stop()


def _content() -> str:
    """Changes when what the template is made of changes."""
    made_of = [ROOT / "maillage/config/provision.py"]
    made_of += sorted(ROOT.glob("maillage/*/migrations/*.py"))
    made_of += sorted((ROOT / "maillage/directory").glob("pack/*"))
    made_of += sorted(ROOT.glob("maillage/governance/pack/*.yaml"))
    made_of += sorted(ROOT.glob("maillage/reception/pack/*.yaml"))
    made_of += [*sorted(ROOT.glob("maillage/*/*sql.py")), ROOT / "maillage/people/legal_bases.yaml"]
    content = b"".join(path.read_bytes() for path in made_of if path.is_file())
    return hashlib.sha256(content).hexdigest()[:12]


def _use(name: str) -> None:
    """Point every alias at one database, each with its own role."""
    from django.db import connections

    from maillage.config.database import taking

    for alias, role in ROLES.items():
        connections[alias].close()
        settings = connections[alias].settings_dict
        settings.update(NAME=name, OPTIONS={**settings["OPTIONS"], "options": taking(role)}, CONN_MAX_AGE=0)


def _make_template(server: psycopg.Connection, name: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    from maillage.config.quick_states import quick_states

    exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if exists:
        return
    unfinished = f"{name}_new"
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished)))
    server.execute(
        sql.SQL("CREATE DATABASE {} OWNER maillage_owner TEMPLATE template1").format(
            sql.Identifier(unfinished)
        )
    )
    server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO PUBLIC").format(sql.Identifier(unfinished)))
    _use(unfinished)
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=unfinished, autocommit=True) as inside:
        inside.execute("SET ROLE maillage_owner")
        inside.execute("GRANT USAGE ON SCHEMA public TO maillage_app, maillage_maintenance, maillage_backup")
    with quick_states():
        call_command("migrate", database="owner", verbosity=0)
    call_command("load_territories", verbosity=0)
    for connection in connections.all():
        connection.close()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _drop_left_over(server: psycopg.Connection) -> None:
    """The databases of this run and of runs that ended, and templates that no code makes any more."""
    names = [name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()]
    stale = [name for name in names if name.startswith("template_") and name != f"template_{_content()}"]
    stale += [name for name in names if name.startswith("test_") and not _is_running(name.rsplit("_", 1)[1])]
    for name in (*stale, _own_name()):
        with suppress(psycopg.errors.ObjectInUse, psycopg.errors.InvalidCatalogName):
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """One database for this worker, a copy of the migrated template with the real territories in it."""
    with _server() as server:
        with django_db_blocker.unblock():
            server.execute("SELECT pg_advisory_lock(20260101)")
            _make_template(server, f"template_{_content()}")
            server.execute("SELECT pg_advisory_unlock(20260101)")
            _fresh_copy(server)
            _learn_template()
        yield
        with django_db_blocker.unblock():
            _use("postgres")
            _drop_left_over(server)


@pytest.fixture(autouse=True)
def fresh_database_after_commits(request, django_db_blocker, monkeypatch) -> Iterator[None]:
    """A test that really commits leaves rows behind: they are taken away, or the next one gets a new copy."""
    marker = request.node.get_closest_marker("django_db")
    if not ("transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("django_db_setup")
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
    with django_db_blocker.unblock():
        before = _writes()
    yield
    with django_db_blocker.unblock():
        if not _take_away(before, _writes()):
            with _server() as server:
                _fresh_copy(server)


EMPTY: set[str] = set()
"""Tables that the template leaves empty."""
FEW: dict[str, bytes] = {}
"""What the template holds in the others, when it is short: as COPY writes it."""
SEQUENCES: dict[str, list[str]] = {}
"""Of each table."""
SHORT = 500

TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
NUMBERED = """
SELECT t.relname, s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
JOIN pg_class t ON t.oid = d.refobjid WHERE s.relkind = 'S' AND t.relnamespace = 'public'::regnamespace
"""
WRITES = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_all_tables WHERE schemaname NOT LIKE 'pg_%'
OR relname IN ('pg_attribute', 'pg_constraint', 'pg_policy', 'pg_proc', 'pg_trigger', 'pg_type')
"""
OTHERS = """
SELECT FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def _inside() -> Iterator[psycopg.Connection]:
    with psycopg.connect(CLUSTER.urls()["superuser"], dbname=_own_name(), autocommit=True) as inside:
        yield inside


def _learn_template() -> None:
    with _inside() as inside:
        names = [name for (name,) in inside.execute(TABLES).fetchall()]
        counts = {
            name: inside.execute(f'SELECT count(*) FROM public."{name}"').fetchone()[0] for name in names
        }
        for table, sequence in inside.execute(NUMBERED).fetchall():
            SEQUENCES.setdefault(table, []).append(sequence)
        EMPTY.update(name for name in names if not counts[name])
        for name in names:
            if 0 < counts[name] <= SHORT:
                with inside.cursor().copy(f'COPY public."{name}" TO STDOUT') as rows:
                    FEW[name] = b"".join(rows)


def _writes() -> dict[str, int] | None:
    """How many rows were ever written in each table, those of the catalogue too; None while somebody else is connected.

    A session tells its own numbers as it ends.
    """
    from django.db import connections

    for connection in connections.all():
        connection.close()
    with _inside() as inside:
        for _ in range(100):
            if inside.execute(OTHERS).fetchone() is None:
                return dict(inside.execute(WRITES).fetchall())
            time.sleep(0.02)
    return None


def _take_away(before: dict[str, int] | None, after: dict[str, int] | None) -> bool:
    """Whether the database is again as the template: tables that were empty are, the short ones have their rows back."""
    if before is None or after is None:
        return False
    written = {name for name, count in after.items() if count != before.get(name, 0)}
    if written - EMPTY - FEW.keys():
        return False
    with _inside() as inside:
        inside.execute("SET session_replication_role = replica")
        if written:
            inside.execute(_emptying(written))
        for name in written & FEW.keys():
            with inside.cursor().copy(f'COPY public."{name}" FROM STDIN') as rows:
                rows.write(FEW[name])
        return not _still_filled(inside)


def _emptying(names: set[str]) -> str:
    """Deleted row by row: there are few, and to truncate a table makes its files again, and those of all that point at it."""
    steps = [f'DELETE FROM public."{name}"' for name in sorted(names)]
    numbered = [one for name in sorted(names & EMPTY) for one in SEQUENCES.get(name, [])]
    return "; ".join([*steps, *(f'ALTER SEQUENCE public."{one}" RESTART' for one in numbered)])


def _still_filled(inside: psycopg.Connection) -> list[str]:
    """Tables that the template leaves empty and that hold a row."""
    if not EMPTY:
        return []
    each = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM public.\"{name}\")" for name in sorted(EMPTY))
    return [name for (name,) in inside.execute(" UNION ALL ".join(each)).fetchall()]


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
        server.execute("SET ROLE maillage_owner")
        yield server


def _own_name() -> str:
    return f"test_{WORKER}_{os.getpid()}"


def _fresh_copy(server: psycopg.Connection) -> None:
    _use("postgres")
    name, template = sql.Identifier(_own_name()), sql.Identifier(f"template_{_content()}")
    _drop_once_left(server, name)
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))
    _use(_own_name())


def _drop_once_left(server: psycopg.Connection, name: sql.Identifier) -> None:
    """A session that was closed takes a moment to end, longer on a busy machine."""
    for _ in range(100):
        with suppress(psycopg.errors.ObjectInUse):
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            return
        time.sleep(0.1)
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


@pytest.fixture(scope="module")
def whole_module(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For a world that is laid out once, when all tests of its module want it: each undoes what it did there itself."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def worker(client, db):
    """A social worker, signed in `client`."""
    from maillage.accounts.tests.factories import signed_in

    with become("maintenance"):
        return signed_in(client)


def count_queries(client, url: str) -> int:
    """What a page asks of the database, once what is learnt for good is learnt."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@contextmanager
def become(role: str) -> Iterator[None]:
    """Run as another role of the database for a moment: `become("maintenance")` to lay rows out for a test."""
    from django.db import connection

    wanted = f"maillage_{role}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, set_config('role', %s, false)", [wanted])
        former, _ = cursor.fetchone()
        yield
        if former != wanted:
            cursor.execute(f"SET ROLE {former}")


@contextmanager
def undone() -> Iterator[None]:
    """What is written meanwhile never was. The savepoint goes too: one inside the other, thousands of them fill the server's
    memory and make each request slower than the last."""
    from django.db import transaction

    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        transaction.savepoint_commit(before)
