"""A whole run, from the households in PostgreSQL to what is new: by processes, by workers of the queue, under Dask.

`./run bench radar [SIZE …]` (1,000, 10,000 and 100,000 households unless told), `./run bench radar --modes 2p,3w,dask …`.
`1p`, `2p`: so many processes share the parts; `1w`, `3w`: so many procrastinate workers, as `./run maillage worker` starts
them; `dask`: a LocalCluster of two processes. All call the same function, `rights.actions.radar.screen_chunk`. Time goes
from the click to the end of the run; processes are up and the rules of law loaded. Quick database of the tests (no fsync).
"""

import logging
import multiprocessing
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from benchmarks.caseload import MONTH, fill, scratch_database

SIZES = (1_000, 10_000, 100_000)
MODES = ("1p", "2p", "1w", "3w", "dask")
COUNTRY = 30_000_000
DASK_PROCESSES = 2
Part = dict[str, Any]


class Spent(NamedTuple):
    """Seconds: as the clock says, and of processor."""

    wall: float
    processor: float


Sharing = Callable[[list[Part]], None]


def run(arguments: list[str]) -> None:
    modes = arguments[1].split(",") if arguments[:1] == ["--modes"] else list(MODES)
    sizes = [int(one) for one in arguments[2 * (arguments[:1] == ["--modes"]) :]] or list(SIZES)
    with scratch_database():
        _tell_children()
        print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
        print(
            f"{'mode':>5} {'foyers':>8} {'parts':>6} {'secondes':>9} {'foyers/s':>9} {'µs/foyer':>9} {'dont CPU':>9} {'charge':>7}"
        )
        for mode in modes:
            _compare(mode, {size: _measured(mode, size) for size in sizes})


def _compare(mode: str, spent: dict[int, Spent]) -> None:
    """How flat the cost is, and what the country would take at this pace."""
    largest = max(spent)
    cost = {size: Spent(*(part / size for part in one)) for size, one in spent.items()}
    if 10_000 in cost:
        times = [ours / theirs for ours, theirs in zip(cost[largest], cost[10_000], strict=True)]
        print(
            f"{mode:>5} par foyer, {largest} contre 10000 : durée × {times[0]:.2f}, processeur × {times[1]:.2f}"
        )
    print(
        f"{mode:>5} 30 millions de foyers à ce rythme : {cost[largest].wall * COUNTRY / 60:.0f} min",
        flush=True,
    )


def _processor() -> float:
    """Seconds of processor used so far by this process, those it started, and the database server."""
    from tests.plugin import CLUSTER

    postmaster = int((CLUSTER.data / "postmaster.pid").read_text().split()[0])
    ours = {os.getpid(), postmaster}
    stats = {pid: stat for pid, stat in _stats() if pid in ours or stat[1] in ours}
    ticks = sum(sum(stat[11:13]) for stat in stats.values()) + sum(stats[postmaster][13:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stats() -> Iterator[tuple[int, list[int]]]:
    """(pid, numbers of /proc/pid/stat after the command's name, the state as 0)."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                words = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                yield int(entry.name), [0, *map(int, words[1:])]


def _tell_children() -> None:
    """The processes started from here work in the scratch database, as the application's role."""
    from django.conf import settings
    from django.db import connections

    name = connections["default"].settings_dict["NAME"]
    os.environ["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(settings.BASE_DIR), os.environ.get("PYTHONPATH")))
    )


def _measured(mode: str, size: int) -> Spent:
    """From the click to the end of the run."""
    from maillage.permissions.context import acting
    from maillage.rights.actions import radar

    with _ready(mode) as share:
        actor = fill(size)
        began, used = time.perf_counter(), _processor()
        with acting(actor):
            asked = radar.ask_for_screening(by=actor, month=MONTH)
        parts = parts_of(asked)
        share(parts)
        spent, used = time.perf_counter() - began, _processor() - used
    _check(asked, size)
    cells = f"{spent:>9.2f} {size / spent:>9,.0f} {spent / size * 1e6:>9.1f} {used / size * 1e6:>9.1f}"
    print(f"{mode:>5} {size:>8} {len(parts):>6} {cells} {os.getloadavg()[0]:>7.1f}", flush=True)
    return Spent(spent, used)


def parts_of(run: Any) -> list[Part]:
    """What each of its parts is called with."""
    from maillage.permissions import Actor
    from maillage.permissions.context import acting
    from maillage.rights.models import Chunk

    by = Actor(run.asked_by_id, run.structure_id, frozenset({"social_worker"}), "Mesure")
    with acting(by):
        chunks = list(Chunk.objects.filter(run=run).order_by("after"))
    return [{"by": by, "eyes": by, "chunk_id": one.pk, "job_id": run.job_id} for one in chunks]


def _check(run: Any, size: int) -> None:
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), (SELECT ended_at IS NOT NULL FROM rights_run WHERE id = %s) FROM rights_screening",
            [run.pk],
        )
        assert cursor.fetchone() == (size, True)


@contextmanager
def _ready(mode: str) -> Iterator[Sharing]:
    """What does the parts, up and warm."""
    if mode == "dask":
        with _dask() as share:
            yield share
    elif mode.endswith("w"):
        with _workers(int(mode[:-1])) as share:
            yield share
    else:
        with _processes(int(mode[:-1])) as share:
            yield share


def warm() -> None:
    import django

    django.setup()
    from maillage.rights import engine

    engine.warm_up()


def screen(part: Part) -> None:
    """One part, in a process that may know nothing of Django yet."""
    warm()
    from maillage.rights.actions import radar

    radar.screen_chunk(**part)


@contextmanager
def _processes(count: int) -> Iterator[Sharing]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, initializer=warm) as pool:
        list(pool.map(time.sleep, [1.0] * count))
        yield lambda parts: [None for _ in pool.map(screen, parts)] and None


@contextmanager
def _dask() -> Iterator[Sharing]:
    from distributed import Client, LocalCluster

    logging.getLogger("distributed").setLevel(logging.ERROR)
    with (
        LocalCluster(n_workers=DASK_PROCESSES, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.run(warm)
        yield lambda parts: client.gather(client.map(screen, parts, pure=False)) and None


@contextmanager
def _workers(count: int) -> Iterator[Sharing]:
    """Processes of the queue, each of which has already loaded the rules of law."""
    from maillage.config.serving import worker_command

    processes = [
        subprocess.Popen(worker_command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(count)
    ]
    try:
        _wait(lambda: _counted("SELECT count(*) FROM procrastinate_workers") >= count)
        _warm_workers(count)
        yield lambda parts: _wait(
            lambda: not _counted("SELECT count(*) FROM rights_run WHERE ended_at IS NULL")
        )
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _warm_workers(count: int) -> None:
    """A part that does not exist: whoever takes it loads the rules of law first, and each takes one."""
    from procrastinate.contrib.django import app

    from maillage.permissions import ANONYMOUS
    from maillage.rights.actions import radar

    told = {"job_id": None, "actor": ANONYMOUS.to_json(), "eyes": ANONYMOUS.to_json()}
    app.configure_task(radar.TASK).batch_defer(*({**told, "chunk": str(uuid4())} for _ in range(count)))
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'rights.screen_chunk' AND status IN ('todo', 'doing')"
    _wait(lambda: not _counted(waiting))


def _wait(done: Callable[[], bool], seconds: float = 600) -> None:
    limit = time.monotonic() + seconds
    while not done():
        if time.monotonic() > limit:
            raise TimeoutError
        time.sleep(0.02)


def _counted(query: str) -> int:
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute(query)
        (count,) = cursor.fetchone()
    return int(count)
