"""What a supervisor asks, each part broken in turn; nothing is said of anybody, and no session begins."""

import errno
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from maillage.config.monitoring import counters, probes, state
from maillage.config.monitoring.logs import Lines
from tests import plugin

OTHERS = {"base": True, "migrations": True, "travailleur": True, "file": True, "disque": True}
LIVES = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)"


@pytest.fixture(autouse=True)
def asked_anew(settings, tmp_path):
    settings.MAILLAGE_DATA = tmp_path
    probes.READY.forget()


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def parts(client, status):
    response = client.get("/sante/pret")
    told = response.json()
    assert (response.status_code, told["pret"]) == (status, status == 200), told
    return told["parties"]


def test_alive_touches_nothing(client, db):
    client.cookies["sessionid"] = "whatever"
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/sante/vivant", headers={"host": "10.0.0.1"})
    assert (response.status_code, response.json(), len(asked)) == (200, {"vivant": True}, 0)
    assert not response.cookies


@pytest.mark.parametrize("path", ["/sante/vivant", "/sante/pret"])
def test_every_answer_carries_what_all_answers_carry(client, db, path):
    response = client.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert client.post(path).status_code == 405


def test_ready_when_every_part_works_and_nobody_is_given_a_session(client, db):
    execute(LIVES, "1 second")
    before = Session.objects.count()
    assert parts(client, 200) == {**OTHERS, "sauvegarde": None}
    assert (Session.objects.count(), list(client.cookies)) == (before, [])


def test_no_worker_for_a_minute(client, db):
    execute("DELETE FROM procrastinate_workers")
    assert parts(client, 503)["travailleur"] is False
    execute(LIVES, "2 minutes")
    probes.READY.forget()
    assert parts(client, 503)["travailleur"] is False


def test_a_job_waits_for_too_long(client, db):
    execute(LIVES, "1 second")
    execute("INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', '{}')")
    assert parts(client, 200)["file"] is True
    execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
    probes.READY.forget()
    assert parts(client, 503) == {**OTHERS, "file": False, "sauvegarde": None}


def test_a_migration_lacks(client, db, monkeypatch):
    more = state.own_migrations() | {("people", "9999_to_come")}
    monkeypatch.setattr(state, "own_migrations", lambda: more)
    assert state.missing_migrations() == ["people.9999_to_come"]
    assert parts(client, 503)["migrations"] is False


def test_the_disk_is_full_or_gone(client, db, settings, monkeypatch, tmp_path):
    settings.MAILLAGE_DATA = tmp_path / "unmounted"
    assert parts(client, 503)["disque"] is False
    settings.MAILLAGE_DATA = tmp_path
    monkeypatch.setattr(state, "DISK_FREE", 10**18)
    probes.READY.forget()
    assert parts(client, 503)["disque"] is False


def test_the_backup_is_late_absent_or_recent(client, db, settings, tmp_path):
    execute(LIVES, "1 second")
    settings.BACKUPS = tmp_path / "backups"
    said = []
    for hours in (None, "no folder", 30, 2):
        if hours != "no folder" and not settings.BACKUPS.exists() and said:
            settings.BACKUPS.mkdir()
        if isinstance(hours, int):
            made = datetime.now(UTC) - timedelta(hours=hours)
            (settings.BACKUPS / f"maillage-{made:%Y-%m-%dT%H%M%S}Z.sauvegarde").touch()
        probes.READY.forget()
        said.append(parts(client, 200 if hours == 2 else 503)["sauvegarde"])
    assert said == [False, False, False, True]


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_database_that_does_not_answer_is_said_and_never_an_error(client, db, monkeypatch, settings, kind):
    def lost(statement):
        raise kind("secret of the server")

    monkeypatch.setattr(state, "number", lost)
    response = client.get("/sante/pret")
    assert response.status_code == 503
    assert b"secret" not in response.content
    assert response.json()["parties"]["base"] is False
    settings.METRICS_FROM = [ip_network("127.0.0.1")]
    told = client.get("/sante/mesures")
    assert (told.status_code, b"maillage_disk_free_bytes" in told.content) == (200, True)


def test_it_is_asked_once_in_a_few_seconds(client, db):
    client.get("/sante/pret")
    with CaptureQueriesContext(connection) as asked:
        client.get("/sante/pret")
    assert len(asked) == 0


