"""One commission decided by eight at once: every decision sent eight times is taken once; what a sitting costs.

`./run bench commissions [CASES …]` (60 and 500 unless told): eight connections send each decision of the same agenda, through the
actions, under row security. Refused: those that came second. Then the page of a sitting, as `benchmarks/governance.py` measures.
"""

import os
import threading
import time
from collections import Counter
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.governance import FLOOR_PAGE, _database, _page, _signed_in

SIZES, WORKERS = (60, 500), 8
WIPED = (
    "people_person, schemes_scheme, governance_committee, accounts_user, directory_structure, django_session"
)


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        for size in sizes:
            _measure(size)


def _measure(size: int) -> None:
    from maillage.referrals.models import Case, Event

    member, sitting, cases = lay_out(size)
    client = _signed_in(member.user)
    for name, address in ((FLOOR_PAGE, "/compte/"), ("la séance", f"/commissions/{sitting.public_id}/")):
        told, (queries, _) = _page(client, address), _database(client, address)
        print(
            f"{size:>6} {name:<24} p50 {told[0]:>7.1f} ms, p95 {told[1]:>7.1f} ms, {queries} requêtes",
            flush=True,
        )
    began = time.perf_counter()
    found = _at_once(member, sitting, cases)
    seconds = time.perf_counter() - began
    decided = Case.objects.using("maintenance").filter(gathering=sitting, state="decided").count()
    events = Event.objects.using("maintenance").filter(kind="decided").count()
    print(
        f"{size:>6} situations × {WORKERS} : {dict(found)} en {seconds:.0f} s ; "
        f"décidées {decided}, décisions écrites {events}, doubles {events - decided}, perdues {size - decided}"
    )
    assert (decided, events, found["prise"]) == (size, size, size)


def _at_once(member: Any, sitting: Any, cases: list[Any]) -> Counter[str]:
    from django.db import connections

    from maillage.accounts.tests.factories import actor_of
    from maillage.permissions import Forbidden
    from maillage.permissions.context import acting
    from maillage.referrals.actions import deciding

    keeper, found, ready = actor_of(member), [], threading.Barrier(WORKERS)

    def sent(case: Any) -> str:
        try:
            with acting(keeper) as by:
                told = {"chosen": {case.pk: 1}, "ruling": deciding.Ruling("accepted")}
                deciding.decide(by=by, gathering=sitting, **told)
        except Forbidden:
            return "refusée"
        return "prise"

    def one(shift: int) -> None:
        ready.wait()
        found.extend(sent(case) for case in [*cases[shift:], *cases[:shift]])
        connections.close_all()

    threads = [threading.Thread(target=one, args=[n * len(cases) // WORKERS]) for n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(found)


def lay_out(size: int) -> tuple[Any, Any, list[Any]]:
    """Who keeps the commission, its sitting, the cases on its agenda."""
    from django.utils import timezone

    from benchmarks.governance_data import _made
    from maillage.accounts.tests.factories import make_member, make_structure
    from maillage.governance.models import Presence
    from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
    from maillage.people.models import Person
    from maillage.referrals.models import Case, Referral, SchemeRequest, Undertaking
    from maillage.schemes.tests.factories import make_scheme
    from tests.plugin import become

    _wipe()
    with become("maintenance"):
        place = make_structure()
        member, writer = make_member(structure=place), make_member()
    committee = make_committee(place, kind="cases", publicity="members")
    make_duty(committee, member.user)
    seats = [make_seat(committee, rank) for rank in (0, 1)]
    sitting = make_gathering(committee)
    with become("maintenance"):
        scheme = make_scheme(place, "transitional", committee=committee)
    _made([Presence(gathering=sitting, occupant=one, name=one.name, minutes=60) for one in seats])
    _made([Undertaking(gathering=sitting, user=member.user, wording=timezone.localdate())])
    now, told = timezone.now(), {"structure": writer.structure}
    people = _made([Person(called=f"Mesure {n}", search_name="mesure", sound_key="") for n in range(size)])
    documents = _made(
        [Referral(person=one, worker=writer.user, began_on=now.date(), **told) for one in people]
    )
    asked = {
        "scheme": scheme,
        "worker": writer.user,
        "state": "complete",
        "agreed": ["identity"],
        "way": "oral",
    }
    days = {
        "agreed_at": now,
        "sent_at": sitting.starts_at,
        "received_on": timezone.localdate(sitting.starts_at),
    }
    requests = _made(
        [SchemeRequest(referral=one, person=one.person, **asked, **days, **told) for one in documents]
    )
    put = {"gathering": sitting, "put_on_at": now, "put_on_by": member.user}
    rows = [Case(request=one, person=one.person, rank=n, **put, **told) for n, one in enumerate(requests, 1)]
    return member, sitting, _made(rows)


def _wipe() -> None:
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {WIPED} CASCADE")
        cursor.execute("SET ROLE maillage_maintenance")
