"""A call that many answer: the pages of a jury, and of everybody, when files come in.

`./run bench calls [FILES …]` (20, 200 and 2,000 unless told): one call among fifty, each file with two first readings, half
of them handed in. Asked by an account that keeps the jury, through Django's test client with the real middleware and row
security; measured as `benchmarks/governance.py` measures. "processeur": what Python alone spent, half of the requests under it.
"""

import os
import time
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.governance import FLOOR_PAGE, Times, _compare, _database, _page, _signed_in

SIZES = (20, 200, 2_000)
CALLS, JURORS = 50, 12
GOAL = 150
WIPED = "calls_call, governance_committee, accounts_user, django_session"


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
    _compare(found, "dossiers", GOAL)


def _measure(size: int) -> Times:
    began = time.perf_counter()
    user, call, file = lay_out(size)
    client = _signed_in(user)
    print(f"\n{size:,} dossiers : {time.perf_counter() - began:.0f} s de préparation")
    print(f"{'dossiers':>8} {'page':<18} {'p50 ms':>8} {'p95 ms':>8} {'processeur':>10} {'base':>6} requêtes")
    found: Times = {}
    for name, address in _pages(call, file).items():
        told, alone = _page(client, address), _page(client, address, time.process_time)
        queries, base = _database(client, address)
        found[name] = told
        print(
            f"{size:>8,} {name:<18} {told[0]:>8.1f} {told[1]:>8.1f} {alone[0]:>10.1f} {base[0]:>6.1f} {queries:>8}",
            flush=True,
        )
    return found


def _pages(call: Any, file: Any) -> dict[str, str]:
    return {
        "les appels": "/appels/",
        "un appel": call.get_absolute_url(),
        "le calendrier": "/appels/calendrier/",
        "le jury": f"{call.get_absolute_url()}jury/",
        "un dossier": file.get_absolute_url(),
        "nos dossiers": "/dossiers-appels/",
        FLOOR_PAGE: "/compte/",
    }


def lay_out(size: int) -> tuple[Any, Any, Any]:
    """Empty what calls hold, fill it; who keeps the jury, the call, one file."""
    from benchmarks.governance_data import _made, _people

    _wipe()
    user, structures = _people()
    committee, seats = _jury(structures[0], user, _made)
    calls = _calls(committee, _made)
    files = _files(calls[0], structures, user, size, _made)
    _readings(files, seats, _made)
    _settle()
    return user, calls[0], files[0]


def _settle() -> None:
    """Statistics, as after some nights."""
    from django.apps import apps
    from django.db import connections

    tables = [model._meta.db_table for model in apps.get_app_config("calls").get_models()]
    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        for table in (*tables, "accounts_user", "directory_structure"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SET ROLE maillage_maintenance")


def _wipe() -> None:
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {WIPED} CASCADE")
        cursor.execute("SET ROLE maillage_maintenance")


def _jury(structure: Any, user: Any, made: Any) -> tuple[Any, list[Any]]:
    from maillage.accounts.models import User
    from maillage.governance.models import College, Committee, Duty, Occupant, Seat

    since = {"starts_on": "2020-01-01"}
    (committee,) = made(
        [Committee(kind="jury", name="Jury", structure=structure, decision_mode="majority", **since)]
    )
    colleges = made([College(committee=committee, name=name) for name in ("Terrain", "Personnes")])
    users = made(
        [User(email=f"jure{n}@example.org", first_name="Jury", last_name=str(n)) for n in range(JURORS)]
    )
    seats = made(
        [
            Seat(committee=committee, college=colleges[n % 2], organisation=f"A{n}", **since)
            for n in range(JURORS)
        ]
    )
    sat = [
        Occupant(seat=seat, name=str(who), user=who, **since) for seat, who in zip(seats, users, strict=True)
    ]
    made([Duty(committee=committee, user=user, kind="secretary", **since)])
    return committee, made(sat)


def _calls(committee: Any, made: Any) -> list[Any]:
    from datetime import timedelta

    from django.utils import timezone

    from maillage.calls.models import Call, Question

    now = timezone.now()
    rows = [
        Call(
            committee=committee,
            title=f"Appel {n}",
            purpose="Aller vers.",
            themes=["sante"],
            zones=["departement:37"],
            criteria=["Utile", "Ensemble"],
            opens_at=now - timedelta(days=40),
            closes_at=now + timedelta(days=n - 1),
            published_at=now - timedelta(days=40),
        )
        for n in range(CALLS)
    ]
    calls = made(rows)
    made([Question(call=one, key="projet", label="Votre projet") for one in calls])
    return list(calls)


def _files(call: Any, structures: list[Any], user: Any, size: int, made: Any) -> list[Any]:
    from django.utils import timezone

    from maillage.calls.models import Application, FileVersion
    from maillage.directory.models import Structure

    model = structures[0]
    told = {"kind_id": model.kind_id, "commune_id": model.commune_id}
    asking = made([Structure(name=f"Demande {n}", **told) for n in range(size)])
    now = timezone.now()
    handed = {"state": "admitted", "submitted_at": now, "written_by": user, "asked": 4000}
    files = made(
        [Application(call=call, structure=one, title=f"Projet {one.pk}", **handed) for one in asking]
    )
    content = [{"label": "Votre projet", "kind": "text", "text": "Une maison ouverte. " * 40}]
    sent = {"number": 1, "submitted_at": now, "submitted_by": user, "content": content}
    made([FileVersion(application=one, title=one.title, asked=one.asked, **sent) for one in files])
    return list(files)


def _readings(files: list[Any], seats: list[Any], made: Any) -> None:
    from django.utils import timezone

    from maillage.calls.models import Assignment, Reading

    given = made(
        [
            Assignment(
                application=one,
                occupant=seats[(rank + shift) % JURORS],
                user=seats[(rank + shift) % JURORS].user,
                handed_at=timezone.now() if rank % 2 else None,
            )
            for rank, one in enumerate(files)
            for shift in (0, 5)
        ]
    )
    words = ["Utile.", "Fait avec eux."]
    made(
        [
            Reading(
                assignment=one,
                application_id=one.application_id,
                user_id=one.user_id,
                opinion="favourable",
                words=words,
            )
            for one in given
        ]
    )
