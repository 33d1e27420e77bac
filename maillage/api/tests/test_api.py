"""The open API: what it gives is valid, public and findable; what it refuses, it says in French."""

import pytest
from data_inclusion.schema import v1
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.api import rate
from maillage.api.parameters import SERVICES, STRUCTURES
from maillage.directory.models import Source
from maillage.directory.queries.inclusion import inclusion_id
from maillage.directory.tests.factories import commune, structure
from maillage.directory.tests.offer import CHINON, THEME, make_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
SERVICES_URL, STRUCTURES_URL = "/api/v1/services", "/api/v1/structures"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def source():
    return Source.objects.create(code="voisins", name="Le fichier des voisins")


def names(client, url, **asked):
    answer = client.get(url, asked)
    assert answer.status_code == 200, answer.content
    return [one["nom"] for one in answer.json()["items"]]


def test_a_list_says_how_many_there_are_and_gives_one_page(client):
    holder = structure()
    for number in range(3):
        make_service(holder, f"Atelier {number}")
    answer = client.get(SERVICES_URL, {"size": "2", "page": "2"}).json()
    assert [one["nom"] for one in answer.pop("items")] == ["Atelier 2"]
    assert answer == {"total": 3, "page": 2, "size": 2, "pages": 2}
    assert client.get(SERVICES_URL, {"page": "1000000"}).json()["items"] == []


def test_a_service_is_told_whole_and_valid(client):
    holder = structure("Centre social")
    service = make_service(
        holder, "Impayés", commune=commune(CHINON), phone="+33247000000", lat=47.17, lon=0.24, fee="gratuit",
        reception=["en-presentiel"], contact_name="Personne À Joindre", weekly_hours=2.5,
    )  # fmt: skip
    [told] = client.get(SERVICES_URL).json()["items"]
    v1.Service.model_validate(told, context={"ignore_warnings": False})
    assert set(told) == set(v1.Service.model_fields)
    given = {name: value for name, value in told.items() if value is not None}
    assert given == {
        "source": "maillage", "id": f"maillage--{service.public_id}", "structure_id": f"maillage--{holder.public_id}",
        "nom": "Impayés", "description": "Faire le point sur une dette de loyer.", "date_maj": "2000-01-01",
        "thematiques": [THEME], "frais": "gratuit", "publics": ["tous-publics"], "commune": "Chinon",
        "code_insee": CHINON, "longitude": 0.24, "latitude": 47.17, "telephone": "+33247000000",
        "modes_accueil": ["en-presentiel"], "zone_eligibilite": [CHINON], "volume_horaire_hebdomadaire": 2.5,
    }  # fmt: skip


def test_a_structure_is_told_whole_and_valid(client):
    structure("CCAS", networks=["ccas-cias"], siret="21370261800014", website="https://exemple.fr/")
    [told] = client.get(STRUCTURES_URL).json()["items"]
    v1.Structure.model_validate(told, context={"ignore_warnings": False})
    assert set(told) == set(v1.Structure.model_fields)
    assert (told["reseaux_porteurs"], told["siret"], told["site_web"], told["code_insee"]) == (
        ["ccas-cias"], "21370261800014", "https://exemple.fr/", "37261",
    )  # fmt: skip


@pytest.mark.parametrize("signed", [False, True])
def test_what_is_for_professionals_is_in_nothing_even_for_one_of_them(client, signed):
    if signed:
        signed_in(client, Role.SOCIAL_WORKER)
    hidden = structure("Cachée", visibility="professionals")
    gone = structure("Partie", withdrawn_on="2026-01-01")
    shown = structure("Montrée")
    make_service(hidden, "Dans une cachée")
    make_service(gone, "Dans une partie")
    kept = make_service(shown, "Pour les professionnels", visibility="professionals")
    make_service(shown, "Pour tous", contact_name="Personne À Joindre")
    assert names(client, SERVICES_URL) == ["Pour tous"]
    assert {"Cachée", "Partie"}.isdisjoint(names(client, STRUCTURES_URL))
    assert "Joindre" not in client.get(SERVICES_URL).content.decode()
    for one, url in ((hidden, STRUCTURES_URL), (gone, STRUCTURES_URL), (kept, SERVICES_URL)):
        assert client.get(f"{url}/{inclusion_id(one)}").status_code == 404


