"""The double grid when it fills in: the grid, a cell, the page where a synthesis is written, its files.

`./run bench contributions [CONTRIBUTIONS …]` (100, 1,000 and 10,000 unless told). Asked by the account that runs the
process, and read by nobody in particular, through Django's test client with the real middleware and row security. p50 and
p95 in milliseconds, of 60 requests, after a few to warm up; objective: p95 of a page at most 150 ms at the largest size.
The database is the quick one of the tests (no fsync), on the same machine.
"""

import os
import time
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.contributions_data import lay_out
from benchmarks.governance import _database, _signed_in, _timed

SIZES = (100, 1_000, 10_000)
GOAL = 150


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        for size in sizes:
            _measure(size)


def _measure(size: int) -> None:
    began = time.perf_counter()
    user, process, synthesis = lay_out(size)
    client = _signed_in(user)
    print(f"\n{size:,} contributions : {time.perf_counter() - began:.0f} s de préparation")
    print(f"{'mesure':<34} {'p50 ms':>8} {'p95 ms':>8} {'base p95':>9} {'requêtes':>9}")
    for name, address in _pages(process, synthesis).items():
        half, most = _timed(_get(client, address))
        queries, base = _database(client, address)
        kept = "tenu" if most <= GOAL else "manqué"
        print(f"{name:<34} {half:>8.1f} {most:>8.1f} {base[1]:>9.1f} {queries:>9} {kept}", flush=True)


def _pages(process: Any, synthesis: Any) -> dict[str, str]:
    from maillage.contributions.models import Axis

    rows = Axis.objects.using("maintenance").filter(process=process, kind="row").order_by("position")
    columns = Axis.objects.using("maintenance").filter(process=process, kind="column").order_by("position")
    grid, read = process.get_absolute_url(), synthesis.get_absolute_url()
    return {
        "la grille": grid,
        "la grille, un type": f"{grid}?type=need",
        "une case": f"{grid}lire/?ligne={rows[0].pk}&colonne={columns[0].pk}",
        "une ligne": f"{grid}lire/?ligne={rows[0].pk}",
        "toutes, dernière page": f"{grid}lire/?page=9999",
        "écrire la synthèse": f"{read}ecrire/",
        "lire la synthèse": read,
        "synthèse, JSON": f"{read}synthese.json",
        "synthèse, Word": f"{read}synthese.docx",
        "synthèse, PDF": f"{read}synthese.pdf",
    }


def _get(client: Any, address: str) -> Any:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return get
