"""Supply and demand when a country asks: the overview with 200,000 requests; and 8 who decide 500 places at once.

`./run bench places [REQUESTS …]` (2,000, 20,000 and 200,000 unless told): the requests of `benchmarks/referrals.py`, to housing;
2,000 places of which half are lived in, 30 days of what their hosts say. Pages as `benchmarks/governance.py` measures. Then 500
decisions by 8 workers, each on a place and a request drawn among few, so that they meet: how many are double, how many lost.
"""

import os
import threading
import time
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.governance import FLOOR_PAGE, Times, _compare, _database, _page, _signed_in
from benchmarks.referrals import lay_out

SIZES = (2_000, 20_000, 200_000)
PLACES, SPOKEN = 2_000, 30
WORKERS, DECISIONS = 8, 500
SUPPLY = """
UPDATE schemes_scheme SET kind = (ARRAY['shelter', 'transitional', 'adapted', 'chrs'])[id % 4 + 1];
INSERT INTO schemes_place (public_id, structure_id, kind, host_id, label, public, smallest, largest, accessible, animals,
    commune_id, empty_reason, starts_on, version)
SELECT gen_random_uuid(), s.structure_id, s.kind, s.structure_id, 'Place ' || n,
    (ARRAY['anyone', 'women', 'men', 'couples', 'families', 'young'])[n % 6 + 1], 1, n % 6 + 1, false, false,
    (SELECT id FROM directory_territory WHERE kind = 'commune' AND code LIKE '37%' ORDER BY code OFFSET n % 40 LIMIT 1),
    '', current_date - 900, 1
FROM generate_series(1, {places}) n
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS rank FROM schemes_scheme) s ON s.rank = n % {schemes};
INSERT INTO schemes_vacancy (place_id, said, free_on, until_on, said_at, by_label)
SELECT p.id, 'free', current_date - d, current_date - d + 7, now() - d * interval '1 day', 'x'
FROM schemes_place p CROSS JOIN generate_series(0, {spoken} - 1) d WHERE p.id % 3 > 0;
INSERT INTO referrals_placeneed (id, person_id, structure_id, request_id, public, persons, accessible, animals, commune_id,
    need, said_on, by_id)
SELECT gen_random_uuid(), person_id, structure_id, id,
    (ARRAY['anyone', 'women', 'men', 'couples', 'families', 'young'])[floor(random() * 6) + 1], floor(random() * 6) + 1,
    false, false, (SELECT id FROM directory_territory WHERE kind = 'commune' AND code = '37261'), '', current_date, worker_id
FROM referrals_schemerequest WHERE state IN ('accepted', 'waiting', 'refused');
INSERT INTO referrals_offer (id, person_id, structure_id, request_id, place_id, by_id, state, what, persons, proposed_on,
    answer_by, message, answered_on, way, words, entered_on, left_why, left_to, name, household, version)
SELECT gen_random_uuid(), r.person_id, r.structure_id, r.id, p.id, r.worker_id, 'entered', 'x', 1, current_date - 60,
    current_date - 50, '', current_date - 55, 'oral', '', current_date - 50, '', '', '', '', 1
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM schemes_place) p
JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM referrals_schemerequest WHERE state = 'closed') r ON r.n = p.n
WHERE p.n % 2 = 0;
"""


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
        _decide_at_once()
    _compare(found)


def _measure(size: int) -> Times:
    began = time.perf_counter()
    worker, officer = lay_out(size)
    _supply()
    print(f"\n{size:,} demandes : {time.perf_counter() - began:.0f} s de préparation")
    print(f"{'demandes':>9} {'mesure':<28} {'p50 ms':>8} {'p95 ms':>8} {'base p95':>9} {'requêtes':>9}")
    found: Times = {}
    for who, pages in ((worker, _overview()), (officer, _deciding())):
        client = _signed_in(who)
        for name, address in pages.items():
            found[name] = told = _page(client, address)
            queries, base = _database(client, address)
            print(
                f"{size:>9,} {name:<28} {told[0]:>8.1f} {told[1]:>8.1f} {base[1]:>9.1f} {queries:>9}",
                flush=True,
            )
    return found


