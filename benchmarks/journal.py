"""Who waits for the journal: `./run bench journal`.

As many connections as told open folders one after the other: a line of the journal about a folder among 1,000, then the rest of the
page (100 ms of sleep, so that nothing but locks is measured), then the end of the transaction. 1, 4, 8, 16 and 32 connections, four
seconds each: pages a second, and how long the line waited (p50, p95, in milliseconds). Then eight, beside a job that writes
200 lines about as many folders and ends a second later, again and again. Former function (a chain by object) and
today's (a chain for each transaction) in the same run; the floor is the same page without a line. Quick database of the tests.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import psycopg

from benchmarks.caseload import scratch_database

SECONDS, PAGE, FOLDERS = 4, 0.1, 1_000
CONNECTIONS, BESIDE = (1, 4, 8, 16, 32), 8
JOB_LINES, JOB_HOLDS = 200, 1.0
LINE = """
INSERT INTO audit_entry (actor_user_id, actor_structure_id, actor_label, verb, object_kind, object_id, details)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
ABOUT = (None, None, "mesure", "read", "people.person")
HEAD = f"{'':<34} {'pages/s':>8} {'p50 ms':>7} {'p95 ms':>7} {'arrêtées':>9}"


def run(arguments: list[str]) -> None:
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        from maillage.audit.chain_sql import BY_OBJECT, CHOOSE

        print(HEAD)
        for many in CONNECTIONS:
            _told(f"sans ligne, {many}", _pages(many, lines=False))
        for name, function in (("par objet", BY_OBJECT), ("par transaction", CHOOSE)):
            with _connected() as server:
                server.execute(function)
            for many in CONNECTIONS:
                _told(f"{name}, {many}", _pages(many))
            with _a_job():
                _told(f"{name}, {BESIDE}, à côté d’un travail", _pages(BESIDE))


def _connected() -> psycopg.Connection:
    from django.db import connection

    from tests import plugin

    name = str(connection.settings_dict["NAME"])
    return psycopg.connect(plugin.CLUSTER.urls()["superuser"], dbname=name, autocommit=True)


def _pages(many: int, *, lines: bool = True) -> tuple[list[float], int]:
    """How long each line waited, in seconds; how many pages PostgreSQL stopped."""
    waits: list[float] = []
    stopped: list[str] = []
    until = time.monotonic() + SECONDS

    def one(seed: int) -> None:
        draw = random.Random(seed)
        with _connected() as server:
            while time.monotonic() < until:
                try:
                    waits.append(_page(server, draw.randrange(FOLDERS) if lines else None))
                except psycopg.OperationalError as error:
                    stopped.append(type(error).__name__)

    threads = [Thread(target=one, args=[seed]) for seed in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, len(stopped)


def _page(server: psycopg.Connection, folder: int | None) -> float:
    with server.transaction():
        began = time.perf_counter()
        if folder is not None:
            server.execute(LINE, (*ABOUT, str(folder), "{}"))
        waited = time.perf_counter() - began
        time.sleep(PAGE)
    return waited


@contextmanager
def _a_job() -> Iterator[None]:
    over = Event()
    thread = Thread(target=_works, args=[over])
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _works(over: Event) -> None:
    """About many folders, in one transaction after the other."""
    with _connected() as server:
        while not over.is_set():
            with suppress(psycopg.OperationalError), server.transaction():
                for folder in range(JOB_LINES):
                    server.execute(LINE, (*ABOUT, str(folder), "{}"))
                over.wait(JOB_HOLDS)


def _told(name: str, found: tuple[list[float], int]) -> None:
    waits, stopped = found
    cuts = statistics.quantiles(waits, n=20)
    p50, p95 = 1000 * cuts[9], 1000 * cuts[18]
    print(f"{name:<34} {len(waits) / SECONDS:>8.1f} {p50:>7.1f} {p95:>7.1f} {stopped:>9}", flush=True)
