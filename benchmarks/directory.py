"""The directory's search when the country fills in: time in the database and of the page, beside two floors of the same run.

`./run bench directory [SERVICES …]` (1,500, 15,000 and 100,000 unless told): services of `benchmarks/directory_data.py` on
the communes of the whole country, where people live; the smallest size on one département, as one territory's directory.
Asked: what people said (`maillage/directory/tests/needs.yaml`), four times in five for a commune, sometimes with a
radius, a public, a category alone. "base": planning and execution of the search's two queries, as PostgreSQL tells them
(EXPLAIN ANALYZE); "recherche": `queries.search.search`, Python included; "page": `/annuaire/` by Django's test client,
anonymous. p50 and p95 in milliseconds, of 300 requests. Floors: `/annuaire/` without a question, and one indexed read.
Every plan is looked at: a sequential scan of the services or of the structures is printed.
"""

import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.caseload import scratch_database
from benchmarks.directory_data import communes, lay_out

SIZES = (1_500, 15_000, 100_000)
SMALL, HOME = 1_500, ("37",)
REQUESTS = 300
GOALS = {"base": 30, "page": 80}
NEEDS = Path(__file__).parents[1] / "maillage/directory/tests/needs.yaml"
WATCHED = {"directory_service", "directory_structure"}
READ = "SELECT id, name FROM directory_service WHERE id >= %s ORDER BY id LIMIT 25"
WIPED = "TRUNCATE directory_structure, directory_service, directory_source CASCADE"


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
    _compare(found)


def _measure(size: int) -> dict[str, tuple[float, float]]:
    began = time.perf_counter()
    _fill(size)
    print(f"\n{size:,} services : {time.perf_counter() - began:.0f} s de préparation")
    print(f"{'services':>9} {'mesure':<22} {'p50 ms':>8} {'p95 ms':>8}")
    asked = list(_needs(size))
    for one in asked[:20]:
        _searched(one)
    times = {
        "base": _database(asked),
        "recherche": _timed(_searched, asked),
        "page": _timed(_page(), asked),
        "socle : page sans question": _timed(_empty_page(), asked),
        "socle : SQL seul": _timed(_read(), asked),
    }
    for name, (half, most) in times.items():
        print(f"{size:>9,} {name:<22} {half:>8.1f} {most:>8.1f}", flush=True)
    return times


def _fill(size: int) -> None:
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        cursor.execute(WIPED)
        cursor.execute("SET ROLE maillage_maintenance")
    lay_out(size, departements=HOME if size <= SMALL else None, using="maintenance")
    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        for table in (
            "directory_service",
            "directory_structure",
            "directory_source",
            "directory_territory",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SET ROLE maillage_maintenance")


def _needs(size: int) -> Iterator[dict[str, Any]]:
    """Parameters of the page, the same at each run."""
    random = Random(7)
    told = [one["need"] for part in yaml.safe_load(NEEDS.read_text()).values() for one in part]
    places = communes(HOME if size <= SMALL else None, "maintenance")
    people = [(place.population or 0) + 200 for place in places]
    for _ in range(REQUESTS):
        asked: dict[str, Any] = {"q": random.choice(told)}
        if random.random() < 0.8:
            asked["commune"] = random.choices(places, people)[0].code
            if random.random() < 0.4:
                asked["rayon"] = random.choice(["5", "20", "50"])
        if random.random() < 0.2:
            asked["public"] = random.choice(["jeunes", "seniors", "familles"])
        if "commune" in asked and random.random() < 0.15:
            asked = {**asked, "q": "", "categorie": random.choice(["numerique", "sante", "mobilite"])}
        yield asked


def _need(asked: dict[str, Any]) -> Any:
    from maillage.directory.queries import commune_by_code
    from maillage.directory.queries.search import Need

    return Need(
        text=asked["q"],
        commune=commune_by_code(asked["commune"]) if "commune" in asked else None,
        radius=int(asked["rayon"]) if "rayon" in asked else None,
        publics=(asked["public"],) if "public" in asked else (),
        categories=(asked["categorie"],) if "categorie" in asked else (),
    )


def _searched(asked: dict[str, Any]) -> None:
    from maillage.directory.queries.search import search
    from maillage.permissions import ANONYMOUS

    search(ANONYMOUS, _need(asked))


def _database(asked: list[dict[str, Any]]) -> tuple[float, float]:
    """What PostgreSQL says of each query of a search, added up; and of their plans."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    scans: Counter[str] = Counter()
    spent = []
    for one in asked:
        need = _need(one)
        with CaptureQueriesContext(connection) as captured:
            _search(need)
        spent.append(sum(_explained(query["sql"], scans) for query in captured))
        if os.environ.get("SLOW") and spent[-1] > float(os.environ["SLOW"]):
            print("LENT", round(spent[-1]), one, [q["sql"] for q in captured if "reach" in q["sql"]])
    print("parcours complets :", ", ".join(f"{name} × {n}" for name, n in scans.items()) or "aucun")
    return _cuts(spent)


def _search(need: Any) -> None:
    from maillage.directory.queries.search import search
    from maillage.permissions import ANONYMOUS

    search(ANONYMOUS, need)


def _explained(sql: str, scans: Counter[str]) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql.replace('%', '%%')}", ())
        told = cursor.fetchone()[0]
    (plan,) = json.loads(told) if isinstance(told, str) else told
    _look(plan["Plan"], scans)
    return float(plan["Planning Time"] + plan["Execution Time"])


def _look(node: dict[str, Any], scans: Counter[str]) -> None:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in WATCHED:
        scans[node["Relation Name"]] += 1
    for child in node.get("Plans", ()):
        _look(child, scans)


def _page() -> Callable[[dict[str, Any]], None]:
    from django.test import Client

    client = Client(headers={"host": "localhost"})

    def get(asked: dict[str, Any]) -> None:
        response = client.get("/annuaire/", asked)
        assert response.status_code == 200, response.status_code

    return get


def _empty_page() -> Callable[[dict[str, Any]], None]:
    get = _page()
    return lambda asked: get({})


def _read() -> Callable[[dict[str, Any]], None]:
    from django.db import connections

    from maillage.directory.models import Service

    first = Service.objects.using("maintenance").order_by("pk").values_list("pk", flat=True)[0]
    cursor = connections["maintenance"].connection.cursor()
    return lambda asked: cursor.execute(READ, [first + len(asked["q"])]).fetchall()


def _timed(ask: Callable[[dict[str, Any]], None], asked: list[dict[str, Any]]) -> tuple[float, float]:
    spent = []
    for one in asked:
        began = time.perf_counter()
        ask(one)
        spent.append((time.perf_counter() - began) * 1000)
    return _cuts(spent)


def _cuts(spent: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(spent, n=20)
    return cuts[9], cuts[18]


def _compare(found: dict[int, dict[str, tuple[float, float]]]) -> None:
    least, most = min(found), max(found)
    print(f"\nde {least:,} à {most:,} services (× {most / least:.0f}) :")
    for name in found[most]:
        small, large = found[least][name][1], found[most][name][1]
        goal = (
            f", objectif {GOALS[name]} ms : {'tenu' if large <= GOALS[name] else 'manqué'}"
            if name in GOALS
            else ""
        )
        print(f"  {name} : p95 {small:.1f} → {large:.1f} ms (× {large / small:.1f}){goal}")
