"""The pages of mandates and of texts: what each shows, to whom, what bad input gets."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pikepdf import Pdf

from maillage.accounts.models import User
from maillage.governance.enums import DecisionKind
from maillage.governance.models import Mandate, Output, Text
from maillage.governance.tests.factories import make_committee
from maillage.governance.tests.mandate_factories import (
    days,
    make_decision,
    make_group,
    make_keeper,
    make_mandate,
    make_text,
)
from maillage.web.tests.html import Page
from tests.plugin import become

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def plenary():
    return make_committee(name="Conseil du travail social")


@pytest.fixture
def group():
    return make_group(name="Groupe numérique")


def keeper_of(committee):
    """A browser where somebody who keeps this committee's work is signed in."""
    with become("maintenance"):
        client = Client()
        client.force_login(User.objects.get(pk=make_keeper(committee).user_id), backend=BACKEND)
    return client


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def shown(answer, status=200):
    assert answer.status_code == status
    page = answer.content.decode()
    assert (Page(page).dangling(), Page(page).repeated_ids()) == ([], [])
    return page


def rows():
    with become("maintenance"):
        return Mandate.objects.count(), Output.objects.count(), Text.objects.count()


def test_from_the_decision_to_the_text_and_back(plenary, group):
    secretary, coordinator = keeper_of(plenary), keeper_of(group)
    decision = make_decision(plenary)
    sent = {
        "committee": group.public_id,
        "title": "Numérique",
        "question": "Comment garder un guichet ?",
        "points": "Former\r\n Former \r\n\r\nFinancer",
        "outputs": "Rapport",
        "due_on": days(30).strftime("%d/%m/%Y"),
    }
    assert "Étudier la participation" in shown(secretary.get(url("give_mandate", decision.public_id)))
    given = secretary.post(url("give_mandate", decision.public_id), sent)
    page = shown(secretary.get(given.url))
    assert "0\u00a0point couvert sur 2" in page
    assert decision.get_absolute_url() in page
    text = make_text(group)
    with become("maintenance"):
        output = Output.objects.get()
    deliver = url("deliver_output", output.mandate.public_id, output.pk)
    assert "Former" in shown(coordinator.get(deliver))
    assert coordinator.post(deliver, {"text": text.public_id, "covers": ["1"]}).status_code == 302
    assert "1\u00a0point couvert sur 2" in shown(Client().get(given.url))
    assert given.url in shown(Client().get(text.get_absolute_url()))
    again = shown(secretary.post(url("give_mandate", decision.public_id), sent), 422)
    assert "déjà donné" in again


def test_an_amendment_shows_both_wordings(plenary, group):
    secretary, mandate = keeper_of(plenary), make_mandate(plenary, group)
    amend = url("amend_mandate", mandate.public_id)
    sent = {
        "version": 1,
        "question": "Et après ?",
        "points": "Former\nÉvaluer",
        "due_on": days(60).strftime("%d/%m/%Y"),
        "reason": "trois missions nouvelles",
    }
    shown(secretary.get(amend))
    assert "Dites ce qui change" in shown(secretary.post(amend, {**sent, "reason": ""}), 422)
    decision = make_decision(plenary, DecisionKind.DECIDE)
    assert secretary.post(amend, {**sent, "decision": decision.public_id}).status_code == 302
    page = shown(Client().get(mandate.get_absolute_url()))
    assert "trois missions nouvelles" in page
    assert decision.get_absolute_url() in page
    assert "<del>" in page
    stale = shown(secretary.post(amend, {**sent, "question": "Autre ?"}), 409)
    assert "Rien n’est perdu" in stale
    assert "Autre ?" in stale


def test_ending_and_adding(plenary, group):
    secretary, mandate = keeper_of(plenary), make_mandate(plenary, group)
    add, end = url("add_output", mandate.public_id), url("end_mandate", mandate.public_id)
    shown(secretary.get(add))
    late = {"title": "Note", "due_on": days(300).strftime("%d/%m/%Y")}
    assert "avant cette date" in shown(secretary.post(add, late), 422)
    assert secretary.post(add, {**late, "due_on": days(3).strftime("%d/%m/%Y")}).status_code == 302
    assert "dites pourquoi" in shown(secretary.post(end, {"note": ""}), 422)
    assert secretary.post(end, {"note": "Repris ailleurs."}).status_code == 302
    page = shown(secretary.get(mandate.get_absolute_url()))
    assert "Repris ailleurs." in page
    assert url("amend_mandate", mandate.public_id) not in page
    assert mandate.title in shown(Client().get(url("mandates"), {"etat": "termines"}))
    assert mandate.title not in shown(Client().get(url("mandates")))


def test_a_text_from_its_draft_to_its_second_version(plenary):
    secretary = keeper_of(plenary)
    write = url("write_text", plenary.public_id)
    shown(secretary.get(write))
    draft = secretary.post(
        write, {"kind": "opinion", "title": "Avis", "body": "Un guichet.", "review_on": ""}
    )
    page = shown(secretary.get(draft.url))
    assert "Brouillon" in page
    assert Client().get(draft.url).status_code == 404
    with become("maintenance"):
        text = Text.objects.get()
    publish, rewrite = url("publish_text", text.public_id), url("rewrite_text", text.public_id)
    secretary.post(publish, {"version": mark_in(shown(secretary.get(publish)), "version")})
    mark = mark_in(shown(secretary.get(rewrite)), "version")
    sent = {"title": "Avis revu", "body": "Deux guichets.", "version": mark}
    assert secretary.post(rewrite, sent).status_code == 302
    stale = shown(secretary.post(rewrite, {**sent, "body": "Trois guichets."}), 409)
    assert "Deux guichets." in stale
    assert "Trois guichets." in stale
    assert "Un guichet." in shown(Client().get(draft.url))
    assert Client().get(url("text_version", text.public_id, 2)).status_code == 404
    unread = shown(secretary.post(publish, {"version": mark}), 422)
    assert "relisez-le" in unread
    assert mark_in(unread, "version") == mark_in(shown(secretary.get(publish)), "version")
    secretary.post(publish, {"version": mark_in(shown(secretary.get(publish)), "version")})
    assert "Deux guichets." in shown(Client().get(draft.url))
    assert "<del>" in shown(Client().get(url("text_version", text.public_id, 2)))
    assert "Un guichet." in shown(Client().get(url("text_version", text.public_id, 1)))


