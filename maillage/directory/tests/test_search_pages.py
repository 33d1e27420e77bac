import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.directory.enums import Visibility
from maillage.directory.models import Service
from maillage.directory.tests import factories
from maillage.directory.views import search as views
from maillage.permissions import ANONYMOUS, Actor

RENT = "logement-hebergement--reduire-les-impayes-de-loyer"
SHELTER = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
WORKER = Actor(1, 1, frozenset({"social_worker"}), "test")
URL = "/annuaire/"


@pytest.fixture
def service(territories):
    structure = factories.structure(
        "CCAS de Chinon", commune=factories.commune("37072"), phone="+33247000000"
    )
    return Service.objects.create(
        structure=structure,
        name="Secours",
        folded_name="secours",
        themes=[RENT],
        zones=["departement:37"],
        publics=["jeunes"],
    )


@pytest.fixture
def answered(rf):
    def answer(actor=ANONYMOUS, **asked):
        request = rf.get(URL, asked)
        request.actor = actor
        request.session = {}
        response = views.find(request)
        return response.status_code, response.content.decode()

    return answer


def test_the_front_door_shows_domains_and_searches_nothing(client, territories):
    response = client.get(URL)
    assert response.status_code == 200
    assert response.text.count("?categorie=") == 16
    assert "Réponses" not in response.text


def test_an_answer_says_why_where_and_how_fresh(client, service):
    page = client.get(URL, {"q": "payer mon loyer", "commune": "Chinon"}).text
    assert f'<a href="{reverse("directory:service", args=[service.public_id])}">Secours</a>' in page
    assert "Réduire les impayés de loyer, d’après «\u00a0payer\u00a0», «\u00a0loyer\u00a0»" in page
    assert "Pour les habitants du département (Indre-et-Loire)" in page
    assert "CCAS de Chinon, Chinon, à moins de 1\u00a0km" in page
    assert 'href="tel:+33247000000"' in page
    assert "À vérifier" in page
    assert "1\u00a0réponse." in page


def test_a_misspelling_is_said(client, service):
    page = client.get(URL, {"q": "loyr"}).text
    assert "Recherche faite avec «\u00a0loyer\u00a0» au lieu de «\u00a0loyr\u00a0»." in page


