"""The fictional territory: laid out through the real actions, the same each time, never twice."""

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of
from maillage.demo.actions import DOMAIN, load, seed
from maillage.people.models import Household, Person
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become

SYSTEM = Actor(label="démonstration")


@pytest.fixture
def territory(db):
    return seed(by=SYSTEM)


def counts() -> tuple[int, int, int]:
    with become("maintenance"):
        return User.objects.count(), Household.objects.count(), Person.objects.count()


def test_everybody_told_is_there(territory):
    told = load()
    members = sum(len(row["members"]) for row in told["households"])
    assert counts() == (len(told["staff"]), len(told["households"]), members)


def test_a_second_time_changes_nothing(territory):
    before = counts()
    assert seed(by=SYSTEM) == territory
    assert counts() == before


def test_every_account_presented_signs_in(territory):
    told = load()
    for row in told["staff"]:
        login = {"login": f"{row['email']}@{DOMAIN}", "password": told["password"]}
        response = Client().post(reverse("account_login"), login)
        assert (row["email"], response.status_code, response.url) == (row["email"], 302, "/")


def test_each_worker_sees_their_own_households(territory):
    for email, seen in (("claire", 14), ("sophie", 16), ("yann", 1), ("luc", 0), ("ines", 0)):
        member = User.objects.get(email=f"{email}@{DOMAIN}").memberships.first()
        with acting(actor_of(member)) as actor:
            assert (email, Household.objects.visible_to(actor).count()) == (email, seen)
