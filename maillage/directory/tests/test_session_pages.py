"""The pages of sessions, as everybody reads them and as their team writes them."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from maillage.accounts.tests.factories import make_member, make_structure, signed_in
from maillage.directory.models import Attendance, OutreachSession, SessionChange
from maillage.directory.tests.factories import commune, structure
from maillage.directory.tests.ground_factories import TUESDAY, session, typed
from tests.plugin import become

pytestmark = pytest.mark.django_db
LIST = "/annuaire/permanences/"


@pytest.fixture(autouse=True)
def places(territories):
    """Communes."""


@pytest.fixture
def team():
    return make_structure("MDS de Tours", "37261")


@pytest.fixture
def claire(client, team):
    signed_in(client, member=make_member(structure=team))
    return client


def page(client, url, status=200, **asked):
    response = client.get(url, asked)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_anybody_reads_the_next_ones(client, team):
    session(team, starts_on=date(2026, 11, 3), categories=["sante"])
    text = page(client, LIST)
    assert "Permanence d’accès aux droits" in text
    assert "Annoncer une permanence" not in text


def test_around_a_commune(client, team):
    session(team, name="À Tours", starts_on=date(2026, 11, 3))
    session(team, name="À Lille", starts_on=date(2026, 11, 3), commune=commune("59350"))
    text = page(client, LIST, commune="Chinon", km="50")
    assert ("À Tours" in text, "À Lille" in text, "(à 42 km)" in text) == (True, False, True)


@pytest.mark.parametrize(
    "asked",
    [
        {"commune": "Nulle-Part-sur-Rien"},
        {"km": "-5"},
        {"theme": "\x00"},
        {"commune": "\x00\x00"},
        {"type": "9" * 5000},
        {"commune": "٣٧٢٦١"},
    ],
)
def test_what_is_typed_wrong_is_said_and_breaks_nothing(client, team, asked):
    session(team, starts_on=date(2026, 11, 3))
    for url in (LIST, f"{LIST}agenda.ics"):
        assert client.get(url, asked).status_code == 422


def test_a_session_is_announced_cancelled_moved_and_put_back(claire, team):
    response = claire.post(reverse("directory:new_session", args=[team.public_id]), typed())
    added = OutreachSession.objects.get()
    assert (response.status_code, response.url) == (302, added.get_absolute_url())
    assert (added.starts_on, added.minutes, added.categories) == (TUESDAY, 120, ["logement-hebergement"])
    text = page(claire, added.get_absolute_url())
    assert "les mardis des semaines impaires, de 9 h à 11 h" in text.replace("\xa0", " ")
    cancel = reverse("directory:cancel_day", args=[added.public_id, date(2026, 12, 15)])
    assert claire.post(cancel, {"reason": ""}).status_code == 422
    assert claire.post(cancel, {"reason": "salle occupée"}).status_code == 302
    move = reverse("directory:move_day", args=[added.public_id, date(2026, 12, 29)])
    told = {"to": "30/12/2026", "at": "14h", "place": "", "reason": "fêtes"}
    assert claire.post(move, told).status_code == 302
    text = page(Client(), added.get_absolute_url())
    assert "Annulée salle occupée" in text
    assert "Prévue le 29" in text
    feed = claire.get(reverse("directory:session_calendar", args=[added.public_id]))
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(feed.content).walk("VEVENT")
    assert [str(one["status"]) for one in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    restore = reverse("directory:restore_day", args=[added.public_id, date(2026, 12, 15)])
    assert claire.post(restore).status_code == 302
    assert SessionChange.objects.count() == 1


def test_another_structure_receives_it(claire, team):
    announce = reverse("directory:new_session", args=[team.public_id])
    hall = structure("Maison pour tous", commune=commune("37072"), folded_name="maison pour tous")
    assert claire.post(announce, typed(host="Nulle part")).status_code == 422
    assert claire.post(announce, typed(host="maison pour tous, chinon")).status_code == 302
    added = OutreachSession.objects.get()
    assert added.host == hall
    assert "Accueillie par Maison pour tous" in page(Client(), added.get_absolute_url())
    with become("maintenance"):
        type(hall).objects.filter(pk=hall.pk).update(visibility="professionals")
    assert "Maison pour tous" not in page(Client(), added.get_absolute_url())
    again = claire.post(announce, typed(host="Maison pour tous, Chinon"))
    assert (again.status_code, "n’est montrée qu’aux professionnels" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts_on": "31/02/2026"}, "Cette date n’existe pas"),
        ({"starts_at": "25 h"}, "Cette heure n’existe pas"),
        ({"minutes": "4"}, "dure au moins 5 minutes"),
        ({"minutes": "9" * 400}, "dure au plus 720 minutes"),
        ({"commune": "Xyz"}, "Xyz"),
        ({"until": "01/11/2026"}, "Le dernier jour vient après le premier."),
        ({"until": "02/12/2026", "starts_on": "02/12/2026"}, "Aucun jour ne correspond"),
        ({"rhythm": "daily"}, "Sélectionnez un choix valide"),
        ({"weekdays": "9"}, "Sélectionnez un choix valide"),
        ({"name": "Perm\x00"}, "caractère nul"),
        ({"phone": "zéro deux"}, "n’est pas un numéro"),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(claire, team, wrong, sentence):
    response = claire.post(reverse("directory:new_session", args=[team.public_id]), typed(**wrong))
    assert response.status_code == 422
    html = response.content.decode()
    assert sentence.replace("’", "&#x27;") in html or sentence in html
    assert "Permanence logement" in html or "name" in wrong
    assert OutreachSession.objects.count() == 0


def test_a_day_that_does_not_exist_is_not_found(claire, team):
    one = session(team)
    for day in ("2026-02-31", "2026-12-02"):
        assert claire.get(f"{one.get_absolute_url()}{day}/annuler/").status_code == 404


def test_the_poster_is_a_pdf(client, team):
    one = session(team, description="Entrée par la cour. 🙂", categories=["sante", "numerique"])
    response = client.get(reverse("directory:poster", args=[one.public_id]))
    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")


def test_a_professionals_session_is_nowhere_for_the_public(client, team):
    one = session(team, name="Réunion secrète", starts_on=date(2026, 11, 3), visibility="professionals")
    assert "secrète" not in page(client, LIST)
    for name in ("session", "session_calendar", "poster"):
        assert client.get(reverse(f"directory:{name}", args=[one.public_id])).status_code == 404
    feed = reverse("directory:structure_calendar", args=[team.public_id])
    assert b"secr" not in client.get(feed).content
    assert feed not in client.get(team.get_absolute_url()).content.decode()
    session(team, name="Accueil du mardi", starts_on=date(2026, 11, 3))
    assert feed in client.get(team.get_absolute_url()).content.decode()


def test_who_came_is_counted_by_day(claire, team):
    one = session(team, starts_on=date(2026, 11, 3), categories=["sante"])
    url = reverse("directory:count_attendance", args=[one.public_id, date(2026, 11, 24)])
    assert "Dont venues pour la première fois" in page(claire, url)
    wrong = claire.post(url, {"version": "0", "came": "3", "new": "4", "asked_sante": ""})
    assert (wrong.status_code, "Ce nombre dépasse" in wrong.content.decode()) == (422, True)
    assert claire.post(url, {"version": "0", "came": "12", "new": "4", "asked_sante": "3"}).status_code == 302
    text = page(claire, reverse("directory:attendance", args=[one.public_id]))
    assert "Santé moins de 5" in text
    file = claire.get(reverse("directory:attendance", args=[one.public_id]), {"format": "csv"})
    assert file.content.decode("utf-8-sig").splitlines() == [
        "jour;venues;nouvelles",
        "24/11/2026;12;moins de 5",
    ]
    again = claire.post(url, {"version": "0", "came": "13", "new": "4"})
    assert (again.status_code, "Quelqu’un vient de compter" in again.content.decode()) == (422, True)
    with become("maintenance"):
        assert list(Attendance.objects.values_list("came", flat=True)) == [12]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_many(client, team, django_assert_num_queries, many):
    for _ in range(many):
        session(team, starts_on=date(2026, 11, 3))
    with django_assert_num_queries(7):
        client.get(LIST)
