"""A directory of many services on real communes, in the words of real ones: for the measures, and the tests of relevance.

`lay_out(count)` writes them; the same ones at each run. `departements=("37",)`: on these only; None: on the whole country,
where people live. One source in three is national. `structures(…)` and `services(…)` give unsaved rows.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

BATCH = 2000
TODAY = date(2026, 11, 1)
OFFERS = Path(__file__).with_name("directory_offers.yaml")
KINDS = {
    "ccas-cias": "CCAS", "maisons-des-solidarites": "Maison départementale des solidarités", "caf": "CAF", "mission-locale": "Mission locale",
    "association": "Association", "france-travail": "France Travail", "centre-social": "Centre social", "france-service": "France services",
    "secours-populaire": "Secours populaire", "communes": "Mairie",
}  # fmt: skip
SAINTS = [
    "Horizon",
    "Relais",
    "Passerelle",
    "Escale",
    "Tremplin",
    "Boussole",
    "Entraide",
    "Ressources",
    "Repères",
    "Rebond",
    "Alizés",
    "Tilleuls",
    "Ponts",
    "Sillage",
    "Maillon",
]
SENTENCES = (
    "Accueil sans rendez-vous le matin, sur rendez-vous l’après-midi.",
    "Un premier entretien permet de faire le point sur la situation et de choisir ensemble la suite.",
    "Les documents utiles sont une pièce d’identité et un justificatif de domicile.",
    "Un professionnel peut prendre contact pour la personne, avec son accord.",
    "L’équipe se déplace dans plusieurs communes du territoire.",
    "Les places sont limitées : il est conseillé d’appeler avant de venir.",
    "La durée dépend du besoin de chacun et peut être prolongée.",
    "Cette action est soutenue par le Département et par la commune.",
)
HOURS = (
    "",
    "Mo-Fr 09:00-12:00",
    "Mo-Fr 09:00-12:00,14:00-17:00; PH off",
    "Tu,Th 14:00-17:00",
    "We 09:00-17:00",
)


@cache
def offers() -> list[dict[str, Any]]:
    """What is offered, by theme: name, what it says, weight (how often one meets it), publics."""
    return [
        {"theme": theme, **offer}
        for theme, listed in yaml.safe_load(OFFERS.read_text(encoding="utf-8")).items()
        for offer in listed
    ]


def lay_out(
    count: int, *, departements: tuple[str, ...] | None = None, using: str = "default", seed: int = 42
) -> int:
    """Write so many services and their structures; how many structures."""
    from maillage.directory.models import Service, Structure

    random = Random(seed)
    kept = list(structures(random, max(1, count // 3), departements, using))
    for batch in _batches(kept):
        Structure.objects.using(using).bulk_create(batch, batch_size=500)
    for batch in _batches(services(random, kept, count, using)):
        Service.objects.using(using).bulk_create(batch, batch_size=500)
    return len(kept)


def _batches(rows: Any) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def sources(using: str) -> list[Any]:
    from maillage.directory.models import Source

    told = (("local-bench", "Annuaire du Département", True), ("national-bench", "Export national", False))
    return [
        Source.objects.using(using).get_or_create(code=code, defaults={"name": name, "local": local})[0]
        for code, name, local in told
    ]


def _kinds(using: str) -> list[Any]:
    from maillage.directory.models import StructureKind

    rows = StructureKind.objects.using(using)
    return [rows.get_or_create(code=code, defaults={"label": label})[0] for code, label in KINDS.items()]


def communes(departements: tuple[str, ...] | None, using: str) -> list[Any]:
    from maillage.directory.models import Territory

    rows = Territory.objects.using(using).communes().current().filter(lat__isnull=False)
    if departements:
        rows = rows.filter(departement__code__in=departements)
    rows = rows.select_related("epci", "departement").defer("search", "search_text")
    return list(rows.order_by("code"))


def structures(
    random: Random, count: int, departements: tuple[str, ...] | None, using: str = "default"
) -> Iterator[Any]:
    from maillage.directory.fold import structure_words
    from maillage.directory.models import Structure

    places, kinds = communes(departements, using), _kinds(using)
    local, national = sources(using)
    people = [(place.population or 0) + 200 for place in places]
    for number, place in enumerate(random.choices(places, people, k=count)):
        kind = random.choice(kinds)
        name = f"{KINDS[kind.code]} {random.choice(SAINTS)} de {place.name}"[:200]
        folded_name, folded_text = structure_words(name, "", kind.label)
        lat, lon = place.lat + random.uniform(-0.03, 0.03), place.lon + random.uniform(-0.03, 0.03)
        yield Structure(
            name=name,
            kind=kind,
            commune=place,
            source=national if number % 3 == 0 else local,
            source_code=f"s{number}",
            lat=lat if number % 10 else None,
            lon=lon if number % 10 else None,
            postcode=place.postcodes[0] if place.postcodes else "",
            address=f"{number % 90 + 1} rue de la Mairie",
            phone=f"+332470{number % 100000:05d}",
            hours=random.choice(HOURS),
            updated_on=TODAY - timedelta(days=random.randrange(900)),
            folded_name=folded_name,
            folded_text=folded_text,
        )


def services(random: Random, kept: list[Any], count: int, using: str = "default") -> Iterator[Any]:
    """In turn for each structure, so that a file of services reads as real ones do."""
    weights = [offer.get("weight", 2) for offer in offers()]
    for number in range(count):
        offer = random.choices(offers(), weights)[0]
        yield _service(random, number, kept[number % len(kept)], offer)


def _service(random: Random, number: int, structure: Any, offer: dict[str, Any]) -> Any:
    from maillage.directory.enums import THEMES
    from maillage.directory.fold import service_words
    from maillage.directory.models import Service

    themes = sorted({_full(offer["theme"]), *map(_full, offer.get("also", []))})
    description = " ".join([offer["text"], *random.sample(SENTENCES, 4)])
    labels = [THEMES[theme] for theme in themes]
    folded_name, folded_text = service_words(offer["name"], description, *labels, structure.name)
    confirmed = random.random() < 0.4
    return Service(
        structure=structure,
        name=offer["name"],
        description=description,
        kind=offer.get("kind", "accompagnement"),
        themes=themes,
        publics=offer.get("publics", random.choice([["tous-publics"], ["tous-publics"], [], ["familles"]])),
        zones=_zones(random, structure),
        fee=random.choice(["gratuit", "gratuit", ""]),
        reception=random.choice([["en-presentiel"], ["en-presentiel"], ["a-distance", "en-presentiel"], []]),
        mobilised_by=random.choice([["usagers"], ["professionnels", "usagers"], ["professionnels"], []]),
        source=structure.source,
        source_code=f"v{number}",
        updated_on=TODAY - timedelta(days=random.randrange(700)),
        confirmed_on=TODAY - timedelta(days=random.randrange(300)) if confirmed else None,
        confirmed_by="Annuaire" if confirmed else "",
        folded_name=folded_name,
        folded_text=folded_text,
    )


def _full(short: str) -> str:
    from maillage.directory.lexicon import THEME_OF

    return THEME_OF[short]


def _zones(random: Random, structure: Any) -> list[str]:
    """Its département four times in ten, its intercommunalité, its commune, nothing told, everywhere."""
    place = structure.commune
    wide = f"departement:{place.departement.code}"
    epci = f"epci:{place.epci.code}" if place.epci else wide
    draw = random.random()
    for limit, zones in (
        (0.4, wide),
        (0.65, epci),
        (0.82, f"commune:{place.code}"),
        (0.92, ""),
        (1.0, "france"),
    ):
        if draw < limit:
            return [zones] if zones else []
    return []
