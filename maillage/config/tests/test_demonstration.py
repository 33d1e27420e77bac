"""The demonstration from start to stop, on the smallest site there is."""

import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from maillage.config.cluster import Cluster
from maillage.config.installation import Installation
from maillage.config.processes import processes_in
from maillage.config.tests.killing import kill_everything_in

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parents[3]
READY = re.compile(r"Maillage est prêt : http://127\.0\.0\.1:(\d+)\n")


def as_from_a_terminal():
    """Whatever runs the tests may ignore a closed terminal (nohup), and children would inherit it."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Demonstration:
    """`maillage demo` in a process of its own."""

    def __init__(self, data, *options):
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_", "MAILLAGE_"))
        }
        environment |= {
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "maillage.config.tests.small_settings",
        }
        command = [sys.executable, "-P", "-m", "maillage", "demo", "--data", str(data), *options]
        self.data, self.began = data, time.monotonic()
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=as_from_a_terminal,  # noqa: PLW1509
        )
        self.said = ""

    def wait_ready(self):
        for line in self.process.stdout:
            self.said += line
            if found := READY.fullmatch(line):
                self.port, self.seconds = int(found[1]), time.monotonic() - self.began
                return self
        raise AssertionError(self.said)

    def page(self):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as web:
            web.request("GET", "/")
            return web.getresponse().read().decode().rsplit(" ", 1)[0]

    def end(self, sign=signal.SIGTERM):
        """Send a signal; the exit code."""
        if self.process.stdout.closed:
            return self.process.wait(30)
        if self.process.poll() is None:
            self.process.send_signal(sign)
        with self.process.stdout as rest:
            self.said += rest.read()
        return self.process.wait(30)


def left_over(data):
    """The processes of an installation that still live, the server's included."""
    mark = f"MAILLAGE_DATA={data}".encode()
    found = processes_in(Cluster(data / "postgres").data)
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_until(condition, seconds=15):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with a space in its name, whose installation has been prepared once."""
    folder = tmp_path_factory.mktemp("demo") / "des données"
    demonstration = Demonstration(folder).wait_ready()
    assert demonstration.end() == 0
    yield folder
    Installation(folder).erase()


@pytest.fixture
def start(data):
    started = []

    def start(*options, data=data):
        started.append(Demonstration(data, *options))
        return started[-1]

    yield start
    for demonstration in started:
        demonstration.end(signal.SIGKILL)
    wait_until(lambda: left_over(data) == [])


def test_it_serves_pages_and_work_as_the_application_and_stops_without_a_trace(start, data):
    (data / "accounts.txt").write_text("Assistante sociale : lea@exemple.fr\n")
    demonstration = start().wait_ready()
    assert demonstration.page() == "maillage_app 0"
    assert len(left_over(data)) > 6
    assert demonstration.end(signal.SIGTERM) == 0
    assert left_over(data) == []
    assert "Assistante sociale : lea@exemple.fr\n" in demonstration.said
    assert f"Messages envoyés : {demonstration.data / 'mails'}\n" in demonstration.said
    assert demonstration.said.endswith("Maillage est arrêté.\n")
    assert "Préparation" not in demonstration.said


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_it_starts_again_on_its_data_in_under_five_seconds(start):
    """Counted on the processor, all processes together, so that a busy machine does not make the test fail."""
    before = processor_seconds()
    demonstration = start().wait_ready()
    assert demonstration.end() == 0
    assert processor_seconds() - before < 5


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_stop_it_cleanly(start, data, sign):
    demonstration = start().wait_ready()
    assert demonstration.end(sign) == 0
    assert left_over(data) == []


def test_stopping_while_it_starts_leaves_nothing(start, data):
    for delay in (0.3, 0.6, 0.9):
        demonstration = start()
        time.sleep(delay)
        demonstration.end(signal.SIGTERM)
        wait_until(lambda: left_over(data) == [], 2)


def test_killed_it_takes_its_children_along(start, data):
    demonstration = start().wait_ready()
    assert demonstration.end(signal.SIGKILL) == -signal.SIGKILL
    wait_until(lambda: left_over(data) == [])


def test_it_recovers_from_a_killed_database(start, data):
    demonstration = start().wait_ready()
    with psycopg.connect(Installation(data).cluster.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
    kill_everything_in(Cluster(data / "postgres").data)

    def served():
        try:
            return demonstration.page() == "maillage_app 0"
        except OSError:
            return False

    wait_until(served)
    with psycopg.connect(Installation(data).cluster.urls()["owner"]) as connection:
        assert connection.execute("SELECT value FROM kept").fetchall() == [(1,)]
        connection.execute("DROP TABLE kept")


def test_a_dead_worker_is_started_again(start, data):
    start().wait_ready()
    wait_until(lambda: worker_of(data))
    first = worker_of(data)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: worker_of(data) not in (None, first))


def worker_of(data):
    for pid in left_over(data):
        try:
            if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return pid
        except OSError:
            continue
    return None


def test_a_port_already_taken_is_said_when_it_was_asked_for(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demonstration = start("--port", str(port))
        assert demonstration.process.wait(20) == 1
        assert demonstration.process.stdout.read() == (
            f"Le port {port} ne peut pas servir ou est déjà pris : choisissez-en un autre.\n"
        )


def test_without_a_port_two_demonstrations_stand_side_by_side(start, tmp_path):
    other = tmp_path / "other"
    first, second = start().wait_ready(), start(data=other).wait_ready()
    assert first.port != second.port
    assert second.end() == 0
    Installation(other).erase()


def test_two_demonstrations_never_share_their_data(start, data):
    start().wait_ready()
    second = start()
    assert second.process.wait(20) == 1
    assert second.process.stdout.read().startswith(
        f"Une démonstration tourne déjà avec les données de {data}"
    )


def test_reset_starts_from_nothing_and_spares_what_is_not_its_own(start, data):
    (data / "notes.txt").write_text("mine")
    with Installation(data).cluster as cluster, psycopg.connect(cluster.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE old (id int)")
    demonstration = start("--reset").wait_ready()
    assert demonstration.page() == "maillage_app 0"
    with psycopg.connect(Installation(data).cluster.urls()["owner"]) as connection:
        assert connection.execute("SELECT to_regclass('old')").fetchone() == (None,)
    assert (data / "notes.txt").read_text() == "mine"
    assert "Préparation des données…" in demonstration.said
