"""Deferred acceptance measured beside the library `matching`, in the same run; then a whole round, database included.

`./run bench matching`: 2,000 students, 600 hosts, 2,200 places, 10 wishes each, then 600; 20,000 students, 6,000 hosts.
Each place prefers a tenth of the students of its own, so that chains of refusals are long. Seconds of this process
(`time.process_time`), median of several runs; the library once, under a limit of time, with Python's recursion limit
raised when it asks. The round: rows read, worked out, written, under row security, wall clock beside.
"""

import os
import random
import statistics
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

from maillage.matching.acceptance import Asked, in_order, matched

CASES = ((2_000, 600, 2_200, 10), (20_000, 6_000, 22_000, 10), (2_000, 600, 2_200, 600))
TIMES = 9
LIBRARY_LIMIT = 120
"""Seconds of processor, `bibliotheque=N` for another number; beyond, it is said and not waited for."""
SEED = "mesure"


def run(arguments: list[str]) -> None:
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    told = next((one.partition("=")[2] for one in arguments if one.startswith("bibliotheque=")), "")
    for case in CASES:
        _measure(*case, limit=int(told or LIBRARY_LIMIT))
    if "sans-base" not in arguments:
        from benchmarks.caseload import scratch_database

        with scratch_database():
            _whole_round(2_000, 600, 10)