def mark_in(page, name):
    return Page(page).all("input", name=name)[0]["value"]


def asked(client, address, django_assert_max_num_queries):
    client.get(address)
    with django_assert_max_num_queries(40) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["mandates", "mandates_pdf", "texts", "texts_json"])
def test_lists_ask_a_constant_number_of_queries(plenary, group, django_assert_max_num_queries, name):
    client = keeper_of(plenary)

    def one_more(number):
        mandate = make_mandate(plenary, group, title=f"Mandat {number}")
        text = make_text(group, title=f"Texte {number}")
        with become("maintenance"):
            Output.objects.filter(mandate=mandate).update(text=text, delivered_on=days(0), covers=[0])

    one_more(0)
    one = asked(client, url(name), django_assert_max_num_queries)
    one_more(1)
    one_more(2)
    assert asked(client, url(name), django_assert_max_num_queries) == one


def test_one_mandate_asks_a_constant_number_of_queries(plenary, group, django_assert_max_num_queries):
    client, mandate = keeper_of(plenary), make_mandate(plenary, group)
    one = asked(client, mandate.get_absolute_url(), django_assert_max_num_queries)
    with become("maintenance"):
        for number in range(2):
            Output.objects.create(mandate=mandate, title=f"n° {number}", due_on=days(9))
    assert asked(client, mandate.get_absolute_url(), django_assert_max_num_queries) == one


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (3, 1), (24, 1), (101, 5)])
def test_the_board_prints_on_one_page(plenary, count, pages):
    group = make_group(name="Groupe de travail sur le numérique et le travail social")
    for number in range(count):
        make_mandate(
            plenary,
            group,
            title=f"Mandat {number} : garder un accueil humain partout",
            due_on=days(9 - number),
        )
    answer = Client().get(url("mandates_pdf"), {"instance": plenary.public_id})
    with Pdf.open(BytesIO(answer.content)) as printed:
        assert len(printed.pages) <= pages


def test_who_sees_one_committee_only_reads_the_mandate_without_the_other():
    secret = make_committee(name="Comité Canari", publicity="members")
    group = make_group(name="Groupe Cormoran", publicity="members")
    mandate = make_mandate(secret, group)
    for side, hidden in ((secret, "Cormoran"), (group, "Canari")):
        client = keeper_of(side)
        for address in (mandate.get_absolute_url(), url("mandates")):
            page = shown(client.get(address))
            assert mandate.title in page
            assert hidden not in page
        assert client.get(url("mandates_pdf")).content.startswith(b"%PDF")
    assert Client().get(mandate.get_absolute_url()).status_code == 404
    assert mandate.title not in shown(Client().get(url("mandates")))


def test_a_page_beyond_the_last_is_the_last(plenary, group):
    for number in range(27):
        make_text(plenary, title=f"Texte {number}")
    first = shown(Client().get(url("texts")))
    assert "Page 1 sur 2" in first
    assert "27\u00a0textes" in first
    for page in ("2", "99", "-1", "a", "\x00"):
        shown(Client().get(url("texts"), {"page": page}))


BAD = ["a" * 3000, "\x00", "�", "'; DROP TABLE x", "-" * 50, "99999999999999999999", "()"]


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_gets_a_sentence(plenary, group, bad):
    secretary, coordinator = keeper_of(plenary), keeper_of(group)
    mandate, decision, text = make_mandate(plenary, group), make_decision(plenary), make_text(group)
    with become("maintenance"):
        output = Output.objects.get()
    before = rows()
    names = "committee title question points outputs due_on joined reason decision version text covers note kind body read"
    sent = dict.fromkeys(names.split(), bad)
    addresses = [
        (secretary, url("give_mandate", decision.public_id)),
        (secretary, url("amend_mandate", mandate.public_id)),
        (secretary, url("add_output", mandate.public_id)),
        (coordinator, url("deliver_output", mandate.public_id, output.pk)),
        (coordinator, url("write_text", group.public_id)),
        (coordinator, url("rewrite_text", text.public_id)),
    ]
    for client, address in addresses:
        assert client.post(address, sent).status_code in (409, 422), address
    assert rows() == before
    for name in ("mandates", "texts"):
        asked = {"q": bad, "nature": bad, "instance": bad, "etat": bad, "page": bad}
        assert Client().get(url(name), asked).status_code == 200
    assert Client().get(url("mandates_pdf"), {"instance": bad}).status_code == 200


def test_what_is_not_there(plenary, group):
    secretary, mandate = keeper_of(plenary), make_mandate(plenary, group)
    for name, args in (
        ("mandate", [uuid4()]),
        ("give_mandate", [uuid4()]),
        ("deliver_output", [mandate.public_id, 2**40]),
        ("text", [uuid4()]),
        ("text_version", [make_text(group).public_id, 10**30]),
        ("write_text", [uuid4()]),
    ):
        assert secretary.get(url(name, *args)).status_code == 404, name
