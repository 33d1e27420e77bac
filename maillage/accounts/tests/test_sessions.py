"""How long a session lives, and what somebody is told when it is over."""

from datetime import timedelta
from time import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from maillage.accounts.actions import forget_sign_ins
from maillage.accounts.session_store import SessionStore, print_of
from maillage.accounts.sessions import STARTED_KEY
from maillage.accounts.tests.factories import signed_in
from tests import plugin

pytestmark = pytest.mark.django_db
OVER = "/compte/connexion/?fin=1&next=%2Fcompte%2F"


def aged(client, seconds):
    client.get("/compte/")
    session = client.session
    session[STARTED_KEY] = time() - seconds
    session.save()


def left_alone(client, minutes):
    client.get("/compte/")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=15 - minutes))


def test_ten_hours_at_most_even_when_used(client):
    signed_in(client)
    aged(client, 10 * 3600 - 60)
    assert client.get("/compte/").status_code == 200
    aged(client, 10 * 3600 + 1)
    assert client.get("/compte/").url == OVER
    assert client.get("/compte/").url == "/compte/connexion/?next=%2Fcompte%2F"


def test_a_quarter_of_an_hour_without_doing_anything(client):
    signed_in(client)
    left_alone(client, 14)
    assert client.get("/compte/").status_code == 200
    left_alone(client, 16)
    assert client.get("/compte/").url == OVER


def test_each_page_starts_the_quarter_of_an_hour_again(client):
    signed_in(client)
    left_alone(client, 14)
    client.get("/compte/")
    ends = Session.objects.get().expire_date
    assert ends - timezone.now() > timedelta(minutes=14)


def test_the_sign_in_page_says_why(client):
    page = client.get("/compte/connexion/?fin=1").content.decode()
    assert "Votre session est terminée" in page
    assert "Votre session est terminée" not in client.get("/compte/connexion/").content.decode()


@pytest.mark.parametrize("end", [lambda c: aged(c, 40_000), lambda c: left_alone(c, 20)], ids=["old", "idle"])
def test_a_form_sent_too_late_leads_to_the_sign_in_page_then_back_to_the_form(client, end):
    signed_in(client)
    end(client)
    referer = {"HTTP_REFERER": "http://testserver/compte/?a=1"}
    response = client.post("/compte/structure/", {"structure": "x"}, **referer)
    assert (response.status_code, response.url) == (302, "/compte/connexion/?fin=1&next=%2Fcompte%2F%3Fa%3D1")


def test_a_referer_from_elsewhere_is_not_followed(client):
    response = client.post("/compte/structure/", {}, HTTP_REFERER="https://ailleurs.test/piege/")
    assert response.url == "/compte/connexion/"


def test_a_fragment_sends_the_whole_page_to_sign_in(client):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/compte/"}
    response = client.get("/compte/", **headers)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/compte/connexion/?next=%2Fcompte%2F")


def test_a_public_page_opens_with_an_old_session(client):
    signed_in(client)
    aged(client, 40_000)
    assert client.get("/compte/mot-de-passe/oublie/").status_code == 200


def test_a_visitor_who_never_signed_in_is_not_told_a_session_ended(client):
    assert client.get("/compte/").url == "/compte/connexion/?next=%2Fcompte%2F"


def test_an_answer_that_comes_late_does_not_undo_what_another_page_wrote(client):
    signed_in(client)
    client.get("/compte/")
    late, form = client.session, client.session
    assert late.get("told") is None
    form["told"] = "enregistré"
    form.save()
    Session.objects.update(expire_date=timezone.now())
    late.save()
    assert client.session["told"] == "enregistré"
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=14)


def test_an_answer_that_comes_late_does_not_open_again_a_session_that_was_closed(client):
    signed_in(client)
    late = client.session
    assert late.get("told") is None
    client.session.flush()
    with pytest.raises(UpdateError):
        late.save()
    assert Session.objects.count() == 0


def test_the_table_does_not_hold_what_the_cookie_does(client):
    signed_in(client)
    client.get("/compte/")
    key = client.cookies["sessionid"].value
    kept = Session.objects.get().session_key
    assert key != kept
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/compte/").status_code == 302
    assert client.get("/compte/").status_code == 200


def test_every_night_a_session_that_is_over_goes_with_what_it_held():
    left, used = Client(), Client()
    signed_in(left)
    left_alone(left, 16)
    signed_in(used)
    used.get("/compte/")
    kept = print_of(used.session.session_key)
    forget_sign_ins()
    assert list(Session.objects.values_list("session_key", flat=True)) == [kept]
    assert used.get("/compte/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cuts_the_connection_has_signed_nobody_out():
    session = SessionStore()
    session.create()
    session["structure"] = 7
    with plugin._inside() as server:
        server.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    with pytest.raises(OperationalError):
        session.save()
    connection.close()
    session.save()
    assert SessionStore(session.session_key)["structure"] == 7
