"""A forgotten password: the same page for everybody, a link that serves once."""

import re

import pytest
from django.core import mail

from maillage.accounts.tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
FORGOTTEN = "/compte/mot-de-passe/oublie/"


@pytest.fixture
def claire():
    return make_member(user=make_user("claire@exemple.test", PASSWORD))


def ask(client, email="claire@exemple.test"):
    return client.post(FORGOTTEN, {"email": email})


def link_received():
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


def test_known_unknown_or_closed_nothing_tells_them_apart(client, claire):
    make_user("ferme@exemple.test", PASSWORD, is_active=False)
    answers = [ask(client, f"{who}@exemple.test") for who in ("claire", "inconnu", "ferme")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"{FORGOTTEN}envoye/")] * 3
    assert [letter.to for letter in mail.outbox] == [["claire@exemple.test"]]


def test_the_letter_is_in_french_and_leads_here(client, claire):
    ask(client)
    letter = mail.outbox[0]
    assert letter.subject == "Maillage : choisir un nouveau mot de passe"
    assert link_received().startswith("/compte/mot-de-passe/nouveau/")
    assert "trois jours" in letter.body


def test_the_link_changes_the_password_once(client, claire):
    ask(client)
    link = link_received()
    form = client.get(link)
    assert form.url.endswith("-set-password/")
    assert client.get(form.url).status_code == 200
    new = "encore une longue phrase"
    assert client.post(form.url, {"password1": new, "password2": new}).url.endswith("/nouveau/fait/")
    claire.user.refresh_from_db()
    assert claire.user.check_password(new) is True
    assert "Ce lien ne marche plus" in client.get(link).content.decode()


def test_a_link_of_more_than_three_days_is_over(client, claire, settings):
    ask(client)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "Ce lien ne marche plus" in client.get(link_received()).content.decode()


@pytest.mark.parametrize("path", ["1-abc", "zzzz-set-password", "0-x-y", "9999999999999-abc-def"])
def test_a_made_up_link_is_refused(client, claire, path):
    answer = client.get(f"/compte/mot-de-passe/nouveau/{path}/")
    assert (answer.status_code, "Ce lien ne marche plus" in answer.content.decode()) == (200, True)


def test_asking_again_and_again_is_stopped(client, claire):
    answers = [ask(client).status_code for _ in range(6)]
    assert answers == [302, 302, 302, 302, 302, 429]


def test_the_new_password_does_not_go_around_the_second_factor(client, claire):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(claire.user, generate_totp_secret())
    ask(client)
    form = client.get(link_received())
    new = "encore une longue phrase"
    client.post(form.url, {"password1": new, "password2": new})
    assert client.get("/compte/").status_code == 302
    signed = client.post("/compte/connexion/", {"login": "claire@exemple.test", "password": new})
    assert signed.url == "/compte/connexion/code/"
