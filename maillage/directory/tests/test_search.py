from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from maillage.directory.enums import Visibility
from maillage.directory.models import Service, Source
from maillage.directory.queries import commune_by_code
from maillage.directory.queries.search import Need, search
from maillage.directory.rules import ranking
from maillage.directory.tests import factories
from maillage.permissions import ANONYMOUS, Actor

RENT = "logement-hebergement--reduire-les-impayes-de-loyer"
FOOD = "equipement-et-alimentation--alimentation"
CHINON, TOURS, LYON = "37072", "37261", "69123"
CHINON_POINT = {"lat": 47.17, "lon": 0.24}
TOURS_POINT = {"lat": 47.39, "lon": 0.69}
WORKER = Actor(1, 1, frozenset({"social_worker"}), "test")


@pytest.fixture
def structure(territories):
    return factories.structure("CCAS de Chinon", commune=factories.commune(CHINON))


@pytest.fixture
def offer(structure):
    def add(name, **told):
        told = {"structure": structure, "themes": [RENT], "zones": ["departement:37"]} | told
        text = told.get("description", "")
        return Service.objects.create(name=name, folded_name=name.lower(), folded_text=text.lower(), **told)

    return add


def names(results):
    return [one.service.name for one in results.found]


def chinon(**told):
    return Need(commune=commune_by_code(CHINON), **told)


def test_a_theme_is_recognised_and_found(offer):
    offer("Secours")
    offer("Colis", themes=[FOOD])
    assert names(search(ANONYMOUS, Need("je n'arrive plus à payer mon loyer"))) == ["Secours"]


def test_words_are_found_in_cards_without_the_theme(offer):
    offer("Bibliothèque", themes=[], description="des tablettes pour lire")
    offer("Autre", themes=[])
    assert names(search(ANONYMOUS, Need("tablettes"))) == ["Bibliothèque"]
    assert names(search(ANONYMOUS, Need("autre"))) == []  # a small word alone


def test_nothing_asked_is_nothing_searched(offer, django_assert_num_queries):
    offer("Secours")
    with django_assert_num_queries(0):
        assert search(ANONYMOUS, Need()).found == ()


def test_small_words_alone_find_nothing(offer):
    offer("Secours")
    assert search(ANONYMOUS, Need("le la les")).total == 0


@pytest.mark.parametrize("zone", ["commune:37072", "epci:200043081", "departement:37", "france"])
def test_a_zone_that_holds_the_commune_covers_it(offer, zone):
    offer("Secours", zones=[zone])
    assert names(search(ANONYMOUS, chinon(text="loyer"))) == ["Secours"]


@pytest.mark.parametrize("zone", ["commune:37261", "epci:243700754", "departement:86", "region:24"])
def test_another_zone_is_left_out_and_counted(offer, zone):
    offer("Secours", zones=[zone])
    results = search(ANONYMOUS, chinon(text="loyer"))
    assert (names(results), results.total, results.left_out) == ([], 0, 1)


def test_a_zone_nobody_told_is_shown_apart(offer):
    offer("Sans zone", zones=[])
    offer("Ouvert")
    results = search(ANONYMOUS, chinon(text="loyer"))
    assert [(one.service.name, one.zone_known) for one in results.found] == [
        ("Ouvert", True),
        ("Sans zone", False),
    ]
    assert (results.total, results.apart) == (1, 1)


def test_a_zone_nobody_told_far_away_is_not_everywhere(offer):
    offer("Lyon", zones=[], commune=factories.commune(LYON))
    assert search(ANONYMOUS, chinon(text="loyer")).apart == 0


def test_the_place_is_the_services_then_the_structures_then_the_communes(offer, structure):
    own = offer("Point", lat=47.0, lon=0.1)
    there = offer("Structure")
    elsewhere = offer("Commune", commune=factories.commune(LYON))
    structure.lat, structure.lon = 47.2, 0.3
    structure.save()
    found = dict(Service.objects.values_list("pk", "at_lat"))
    assert (found[own.pk], found[there.pk]) == (47.0, 47.2)
    assert found[elsewhere.pk] == factories.commune(LYON).lat


def test_a_structure_that_moves_takes_its_services_along(offer, structure):
    offer("Secours")
    structure.commune = factories.commune(TOURS)
    structure.save()
    assert Service.objects.get().at_lat == factories.commune(TOURS).lat


def test_a_radius_keeps_what_is_near_and_what_is_done_at_a_distance(offer):
    offer("Ici", **CHINON_POINT)
    offer("Tours", **TOURS_POINT)
    offer("Par téléphone", reception=["a-distance"], **TOURS_POINT)
    assert names(search(ANONYMOUS, chinon(text="loyer"))) == ["Ici", "Tours", "Par téléphone"]
    assert names(search(ANONYMOUS, chinon(text="loyer", radius=20))) == ["Ici", "Par téléphone"]
    assert names(search(ANONYMOUS, chinon(text="loyer", radius=50))) == ["Ici", "Tours", "Par téléphone"]


def test_kilometres_are_those_of_the_great_circle(offer):
    offer("Tours", **TOURS_POINT)
    (found,) = search(ANONYMOUS, chinon(text="loyer")).found
    assert 38 < found.km < 46


def test_local_before_national(offer):
    national = Source.objects.create(code="n", name="Export national", local=False)
    offer("National", source=national, source_code="1", **CHINON_POINT)
    offer("Local", **CHINON_POINT)
    assert names(search(ANONYMOUS, chinon(text="loyer"))) == ["Local", "National"]


