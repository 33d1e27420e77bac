"""A structure adheres to a version, renews, withdraws; everybody reads it, on a page and as a table."""

import csv
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.db import connection
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.governance.actions import adherences as actions
from maillage.governance.models import Adherence
from maillage.governance.tests.factories import make_committee
from maillage.governance.tests.mandate_factories import make_text
from maillage.governance.tests.text_factories import (
    ARTICLES,
    make_adherence,
    make_charter,
    make_version,
    version_of,
)
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
REGISTER, TABLE = "/adhesions/", "/adhesions.csv"


@pytest.fixture
def leader(client):
    with become("maintenance"):
        return signed_in(client, Role.TEAM_LEADER)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def at(name, text):
    return reverse(f"governance:{name}", args=[text.public_id])


def rows():
    """[(version, ending)], the oldest first."""
    with become("maintenance"):
        return list(Adherence.objects.order_by("pk").values_list("version__number", "ending"))


def test_from_adhering_to_withdrawing(client, leader):
    charter = make_charter(make_committee())
    sent = {"version": 1, "commitments": "Former chaque arrivant."}
    answer = words(client.post(at("adhere", charter), sent, follow=True))
    assert "Votre structure adhère à la version 1." in answer
    assert "Former chaque arrivant." in answer
    client.post(at("adhere", charter), sent)
    assert rows() == [(1, "")]
    make_version(charter, ARTICLES + "\n\nArticle 3\nAccueillir.")
    assert "Une version plus récente existe" in words(client.get(REGISTER))
    client.post(at("adhere", charter), {**sent, "version": 2})
    assert rows() == [(1, "renewed"), (2, "")]
    assert "Une version plus récente existe" not in words(client.get(at("text_adherences", charter)))
    assert client.post(at("review_adherence", charter), {"review": " "}).status_code == 422
    client.post(at("review_adherence", charter), {"review": "Deux arrivants formés."})
    assert "Deux arrivants formés." in words(client.get(REGISTER))
    client.post(at("withdraw", charter), {"retirer": "oui"})
    assert client.get(at("review_adherence", charter)).status_code == 404
    again = client.post(at("withdraw", charter), {"retirer": "oui"})
    assert (again.status_code, "n’adhère pas à ce texte" in words(again)) == (422, True)
    assert rows() == [(1, "renewed"), (2, "withdrawn")]
    assert "Aucune adhésion" in words(client.get(REGISTER))
    kept = words(client.get(at("text_adherences", charter)))
    assert "(retirée)" in kept
    assert "(reprise sur une version plus récente)" in kept


def test_what_was_read_is_what_is_adhered_to(client, leader):
    charter = make_charter(make_committee())
    make_version(charter, ARTICLES + "\n\nArticle 3\nAccueillir.")
    for version in ("1", "", "x", "99999999999"):
        answer = client.post(at("adhere", charter), {"version": version, "commitments": "Nos mots"})
        assert answer.status_code == 422
        assert "Nos mots" in words(answer)
    assert rows() == []


def test_only_a_published_charter_or_reference_takes_adherences(client, leader):
    committee = make_committee()
    opinion, draft = make_text(committee), make_charter(committee, published_at=None)
    assert [client.get(at("adhere", one)).status_code for one in (opinion, draft)] == [404, 404]
    assert client.get(at("text_adherences", opinion)).status_code == 404
    by = actor_of(leader)
    with acting(by), pytest.raises(Forbidden, match="une charte"):
        actions.adhere(by=by, text=opinion, version=version_of(opinion), commitments="")


def test_a_worker_does_not_bind_their_structure(client):
    with become("maintenance"):
        signed_in(client, Role.SOCIAL_WORKER)
    charter = make_charter(make_committee())
    assert client.get(at("adhere", charter)).status_code == 403
    assert client.post(at("withdraw", charter), {"retirer": "oui"}).status_code == 403
    assert "Renouveler" not in words(client.get(at("text_adherences", charter)))


def test_open_data_tells_what_ended_too_and_no_name(client):
    charter = make_charter(make_committee())
    with become("maintenance"):
        leader = make_member(Role.TEAM_LEADER, make_structure("=Association"))
    make_adherence(charter, leader.structure, leader.user, commitments="+1")
    found = client.get(TABLE).content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(found), delimiter=";" if ";" in found.splitlines()[0] else ","))
    assert lines[0][0] == "structure"
    told = dict(zip(lines[0], lines[1], strict=True))
    assert (told["texte"], told["version"], told["depuis le"]) == ("Charte", "1", "2026-01-05")
    assert not told["structure"].startswith("=")
    assert not told["engagements"].startswith("+")
    assert leader.user.last_name not in found


def test_the_register_is_searched(client):
    with become("maintenance"):
        leader = make_member(Role.TEAM_LEADER, make_structure("Épicerie du Véron"))
    make_adherence(make_charter(make_committee(), "Charte du partage"), leader.structure, leader.user)
    for words_, shown in {"véron": True, "PARTAGE": True, "licorne": False, "\0": True, "%": False}.items():
        page = client.get(REGISTER, {"q": words_})
        assert page.status_code == 200
        assert ("Version 1, depuis le" in words(page)) is shown


def test_the_register_costs_the_same_with_one_row_and_with_three(client):
    charter = make_charter(make_committee())
    urls = [REGISTER, at("text_adherences", charter)]

    def add():
        with become("maintenance"):
            leader = make_member(Role.TEAM_LEADER)
        make_adherence(charter, leader.structure, leader.user)

    add()
    one = [count_queries(client, url) for url in urls]
    add()
    add()
    assert [count_queries(client, url) for url in urls] == one


@pytest.mark.django_db(transaction=True)
def test_eight_hands_adhere_once():
    charter = make_charter(make_committee())
    with become("maintenance"):
        by = actor_of(make_member(Role.TEAM_LEADER))
    version = version_of(charter)

    def hand(_):
        try:
            with acting(by):
                return actions.adhere(by=by, text=charter, version=version, commitments="").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        assert len(set(hands.map(hand, range(8)))) == 1
    assert rows() == [(1, "")]
