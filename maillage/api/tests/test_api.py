"""The open API: valid records, filters, pages, French refusals, nothing that only professionals read."""

import json

import pytest
from data_inclusion.schema import v1
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.api import views
from maillage.api.openapi import document
from maillage.directory.tests.factories import structure as make_structure
from maillage.directory.tests.offer import THEME, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def holder():
    return make_structure(name="Maison de tous")


def ask(client, name="services", **asked):
    answer = client.get(reverse(f"api:{name}"), asked)
    return answer.status_code, answer.json()


def test_services_are_valid_records_without_the_person_to_ask_for(client, holder):
    make_service(holder, contact_name="Camille Essai")
    status, told = ask(client)
    (one,) = told["items"]
    v1.Service.model_validate(one, context={"ignore_warnings": False})
    assert (status, told["total"], told["pages"], one["contact_nom_prenom"]) == (200, 1, 1, None)
    assert "Camille" not in json.dumps(told)


def test_structures_are_too_and_the_discreet_ones_stay_home(client, holder):
    make_structure(name="Accueil discret", visibility="professionals")
    status, told = ask(client, "structures", source="maillage")
    names = [one["nom"] for one in told["items"]]
    assert (status, "Maison de tous" in names, "Accueil discret" in names) == (200, True, False)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"code_departement": "37"}, 1),
        ({"code_departement": "33"}, 0),
        ({"code_commune": "37261"}, 1),
        ({"thematiques": THEME}, 1),
        ({"thematiques": "sante--acces-aux-soins"}, 0),
        ({"publics": "familles"}, 1),
        ({"page": "2"}, 0),
        ({"source": "ailleurs"}, 0),
    ],
)
def test_filters(client, holder, asked, found):
    make_service(holder)
    status, told = ask(client, **asked)
    assert (status, len(told["items"])) == (200, found)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"page": "0"}, "page : un nombre de 1 à 10000."),
        ({"size": "9" * 40}, "size : un nombre de 1 à 500."),
        ({"size": "²"}, "size : un nombre de 1 à 500."),
        ({"code_commune": "3\x007"}, "code_commune : ce n’est pas un code."),
        ({"thematiques": "\x00"}, "thematiques : « \x00 » n’est pas une valeur du schéma data·inclusion v1."),
    ],
)
def test_what_cannot_be_read_is_said(client, asked, words):
    assert ask(client, **asked) == (422, {"erreur": words})


def test_an_unknown_parameter_is_said(client):
    status, told = ask(client, ville="Tours")
    assert (status, told["erreur"].split(".")[0]) == (422, "Paramètre inconnu : ville")


def test_one_card_by_its_source_and_identifier(client, holder):
    service = make_service(holder)
    answer = client.get(reverse("api:service", args=["maillage", service.public_id]))
    assert (answer.status_code, answer.json()["nom"]) == (200, service.name)
    assert client.get(reverse("api:service", args=["maillage", "x/y"])).status_code == 404
    assert client.get("/api/v1/services/ailleurs/%00").status_code == 404


def test_pages_cost_the_same_whatever_they_hold(client, holder):
    spent = []
    for number in (1, 3):
        for _ in range(number):
            make_service(holder)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("api:services"))
        spent.append(sum("directory_service" in one["sql"] for one in queries))
    assert spent == [2, 2]


def test_too_many_calls_wait(client, monkeypatch):
    monkeypatch.setattr(views, "A_MINUTE", 2)
    monkeypatch.setattr(views, "time", lambda: 1_000_000.0)
    assert [client.get(reverse("api:structures")).status_code for _ in range(3)] == [200, 200, 429]


def test_the_contract_tells_what_is_read(client):
    told = client.get(reverse("api:openapi")).json()
    assert told == json.loads(json.dumps(document()))
    assert set(told["paths"]) == {
        "/api/v1/structures",
        "/api/v1/structures/{source}/{id}",
        "/api/v1/services",
        "/api/v1/services/{source}/{id}",
    }
    refs = {one.split('"')[0] for one in json.dumps(told).split("#/components/schemas/")[1:]}
    assert refs <= set(told["components"]["schemas"])


def test_a_page_says_it_in_french(client):
    assert client.get(reverse("api:about")).status_code == 200
