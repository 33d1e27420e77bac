"""Choosing whom to be: in a demonstration alone, with the published password alone, a second factor asked for all the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user
from django.urls import reverse

from maillage.accounts.tests.factories import PASSWORD, make_member, make_user
from maillage.demo import visitors
from maillage.demo.tour import OPENS

ROOT = Path(__file__).resolve().parents[3]
CLAIRE = "claire@maillage.example"
PAGES = ("demo:choose", "demo:enter", "demo:leave")
STEPS = ("demo:step", "demo:open")


@pytest.fixture
def shown(settings):
    settings.DEMONSTRATION = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def account(password):
    return make_member(user=make_user(CLAIRE, password)).user


def enter(client, **data):
    return client.post(reverse("demo:enter"), data)


def is_signed_in(client):
    return client.get("/").status_code == 200


@pytest.mark.django_db
def test_elsewhere_nothing_of_it_is_there(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    account(visitors.password())
    asked = [reverse(name) for name in PAGES] + [reverse(name, args=[1]) for name in STEPS]
    assert {(client.get(url).status_code, client.post(url).status_code) for url in asked} == {(404, 404)}
    assert enter(client, who="claire").status_code == 404
    assert not is_signed_in(client)
    assert 'class="demonstration"' not in client.get(reverse("account_login")).text


@pytest.mark.parametrize(
    "around", [{"MAILLAGE_HTTPS": "oui"}, {"MAILLAGE_HOSTS": "maillage.exemple.fr"}, {"MAILLAGE_HOSTS": "*"}]
)
def test_an_installation_that_asks_for_it_does_not_start(around):
    asked = {"MAILLAGE_DEMONSTRATION": "oui", "MAILLAGE_HTTPS": "non"} | around
    done = subprocess.run(
        [sys.executable, "-c", "import maillage.config.settings"],
        cwd=ROOT,
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "MAILLAGE_DEMONSTRATION is for one's own machine" in done.stderr


@pytest.mark.django_db
def test_one_press_signs_in_and_another_changes_who_one_is(client, shown):
    user = account(visitors.password())
    luc = make_member(user=make_user("luc@maillage.example", visitors.password())).user
    assert enter(client, who="claire").url == "/"
    assert get_user(client).pk == user.pk
    assert "vous êtes <strong>Claire" in client.get("/").text
    enter(client, who="luc")
    assert get_user(client).pk == luc.pk
    assert enter(client, who="").url == reverse("directory:search")
    assert not is_signed_in(client)
    assert "vous n’avez pas de compte" in client.get(reverse("directory:search")).text


@pytest.mark.django_db
def test_an_account_with_a_password_of_its_own_is_not_entered(client, shown):
    account(PASSWORD)
    assert enter(client, who="claire").url == reverse("demo:choose")
    assert not is_signed_in(client)
    assert "Ce compte ne s’ouvre plus ainsi" in client.get(reverse("demo:choose")).text


@pytest.mark.django_db
def test_a_second_factor_is_asked_for(client, shown):
    TOTP.activate(account(visitors.password()), generate_totp_secret())
    assert enter(client, who="claire").url.startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_only_those_of_the_list_may_be_entered(client, shown):
    make_member(user=make_user("bob@maillage.example", visitors.password()))
    assert enter(client, who="bob").status_code == 404
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_the_tour_goes_on_until_it_is_left(client, shown):
    account(visitors.password())
    assert enter(client, who="claire", step="1").url == reverse("demo:open", args=[1])
    assert "Visite, étape 1 sur 5" in client.get("/").text
    client.post(reverse("demo:leave"))
    assert "Visite, étape" not in client.get("/").text


def test_every_card_is_somebody_and_every_step_is_short():
    cards = [one for _, group in visitors.groups() for one in group]
    assert [one.who for one in cards if not (one.name and one.title and one.does.endswith("."))] == []
    assert len({one.who for one in cards}) == len(cards)
    assert [step.number for step in visitors.steps()] == [1, 2, 3, 4, 5]
    assert [step.number for step in visitors.steps() if step.visitor is None or step.opens not in OPENS] == []
    assert [step.number for step in visitors.steps() if step.look.count(".") > 5] == []