def _supply() -> None:
    from django.apps import apps
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute(SUPPLY.format(places=PLACES, spoken=SPOKEN, schemes=10))
        cursor.execute("SET ROLE maillage_owner")
        for label in ("schemes", "referrals"):
            for model in apps.get_app_config(label).get_models():
                cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
        cursor.execute("SET ROLE maillage_maintenance")


def _overview() -> dict[str, str]:
    return {
        FLOOR_PAGE: "/compte/",
        "offre et demande": "/offre-et-demande/",
        "par commune, avec la carte": "/offre-et-demande/?par=commune",
        "pour les femmes": "/offre-et-demande/?public=women&par=band",
        "le fichier": "/offre-et-demande/chiffres.csv",
    }


def _deciding() -> dict[str, str]:
    from maillage.schemes.models import Place, Scheme

    place = Place.objects.using("maintenance").order_by("pk")[2]
    scheme = Scheme.objects.using("maintenance").filter(kind=place.kind).order_by("pk")[0]
    return {
        "les places d’un dispositif": f"/dispositifs/{scheme.public_id}/places/",
        "ceux qui attendent une place": f"/places/{place.public_id}/proposer/",
    }


def _decide_at_once() -> None:
    """Each worker takes a request and a place among those left to all, at random: they meet."""
    from django.db import connections

    from maillage.referrals.models import Offer, SchemeRequest
    from maillage.schemes.models import Place

    with connections["maintenance"].cursor() as cursor:
        cursor.execute("DELETE FROM referrals_offer")
        cursor.execute(
            "UPDATE schemes_place SET kind = 'chrs'; UPDATE schemes_scheme SET kind = 'chrs';"
            "UPDATE schemes_vacancy SET until_on = current_date + 9"
        )
    waiting = list(
        SchemeRequest.objects.using("maintenance").filter(state="waiting").order_by("pk")[: DECISIONS // 2]
    )
    places = list(Place.objects.using("maintenance").order_by("pk")[: DECISIONS // 2])
    tried, lock = iter(range(DECISIONS)), threading.Lock()
    told: Counter[str] = Counter()
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_worker, args=(seed, tried, lock, waiting, places, told))
        for seed in range(WORKERS)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    rows = Offer.objects.using("maintenance").filter(state="proposed")
    kept, each, whose = (
        rows.count(),
        rows.values("place").distinct().count(),
        rows.values("request").distinct().count(),
    )
    moved = SchemeRequest.objects.using("maintenance").filter(state="proposed").count()
    print(
        f"\n{DECISIONS} décisions par {WORKERS} : {time.perf_counter() - began:.1f} s ; {dict(told)} ; gardées {kept}, "
        f"doubles {kept - min(each, whose)}, perdues {told['faites'] - kept}, demandes déplacées {moved}"
    )


def _worker(
    seed: int, tried: Any, lock: Any, waiting: list[Any], places: list[Any], told: Counter[str]
) -> None:
    from django.db import connections
    from django.utils import timezone

    from maillage.accounts.models import User
    from maillage.accounts.queries import actor_for
    from maillage.permissions import Forbidden
    from maillage.permissions.context import acting
    from maillage.referrals.actions.places import propose

    draw, today = Random(seed), timezone.localdate()
    by = actor_for(User.objects.get(email="instruit@example.org"), today, None)[0]
    while True:
        with lock:
            if next(tried, None) is None:
                break
        one, place = draw.choice(waiting), draw.choice(places)
        try:
            with acting(by):
                request = type(one).objects.select_related("scheme").get(pk=one.pk)
                about = {"what": "x", "persons": 1, "answer_by": today + timedelta(days=3)}
                propose(by=by, request=request, version=request.version, place=place, **about)
            outcome = "faites"
        except Forbidden:
            outcome = "refusées, dites"
        with lock:
            told[outcome] += 1
    connections.close_all()
