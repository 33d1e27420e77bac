"""A person's folder when the territory grows: server time of its pages, beside two floors in the same run.

`./run bench folder [PERSONS …]` (2,000, 20,000 and 200,000 unless told). 1 professional per 100 persons, who follows
100; 1 structure per 20 professionals (2 at least); per person 15 notes and 20 acts on average, notes sealed for real.
Through Django's test client, signed in, with the real middleware and row security: 200 requests of 20 professionals,
each on a folder not read before, p50 and p95 in milliseconds by the clock, and p50 of the processor time of the process
that serves and of PostgreSQL's (they say most when others use the machine), medians of 3 runs. Floors: `/compte/`, which
does little but the middleware, and one indexed read without Django. The database is the quick one of the tests
(no fsync), in the same process and machine as the requests.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.territory import LONG, Size, lay_out

SIZES = (2_000, 20_000, 200_000)
PROFESSIONALS, REQUESTS, RUNS = 20, 200, 3
PAGES = {
    "dossier": "/personnes/{}/",
    "suivi": "/personnes/{}/suivi/",
    "parcours": "/personnes/{}/parcours/",
    f"parcours, {LONG} lignes": "/personnes/{}/parcours/",
    "Aujourd’hui": "/",
    "socle : /compte/": "/compte/",
}
FLOOR = "socle : SQL seul"
READ = "SELECT * FROM people_person WHERE id = %s"
GOAL_MS, GOAL_RATIO = 80, 1.3
Figures = tuple[float, ...]
Times = dict[str, Figures]


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
    _compare(found, sizes)


def _measure(size: int) -> Times:
    began = time.perf_counter()
    counts = lay_out(Size(size), PROFESSIONALS)
    _tell(size, counts, time.perf_counter() - began)
    with _signed_in() as clients:
        queries = {name: _queries(clients, name) for name in PAGES}
        times = {name: _times(name, _pages(clients, name)) for name in PAGES}
    times[FLOOR] = _times(FLOOR, _reads())
    for name, told in times.items():
        cells = " ".join(f"{one:>8.1f}" for one in told)
        print(f"{size:>9,} {name:<24} {cells} {queries.get(name, 1):>9}", flush=True)
    return times


def _tell(size: int, counts: dict[str, int], seconds: float) -> None:
    told = Size(size)
    print(
        f"\n{size:,} personnes, {told.workers:,} professionnels, {told.structures} structures, "
        f"{counts['support_note']:,} notes, {counts['support_act']:,} actes : {seconds:.0f} s de préparation"
    )
    print(
        f"{'personnes':>9} {'page':<24} {'p50 ms':>8} {'p95 ms':>8} {'python':>8} {'base':>8} {'requêtes':>9}"
    )


class Professional:
    """A browser signed in, and the folders it may open; the longest one apart."""

    def __init__(self, user: Any, persons: list[str], longest: str) -> None:
        from django.test import Client

        self.persons, self.longest = persons, longest
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")

    def get(self, name: str, rank: int) -> None:
        person = self.longest if str(LONG) in name else self.persons[rank % len(self.persons)]
        response = self.client.get(PAGES[name].format(person))
        assert response.status_code == 200, (name, response.status_code, response.headers.get("Location"))


@contextmanager
def _signed_in() -> Any:
    """Twenty professionals: the persons they follow, from the first (the longest) on."""
    from django.db import connections

    from maillage.accounts.models import User

    for alias in connections:
        connections[alias].close()
    users = User.objects.order_by("pk")[:PROFESSIONALS]
    yield [Professional(user, *_followed(user)) for user in users]


def _followed(user: Any) -> tuple[list[str], str]:
    from maillage.people.models import Attachment

    rows = Attachment.objects.using("maintenance").filter(worker=user, person__isnull=False, consent_of=None)
    found = {str(one) for one in rows.values_list("person_id", flat=True)}
    (longest,) = found & _longest()
    return sorted(found - {longest}), longest


def _longest() -> set[str]:
    from django.db.models import Count

    from maillage.support.models import Act

    rows = Act.objects.using("maintenance").values("person_id").annotate(n=Count("pk")).filter(n__gte=LONG)
    return {str(row["person_id"]) for row in rows}


def _queries(clients: list[Professional], name: str) -> int:
    """The most of the first pages, which also warm the process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for client in clients:
        with CaptureQueriesContext(connection) as captured:
            client.get(name, -1)
        most = max(most, len(captured))
    return most


def _pages(clients: list[Professional], name: str) -> Callable[[int], None]:
    """Each request of the three runs on another folder of another professional."""
    return lambda rank: clients[rank % len(clients)].get(name, rank // len(clients))


def _reads() -> Callable[[int], None]:
    from django.db import connections

    from maillage.people.models import Person

    ids = list(Person.objects.using("maintenance").values_list("pk", flat=True)[: REQUESTS * RUNS])
    cursor = connections["maintenance"].connection.cursor()
    return lambda rank: cursor.execute(READ, [ids[rank % len(ids)]]).fetchone()


def _times(name: str, read: Callable[[int], None]) -> Figures:
    """Medians of p50 and of p95 by the clock, then of p50 of both processors, in milliseconds."""
    runs = [[_timed(read, run * REQUESTS + rank) for rank in range(REQUESTS)] for run in range(RUNS)]
    cuts = [statistics.quantiles([clock for clock, _, _ in one], n=20) for one in runs]
    half, most = (statistics.median(one[place] for one in cuts) for place in (9, 18))
    python, base = (statistics.median(_median(one, place) for one in runs) for place in (1, 2))
    return half, most, python, base


def _median(figures: list[Figures], place: int) -> float:
    return statistics.median(one[place] for one in figures)


def _timed(read: Callable[[int], None], rank: int) -> Figures:
    before = time.perf_counter(), time.process_time(), _spent_by_postgresql()
    read(rank)
    after = time.perf_counter(), time.process_time(), _spent_by_postgresql()
    return tuple((late - soon) * 1000 for soon, late in zip(before, after, strict=True))


def _spent_by_postgresql() -> float:
    """Seconds of processor of the processes that answer us; nothing is known of them but on Linux."""
    from django.db import connections

    opened = [one.connection.info.backend_pid for one in connections.all() if one.connection]
    clocks = [Path(f"/proc/{pid}/schedstat") for pid in opened]
    return sum(int(one.read_text().split()[0]) for one in clocks if one.exists()) / 1e9


def _compare(found: dict[int, Times], sizes: list[int]) -> None:
    first, last = found[sizes[0]], found[sizes[-1]]
    print(f"\nDe {sizes[0]:,} à {sizes[-1]:,} personnes (but : p95 ≤ {GOAL_MS} ms, rapport ≤ {GOAL_RATIO}) :")
    for name, (_, most, *_) in last.items():
        ratio = most / first[name][1]
        judged = "" if name == FLOOR else ("tenu" if most <= GOAL_MS and ratio <= GOAL_RATIO else "PAS TENU")
        print(f"{'':>9} {name:<24} p95 {most:>8.1f} ms  × {ratio:.2f}  {judged}")
