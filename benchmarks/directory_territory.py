"""Coverage of a département and look-alike structures, at one, ten and a hundred times a territory.

`./run bench directory_territory [SCALE …]` (1, 10 and 100 unless told). At scale 1: 5,000 structures and 1,500 services
of Indre-et-Loire, half of them with a zone, a hundredth of the structures written twice. Medians of five, as the public
reads. Floor of coverage: the same rows read from PostgreSQL and nothing else. Floor of look-alikes: the pairs found in
SQL, not weighed. Goals at scale 1: coverage by category ≤ 0.5 s, look-alikes ≤ 2 s.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from statistics import median

from benchmarks.caseload import scratch_database

SCALES = (1, 10, 100)
STRUCTURES, SERVICES, BATCH = 5_000, 1_500, 5_000
ROUNDS = 5
SOUNDS = (
    "ba",
    "ro",
    "ti",
    "mel",
    "an",
    "do",
    "lu",
    "ver",
    "sa",
    "ci",
    "no",
    "par",
    "fi",
    "gue",
    "tra",
    "hor",
)
WORDS = [one + two + three for one in SOUNDS for two in SOUNDS[:6] for three in SOUNDS[6:10]]


def run(arguments: list[str]) -> None:
    scales = [int(one) for one in arguments] or list(SCALES)
    print(
        f"{'échelle':>8} {'structures':>11} {'services':>9} {'couverture':>11} {'plancher':>9} {'un thème':>9} {'doublons':>9} {'plancher':>9} {'paires':>7}"
    )
    with scratch_database():
        done = 0
        for scale in sorted(scales):
            fill(scale - done)
            done = scale
            _report(scale)


def _report(scale: int) -> None:
    from maillage.directory.models import Territory
    from maillage.directory.queries import coverage as queries
    from maillage.directory.queries import doubles
    from maillage.permissions import ANONYMOUS

    place = Territory.objects.get(kind="departement", code="37")
    day = date.today()
    ground = queries._Ground.of(list(queries.communes_of(place).select_related("epci", "departement")))
    spent = [
        _median(lambda: queries.coverage(ANONYMOUS, place, day)),
        _median(lambda: list(queries._reaching(ANONYMOUS, ground).values_list(*queries._FIELDS))),
        _median(lambda: queries.coverage(ANONYMOUS, place, day, "sante")),
        _median(doubles.proposals),
        _median(doubles._blocked),
    ]
    cells = " ".join(f"{one:>7.2f} s" for one in spent)
    print(
        f"{scale:>8} {STRUCTURES * scale:>11,} {SERVICES * scale:>9,}    {cells} {len(doubles.proposals()):>7,}",
        flush=True,
    )


def _median(act: Callable[[], object]) -> float:
    told = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        told.append(time.perf_counter() - began)
    return median(told)


def fill(scale: int) -> None:
    """That many territories more, the same at each run."""
    from django.db import connection

    from maillage.directory.models import Service, Structure, StructureKind, Territory
    from tests.plugin import become

    chance = Random(scale)
    communes = list(
        Territory.objects.communes().current().filter(departement__code="37").select_related("epci")
    )
    weights = [one.population or 1 for one in communes]
    with become("maintenance"):
        kinds = [
            StructureKind.objects.get_or_create(code=code, defaults={"label": code})[0]
            for code in ("association", "ccas-cias", "communes")
        ]
        rows = [
            _structure(Structure, chance, rank, communes, weights, kinds)
            for rank in range(STRUCTURES * scale)
        ]
        for rank in range(0, len(rows), 100):
            rows[rank] = _again(Structure, rows[rank - 1])
        made = Structure.objects.bulk_create(rows, batch_size=BATCH)
        Service.objects.bulk_create(
            (_service(Service, chance, made) for _ in range(SERVICES * scale)), batch_size=BATCH
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE directory_structure, directory_service")


def _structure(model, chance, rank, communes, weights, kinds):
    from maillage.directory.fold import fold

    place = chance.choices(communes, weights)[0]
    name = f"{' '.join(chance.sample(WORDS, 3))} {place.name}"
    return model(
        name=name, folded_name=fold(name), kind=chance.choice(kinds), commune=place, phone=f"+3324{rank:07}",
        address=f"{chance.randrange(1, 90)} rue {chance.choice(WORDS)}",
        lat=(place.lat or 47) + chance.uniform(-0.02, 0.02), lon=(place.lon or 0.7) + chance.uniform(-0.02, 0.02),
    )  # fmt: skip


def _again(model, row):
    return model(
        name=row.name.upper(), folded_name=row.folded_name, kind=row.kind, commune=row.commune, phone=row.phone,
        address=row.address, lat=row.lat, lon=row.lon,
    )  # fmt: skip


def _service(model, chance, structures):
    from maillage.directory.enums import THEMES

    holder = chance.choice(structures)
    place = holder.commune
    zones = chance.choice(
        [
            [],
            [],
            [f"commune:{place.code}"],
            ["departement:37"],
            [f"epci:{place.epci.code}"] if place.epci else [],
        ]
    )
    confirmed = chance.choice([None, date.today() - timedelta(days=chance.randrange(400))])
    return model(
        structure=holder, name="Service", themes=sorted(chance.sample(list(THEMES), 2)), zones=zones,
        publics=["tous-publics"], confirmed_on=confirmed,
    )  # fmt: skip


__all__ = ["fill", "run"]
