"""A drill of upgrade: the data of the first version that had a demonstration of people, taken to the code of today.

`./run bench upgrade`: takes that version out of git, lets it make its own data, then migrates them with the command that
administrators run, killed (`kill -9`) several times on the way and run again. What must hold: every row that was there is still
there, by its key; what its columns said is said, unless a migration is meant to change it; the journal verifies; the next
version serves a folder. `--data DIR`: keep the folder, and use what the former version has made in it.
"""

import argparse
import io
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from maillage.config.installation import Installation

FIRST_VERSION = "96904e050e71216dd40681929ed1f2221fc9a479"
"""The first whose demonstration has follow-up and whose migrations were never changed afterwards (25 November 2026)."""
PORT = "8483"
KILLED_AFTER = (1, 30, 60)
"""Migrations made before each kill; the kill comes in the middle of the next one."""
LOADS = ("load_territories", "load_legal_bases", "load_recommendations", "load_task_types", "load_diplomas", "load_training_rules", "load_indicators")  # fmt: skip
SHORT_LIVED = ("django_session", "django_migrations", "accounts_cache", "procrastinate_")
ROOT = Path(__file__).resolve().parents[1]

KEYS = """
SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1
"""
COLUMNS = (
    "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
)
Rows = dict[str, dict[str, str | None]]
"""Key → column → value."""


def run(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./run bench upgrade")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(arguments)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs", flush=True)
    if options.data:
        _drill(options.data)
        return
    with tempfile.TemporaryDirectory() as folder:
        _drill(Path(folder) / "data")


def _drill(data: Path) -> None:
    if not (data / "prepared").exists():
        _say("la première version fait ses données", _make_former(data))
    installation = Installation(data)
    with installation.cluster as cluster:
        os.environ.update(installation.environment())
        owner = cluster.urls()["superuser"]
        with _database(owner) as server:
            before, made = _everything(server), _made(server)
        print(
            f"avant : {made} migrations, {len(before)} tables, {sum(map(len, before.values()))} lignes",
            flush=True,
        )
        for number in KILLED_AFTER:
            _kill_while_migrating(owner, made + number)
        began = time.perf_counter()
        _command("migrate", "--verbosity", "0")
        _say("migrate, mené à son terme", time.perf_counter() - began)
        for word in LOADS:
            _command(word, "--verbosity", "0")
        with _database(owner) as server:
            print(f"après : {_made(server)} migrations", flush=True)
            lost = _compare(before, _everything(server))
        _command("verify-journal")
        print("journal vérifié", flush=True)
        _serve_a_folder()
    if lost:
        sys.exit(f"{lost} lignes perdues")


def _say(what: str, seconds: float) -> None:
    print(f"{what:<45} {seconds:6.1f} s", flush=True)


def _make_former(data: Path) -> float:
    """As its users did: its own demonstration, stopped once it is ready."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", FIRST_VERSION], cwd=ROOT, capture_output=True, check=True)
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as content:
            content.extractall(folder, filter="data")
        command = [sys.executable, "-P", "-m", "maillage", "demo", "--port", PORT, "--data", str(data)]
        environment = {**os.environ, "PYTHONPATH": folder}
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
        ) as demo:
            assert demo.stdout is not None
            ready = any("prêt" in line for line in demo.stdout)
            demo.send_signal(signal.SIGTERM)
            demo.stdout.read()
    if not ready or demo.returncode:
        sys.exit("La première version n’a pas démarré.")
    return time.perf_counter() - began


@contextmanager
def _database(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, dbname="maillage", autocommit=True) as server:
        yield server


def _made(server: psycopg.Connection) -> int:
    row = server.execute("SELECT count(*) FROM django_migrations").fetchone()
    return int(row[0]) if row else 0


def _everything(server: psycopg.Connection) -> dict[str, Rows]:
    found = server.execute(KEYS).fetchall()
    return {name: _rows(server, name, key) for name, key in found if not name.startswith(SHORT_LIVED)}


def _rows(server: psycopg.Connection, name: str, key: list[str]) -> Rows:
    columns = [column for (column,) in server.execute(COLUMNS, [f'public."{name}"'])]
    shown = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns)
    statement = sql.SQL("SELECT {} FROM public.{}").format(shown, sql.Identifier(name))
    rows = (dict(zip(columns, row, strict=True)) for row in server.execute(statement))
    return {"/".join(str(row[column]) for column in key): row for row in rows}


def _kill_while_migrating(url: str, wanted: int) -> None:
    """Killed in the midst of a migration: the count has just moved, and the next one is under way."""
    command = [sys.executable, "-P", "-m", "maillage", "migrate", "--verbosity", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    with _database(url) as server:
        while process.poll() is None and _made(server) < wanted:
            time.sleep(0.01)
        process.kill()
        process.wait()
        if process.returncode != -signal.SIGKILL:
            sys.exit(f"migrate a fini (code {process.returncode}) avant d’être tuée : rien n’est essayé.")
        print(f"kill -9 après {_made(server)} migrations", flush=True)


def _command(*words: str) -> None:
    command = [sys.executable, "-P", "-m", "maillage", *words]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, stdout=subprocess.DEVNULL
    )


def _compare(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> int:
    lost = 0
    for table, rows in before.items():
        there = after.get(table)
        if there is None:
            print(f"  table absente : {table} ({len(rows)} lignes)")
            lost += len(rows)
            continue
        gone = rows.keys() - there.keys()
        if gone:
            print(f"  {table} : {len(gone)} lignes perdues sur {len(rows)}")
        lost += len(gone)
        _say_changes(table, rows, there)
    print(f"lignes perdues : {lost} sur {sum(map(len, before.values()))}", flush=True)
    return lost


def _say_changes(table: str, rows: Rows, there: Rows) -> None:
    """Columns that no longer say the same, or that are no longer there."""
    for column in sorted({name for row in rows.values() for name in row}):
        pairs = [(row.get(column), there[key]) for key, row in rows.items() if key in there]
        absent = sum(1 for was, now in pairs if column not in now and was not in (None, ""))
        changed = sum(1 for was, now in pairs if column in now and now[column] != was)
        if absent or changed:
            what = f"{absent} valeurs dont la colonne n’est plus" if absent else f"{changed} valeurs changées"
            print(f"  {table}.{column} : {what}")


def _serve_a_folder() -> None:
    """Somebody of the former version signs in to this one, and opens somebody whom they follow."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings"
    import django

    django.setup()
    from django.test import Client
    from django.urls import reverse

    from maillage.accounts.models import User
    from maillage.people.models import Attachment

    tie = Attachment.objects.using("maintenance").filter(person__isnull=False, ended_at=None).first()
    assert tie is not None
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.using("maintenance").get(pk=tie.worker_id))
    answer = client.get(reverse("people:person", args=[tie.person_id]))
    print(f"un dossier de la première version, ouvert par qui le suivait : {answer.status_code}", flush=True)
    if answer.status_code != 200:
        sys.exit("Le dossier ne s’ouvre pas.")
