"""The whole path: rows read from PostgreSQL → screened → results written, beside the kernel alone and its two peers.

`./run bench screening [SIZE …]` (1, 1,000, 20,000 and 100,000 households unless told). One process, one connection,
under the row security of a social worker who follows everybody; the database is the quick one of the tests (no fsync).
Wall time, medians of three runs (one beyond 20,000). Peers, in the same run: `benchmarks/screening_kernel.py` says how.
"""

import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.caseload import MONTH, fill, scratch_database

SIZES = (1, 1_000, 20_000, 100_000)
RUNS, ONCE_BEYOND = 3, 20_000


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    with scratch_database():
        from maillage.rights import engine

        engine.warm_up()
        print(
            f"{'foyers':>8} {'lecture/s':>10} {'noyau/s':>10} {'écriture/s':>10} {'tout/s':>10} {'tout/noyau':>10} {'Mo':>6}"
        )
        best = 0.0
        for size in sizes:
            best = max(best, _report(size, _median(size)))
        _compare(best)


def _median(size: int) -> dict[str, float]:
    """Each part's median seconds."""
    runs = [_measure(size) for _ in range(1 if size > ONCE_BEYOND else RUNS)]
    return {part: statistics.median(run[part] for run in runs) for part in runs[0]}


def _compare(kernel: float) -> None:
    """Households per second of the peers, and how many times as many the kernel does."""
    from benchmarks.screening_kernel import REQUESTS, alone_rate, served_rate

    peers = (
        ("une simulation par foyer (build_from_entities)", alone_rate),
        ("openfisca serve, /calculate", served_rate),
    )
    for name, rate in peers:
        found = rate(REQUESTS)
        print(f"{name:<48} {found:>8.2f} foyers/s ; noyau × {kernel / found:,.0f}", flush=True)


def _measure(size: int) -> dict[str, float]:
    """Seconds of reading, computing and writing `size` households one after the other, then of a run whose parts one
    process does in turn (`whole`)."""
    from django.db import connection

    from maillage.permissions.context import acting
    from maillage.rights.actions import screening
    from maillage.rights.bulk import reading, writing

    actor, spent = fill(size), dict.fromkeys(("read", "kernel", "write", "whole"), 0.0)
    stamp = writing.Stamp(MONTH, "mesure", None)
    with acting(actor):
        ids = _timed(spent, "read", lambda: reading.household_ids(connection))
    for start in range(0, len(ids), screening.TOGETHER):
        with acting(actor):
            found = _timed(spent, "read", screening.read, ids[start : start + screening.TOGETHER], stamp)
            results = _timed(spent, "kernel", screening.compute, found, stamp)
            _timed(spent, "write", screening.write, found, results, stamp)
            began = time.perf_counter()
        spent["write"] += time.perf_counter() - began  # the commit
    return spent | {"whole": _whole(size)}


def _whole(size: int) -> float:
    """Seconds of the jobs that a click on « Chercher les droits de tous mes foyers » starts."""
    from benchmarks.radar import parts_of
    from maillage.permissions.context import acting
    from maillage.rights.actions import radar

    actor = fill(size)
    with acting(actor):
        run = radar.ask_for_screening(by=actor, month=MONTH)
    began = time.perf_counter()
    for part in parts_of(run):
        radar.screen_chunk(**part)
    return time.perf_counter() - began


def _timed(spent: dict[str, float], name: str, work: Callable[..., Any], *given: Any) -> Any:
    began = time.perf_counter()
    result = work(*given)
    spent[name] += time.perf_counter() - began
    return result


def _report(size: int, spent: dict[str, float]) -> float:
    """Print the line of a size; returns households per second of the kernel."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rates = [size / spent[name] for name in ("read", "kernel", "write", "whole")]
    cells = " ".join(f"{rate:>10,.0f}" for rate in rates)
    print(f"{size:>8} {cells} {spent['kernel'] / spent['whole']:>9.0%} {memory:>7,.0f}", flush=True)
    return rates[1]
