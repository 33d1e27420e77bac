"""The whole path: rows read from PostgreSQL → screened → results written, beside the kernel alone.

`./run bench screening [SIZE …]` (1, 1,000, 20,000 and 100,000 households unless told). One process, one connection,
under the row security of a social worker who follows everybody; the database is the quick one of the tests (no fsync).
"""

import resource
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from benchmarks.caseload import MONTH, fill, scratch_database

SIZES = (1, 1_000, 20_000, 100_000)
BLOCK = 10_000


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    with scratch_database():
        from maillage.rights import engine

        engine.warm_up()
        print(
            f"{'foyers':>8} {'lecture/s':>10} {'noyau/s':>10} {'écriture/s':>10} {'tout/s':>10} {'tout/noyau':>10} {'Mo':>6}"
        )
        for size in sizes:
            _report(size, _measure(size))


def _measure(size: int) -> dict[str, float]:
    """Seconds of reading, computing and writing `size` households, block by block as the job does."""
    from django.db import connection

    from maillage.permissions.context import acting
    from maillage.rights import engine
    from maillage.rights.bulk import fingerprint, reading, writing

    actor, spent = fill(size), dict.fromkeys(("read", "kernel", "write"), 0.0)
    stamp = writing.Stamp(MONTH, "mesure", None)
    with acting(actor):
        ids = _timed(spent, "read", lambda: reading.household_ids(connection, UUID(int=0)))
    for start in range(0, len(ids), BLOCK):
        with acting(actor):
            chosen = ids[start : start + BLOCK]
            block = _timed(spent, "read", lambda chosen=chosen: reading.read_block(connection, chosen, MONTH))
            inputs = _timed(
                spent, "read", lambda block=block: fingerprint.fingerprints(block.columns, 202611)
            )
            results = _timed(
                spent,
                "kernel",
                lambda block=block: engine.screen_columns(block.columns, f"{MONTH:%Y-%m}", BLOCK),
            )
            arguments = (connection, block.ids, inputs, results, stamp)
            _timed(spent, "write", lambda arguments=arguments: writing.write(*arguments))
            began = time.perf_counter()
        spent["write"] += time.perf_counter() - began  # the commit
    return spent


def _timed(spent: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = work()
    spent[name] += time.perf_counter() - began
    return result


def _report(size: int, spent: dict[str, float]) -> None:
    whole = sum(spent.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rates = [size / spent[name] for name in ("read", "kernel", "write")]
    cells = " ".join(f"{rate:>10,.0f}" for rate in (*rates, size / whole))
    print(f"{size:>8} {cells} {spent['kernel'] / whole:>9.0%} {memory:>7,.0f}", flush=True)