def test_one_structure_does_not_drown_the_others(offer):
    for number in range(5):
        offer(f"Aide {number}")
    other = factories.structure("Autre", commune=factories.commune(TOURS))
    offer("Ailleurs", structure=other)
    results = search(ANONYMOUS, chinon(text="loyer"))
    assert names(results) == ["Aide 0", "Aide 1", "Aide 2", "Ailleurs"]
    assert [one.name for one in results.found[2].also] == ["Aide 3", "Aide 4"]
    assert results.total == 6


def test_the_public_asked_keeps_everybody_and_those_that_say_nothing(offer):
    offer("Jeunes", publics=["jeunes"])
    offer("Tous", publics=["tous-publics"])
    offer("Rien", publics=[])
    offer("Séniors", publics=["seniors"])
    found = names(search(ANONYMOUS, chinon(publics=("jeunes",))))
    assert (found[0], set(found)) == ("Jeunes", {"Jeunes", "Tous", "Rien"})


def test_the_public_of_the_words_counts_without_hiding(offer):
    offer("Séniors", publics=["seniors"])
    offer("Jeunes", publics=["jeunes"])
    assert names(search(ANONYMOUS, chinon(text="jeune loyer"))) == ["Jeunes", "Séniors"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"reception": "a-distance"}, {"reception": ["a-distance"]}),
        ({"mobilised_by": "usagers"}, {"mobilised_by": ["professionnels", "usagers"]}),
        ({"free": True}, {"fee": "gratuit"}),
        ({"themes": (FOOD,)}, {"themes": [FOOD]}),
        ({"categories": ("equipement-et-alimentation",)}, {"themes": [FOOD]}),
    ],
)
def test_a_filter_keeps_what_it_says(offer, asked, told):
    offer("Gardé", **told)
    offer("Pas gardé")
    assert names(search(ANONYMOUS, chinon(**asked))) == ["Gardé"]


def test_open_now_follows_the_hours_and_counts_those_untold(offer, structure):
    monday = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Europe/Paris"))
    offer("Ouvert", hours="Mo-Fr 09:00-12:00")
    offer("Fermé", hours="Tu 09:00-12:00")
    offer("Illisible", hours="quand il fait beau")
    offer("Muet")
    results = search(ANONYMOUS, chinon(text="loyer", open_at=monday))
    assert (names(results), results.total, results.untold_hours) == (["Ouvert"], 1, 2)
    structure.hours = "24/7"
    structure.save()
    assert len(names(search(ANONYMOUS, chinon(text="loyer", open_at=monday)))) == 2


def test_a_misspelt_word_is_corrected_and_a_word_of_the_cards_is_not(offer):
    offer("Zorblax", themes=[])
    assert search(ANONYMOUS, Need("loyr")).reading.corrections[0].taken == "loyer"
    results = search(ANONYMOUS, Need("zorblax"))
    assert (names(results), results.reading.corrections) == (["Zorblax"], ())


def test_a_commune_named_in_the_words_is_proposed(offer):
    offer("Secours")
    results = search(ANONYMOUS, Need("loyer chinon"))
    assert (results.place.code, names(results)) == (CHINON, ["Secours"])
    assert search(ANONYMOUS, chinon(text="loyer chinon")).place is None


def test_what_only_professionals_see_is_neither_found_nor_counted_nor_guessed(offer, structure):
    offer("Zorblax", visibility=Visibility.PROFESSIONALS)
    found = search(ANONYMOUS, chinon(text="zorblax loyer"))
    assert (found.total, found.left_out, [word.folded for word in found.reading.words]) == (
        0,
        0,
        ["zorblax", "loyer"],
    )
    assert names(search(WORKER, chinon(text="zorblax"))) == ["Zorblax"]


def test_services_of_a_hidden_structure_are_hidden(offer, structure):
    offer("Secours")
    structure.visibility = Visibility.PROFESSIONALS
    structure.save()
    assert names(search(ANONYMOUS, chinon(text="loyer"))) == []
    assert names(search(WORKER, chinon(text="loyer"))) == ["Secours"]
    structure.withdrawn_on = date(2026, 11, 1)
    structure.save()
    assert names(search(WORKER, chinon(text="loyer"))) == []


def test_a_withdrawn_service_is_not_offered(offer):
    offer("Secours", withdrawn_on=date(2026, 11, 1))
    assert names(search(WORKER, chinon(text="loyer"))) == []


def test_pages_follow_each_other(offer, structure):
    for number in range(60):
        offer(f"S{number:02}", structure=factories.structure(f"Structure {number}"))
    pages = [names(search(ANONYMOUS, chinon(text="loyer"), page)) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [ranking.PAGE, ranking.PAGE, 10]
    assert [name for page in pages for name in page] == [f"S{number:02}" for number in range(60)]
    beyond = search(ANONYMOUS, chinon(text="loyer"), 99)
    assert (beyond.page, beyond.pages) == (3, 3)


@pytest.mark.parametrize(("many", "queries"), [(1, 3), (30, 3)])
def test_the_number_of_queries_does_not_grow(offer, many, queries, django_assert_num_queries):
    for number in range(many):
        offer(f"S{number}", structure=factories.structure(f"Structure {number}"))
    need = chinon(text="loyer")
    with django_assert_num_queries(queries):
        [one.service.structure.commune.name for one in search(ANONYMOUS, need).found]


@pytest.mark.parametrize(
    "text", ["' | &\u00a0! :* <->", "loyer:A & !x", "\\", "a" * 5000, "loyer\u0000".replace("\0", "")]
)
def test_no_sign_is_an_operator(offer, text):
    offer("Secours")
    search(ANONYMOUS, Need(text, commune=factories.commune(CHINON)))


def test_words_nobody_knows_cost_two_queries_more(offer, django_assert_num_queries):
    offer("Secours")
    with django_assert_num_queries(4):
        search(ANONYMOUS, Need("mot inconnuuu zorblax loyer"))