def test_a_card_is_found_by_the_identifier_that_the_list_gives(client, source):
    holder = structure("Ici")
    cards = [
        make_service(holder, "Sans source"),
        make_service(holder, "Code nu", source=source, source_code="12"),
        make_service(holder, "Code entier", source=source, source_code="voisins--a--b/ç 1"),
        make_service(holder, "Code à tirets", source=source, source_code="x--y"),
    ]
    for one, told in zip(cards, client.get(SERVICES_URL).json()["items"], strict=True):
        assert told["id"] == inclusion_id(one)
        assert client.get(reverse("api:service", args=[told["id"]])).json() == told


@pytest.mark.parametrize(
    "ident", ["x", "voisins--", "maillage--pas-un-uuid", "--", "a--" * 60, "%00", "voisins--%00", "é--è"]
)
def test_an_identifier_that_leads_nowhere_is_a_sentence(client, source, ident):
    for url in (SERVICES_URL, STRUCTURES_URL):
        answer = client.get(f"{url}/{ident}")
        assert answer.status_code == 404
        assert answer.json() == {"erreur": "Cette fiche n’existe pas, ou n’est plus proposée."}


def test_an_address_that_leads_nowhere_is_a_sentence(client):
    answer = client.get("/api/v1/lieux")
    assert (answer.status_code, "openapi.json" in answer.json()["erreur"]) == (404, True)


@pytest.fixture
def offer(source):
    tours, chinon = (
        structure("À Tours", networks=["mission-locale"]),
        structure("À Chinon", commune=commune(CHINON)),
    )
    make_service(
        tours, "Tours", commune=commune(), zones=["departement:37"], publics=["jeunes"], kind="atelier"
    )
    make_service(
        chinon, "Chinon", commune=commune(CHINON), themes=["numerique--acquerir-un-equipement"], fee="payant",
        source=source, source_code="1", reception=["a-distance"],
    )  # fmt: skip
    make_service(chinon, "Ailleurs", commune=commune("44109"), zones=["commune:44109"], publics=["femmes"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"code_commune": CHINON}, ["Chinon"]),
        ({"code_commune": [CHINON, "37261"]}, ["Tours", "Chinon"]),
        ({"code_departement": "37"}, ["Tours", "Chinon"]),
        ({"code_departement": "2a"}, []),
        ({"pour_commune": CHINON}, ["Tours", "Chinon"]),
        ({"pour_commune": "44109"}, ["Ailleurs"]),
        ({"thematiques": "numerique"}, ["Chinon"]),
        ({"thematiques": THEME}, ["Tours", "Ailleurs"]),
        ({"publics": "jeunes"}, ["Tours", "Chinon"]),
        ({"types": "atelier"}, ["Tours"]),
        ({"frais": "payant"}, ["Chinon"]),
        ({"modes_accueil": "a-distance"}, ["Chinon"]),
        ({"mobilisable_par": "usagers"}, []),
        ({"sources": "voisins"}, ["Chinon"]),
        ({"sources": "inconnue"}, []),
        ({"code_commune": "", "size": " "}, ["Tours", "Chinon", "Ailleurs"]),
        ({"publics": "femmes", "thematiques": THEME}, ["Ailleurs"]),
    ],
)
def test_services_are_chosen(client, offer, asked, found):
    assert names(client, SERVICES_URL, **asked) == found


def test_a_service_without_an_address_is_where_its_structure_is(client):
    make_service(structure("À Chinon", commune=commune(CHINON)), "Sans adresse")
    assert names(client, SERVICES_URL, code_commune=CHINON) == ["Sans adresse"]
    assert names(client, SERVICES_URL, code_departement="37") == ["Sans adresse"]
    assert names(client, SERVICES_URL, code_commune="37261") == []


