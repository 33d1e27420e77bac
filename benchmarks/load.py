"""Professionals at work at once, over real HTTP: `./run bench load [PERSONS [PROFESSIONALS [MINUTES]]]`.

200,000 persons, 50 professionals and 10 minutes unless told. gunicorn with two processes of four threads and its own
database server (the quick one of the tests: no fsync), on the machine that asks; each professional follows 100 persons,
reads or writes a page, thinks 10 seconds on average (exponential), and goes on: `at_work.STEPS`. First figures: p50, p95,
p99 by page, in milliseconds as the browser waits; errors; pages a second; processors used by the web, by PostgreSQL and by
those who ask. Then the knee: twice as many professionals, one minute each time, until p95 is above a second. Then memory:
10,000 pages without a pause, what the two processes hold every 2,000. The floor is `/compte/`, asked alone.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.at_work import Professional, Watch
from benchmarks.caseload import scratch_database
from benchmarks.territory import Size, lay_out

THINK, KNEE_SECONDS, KNEE_P95, MOST = 10.0, 60, 1.0, 3_200
PAGES, EVERY, AT_ONCE, FLOOR = 10_000, 2_000, 4, 100
TICK = os.sysconf("SC_CLK_TCK")


def run(arguments: list[str]) -> None:
    persons, many, minutes = [*map(int, arguments), *(200_000, 50, 10)[len(arguments) :]]
    with scratch_database(), tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        lay_out(Size(persons), 1)
        print(f"{persons:,} personnes, préparées en {time.perf_counter() - began:.0f} s", flush=True)
        with _served(Path(folder)) as (address, web):
            staff = _staff(address)
            _floor(address, staff[0])
            print(f"\n{many} professionnels, {minutes} min", flush=True)
            _told(_phase(staff, many, 60 * minutes, THINK, web))
            _knee(staff, many, web)
            _memory(staff, web)


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, int]]:
    """Address, and number of the process that gunicorn's two others come from."""
    from django.db import connection

    from maillage.config.serving import HOST, Service, wait_until_it_answers, web_command
    from tests.e2e.installation import environment_of, free_port

    port = free_port()
    environment = environment_of(str(connection.settings_dict["NAME"]), folder)
    web = Service(web_command(port), environment, folder / "web.log")
    try:
        web.start()
        assert wait_until_it_answers(web, port, 60), web.end_of_log()
        assert web.process is not None
        yield f"http://{HOST}:{port}", web.process.pid
    finally:
        web.ask_to_stop()
        web.wait_stopped()


def _staff(address: str) -> list[Professional]:
    """A hundred accounts of as many desks, spread over the territory; more professionals share their sessions."""
    from maillage.accounts.models import User

    users = list(User.objects.using("maintenance").order_by("pk"))
    spread = users[:: max(1, len(users) // 100)][:100]
    return [Professional(address, _cookie(user), _followed(user), seed) for seed, user in enumerate(spread)]


def _cookie(user: Any) -> tuple[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value


def _followed(user: Any) -> list[str]:
    from maillage.people.models import Attachment

    rows = Attachment.objects.using("maintenance").filter(worker=user, person__isnull=False, consent_of=None)
    return [str(one) for one in rows.values_list("person_id", flat=True)]


def _floor(address: str, who: Professional) -> None:
    watch = Watch()
    for _ in range(FLOOR):
        who.read(watch, "socle : /compte/, seul", "/compte/")
    _told(watch)


def _phase(staff: list[Professional], many: int, seconds: float, think: float, web: int) -> Watch:
    watch, stopped, before, began = Watch(), Event(), _processors(web), time.monotonic()
    whom = [staff[rank % len(staff)] for rank in range(many)]
    threads = [Thread(target=one.work, args=[watch, began + seconds, think, stopped]) for one in whom]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.monotonic() - began
    used = {name: (now - before[name]) / spent for name, now in _processors(web).items()}
    told = ", ".join(f"{name} {one:.2f}" for name, one in used.items())
    print(f"{many} professionnels : {len(watch.seen) / spent:.1f} pages/s ; processeurs : {told}", flush=True)
    return watch


def _processors(web: int) -> dict[str, float]:
    """Seconds of processor used so far."""
    found = {"web": 0.0, "PostgreSQL": 0.0, "qui demande": sum(os.times()[:2])}
    for pid, parent, name, seconds in _processes():
        if parent == web or pid == web:
            found["web"] += seconds
        elif name.startswith("postgres"):
            found["PostgreSQL"] += seconds
    return found


def _processes() -> Iterator[tuple[int, int, str, float]]:
    """With the processor time of the children that ended: PostgreSQL has one a connection."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            head, _, told = (folder / "stat").read_text().rpartition(") ")
        except OSError:
            continue
        values = told.split()
        yield int(folder.name), int(values[1]), head.partition("(")[2], sum(map(int, values[11:15])) / TICK


def _told(watch: Watch) -> None:
    print(f"{'page':<26} {'fois':>6} {'p50 ms':>7} {'p95 ms':>7} {'p99 ms':>7}")
    for page, times in sorted(watch.by_page().items()):
        _row(page, times)
    _row("toutes", [one.seconds for one in watch.seen])
    wrong = watch.wrong()
    print(f"erreurs : {len(wrong)} sur {len(watch.seen)}", *wrong[:5], sep="\n  ", flush=True)


def _row(page: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    cells = " ".join(f"{1000 * cuts[place - 1]:>7.0f}" for place in (50, 95, 99))
    print(f"{page:<26} {len(times):>6} {cells}")


def _knee(staff: list[Professional], many: int, web: int) -> None:
    print("\nLe coude : p95 au-dessus d’une seconde", flush=True)
    while many < MOST:
        many *= 2
        watch = _phase(staff, many, KNEE_SECONDS, THINK, web)
        times = [one.seconds for one in watch.seen]
        p95 = statistics.quantiles(times, n=20)[18]
        print(f"  p95 {1000 * p95:.0f} ms, erreurs {len(watch.wrong())}", flush=True)
        if p95 > KNEE_P95:
            return


def _memory(staff: list[Professional], web: int) -> None:
    print(f"\nMémoire des processus web, Mo, toutes les {EVERY:,} pages sans pause", flush=True)
    held, watch = [_megabytes(web)], Watch()
    while len(watch.seen) < PAGES:
        _burst(staff, watch, len(watch.seen) + EVERY)
        held.append(_megabytes(web))
    told = " → ".join(" + ".join(f"{one:.0f}" for one in each) for each in held)
    print(f"{told} ; erreurs {len(watch.wrong())} sur {len(watch.seen):,}", flush=True)


def _burst(staff: list[Professional], watch: Watch, most: int) -> None:
    def ask(who: Professional) -> None:
        while len(watch.seen) < most:
            who.one_step(watch)

    threads = [Thread(target=ask, args=[who]) for who in staff[:AT_ONCE]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _megabytes(web: int) -> list[float]:
    """Of each process that answers: its share of what is shared, and all of its own."""
    found = []
    for pid in (pid for pid, parent, _, _ in _processes() if parent == web):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        found.append(sum(int(one.split()[1]) for one in lines if one.startswith("Pss:")) / 1024)
    return found
