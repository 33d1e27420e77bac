"""Pages of the observatory: what bad input gets, what anybody takes away, what lists cost."""

import pytest

from maillage.accounts.tests.factories import client_of
from maillage.observatory.models import Release
from maillage.observatory.tests import factories as make
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
FIGURES = "R24;;1 310\nR24;éducateur spécialisé;301,5\n37;;220"


def words(answer):
    return answer.text.replace("\u00a0", " ")


@pytest.fixture
def place():
    return make.held(make.ENTRIES, make.RECEPTIONS)


@pytest.fixture
def keeper(place):
    return client_of(place.members["first"])


def at(code, what=""):
    return f"/observatoire/{code}/{what}"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"year": ""}, "Dites de quelle année"),
        ({"year": "deux mille"}, "Écrivez une année"),
        ({"year": "1789"}, "à partir de 1990"),
        ({"figures": ""}, "Collez les lignes"),
        ({"figures": "R24;1310"}, "Ligne 1 : 3 cases"),
        ({"figures": "Tours;;12"}, "n’est pas un code de territoire"),
        ({"figures": "R24;;1\nR24;;-4"}, "négatif"),
        ({"figures": "R24;;1\nR24;;x"}, "n’est pas un nombre"),
        ({"figures": "R24;;1\nR24;;2"}, "deux fois"),
        ({"figures": "R99;;1"}, "n’est pas connu"),
        ({"figures": "R24;\0;1"}, "caractère"),
    ],
)
def test_figures_that_cannot_be_read_get_a_sentence_and_lose_nothing(keeper, sent, said):
    told = {"year": "2025", "figures": FIGURES, **sent}
    answer = keeper.post(at(make.ENTRIES, "preparer/"), told)
    assert (answer.status_code, said in words(answer)) == (422, True), words(answer)[:3000]
    with become("maintenance"):
        assert not Release.objects.exists()


def test_declared_figures_from_a_file_to_everybody(place, keeper, client):
    there = keeper.post(at(make.ENTRIES, "preparer/"), {"year": "2025", "figures": FIGURES}).url
    assert "sans récit" in words(keeper.get(there))
    assert keeper.post(f"{there}ecrire/", {"saves": 1}).status_code == 422
    assert "entre-temps" in words(keeper.post(f"{there}ecrire/", {"saves": 7, "narrative": "Moins."}))
    keeper.post(f"{there}ecrire/", {"saves": 1, "narrative": "Moins d’entrées."})
    assert keeper.post(f"{there}publier/", {"saves": 2}).status_code == 403
    second = client_of(place.members["second"])
    assert second.post(f"{there}publier/", {"saves": "x"}).status_code == 403
    assert "tout le monde peut le lire" in words(second.post(f"{there}publier/", {"saves": 2}, follow=True))
    page = words(client.get(at(make.ENTRIES)))
    assert "1 310 étudiants" in page
    assert "Moins d’entrées." in page
    assert "301,50" in page
    file = client.get(at(make.ENTRIES, "versions/1/donnees.csv"))
    assert "301.5" in file.content.decode() or "301,5" in file.content.decode()
    assert client.get(at(make.ENTRIES, "carte/")).headers.get("X-Frame-Options") is None


def test_an_indicator_is_read_again_and_retired(keeper, client):
    assert "À relire" in words(client.get(at(make.ENTRIES)))
    assert keeper.post(at(make.ENTRIES, "relire/"), {"said": "Utile."}).status_code == 422
    keeper.post(at(make.ENTRIES, "relire/"), {"said": "Utile.", "persons_said": "Trop loin de nous."})
    page = words(client.get(at(make.ENTRIES)))
    assert "Trop loin de nous." in page
    assert "À relire" not in page
    assert "déjà été relu" in words(
        keeper.post(at(make.ENTRIES, "relire/"), {"said": "a", "persons_said": "b"})
    )
    assert keeper.post(at(make.ENTRIES, "arreter/"), {}).status_code == 422
    keeper.post(at(make.ENTRIES, "arreter/"), {"why": "Personne ne s’en sert."})
    assert "Personne ne s’en sert." in words(client.get(at(make.ENTRIES)))
    assert "est arrêté" in words(
        keeper.post(at(make.ENTRIES, "preparer/"), {"year": "2025", "figures": FIGURES})
    )


def test_lists_cost_the_same_for_one_and_for_three(place, client):
    make.busy(place)
    make.released(place)
    pages = ["/observatoire/", "/observatoire/indicateurs.json", at(make.RECEPTIONS)]
    once = [count_queries(client, one) for one in pages]
    for _ in range(2):
        make.released(place, changes="Compté de nouveau.")
    assert [count_queries(client, one) for one in pages] == once
    assert max(once) <= 20, once


@pytest.mark.parametrize("what", ["", "carte/", "versions/9/", "versions/9/donnees.csv"])
def test_what_is_not_there_is_not_found(client, what):
    code = "rien" if not what else make.ENTRIES
    assert client.get(at(code, what)).status_code == 404
