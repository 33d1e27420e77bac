"""The boards of committees when a country fills in: time in the database and of the page, beside two floors of the same run.

`./run bench governance [DECISIONS …]` (600, 6,000 and 60,000 unless told: × 1, × 10, × 100): the country of
`benchmarks/governance_data.py`, 120 committees and ten years whatever the size. Asked by an account that keeps one
committee and sits in two others, through Django's test client with the real middleware and row security: "page"; then the
queries of that page as PostgreSQL tells them (EXPLAIN ANALYZE, planning and execution added up): "base". p50 and p95 in
milliseconds, of 60 requests, after a few to warm up. Floors: `/compte/`, which does little but the middleware, and one
indexed read without Django. The database is the quick one of the tests (no fsync), on the same machine.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.governance_data import lay_out
from maillage.config.memory import keep_what_is_loaded

SIZES = (600, 6_000, 60_000)
REQUESTS, WARM = 60, 3
GOAL = 100
FLOOR_PAGE, FLOOR_SQL = "socle : /compte/", "socle : SQL seul"
READ = "SELECT * FROM governance_decision WHERE id = %s"
Times = dict[str, tuple[float, float]]


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
    _compare(found)


def _measure(size: int) -> Times:
    began = time.perf_counter()
    client = _signed_in(lay_out(size))
    print(f"\n{size:,} décisions : {time.perf_counter() - began:.0f} s de préparation")
    print(
        f"{'décisions':>9} {'mesure':<34} {'p50 ms':>8} {'p95 ms':>8} {'base p50':>9} {'base p95':>9} {'requêtes':>9}"
    )
    found: Times = {}
    for name, address in _pages().items():
        told = _page(client, address)
        queries, base = _database(client, address)
        found[name] = told
        print(
            f"{size:>9,} {name:<34} {told[0]:>8.1f} {told[1]:>8.1f} {base[0]:>9.1f} {base[1]:>9.1f} {queries:>9}",
            flush=True,
        )
    found[FLOOR_SQL] = half, most = _timed(_read())
    print(f"{size:>9,} {FLOOR_SQL:<34} {half:>8.2f} {most:>8.2f}", flush=True)
    return found


def _signed_in(user: Any) -> Any:
    from django.db import connections
    from django.test import Client

    for alias in connections:
        connections[alias].close()
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _pages() -> dict[str, str]:
    """The committee that one keeps, its last meeting, and the boards."""
    from maillage.governance.models import Committee, Gathering

    committee = Committee.objects.using("maintenance").order_by("pk")[0]
    held = Gathering.objects.using("maintenance").filter(committee=committee, held_at__isnull=False)
    return {
        "les instances": "/instances/",
        "une instance": committee.get_absolute_url(),
        "une séance": held.order_by("-starts_at")[0].get_absolute_url(),
        "suites à donner": "/instances/suites/",
        "tableau des mandats": "/mandats/",
        "tableau des mandats d’une instance": f"/mandats/?instance={committee.public_id}",
        "registre des textes": "/textes/",
        "registre, en cherchant": "/textes/?q=guichet",
        "recommandations": "/recommandations/",
        "ce qui avance": "/recommandations/avancement/",
        "plans": "/plans/",
        "mes frais": "/frais/",
        FLOOR_PAGE: "/compte/",
    }


Clock = Callable[[], float]


def _page(client: Any, address: str, clock: Clock = time.perf_counter) -> tuple[float, float]:
    """`clock`: `time.process_time` counts what Python did alone, whatever else the machine does."""

    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code, response.headers.get("Location"))

    return _timed(get, clock)


def _timed(ask: Callable[[], Any], clock: Clock = time.perf_counter) -> tuple[float, float]:
    for _ in range(WARM):
        ask()
    keep_what_is_loaded()
    spent = []
    for _ in range(REQUESTS):
        began = clock()
        ask()
        spent.append((clock() - began) * 1000)
    return _cuts(spent)


def _cuts(spent: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(spent, n=20)
    return cuts[9], cuts[18]


def _database(client: Any, address: str) -> tuple[int, tuple[float, float]]:
    """How many queries of reading a page asks; what PostgreSQL says they cost together, ten times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    read = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH"))]
    return len(captured), _cuts([_explained(client, read) for _ in range(10)])


def _explained(client: Any, queries: list[str]) -> float:
    """As the account that asks: row security counts."""
    from maillage.accounts.models import User
    from maillage.accounts.queries import actor_for
    from maillage.permissions.context import acting

    user = User.objects.get(pk=client.session["_auth_user_id"])
    from django.utils import timezone

    with acting(actor_for(user, timezone.localdate(), None)[0]):
        return sum(_cost(sql) for sql in queries)


def _cost(sql: str) -> float:
    from django.db import connection

    if "set_config" in sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql.replace('%', '%%')}", ())
        told = cursor.fetchone()[0]
    (plan,) = json.loads(told) if isinstance(told, str) else told
    spent = float(plan["Planning Time"] + plan["Execution Time"])
    if os.environ.get("SLOW") and spent > float(os.environ["SLOW"]):
        print("LENT", round(spent), sql[:2000])
    return spent


def _read() -> Callable[[], Any]:
    from django.db import connections

    from maillage.governance.models import Decision

    first = Decision.objects.using("maintenance").order_by("pk").values_list("pk", flat=True)[0]
    cursor = connections["maintenance"].connection.cursor()
    return lambda: cursor.execute(READ, [first]).fetchone()


def _compare(found: dict[int, Times], noun: str = "décisions", goal: int = GOAL) -> None:
    least, most = min(found), max(found)
    print(f"\nde {least:,} à {most:,} {noun} (× {most / least:.0f}), p95 de la page, objectif {goal} ms :")
    for name, (_, large) in found[most].items():
        small = found[least][name][1]
        kept = "tenu" if large <= goal else "manqué"
        print(f"  {name} : {small:.1f} → {large:.1f} ms (× {large / max(small, 0.001):.1f}), {kept}")
