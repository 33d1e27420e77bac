"""The help, the statement of accessibility and the map of the site: on each page, for everybody, from texts that are shipped."""

import re

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.pages import texts
from maillage.web.tests.html import Page
from tests.matrix.test_matrix import declared_urls

pytestmark = pytest.mark.django_db
NOT_CONTEXTS = {"pages", "web", "api", "jobs", "demo", "imports"}
FOOT = re.compile(r'<footer class="site-footer">.*?</footer>', re.S)


@pytest.fixture(autouse=True)
def read_again():
    """What is read once is read again for each test."""
    kept = (texts.document, texts.accessibility, texts.guides)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


def foot(response):
    return FOOT.search(response.text)[0]


@pytest.mark.parametrize("who", [None, Role.SOCIAL_WORKER, Role.STUDENT])
def test_every_foot_leads_to_the_statement_the_help_and_the_map(client, who):
    if who:
        signed_in(client, who)
    found = foot(client.get(reverse("directory:search")))
    for name in ("pages:accessibility", "pages:site-map"):
        assert f'href="{reverse(name)}"' in found
    assert f'href="{reverse("pages:help-page", args=["annuaire"])}"' in found
    assert "Accessibilité\u00a0: non conforme" in found


def test_each_page_opens_the_help_that_is_about_it(client):
    signed_in(client)
    told = {
        "pages:home": "aujourd-hui",
        "people:persons": "personnes",
        "support:referents": "organismes",
        "pages:profession": "metier",
        "training:account": "metier",
        "accounts:account": "compte",
    }
    for name, area in told.items():
        assert reverse("pages:help-page", args=[area]) in foot(client.get(reverse(name))), name
    assert f'href="{reverse("pages:help")}"' in foot(client.get(reverse("pages:help")))


def test_every_context_with_pages_has_its_help():
    contexts = {name.partition(":")[0] for name in declared_urls() if ":" in name}
    assert contexts - NOT_CONTEXTS - set(texts.AREA_OF) == set()
    areas = set(texts.AREA_OF.values()) | set(texts.PAGES.values())
    assert areas <= set(texts.AREAS)
    assert {path.stem for path in (texts.SHIPPED / "aide").glob("*.md")} == set(texts.AREAS)


@pytest.mark.parametrize("area", texts.AREAS)
def test_a_page_of_help_is_titled_and_points_inside_itself(client, area):
    response = client.get(reverse("pages:help-page", args=[area]))
    page = Page(response.text)
    assert response.status_code == 200
    assert (len(page.all("h1")), page.dangling(), page.repeated_ids()) == (1, [], [])
    assert texts.document(f"aide/{area}.md").title


def test_no_help_is_read_outside_of_its_folder(client):
    assert client.get("/aide/declaration/").status_code == 404
    assert client.get("/aide/nulle-part/").status_code == 404


def test_guides_are_listed_and_read_without_their_pictures_where_some_are_shipped(
    client, monkeypatch, tmp_path
):
    for area in texts.AREAS:
        (tmp_path / "aide").mkdir(exist_ok=True)
        (tmp_path / "aide" / f"{area}.md").write_text("# Aide\n")
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "accueil.md").write_text("# À l’accueil\n\nLire.\n\n![Une page](images/a.webp)\n")
    (tmp_path / "declaration.md").write_text("# Déclaration\n")
    monkeypatch.setattr(texts, "SHIPPED", tmp_path)
    url = reverse("pages:guide", args=["accueil"])
    assert f'<a href="{url}">À l’accueil</a>' in client.get(reverse("pages:help")).text
    shown = client.get(url).text
    assert "<p>Lire.</p>" in shown
    assert "<img" not in shown
    assert client.get(reverse("pages:guide", args=["nulle-part"])).status_code == 404


def test_the_statement_and_the_plan_are_public_pages(client):
    statement = client.get(reverse("pages:accessibility"))
    assert "Le site est <strong>non conforme</strong>" in statement.text
    assert reverse("pages:accessibility-plan") in statement.text
    plan = Page(client.get(reverse("pages:accessibility-plan")).text)
    assert len(plan.all("table")) == len(plan.all("caption")) >= 2
    assert (plan.dangling(), plan.repeated_ids()) == ([], [])


def test_an_installation_publishes_its_own_statement_and_the_foot_says_it(client, settings, tmp_path):
    (tmp_path / "declaration.md").write_text("# À nous\n\nLe site est **partiellement conforme**.\n")
    settings.MAILLAGE_TEXTS = tmp_path
    assert "Accessibilité\u00a0: partiellement conforme" in foot(client.get(reverse("pages:help")))
    assert "<h1>À nous</h1>" in client.get(reverse("pages:accessibility")).text
    assert client.get(reverse("pages:accessibility-plan")).status_code == 200


@pytest.mark.parametrize("who", [None, Role.SOCIAL_WORKER, Role.ADMINISTRATOR, Role.STUDENT])
def test_the_map_of_the_site_leads_where_the_menu_leads_and_each_link_works(client, who):
    if who:
        signed_in(client, who)
    response = client.get(reverse("pages:site-map"))
    main = response.text.partition("<main")[2].partition("</main>")[0]
    leads = {link["href"] for link in Page(main).all("a")}
    menu = {url for _, url, _ in response.context["navigation"]}
    assert menu <= leads
    assert len(leads) >= 6
    assert {url: client.get(url).status_code for url in leads} == dict.fromkeys(leads, 200)


def test_every_link_of_a_guide_leads_to_a_page(client):
    pages = {name: client.get(reverse("pages:guide", args=[name])).text for name in texts.guides()}
    links = {one for page in pages.values() for one in re.findall(r'href="\.\./([\w-]+)/"', page)}
    assert links
    assert links <= pages.keys()
    assert not [name for name, page in pages.items() if ".md" in page]


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_guide_says_whom_to_be_in_a_demonstration_alone(client, settings, demonstration):
    settings.DEMONSTRATION = demonstration
    said = ["Pour essayer" in client.get(reverse("pages:guide", args=[name])).text for name in texts.guides()]
    assert len(said) > 5
    assert all(said) if demonstration else not any(said)
