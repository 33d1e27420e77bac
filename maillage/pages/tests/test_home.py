"""« Aujourd’hui »: what waits for each, in a constant number of queries."""

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_user, signed_in
from maillage.people.models import AttachmentRequest
from maillage.people.tests.factories import attach, make_family, make_person
from tests.plugin import become

HOME = reverse("pages:home")


@pytest.fixture
def worker(client, db):
    return signed_in(client)


def titles(client) -> list[str]:
    page = client.get(HOME).content.decode()
    return [part.split("<")[0] for part in page.split("<h2")[1:] for part in [part.split(">", 1)[1]]]


def lay_out(worker, number: int):
    for _ in range(number):
        with become("maintenance"):
            _, mother, _ = make_family(worker)
            attach(worker, make_person("Paul", ""), worker=False)
            AttachmentRequest.objects.create(
                person=mother,
                requester=make_user(),
                structure=worker.structure,
                typed_name="Samira Benali",
                motive="reçue à Tours",
            )


def test_an_empty_day_says_so(client, worker):
    assert titles(client) == ["Rien ne vous attend"]


def test_somebody_without_a_structure_is_told_whom_to_ask(client, db):
    client.force_login(make_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert titles(client) == ["Vous n’avez pas encore de structure"]


def test_what_waits_is_shown(client, worker):
    lay_out(worker, 1)
    assert titles(client) == [
        "On attend votre réponse",
        "Reçus à l’accueil, à prendre en charge",
        "Droits à ouvrir, les plus simples d’abord",
    ]


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.ADMINISTRATOR])
def test_a_manager_sees_no_folder(client, db, role):
    leader = signed_in(client, role)
    lay_out(make_member(Role.SOCIAL_WORKER, leader.structure), 1)
    assert titles(client) == ["Rien ne vous attend"]


def test_it_takes_as_many_queries_for_one_as_for_three(client, worker, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    lay_out(worker, 1)
    client.get(HOME)
    with CaptureQueriesContext(connection) as one:
        client.get(HOME)
    lay_out(worker, 2)
    with django_assert_num_queries(len(one)):
        client.get(HOME)
