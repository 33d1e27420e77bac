"""What leaves: valid against the schema, public only, and the same when it comes back."""

import csv
import io
import json
from pathlib import Path

import pytest
from data_inclusion.schema import v1
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.directory.exchange.writing import as_csv, as_json, as_xlsx, disarm, rearm
from maillage.directory.models import Service, Structure
from maillage.directory.queries import export
from maillage.directory.tests.factories import structure as make_structure
from maillage.directory.tests.importing import (
    a_service,
    a_structure,
    checked,
    file_of,
    outcomes,
    written,
)
from maillage.directory.tests.offer import make_service

REAL = Path(__file__).resolve().parents[3].parent.parent / "shared" / "data" / "directories"
FULL = a_service(
    1,
    frais="payant",
    frais_precisions="=2+2 euros",
    publics=["familles", "jeunes"],
    modes_accueil=["en-presentiel"],
    contact_nom_prenom="Camille Essai",
    telephone="0247000001",
    courriel="accueil@exemple.fr",
    horaires_accueil="Mo-Fr 09:00-12:00",
    zone_eligibilite=["37261", "37", "243700754", "99134"],
    latitude=47.39,
    longitude=0.69,
    mobilisable_par=["usagers"],
    modes_mobilisation=["telephoner"],
    volume_horaire_hebdomadaire=2.5,
    nombre_semaines=4,
)
WHOLE = file_of([a_structure(1, siret="21370261700016", site_web="https://exemple.fr")], [FULL, a_service(2)])


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"


@pytest.fixture
def animator(territories):
    return make_member(role=Role.ANIMATOR)


def exported(contacts=True, source="essai"):
    lists = {}
    for kind in ("structure", "service"):
        rows = export.within(export.public_cards(kind), kind, source=source)
        lists[kind] = list(export.records(kind, rows, contacts=contacts))
    return lists


def as_file(lists, shape):
    fields = export.FIELDS
    if shape == "json":
        return "".join(as_json({"structures": lists["structure"], "services": lists["service"]})).encode()
    return as_xlsx({f"{kind}s": (fields[kind], lists[kind]) for kind in lists})


@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["json", "xlsx"])
def test_imported_exported_imported_nothing_moves(animator, shape):
    written(animator, WHOLE)
    lists = exported()
    again = checked(animator, as_file(lists, shape), f"export.{shape}")
    assert again.counts == {"structure": {"unchanged": 1}, "service": {"unchanged": 2}, "remarked": 0}
    assert lists == exported()


@pytest.mark.django_db
def test_a_csv_of_each_list_comes_back_the_same(animator):
    written(animator, WHOLE)
    for kind, records in exported().items():
        data = "".join(as_csv(export.FIELDS[kind], records)).encode()
        again = checked(animator, data, f"{kind}s.csv")
        assert set(outcomes(again).values()) == {"unchanged"}


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="les annuaires réels ne sont pas là")
@pytest.mark.parametrize("name", ["angers.csv", "hub-lo.json", "bus-france-services-charente.csv"])
def test_real_cards_are_valid_and_come_back_the_same(animator, name):
    written(animator, (REAL / name).read_bytes(), name)
    lists = exported()
    assert len(lists["structure"]) == Structure.objects.filter(source__code="essai").count()
    assert len(lists["service"]) == Service.objects.filter(source__code="essai").count()
    for kind, model in export.MODELS.items():
        for one in lists[kind]:
            model.model_validate(one, context={"ignore_warnings": False})
    written(animator, as_file(lists, "json"), "export.json")
    placed = [one for one in lists["structure"] if one["code_insee"]]
    again = {one["id"]: one for one in exported()["structure"]}
    assert len(placed) > 10
    assert [again[one["id"]] for one in placed] == placed


@pytest.mark.django_db
def test_only_what_everybody_may_see_leaves(animator):
    holder = make_structure(visibility="professionals", name="Accueil discret")
    make_service(holder, name="Dans une structure discrète")
    public = make_structure(name="Accueil de tous")
    make_service(public, name="Pour les professionnels", visibility="professionals")
    make_service(public, name="Retiré", withdrawn_on="2026-01-01")
    make_service(public, name="Pour tous", contact_name="Camille Essai")
    lists = exported(contacts=False, source=export.KEPT_HERE)
    told = json.dumps(lists, ensure_ascii=False)
    assert [one["nom"] for one in lists["service"]] == ["Pour tous"]
    assert "discret" not in told
    assert "Camille" not in told


@pytest.mark.django_db
def test_a_card_of_ours_says_where_it_comes_from_and_a_bad_field_is_left_out(animator):
    service = make_service(
        make_structure(name="Maison de tous", website="https://exemple"), hours="n’importe quoi"
    )
    lists = exported(source=export.KEPT_HERE)
    told = next(one for one in lists["service"] if one["id"] == str(service.public_id))
    assert (told["source"], told["structure_id"], told["date_maj"]) == (
        "maillage",
        str(service.structure.public_id),
        "2000-01-01",
    )
    v1.Service.model_validate(told, context={"ignore_warnings": False})


@given(st.text(max_size=20))
def test_a_cell_disarmed_is_rearmed_the_same(text):
    assert rearm(disarm(text)) == text


@given(st.text(alphabet="'=+-@a ", max_size=6))
def test_so_is_one_full_of_apostrophes_and_signs(text):
    assert rearm(disarm(text)) == text


def test_no_cell_begins_as_a_formula():
    text = "".join(as_csv(["a"], [{"a": "=1+1"}, {"a": "+33247000000"}, {"a": "'@x"}]))
    assert [row[0] for row in csv.reader(io.StringIO(text))] == ["a", "'=1+1", "'+33247000000", "''@x"]