def test_what_is_typed_is_shown_as_typed_and_escaped(client, territories):
    page = client.get(URL, {"q": "<script>alert(1)</script> loyer"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; loyer" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"commune": "Saint-Denis"}, "Plusieurs communes portent le nom"),
        ({"commune": "Nulle-Part-sur-Loire"}, "n’est le nom d’aucune commune connue"),
        ({"q": "loyer\0"}, "caractère"),
        ({"q": "a" * 301}, "300"),
        ({"theme": "inconnu"}, "inconnu"),
        ({"categorie": "inconnue"}, "inconnue"),
        ({"rayon": "1000000000000000000000"}, "1000000000000000000000"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(client, territories, asked, sentence):
    response = client.get(URL, {"q": "mes mots", **asked})
    assert response.status_code == 422
    assert sentence in response.text
    if "q" not in asked:
        assert 'value="mes mots"' in response.text


@pytest.mark.parametrize("page", ["-1", "abc", "999999999999999999999999", "١", "", "1e9", "\0", "0"])
def test_a_page_that_is_no_page_is_the_nearest(client, service, page):
    assert client.get(URL, {"q": "loyer", "page": page}).status_code == 200


@pytest.mark.parametrize(
    "text", ["' | &\u00a0!", "\u202e\u0000x".replace("\0", ""), "😀", "%", "'; DROP TABLE", "\ud7ff"]
)
def test_odd_texts_are_searched_as_words(client, service, text):
    assert client.get(URL, {"q": text}).status_code == 200


def test_filters_are_told_and_each_can_be_taken_off(client, service):
    asked = {"q": "loyer", "public": "jeunes", "theme": RENT, "gratuit": "on", "page": "2"}
    page = client.get(URL, asked).text
    assert f'href="?q=loyer&amp;theme={RENT}&amp;gratuit=on"' in page
    assert page.count(", retirer ce filtre") == 3


def test_nothing_found_says_what_to_try(client, service):
    page = client.get(URL, {"q": "faim", "commune": "37072", "rayon": "5", "gratuit": "on"}).text
    assert "Rien de connu pour cette recherche" in page
    assert "rayon=10" in page
    assert "Retirer les filtres" in page
    assert page.count("?categorie=") == 17


def test_danger_shows_the_line_that_answers_at_once(client, territories):
    assert "3919" in client.get(URL, {"q": "mon mari me frappe"}).text
    assert "115" in client.get(URL, {"q": "je dors dehors"}).text


def test_a_commune_named_in_the_words_is_a_link(client, service):
    assert "Chercher pour un habitant de Chinon" in client.get(URL, {"q": "loyer chinon"}).text


def test_professionals_are_led_to_whom_to_call(answered, service):
    url = f"{reverse('directory:lines')}?theme=logement-hebergement&amp;commune=Chinon+%2837072%29"
    assert url in answered(WORKER, q="loyer", commune="37072")[1]
    assert reverse("directory:lines") not in answered(ANONYMOUS, q="loyer", commune="37072")[1]


def test_professionals_only_never_reaches_the_public(answered, service):
    service.visibility = Visibility.PROFESSIONALS
    service.save()
    assert "Secours" not in answered(ANONYMOUS, q="loyer")[1]
    assert "Secours" in answered(WORKER, q="loyer")[1]


def hide(service, theme=RENT):
    service.visibility, service.themes = Visibility.PROFESSIONALS, [theme]
    service.save()


def test_the_public_is_told_how_many_exist_for_professionals_and_whom_to_ask(client, service):
    hide(service)
    page = client.get(URL, {"q": "payer mon loyer", "commune": "Chinon"}).text
    assert (
        "1\u00a0service existe, sur orientation d’un professionnel\u00a0: demandez à votre mairie (CCAS) ou"
        in page
    )
    assert "Rien de connu" not in page
    assert "Secours" not in page


def test_for_a_night_the_number_to_call_is_a_link_and_nothing_is_sought_far_away(client, service):
    hide(service, SHELTER)
    page = client.get(URL, {"q": "dormir ce soir", "commune": "Chinon"}).text
    assert 'appelez le <a href="tel:115">115</a>, ou votre mairie (CCAS).' in page
    assert 'Sans abri ce soir\u00a0: appelez le <a href="tel:115">115</a>' in page
    assert "toute la France" not in page


@pytest.mark.parametrize(
    "asked",
    [{"q": "secours"}, {"q": "loyer", "commune": "Tours"}, {"q": "loyer", "gratuit": "on"}, {"q": "vélo"}],
)
def test_what_professionals_see_is_guessed_neither_by_words_nor_by_filters_nor_elsewhere(
    client, service, asked
):
    """« Secours » is the name of the hidden card."""
    service.zones = ["commune:37072"]
    hide(service)
    assert "sur orientation" not in client.get(URL, asked).text


def test_an_answer_for_the_public_hides_that_there_are_others(client, service):
    hide(service)
    Service.objects.create(
        structure=service.structure, name="Aide", folded_name="aide", themes=[RENT], zones=["departement:37"]
    )
    assert "sur orientation" not in client.get(URL, {"q": "payer mon loyer", "commune": "Chinon"}).text


def _queries(client, asked):
    with CaptureQueriesContext(connection) as captured:
        client.get(URL, asked)
    return len(captured)


def test_the_page_costs_few_queries(client, service):
    """Two to read the commune, one to put answers in order, one for what is shown, two for the room left."""
    client.get(URL)
    assert _queries(client, {"q": "loyer", "commune": "37072"}) - _queries(client, {}) == 8


def test_pages_keep_what_was_asked(client, service):
    for number in range(30):
        structure = factories.structure(f"Structure {number}")
        Service.objects.create(structure=structure, name=f"S{number}", themes=[RENT], zones=["france"])
    first = client.get(URL, {"q": "loyer", "commune": "37072"}).text
    assert '<a class="button quiet" href="?q=loyer&amp;commune=37072&amp;page=2" rel="next">' in first
    second = client.get(URL, {"q": "loyer", "commune": "37072", "page": "2"}).text
    assert second.count("<h3>") == 6


def test_themes_are_told_in_plain_words(client, territories):
    page = client.get("/annuaire/themes/").text
    assert page.count("?theme=") == 69
    assert "quoi manger" in page


def test_the_visitor_finds_the_directory_and_the_way_in(client, territories):
    page = client.get(URL).text
    assert f'<a href="{URL}" aria-current="page">Annuaire</a>' in page
    assert reverse("account_login") in page


def test_a_structure_is_found_by_its_name(client, territories):
    holder = factories.structure("Épicerie du Véron", folded_name="epicerie du veron")
    page = client.get(reverse("directory:search"), {"q": "épicerie véron"})
    assert page.context["structures"] == [holder]
    assert client.get(reverse("directory:search"), {"q": "épicerie de Loches"}).context["structures"] == []


def test_answers_are_drawn_on_a_map_when_asked_for(client, service):
    asked = {"q": "impayé de loyer", "commune": "Chinon (37072)"}
    assert client.get(reverse("directory:search"), asked).context["map"] == ""
    drawn = client.get(reverse("directory:search"), {**asked, "carte": "oui"}).context["map"]
    assert "Réponses autour de Chinon" in drawn
    assert service.get_absolute_url() in drawn
