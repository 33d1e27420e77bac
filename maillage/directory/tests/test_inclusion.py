"""What is told in data·inclusion's words comes back the same: file → cards → records → cards → the same records."""

import datetime as dt
from pathlib import Path

import pytest
from data_inclusion.schema import v1
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.directory.actions import load_structure_kinds
from maillage.directory.enums import (
    MOBILISATION_MODES,
    MOBILISED_BY,
    NETWORKS,
    PUBLICS,
    RECEPTION_MODES,
    SERVICE_KINDS,
    THEMES,
)
from maillage.directory.exchange import Record, check, records
from maillage.directory.models import Service, Source, Structure, StructureKind, Territory
from maillage.directory.queries.exchange import places
from maillage.directory.queries.inclusion import as_service, as_structure
from maillage.directory.tests.factories import LOADER

FOLDER = Path("shared/data/directories")
REAL = [parent / FOLDER for parent in Path(__file__).resolve().parents if (parent / FOLDER).is_dir()]
WITHOUT_COMMUNE = "La fiche entre sans commune."
SOURCE = Source(pk=1, code="voisins", name="Le fichier des voisins")


@pytest.fixture
def known(territories):
    load_structure_kinds(by=LOADER)
    StructureKind.objects.get_or_create(code="autre", defaults={"label": "Autre"})
    return places()


def told_again(given_records, known):
    """The cards that these records make, told in their turn; with what was said of each line."""
    checked = [one for one in check(given_records, known) if not one.refusal]
    communes = Territory.objects.in_bulk({one.payload["commune_id"] for one in checked} - {None})
    return [_told(one, communes) for one in checked], [one.remarks for one in checked]


def _told(one, communes):
    payload = one.payload | {"commune": communes.get(one.payload["commune_id"])}
    payload["updated_on"] = payload["updated_on"] and dt.date.fromisoformat(payload["updated_on"])
    if one.kind == "structure":
        return as_structure(Structure(source=SOURCE, **payload))
    holder = Structure(source=SOURCE, source_code=one.structure_code)
    return as_service(Service(source=SOURCE, structure=holder, **payload), to_professionals=True)


def as_records(told):
    kinds = ["service" if "structure_id" in one else "structure" for one in told]
    return [Record(line, kind, one) for line, (kind, one) in enumerate(zip(kinds, told, strict=True), 2)]


def check_comes_back(told, known):
    for one in told:
        model = v1.Service if "structure_id" in one else v1.Structure
        model.model_validate(one, context={"ignore_warnings": False})
    again, remarks = told_again(as_records(told), known)
    assert again == told
    changed = [one for line in remarks for one in line if not one.endswith(WITHOUT_COMMUNE)]
    assert changed == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "angers.csv",
        "gironde.csv",
        "maine-et-loire.csv",
        "hub-lo.json",
        "bus-france-services-charente.csv",
        "data-inclusion-template.xlsx",
    ],
)
def test_real_files_come_back_the_same(known, name):
    if not REAL:
        pytest.skip("the real directories are not there")
    told, _ = told_again(list(records(REAL[0] / name)), known)
    assert len(told) >= 2
    check_comes_back(told, known)


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=5, max_size=40
)


def some(listed):
    return st.lists(st.sampled_from(sorted(listed)), max_size=3, unique=True)


SERVICES = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[A-Za-z0-9:_-]{1,20}", fullmatch=True),
        "structure_id": st.from_regex(r"[A-Za-z0-9:_-]{1,20}", fullmatch=True),
        "nom": words,
        "description": words,
        "date_maj": st.dates(dt.date(2000, 1, 1), dt.date(2025, 1, 1)).map(str),
    },
    optional={
        "type": st.sampled_from(sorted(SERVICE_KINDS)),
        "thematiques": some(THEMES),
        "publics": some(set(PUBLICS) - {"tous-publics"}) | st.just(["tous-publics"]),
        "frais": st.sampled_from(["gratuit", "payant"]),
        "frais_precisions": words,
        "publics_precisions": words,
        "conditions_acces": words,
        "contact_nom_prenom": words,
        "code_insee": st.sampled_from(["37261", "37072", "2A004", "97105"]),
        "adresse": words,
        "telephone": st.sampled_from(["+33247000000", "02 47 00 00 00", "3646"]),
        "courriel": st.just("accueil@exemple.fr"),
        "modes_accueil": some(RECEPTION_MODES),
        "zone_eligibilite": some(["37", "37072", "2A", "france", "99134", "200043081"]),
        "modes_mobilisation": some(MOBILISATION_MODES),
        "mobilisable_par": some(MOBILISED_BY),
        "mobilisation_precisions": words,
        "lien_source": st.just("https://exemple.fr/é?a=b&c=d"),
        "volume_horaire_hebdomadaire": st.floats(0, 60),
        "nombre_semaines": st.integers(1, 52),
        "horaires_accueil": st.just("Mo-Fr 08:30-12:30; PH off"),
    },
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SERVICES, min_size=1, max_size=5))
def test_generated_services_come_back_the_same(known, made):
    told, _ = told_again(as_records(made), known)
    check_comes_back(told, known)


@pytest.mark.django_db
def test_networks_and_addresses_of_a_structure_come_back(known):
    made = {
        "id": "voisins--1", "source": "voisins", "nom": "Mission locale", "date_maj": "2025-02-14",
        "code_insee": "37072", "commune": "Chinon", "code_postal": "37500", "adresse": "1 rue des Essais",
        "latitude": 47.167, "longitude": 0.24, "siret": "21370072900014",
        "reseaux_porteurs": sorted(NETWORKS)[:2], "site_web": "https://exemple.fr/",
    }  # fmt: skip
    [told], _ = told_again(as_records([made]), known)
    assert {name: value for name, value in told.items() if value is not None} == made


@pytest.mark.django_db
def test_a_postcode_alone_is_never_read_as_the_code_of_a_commune(known):
    """28220 is the code of Luisant and the postcode of somewhere else, far away."""
    made = {"id": "1", "nom": "Médiathèque", "code_postal": "28220", "latitude": 47.99, "longitude": 1.24}
    [checked] = check([Record(2, "structure", made)], known)
    assert (checked.payload["commune_id"], checked.payload["lat"]) == (None, 47.99)
    assert checked.remarks == [
        "commune\u00a0: Le code postal 28220 ne suffit pas. Indiquez son code Insee, à 5 caractères (37261 pour Tours). "
        "La fiche entre sans commune."
    ]