def test_figures_are_for_whom_the_settings_name(client, db, settings):
    settings.METRICS_TOKEN, settings.METRICS_FROM = "", []
    assert client.get("/sante/mesures").status_code == 404
    assert client.get("/sante/mesures", headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "a long token"
    assert client.get("/sante/mesures", headers={"authorization": "Bearer another"}).status_code == 404
    assert client.get("/sante/mesures", headers={"authorization": "Bearer a long token"}).status_code == 200
    settings.METRICS_TOKEN, settings.METRICS_FROM = "", [ip_network("10.0.0.0/8")]
    assert client.get("/sante/mesures", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/sante/mesures", REMOTE_ADDR="192.0.2.1").status_code == 404


def test_figures_say_queue_connections_disk_and_backup(client, db, settings, tmp_path):
    settings.METRICS_FROM, settings.BACKUPS = [ip_network("127.0.0.1")], tmp_path
    made = datetime.now(UTC) - timedelta(hours=2)
    (tmp_path / f"maillage-{made:%Y-%m-%dT%H%M%S}Z.sauvegarde").touch()
    execute(LIVES, "3 seconds")
    execute("INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', '{}')")
    told = values(client.get("/sante/mesures"))
    assert told['maillage_jobs{status="todo"}'] == 1
    assert told["maillage_worker_heartbeat_seconds"] == 3
    assert 7190 < told["maillage_backup_age_seconds"] < 7300
    assert told["maillage_disk_free_bytes"] > 0
    assert told["maillage_database_connections_max"] > 0
    assert any(name.startswith("maillage_database_connections{") for name in told)


def values(response):
    lines = response.content.decode().splitlines()
    assert all(line.startswith("# ") or len(line.rsplit(" ", 1)) == 2 for line in lines)
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_requests_of_all_processes_are_added_up(settings, tmp_path):
    one, other = counters.Counter(), counters.Counter()
    one.add("web:gallery", 200, 0.03)
    one.add("web:gallery", 200, 5.0)
    other.add("web:gallery", 200, 100.0)
    other.add("nobody:knows", 404, 0.01)
    found = {(row.route, row.status): row for row in counters.counted()}
    shown = found["web:gallery", 2]
    assert (sum(shown.buckets), shown.buckets[1], shown.buckets[-1]) == (3, 1, 1)
    assert shown.seconds == pytest.approx(105.03)
    assert sum(found[counters.UNKNOWN, 4].buckets) == 1
    assert len(list(counters.folder().iterdir())) == 2
    (counters.folder() / "1-of-another-version.abc").write_bytes(b"other layout")
    assert sum(1 for _ in counters.counted()) == 2
    (counters.folder() / f"1-just-opened{counters.suffix()}").touch()
    assert sum(1 for _ in counters.counted()) == 2
    counters.forget_former_service()
    assert list(counters.counted()) == []


def test_machines_that_share_their_data_count_apart(monkeypatch):
    counters.Counter().add("web:gallery", 200, 0.03)
    monkeypatch.setattr(counters.socket, "gethostname", lambda: "another")
    assert list(counters.counted()) == []
    counters.Counter().add("web:gallery", 200, 0.03)
    counters.forget_former_service()
    assert list(counters.counted()) == []
    monkeypatch.undo()
    assert [sum(one.buckets) for one in counters.counted()] == [1]


def test_a_full_disk_neither_kills_nor_spoils_the_answer(watched, db, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    counter = counters.Counter()
    counter.add("web:gallery", 200, 0.03)
    (path,) = counters.folder().iterdir()
    assert path.stat().st_blocks * 512 >= path.stat().st_size == counters.size() * 8
    counters.forget_former_service()
    monkeypatch.setattr(counters.os, "posix_fallocate", full)
    assert watched.get("/composants").status_code == 200
    assert list(counters.folder().iterdir()) == []


@pytest.fixture
def watched(client, settings):
    """A client of a site whose requests are told and counted."""
    settings.REQUEST_LOG, settings.METRICS_FROM = True, [ip_network("127.0.0.1")]
    client.handler.load_middleware()
    return client


@pytest.fixture
def technical_log(monkeypatch):
    """What the console of the settings writes, from the level at which libraries talk most."""
    root = logging.getLogger()
    (console,) = [one for one in root.handlers if type(one) is logging.StreamHandler]
    lines = []
    monkeypatch.setattr(console, "emit", lambda record: lines.append(console.format(record)))
    monkeypatch.setattr(console, "formatter", Lines())
    former = root.level
    root.setLevel(logging.INFO)
    yield lines
    root.setLevel(former)


def test_a_request_is_one_line_without_its_address(watched, db, technical_log):
    watched.get("/accueil/nulle-part/Zorglub/", {"q": "Zorglub"}, REMOTE_ADDR="203.0.113.77")
    (line,) = [json.loads(one) for one in technical_log if '"maillage.requests"' in one]
    assert {name: line[name] for name in ("route", "method", "status")} == {
        "route": "inconnue",
        "method": "GET",
        "status": 404,
    }
    assert set(line) == {"at", "level", "logger", "route", "method", "status", "ms", "queries"}
    assert not [one for one in technical_log if "Zorglub" in one or "203.0.113.77" in one]


def test_a_request_is_counted_under_the_name_of_its_page(watched, db):
    watched.get("/composants")
    told = values(watched.get("/sante/mesures"))
    assert told['maillage_request_seconds_count{route="web:gallery",status="2xx"}'] == 1
    told = values(watched.get("/sante/mesures"))
    assert told['maillage_request_seconds_count{route="sante",status="2xx"}'] == 1
    assert told['maillage_request_seconds_bucket{route="web:gallery",status="2xx",le="+Inf"}'] == 1


def test_an_error_keeps_its_lines_of_code_and_not_its_words(technical_log):
    try:
        try:
            raise ValueError("Zorglub, 12 rue des Lilas")
        except ValueError as error:
            raise OperationalError("Key (email)=(zorglub@example.org)") from error
    except OperationalError:
        logging.getLogger("maillage.support").exception("A reminder was not sent (%s).", 12)
        logging.getLogger("somebody.else").warning("Refused %s of %d", "Zorglub", 3, exc_info=True)
    mine, theirs = map(json.loads, technical_log)
    assert mine["message"] == "A reminder was not sent (12)."
    assert theirs["message"] == "Refused … of %d"
    for told in (mine, theirs):
        assert "ValueError" in told["error"]
        assert "test_monitoring.py" in told["error"]
        assert "OperationalError" in told["error"]
    assert "orglub" not in "".join(technical_log)


def test_an_error_told_in_place_of_a_sentence_keeps_its_name_alone(technical_log):
    logging.getLogger("somebody.else").error(ValueError("Zorglub"))
    assert [json.loads(one)["message"] for one in technical_log] == ["ValueError"]


BREAKS = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"begun"
    raise ValueError("Zorglub, 12 rue des Lilas")
"""
HOOKS = "from maillage.config.gunicorn import control_socket_disable, on_reload, when_ready"


def test_the_web_server_itself_quotes_nobody(tmp_path):
    """An answer that breaks while it is being sent, and a request that is not one, told by gunicorn without Django."""
    (tmp_path / "breaks.py").write_text(BREAKS)
    (tmp_path / "hooks.py").write_text(HOOKS)
    command = [sys.executable, "-m", "gunicorn", "--config", "hooks.py", "--worker-class", "gthread"]
    server = subprocess.Popen(
        [*command, "--bind", "127.0.0.1:0", "breaks:application"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{plugin.ROOT}{os.pathsep}{tmp_path}"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = next(line for line in server.stderr if "Listening at" in line)
        port = int(address.rsplit(":", 1)[1].split()[0])
        for request in ("GET /Zorglub?Lilas HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nZorglub Lilas\r\n\r\n"):
            _asked(port, request)
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[1]
    assert "Error handling request" in said
    assert "ValueError" in said
    assert "Invalid request from ip" in said
    assert [one for one in ("orglub", "Lilas", "127.0.0.1") if one in said] == []


def _asked(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as tab:
        tab.sendall(request.encode())
        while tab.recv(4096):
            pass


NAME, STREET, MAIL = "Quetzalcoatl", "12 impasse du Colibri", "quetzal@exemple.test"


def test_a_whole_journey_leaves_no_name_address_nor_identifier(watched, db, technical_log, monkeypatch):
    """Signing in badly then well, receiving somebody, a page that breaks on their name, a job that fails on it."""
    from django.urls import reverse
    from procrastinate import jobs

    from maillage.accounts.tests.factories import signed_in
    from tests.plugin import become

    client = watched
    for _ in range(6):
        client.post(reverse("account_login"), {"login": MAIL, "password": NAME})
    with become("maintenance"):
        signed_in(client)
    who = {"called": NAME, "first_name": NAME, "last_name": "Benali", "birth_date": "30/04/1992"}
    folder = client.post(reverse("people:receive"), who).url
    client.post(folder + "contacts/", {"kind": "email", "value": MAIL, "address": STREET})
    assert NAME in client.get(folder).content.decode()
    client.get(folder + "nulle-part/")
    identifier = folder.strip("/").split("/")[-1]
    client.raise_request_exception = False
    _fail_on(monkeypatch, f"{NAME}, {STREET}")
    assert client.get(folder).status_code == 500
    job = jobs.Job(
        id=7, queue="x", lock=None, queueing_lock=None, task_name="maillage.say", task_kwargs={"to": MAIL}
    )
    told = {"action": "job_error", "job": job.log_context()}
    logging.getLogger("procrastinate.worker").error(f"Job {job.call_string} failed", extra=told)
    whole = "\n".join(technical_log)
    assert '"route": "people:person"' in whole
    assert '"status": 500' in whole
    assert "job_error maillage.say 7" in whole
    assert [one for one in (NAME, STREET, MAIL, identifier, "Benali", "127.0.0.1") if one in whole] == []


def _fail_on(monkeypatch, words):
    """Whatever reads a session now breaks, quoting somebody."""
    from maillage.accounts import middleware

    def broken(*_):
        raise ValueError(words)

    monkeypatch.setattr(middleware, "acting", broken)
