"""Results of a questionnaire when answers come in: pages of who asks, files, beside the floor of the same run.

`./run bench consultations [ANSWERS …]` (200, 2,000 and 20,000 unless told: × 1, × 10, × 100): one signed questionnaire of
six questions, as many invitations as answers. Asked by an account that keeps it, through Django's test client with the real
middleware and row security; p50 and p95 in milliseconds of 40 requests, after a few to warm up. Files are read whole, three
times: the first byte and the last one. Floor: `/compte/`. The database is the quick one of the tests (no fsync).
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.caseload import scratch_database
from maillage.config.memory import keep_what_is_loaded

SIZES = (200, 2_000, 20_000)
REQUESTS, WARM, FILES = 40, 3, 3
GOAL = 150
FLOOR = "socle : /compte/"
WIPED = "consultations_questionnaire, governance_committee, accounts_user, django_session"
BATCH = 2_000
Times = dict[str, tuple[float, float]]


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
    least, most = min(found), max(found)
    print(f"\nde {least:,} à {most:,} réponses, p95 de la page, objectif {GOAL} ms :")
    for name, (_, large) in found[most].items():
        print(
            f"  {name} : {found[least][name][1]:.1f} → {large:.1f} ms, {'tenu' if large <= GOAL else 'manqué'}"
        )


def _measure(size: int) -> Times:
    began = time.perf_counter()
    client, row = _lay_out(size)
    print(f"\n{size:,} réponses : {time.perf_counter() - began:.0f} s de préparation")
    address = row.get_absolute_url()
    pages = {
        "le questionnaire": address,
        "résultats": f"{address}resultats/",
        "réponses une à une": f"{address}reponses/",
        "la dernière page": f"{address}reponses/?page=100000",
        "qui est invité": f"{address}invites/",
        FLOOR: "/compte/",
    }
    found = {name: _page(client, where) for name, where in pages.items()}
    for name, (half, most) in found.items():
        print(f"{size:>7,} {name:<24} {half:>8.1f} {most:>8.1f}", flush=True)
    _file(client, size, f"{address}reponses.csv")
    return found


def _page(client: Any, address: str) -> tuple[float, float]:
    def get() -> None:
        assert client.get(address).status_code == 200, address

    for _ in range(WARM):
        get()
    keep_what_is_loaded()
    cuts = statistics.quantiles([_spent(get) for _ in range(REQUESTS)], n=20)
    return cuts[9], cuts[18]


def _spent(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _file(client: Any, size: int, address: str) -> None:
    firsts, wholes, weight = [], [], 0
    for _ in range(FILES):
        began = time.perf_counter()
        content = iter(client.get(address).streaming_content)
        weight = len(next(content)) + len(next(content))
        firsts.append(time.perf_counter() - began)
        weight += sum(len(part) for part in content)
        wholes.append(time.perf_counter() - began)
    first, whole = statistics.median(firsts), statistics.median(wholes)
    print(
        f"{size:>7,} CSV, {weight / 1e6:.1f} Mo : {first:.2f} s au premier millier, {whole:.2f} s en tout",
        flush=True,
    )


def _lay_out(size: int) -> tuple[Any, Any]:
    from django.db import connections
    from django.test import Client

    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {WIPED} CASCADE")
        cursor.execute("SET ROLE maillage_maintenance")
    user, row = _questionnaire()
    _answers(row, size)
    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        cursor.execute("ANALYZE")
        cursor.execute("SET ROLE maillage_maintenance")
    for alias in connections:
        connections[alias].close()
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client, row


def _questionnaire() -> tuple[Any, Any]:
    from datetime import date, timedelta

    from django.utils import timezone

    from maillage.accounts.models import User
    from maillage.consultations.models import Question, Questionnaire
    from maillage.directory.models import Structure, StructureKind, Territory
    from maillage.governance.models import Committee, Duty

    town = Territory.objects.using("maintenance").get(kind="commune", code="37261")
    kind, _ = StructureKind.objects.using("maintenance").get_or_create(
        code="CCAS", defaults={"label": "CCAS"}
    )
    told = {"name": "CCAS de Tours", "kind": kind, "commune": town}
    place, _ = Structure.objects.using("maintenance").get_or_create(**told)
    user = User.objects.using("maintenance").create(
        email="mesure@exemple.test", first_name="A", last_name="B"
    )
    told = {"kind": "local", "name": "Comité", "structure": place, "starts_on": date(2020, 1, 1)}
    committee = Committee.objects.using("maintenance").create(**told)
    duty = {"user": user, "kind": "secretary", "starts_on": date(2020, 1, 1)}
    Duty.objects.using("maintenance").create(committee=committee, **duty)
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now + timedelta(days=9)}
    rows = Questionnaire.objects.using("maintenance")
    row = rows.create(title="Mesure", committee=committee, anonymous=False, **dates)
    choices = [f"Choix {number}" for number in range(5)]
    for position, name in enumerate(("single", "several", "scale", "matrix", "text", "territory")):
        more = {"choices": choices, "rows": ["Ici", "Là"]} if name != "text" else {}
        told = {"position": position, "kind": name, "title": name, **more}
        Question.objects.using("maintenance").create(questionnaire=row, **told)
    return user, row


def _answers(row: Any, size: int) -> None:
    from django.utils import timezone

    from maillage.consultations.models import Answer, Invitation, Question, Response
    from maillage.directory.models import Territory

    places = list(Territory.objects.using("maintenance").filter(kind="departement", valid_until=None))
    single, several, scale, matrix, text, _ = Question.objects.using("maintenance").filter(questionnaire=row)
    invited = [
        Invitation(
            questionnaire=row, email=f"{number}@exemple.test", territory=places[number % 100], answered=number % 3 > 0,
            sent_at=timezone.now(),
        )
        for number in range(size)
    ]  # fmt: skip
    made = [
        Response(
            questionnaire=row, channel="open", territory=places[number % 90], answered_on=timezone.localdate()
        )
        for number in range(size)
    ]
    _made(invited)
    answers = []
    for number, one in enumerate(_made(made)):
        told = {"questionnaire": row, "response": one}
        answers.append(Answer(question=single, choice=number % 5, **told))
        answers += [Answer(question=several, choice=(number + more) % 5, **told) for more in range(2)]
        answers.append(Answer(question=scale, choice=number % 4, **told))
        answers += [
            Answer(question=matrix, row=line, choice=(number + line) % 5, **told) for line in range(2)
        ]
        answers.append(Answer(question=text, text="Il y a trop de monde le jour du marché. " * 3, **told))
    _made(answers)


def _made(rows: list[Any]) -> list[Any]:
    return list(type(rows[0]).objects.using("maintenance").bulk_create(rows, batch_size=BATCH))
