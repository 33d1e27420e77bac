"""What goes on paper: public cards fresh enough, each with its date; numbers with their source."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from maillage.accounts.tests.factories import make_structure
from maillage.directory.booklet_paper import booklet_data, dated, numbers_data
from maillage.directory.models import Service, Structure, Territory
from maillage.directory.queries.paper import booklet, local_numbers, map_of, too_old, useful_numbers
from maillage.directory.tests.factories import commune
from maillage.directory.tests.offer import make_service
from maillage.web.pdf import render_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
TODAY = date(2026, 11, 29)


@pytest.fixture
def mds():
    return make_structure("MDS de Chinon")


def offered(structure, name, **fields):
    told = {"confirmed_on": date(2026, 11, 2), "themes": ["sante--acces-aux-soins"], "zones": []}
    return make_service(structure, name=name, **{**told, **fields})


def printed(sector, category=""):
    made = booklet(sector, category, TODAY)
    return [(label, [one.name for one in services]) for label, services in made.chapters]


@pytest.mark.parametrize(
    ("confirmed_on", "months", "old"),
    [
        (date(2026, 11, 2), 6, False),
        (date(2025, 11, 29), 6, False),
        (date(2025, 11, 28), 6, True),
        (date(2025, 11, 28), 12, False),
        (None, 6, True),
    ],
)
def test_withdrawn_from_print_when_its_review_is_past_by_the_same_delay_again(confirmed_on, months, old):
    card = Service(confirmed_on=confirmed_on, updated_on=None, review_months=months)
    assert too_old(card, TODAY) is old


def test_a_booklet_holds_public_cards_of_its_sector(mds):
    far = make_structure("CCAS de Lille", "59350")
    hidden = make_structure("Cachée")
    Structure.objects.filter(pk=hidden.pk).update(visibility="professionals")
    offered(mds, "Ici")
    offered(far, "Loin")
    offered(far, "Loin, pour l’Indre-et-Loire", zones=["departement:37"])
    offered(far, "Partout", zones=["france"])
    offered(mds, "Pour les pros", visibility="professionals")
    offered(mds, "Retiré", withdrawn_on=date(2026, 1, 1))
    offered(hidden, "D’une structure cachée")
    offered(mds, "Trop vieux", confirmed_on=date(2020, 1, 1))
    assert printed(mds.commune) == [("Santé", ["Loin, pour l’Indre-et-Loire", "Ici"])]
    assert booklet(mds.commune, "", TODAY)[1:] == (2, 1, False)
    assert printed(commune("59350")) == [("Santé", ["Loin", "Loin, pour l’Indre-et-Loire", "Partout"])]


def test_wider_sectors_hold_their_communes(mds):
    offered(mds, "Ici")
    for place in (mds.commune.epci, mds.commune.departement):
        assert printed(place) == [("Santé", ["Ici"])]
    assert printed(Territory.objects.get(kind="departement", code="59")) == []


def test_a_service_of_two_themes_comes_once_under_the_one_asked_for(mds):
    offered(mds, "Double", themes=["famille--garde-denfants", "sante--acces-aux-soins"])
    assert printed(mds.commune) == [("Famille", ["Double"])]
    assert printed(mds.commune, "sante") == [("Santé", ["Double"])]
    assert printed(mds.commune, "mobilite") == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"confirmed_on": date(2026, 11, 2)}, "confirmée le 2\xa0novembre 2026"),
        ({"confirmed_on": date(2026, 1, 2)}, "confirmée le 2\xa0janvier 2026, à vérifier"),
        ({"confirmed_on": None, "updated_on": TODAY}, "mise à jour par sa source le 29\xa0novembre 2026"),
        ({"confirmed_on": None}, "jamais confirmée"),
    ],
)
def test_each_record_says_its_date(fields, words):
    assert dated(Service(review_months=6, **fields), TODAY) == words


@pytest.mark.parametrize(("paper", "large", "width"), [("a4", False, 595), ("a5", True, 420)])
def test_the_booklet_is_an_accessible_document(mds, paper, large, width):
    for number in range(12):
        offered(mds, f"Service {number} 🙂", description="Des mots. " * 200)
    made = booklet(mds.commune, "", TODAY)
    content = render_pdf(
        "directory/booklet.typ", booklet_data(mds.commune, "", made, TODAY, paper=paper, large=large)
    )
    document = pikepdf.open(BytesIO(content))
    assert round(float(document.pages[0].MediaBox[2])) == width
    assert (bool(document.Root.MarkInfo.Marked), str(document.Root.Lang)) == (True, "fr-FR")
    assert len(document.pages) >= 3


def test_a_map_takes_its_place(mds):
    offered(mds, "Ici", lat=47.16, lon=0.24)
    sector = mds.commune.epci
    made = booklet(sector, "", TODAY)
    drawn = map_of(sector, made)
    assert "<title>Ici</title>" in drawn
    data = booklet_data(sector, "", made, TODAY, paper="a5", large=False, drawn=drawn)
    assert render_pdf("directory/booklet.typ", data)[:5] == b"%PDF-"


def test_a_booklet_is_prepared_then_downloaded_by_anybody(client, mds):
    offered(mds, "Ici")
    url = reverse("directory:booklet")
    asked = {"secteur": "Chinon (37072)", "theme": "", "format": "a5"}
    assert "1\xa0service à imprimer" in client.get(url, asked).content.decode()
    response = client.get(url, {**asked, "imprimer": "1"})
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    "asked",
    [
        {"secteur": ""},
        {"secteur": "France"},
        {"secteur": "Zzz"},
        {"secteur": "Chinon\nTours"},
        {"secteur": "Chinon", "format": "a0"},
        {"secteur": "Chinon", "theme": "?"},
        {"secteur": "\x00"},
        {"secteur": "9" * 5000},
    ],
)
def test_bad_input_of_a_booklet_is_said(client, asked):
    response = client.get(reverse("directory:booklet"), {"format": "a5", "theme": "", **asked})
    assert (response.status_code, "error-summary" in response.content.decode()) == (422, True)


# Numbers


def test_each_number_has_its_source_and_its_date():
    numbers = useful_numbers()
    assert {one.number for one in numbers} >= {
        "15", "17", "18", "112", "114", "115", "119", "3114", "3919", "3977",
    }  # fmt: skip
    assert all(one.source.startswith("https://") and one.noted_on <= TODAY for one in numbers)
    assert all(re.fullmatch(r"[0-9 ]{2,14}", one.number) for one in numbers)
    assert len({one.number for one in numbers}) == len(numbers)


def test_the_sheet_holds_on_one_page(mds):
    local = [Structure(name="Centre communal d’action sociale", phone="+33247000001") for _ in range(6)]
    content = render_pdf("directory/numbers.typ", numbers_data(useful_numbers(), local, mds.commune, TODAY))
    assert len(pikepdf.open(BytesIO(content)).pages) == 1


def test_local_lines_are_public_ones(client, mds):
    Structure.objects.filter(pk=mds.pk).update(phone="+33247000001")
    hidden = make_structure("Ligne cachée")
    Structure.objects.filter(pk=hidden.pk).update(phone="+33247000002", visibility="professionals")
    assert local_numbers(mds.commune) == [mds]
    page = client.get(reverse("directory:numbers"), {"commune": "Chinon"}).content.decode()
    assert ("02 47 00 00 01" in page, "Ligne cachée" in page) == (True, False)
    response = client.get(reverse("directory:numbers"), {"commune": "Chinon", "imprimer": "1"})
    assert response.content[:5] == b"%PDF-"
    assert client.get(reverse("directory:numbers"), {"commune": "Zzz", "imprimer": "1"}).status_code == 422