def _case(students: int, hosts: int, seats: int, wishes: int) -> tuple[Any, ...]:
    draw = random.Random(wishes)
    capacities = dict.fromkeys(range(hosts), 1)
    for _ in range(seats - hosts):
        capacities[draw.randrange(hosts)] += 1
    lists = {one: draw.sample(range(hosts), wishes) for one in range(students)}
    bands = {one: (int(draw.random() > 0.1), -draw.randint(1, 3)) for one in range(students)}
    favoured = {place: frozenset(draw.sample(range(students), students // 10)) for place in range(hosts)}
    return lists, capacities, bands, favoured


def _measure(students: int, hosts: int, seats: int, wishes: int, limit: int) -> None:
    lists, capacities, bands, favoured = _case(students, hosts, seats, wishes)
    print(f"\n{students:,} étudiants, {hosts:,} structures, {seats:,} places, {wishes} vœux chacun")
    order = in_order(bands, SEED)
    asked = Asked(lists, capacities, bands, order, favoured)
    print(f"  tirage au sort                {_median(lambda: in_order(bands, SEED)):8.1f} ms")
    print(f"  premier tour                  {_median(lambda: matched(asked)):8.1f} ms")
    found = matched(asked)
    told = _median(lambda: [list(found.trace(one)) for one in lists], 3)
    print(
        f"  suite de tous les vœux        {told:8.1f} ms ; placés {sum(p is not None for p in found.places.values()):,}"
    )
    if students <= 2_000:
        _library(lists, capacities, order, favoured, found, limit)


def _median(work: Callable[[], Any], times: int = TIMES) -> float:
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken) * 1000


def _library(lists: Any, capacities: Any, order: Any, favoured: Any, found: Any, limit: int) -> None:
    """In a thread of its own, that is left behind when the limit has passed; its stack is as deep as it may be."""
    threading.stack_size(512 * 1024 * 1024)
    said: dict[str, Any] = {}
    thread = threading.Thread(target=_solved, args=(lists, capacities, order, favoured, said), daemon=True)
    began = time.process_time()
    thread.start()
    while thread.is_alive() and time.process_time() - began < limit:
        thread.join(1)
    threading.stack_size(0)
    if thread.is_alive():
        print(f"  bibliothèque « matching »     plus de {limit} s")
        return
    same = said.get("holders") == {place: takers for place, takers in found.holders.items() if takers}
    print(
        f"  bibliothèque « matching »     {said['time'] * 1000:8.1f} ms ; même résultat : {'oui' if same else 'non'}{said['note']}"
    )


def _solved(lists: Any, capacities: Any, order: Any, favoured: Any, said: dict[str, Any]) -> None:
    from matching.games import HospitalResident

    warnings.simplefilter("ignore")
    at = {one: rank for rank, one in enumerate(order)}
    asking: dict[int, list[int]] = {place: [] for place in capacities}
    for one, wanted in lists.items():
        for place in wanted:
            asking[place].append(one)
    ranked = {
        f"p{place}": [
            f"t{one}" for one in sorted(takers, key=lambda one: (one not in favoured[place], at[one]))
        ]
        for place, takers in asking.items()
        if takers
    }
    wishes = {f"t{one}": [f"p{place}" for place in wanted] for one, wanted in lists.items()}
    places = {f"p{place}": n for place, n in capacities.items() if f"p{place}" in ranked}
    note = ""
    before = sys.getrecursionlimit()
    for limit in (before, 1_000_000):
        sys.setrecursionlimit(limit)
        began = time.process_time()
        try:
            game = HospitalResident.create_from_dictionaries(wishes, ranked, places)
            solved = game.solve(optimal="resident")
        except RecursionError:
            note = f" ; RecursionError à la limite de Python ({limit}), relevée à 1 000 000"
            continue
        finally:
            sys.setrecursionlimit(before)
        holders = {
            int(place.name[1:]): sorted(int(one.name[1:]) for one in takers)
            for place, takers in solved.items()
            if takers
        }
        said |= {"time": time.process_time() - began, "note": note, "holders": holders}
        return


def _whole_round(students: int, hosts: int, wishes: int) -> None:
    from django.db import connection

    from maillage.permissions.context import acting
    from maillage.placements.actions import rounds
    from maillage.placements.models import Session

    actor, session = _laid_out(students, hosts, wishes)
    for number in (1, 2):
        began, used = time.perf_counter(), time.process_time()
        with acting(actor):
            rounds.run(by=actor, session=Session.objects.get(pk=session), number=number)
        took, used = time.perf_counter() - began, time.process_time() - used
        print(
            f"\ntour {number}, base comprise : {took:.2f} s à l’horloge, {used:.2f} s de Python, charge {os.getloadavg()[0]:.1f}"
        )
    connection.close()


def _laid_out(students: int, hosts: int, wishes: int) -> tuple[Any, int]:
    """Through the actions of a session taken over from elsewhere."""
    from datetime import date, timedelta

    from django.utils import timezone

    from benchmarks.governance_data import _made
    from maillage.accounts.models import Membership, User
    from maillage.accounts.queries import actor_for
    from maillage.directory.models import Structure, StructureKind, Territory
    from maillage.permissions.context import acting
    from maillage.placements.actions import seats, sessions
    from maillage.placements.actions.students import Entered, enter
    from maillage.placements.models import School, Seat, Session

    communes = list(
        Territory.objects.using("maintenance").filter(kind="commune", departement__code="37")[:60]
    )
    kind = StructureKind.objects.using("maintenance").get(code="maisons-des-solidarites")
    structures = _made(
        [Structure(name=f"Mesure {n}", kind=kind, commune=communes[n % 60]) for n in range(hosts + 5)]
    )
    (user,) = _made([User(email="mesure@example.org", first_name="Mesure", last_name="Une")])
    _made([Membership(user=user, structure=structures[0], role="training_officer", since=date(2020, 1, 1))])
    actor, now, draw = actor_for(user, date.today(), structures[0].pk)[0], timezone.now(), random.Random(1)
    with acting(actor):
        values = {
            "title": "Mesure", "contact": "x", "territory": communes[0], "taken_over": True,
            "seats_until": now - timedelta(days=9), "opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1),
            "results_at": now + timedelta(days=1), "starts_on": date(2027, 1, 1), "ends_on": date(2027, 3, 1),
        }  # fmt: skip
        made = sessions.prepare(by=actor, values=values)
        sessions.call_schools(by=actor, session=made, structures=structures[:5])
        rows = [
            (
                one,
                {
                    "title": "Stage",
                    "commune": one.commune,
                    "level": str(n % 3 + 1),
                    "declared": 4 if n % 3 else 3,
                },
            )
            for n, one in enumerate(structures[5:])
        ]
        seats.offer_many(by=actor, session=made, rows=rows, tutors={})
        keys = list(Seat.objects.filter(session=made).values_list("pk", flat=True))
        for rank, school in enumerate(
            School.objects.filter(session=made).select_related("session", "structure")
        ):
            listed = [
                Entered(
                    f"Étudiant {rank} {n}", "deass", draw.randint(1, 3), draw.choice(communes), others=draw.random() < 0.6,
                    need="care" if draw.random() < 0.1 else "", wishes=draw.sample(keys[: len(keys) * 9 // 10], wishes),
                )
                for n in range(students // 5)
            ]  # fmt: skip
            enter(by=actor, school=school, students=listed)
        sessions.publish(by=actor, session=made)
        return actor, Session.objects.get(pk=made.pk).pk