def test_structures_are_chosen(client, offer):
    assert names(client, STRUCTURES_URL, reseaux_porteurs="mission-locale") == ["À Tours"]
    assert "À Chinon" in names(client, STRUCTURES_URL, code_commune=CHINON)


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"code_commune": "37500"}, "code_commune"),
        ({"code_commune": "Trifouilly"}, "code_commune"),
        ({"code_commune": "37\x00"}, "code_commune"),
        ({"code_departement": "999"}, "code_departement"),
        ({"pour_commune": "x" * 500}, "pour_commune"),
        ({"thematiques": "loyer"}, "thematiques"),
        ({"publics": ["jeunes", "chats"]}, "publics"),
        ({"publics": ["jeunes"] * 51}, "publics"),
        ({"frais": "1"}, "frais"),
        ({"sources": "a b"}, "sources"),
        ({"page": "0"}, "page"),
        ({"page": "9" * 30}, "page"),
        ({"page": "²"}, "page"),
        ({"size": "1001"}, "size"),
        ({"size": "-1"}, "size"),
        ({"size": "nan"}, "size"),
        ({"theme": "numerique"}, "theme"),
        ({"reseaux_porteurs": "mission-locale"}, "reseaux_porteurs"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_parameter(client, offer, asked, parameter):
    answer = client.get(SERVICES_URL, asked)
    assert answer.status_code == 422
    told = answer.json()
    assert set(told) == {"erreur", "parametre"}
    assert told["parametre"] == parameter
    assert told["erreur"].endswith((".", "?", ")"))


def test_it_is_only_read(client):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(SERVICES_URL)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert answer.json() == {"erreur": "Cette API se lit seulement : utilisez GET."}


def test_what_did_not_change_is_not_sent_again(client):
    make_service()
    first = client.get(SERVICES_URL)
    assert (first["Cache-Control"], first["Access-Control-Allow-Origin"]) == ("public, max-age=300", "*")
    again = client.get(SERVICES_URL, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_service(name="Un autre")
    assert client.get(SERVICES_URL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_no_proxy_keeps_what_a_session_goes_with(client):
    signed_in(client, Role.SOCIAL_WORKER)
    assert client.get(SERVICES_URL)["Cache-Control"] == "no-store"


def test_a_program_in_a_loop_waits(client, monkeypatch):
    monkeypatch.setattr(rate, "A_MINUTE", 3)
    monkeypatch.setattr(rate, "time", lambda: 1_800_000_010.0)
    answers = [client.get(STRUCTURES_URL) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"] == "50"
    assert answers[3].json() == {
        "erreur": "Trop de demandes : 300 par minute au plus. Reprenez dans une minute."
    }


@pytest.mark.parametrize("url", [SERVICES_URL, STRUCTURES_URL])
def test_a_longer_list_costs_no_more_queries(client, url, source):
    def grow(numbers):
        for number in numbers:
            make_service(structure(f"S{number}"), source=source, source_code=str(number), commune=commune())

    grow([1])
    counted = _queries(client, url)
    grow([2, 3])
    assert _queries(client, url) == counted


def _queries(client, url):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_a_value_that_the_schema_refuses_is_left_out_and_the_card_stays(client):
    make_service(structure("Ab"), "Sans e-mail.", email="a@localhost.test", description="")
    answer = client.get(SERVICES_URL).json()
    [told] = answer["items"]
    v1.Service.model_validate(told, context={"ignore_warnings": False})
    assert (told["nom"], told["courriel"], told["description"]) == (
        "Sans e-mail",
        None,
        "Description non renseignée.",
    )


def test_openapi_describes_every_parameter_and_every_field(client):
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]) == {
        "/api/v1/structures", "/api/v1/structures/{id}", "/api/v1/services", "/api/v1/services/{id}",
    }  # fmt: skip
    for path, parameters in (("structures", STRUCTURES), ("services", SERVICES)):
        listed = told["paths"][f"/api/v1/{path}"]["get"]["parameters"]
        assert [one["name"] for one in listed] == [*(one.name for one in parameters), "page", "size"]
    schemas = told["components"]["schemas"]
    assert set(schemas["Service"]["properties"]) == set(v1.Service.model_fields)
    assert set(schemas["Structure"]["properties"]) == set(v1.Structure.model_fields)
    for reference in _references(told):
        assert reference.removeprefix("#/components/schemas/") in schemas


def _references(content):
    if isinstance(content, dict):
        yield from ([content["$ref"]] if "$ref" in content else [])
        for value in content.values():
            yield from _references(value)
    elif isinstance(content, list):
        for value in content:
            yield from _references(value)


def test_examples_of_the_page_can_be_asked(client, offer):
    for url, parameters in ((SERVICES_URL, SERVICES), (STRUCTURES_URL, STRUCTURES)):
        for one in parameters:
            assert client.get(url, {one.name: one.example}).status_code == 200, one.name


def test_the_page_says_all_parameters(client):
    page = client.get("/api/").content.decode()
    for one in (*STRUCTURES, *SERVICES):
        assert f">{one.name}</th>" in page
