"""Pages of the grid: what they say, how many queries they cost, what bad input gets."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.tests.factories import make_user
from maillage.contributions.models import Axis, Contribution, Process, TerritoryTask
from maillage.contributions.queries.processes import link_token
from maillage.contributions.tests.factories import (
    axes_of,
    make_contribution,
    make_keeper,
    make_process,
    make_synthesis,
    make_territory,
)
from maillage.governance.tests.factories import make_committee
from maillage.permissions import Actor
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"contributions:{name}", args=args)


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ")


def browser(actor):
    with become("maintenance"):
        user = User.objects.get(pk=actor.user_id)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def process():
    return make_process(published_on=timezone.localdate())


@pytest.fixture
def keeper(process):
    return make_keeper(process.committee)


@pytest.fixture
def author():
    with become("maintenance"):
        return Actor(user_id=make_user().pk)


def test_the_grid_counts_each_cell_and_says_which_are_empty(process, author):
    rows, columns = axes_of(process)
    make_contribution(process, author)
    make_contribution(process, author, rows=(), columns=(columns[1].pk,), kind="need")
    shown = words(Client().get(url("process", process.public_id)))
    assert shown.count(">vide<") == 3
    assert f"ligne={rows[0].pk}&colonne={columns[0].pk}" in shown
    assert "Sans thème" in shown
    narrowed = words(Client().get(url("process", process.public_id), {"type": "need"}))
    assert narrowed.count(">vide<") == 4


def test_reading_a_cell_a_row_or_a_kind(process, author):
    rows, columns = axes_of(process)
    make_contribution(process, author, text="Ici")
    make_contribution(process, author, text="Ailleurs", rows=(rows[1].pk,), kind="need")
    reading = url("reading", process.public_id)
    for query, found in (
        ({"ligne": rows[0].pk}, (True, False)),
        ({"colonne": columns[0].pk}, (True, True)),
        ({"ligne": rows[1].pk, "colonne": columns[0].pk}, (False, True)),
        ({"type": "need"}, (False, True)),
        ({"ligne": "rien", "type": "x", "territoire": "9" * 30, "page": "x"}, (True, True)),
    ):
        shown = words(Client().get(reading, query))
        assert (">Ici<" in shown, ">Ailleurs<" in shown) == found


@pytest.mark.parametrize("name", ["process", "reading", "sharing"])
def test_a_page_takes_as_many_queries_with_three_rows_as_with_one(process, author, keeper, name):
    client, spent = browser(keeper), []
    for codes in (("37",), ("18", "45")):
        for code in codes:
            task = make_territory(process, code, process.committee)
            make_contribution(process, author, territory_id=task.territory_id)
        spent.append(count_queries(client, url(name, process.public_id)))
    assert spent[0] == spent[1]


def test_lists_take_as_many_queries_with_three_rows_as_with_one(author):
    client, spent = browser(author), []
    for many in (1, 2):
        for _ in range(many):
            make_contribution(make_process(), author)
        spent.append([count_queries(client, url(name)) for name in ("processes", "mine")])
    assert spent[0] == spent[1]


SENT = {"channel": "account", "kind": "finding", "text": "Les guichets ferment", "author": "Moi"}
SENT |= {"author_kind": "person", "publicity": "public"}


def test_an_account_contributes_and_follows_it(process, author, keeper):
    rows, _ = axes_of(process)
    mine = browser(author)
    sent = {**SENT, "rows": [rows[0].pk]}
    refused = mine.post(url("contribute", process.public_id), {**sent, "text": "Appelez le 06 12 34 56 78"})
    assert refused.status_code == 422
    assert "on dirait un numéro de téléphone" in words(refused)
    assert mine.post(url("contribute", process.public_id), sent).status_code == 302
    assert "Pas encore examinée" in words(mine.get(url("mine")))
    with become("maintenance"):
        one = Contribution.objects.get()
    said = {"kind": "not_kept", "why": "Déjà en place", "into": ""}
    assert browser(keeper).post(url("fate", one.public_id), said).status_code == 302
    assert "Non retenue Déjà en place" in words(mine.get(url("mine"))).replace("</span>", "")
    mine.post(url("withdraw", one.public_id))
    assert "Vous seul la voyez encore" in words(mine.get(one.get_absolute_url()))
    assert browser(keeper).get(one.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("into", ["0", "999999999999999", "n° x", "9" * 16])
def test_a_number_that_is_nobody_s_is_refused(process, author, keeper, into):
    one = make_contribution(process, author)
    sent = {"kind": "merged", "why": "", "into": into}
    assert browser(keeper).post(url("fate", one.public_id), sent).status_code == 422


def test_the_kinds_asked_for_follow_the_phases(process, author):
    today = timezone.localdate()
    with become("maintenance"):
        Process.objects.update(stakes_on=today, practices_on=today + timedelta(days=2))
    shown = words(browser(author).get(url("contribute", process.public_id)))
    assert "Besoin" in shown
    assert "Préconisation" not in shown


def test_without_an_account_by_the_link(process, keeper):
    rows, _ = axes_of(process)
    with become("maintenance"):
        Process.objects.update(link_key=uuid4())
        process.refresh_from_db()
    nobody = Client()
    door = url("door", link_token(process))
    assert "Vous n’avez pas besoin de compte" in words(nobody.get(door))
    refused = nobody.post(door, {**SENT, "author": ""})
    assert refused.status_code == 422
    assert "Seul un témoignage peut rester sans nom" in words(
        nobody.post(door, {**SENT, "author": "", "rows": [rows[0].pk]})
    )
    follow = nobody.post(door, {**SENT, "rows": [rows[0].pk]})["Location"]
    assert "Pas encore examinée" in words(nobody.get(follow))
    nobody.post(follow + "retirer/")
    assert "Plus personne ne la lit" in words(nobody.get(follow))
    browser(keeper).post(url("take_link_back", process.public_id))
    assert nobody.get(door).status_code == 404


def test_a_process_is_opened_with_the_axes_of_the_pack_corrected_and_published():
    committee = make_committee()
    keeper = browser(make_keeper(committee))
    sent = {
        "title": "Assises",
        "question": "Comment ?",
        "opens_on": "1/3/2031",
        "closes_on": "30/6/2031",
        "version": 1,
    }
    wrong = keeper.post(url("open", committee.public_id), {**sent, "closes_on": "1/1/2031"})
    assert "Ces dates ne se suivent pas" in words(wrong)
    page = keeper.post(url("open", committee.public_id), sent)["Location"]
    with become("maintenance"):
        process = Process.objects.get()
        assert Axis.objects.exclude(note="").exclude(words="").count() == 16
    assert timezone.localtime(process.closes_at).isoformat() == "2031-07-01T00:00:00+02:00"
    correct = url("correct", process.public_id)
    assert "30/06/2031" in words(keeper.get(correct))
    keeper.post(correct, {**sent, "title": "Autres assises"})
    assert "Quelqu’un vient de changer" in words(keeper.post(correct, sent))
    keeper.post(url("publish_grid", process.public_id))
    assert "Grille pas encore publiée" not in words(keeper.get(page))


def test_a_territory_is_typed_as_people_write_it(process, keeper):
    client = browser(keeper)
    add = url("add_territory", process.public_id)
    assert client.post(add, {"territory": "Nulle part"}).status_code == 422
    assert client.post(add, {"territory": "Bretagne"}).status_code == 302
    with become("maintenance"):
        task = TerritoryTask.objects.get()
    rows, columns = axes_of(process)
    twice = {"row_0": rows[0].pk, "row_1": rows[0].pk, "column_0": columns[0].pk}
    assert "Déjà choisi plus haut" in words(client.post(url("wish", task.pk), twice))
    assert client.post(url("wish", task.pk), {**twice, "row_1": ""}).status_code == 302
    client.post(url("share_out", process.public_id))
    assert "premier vœu" in words(client.get(url("sharing", process.public_id)))


def test_a_synthesis_is_written_and_published_on_its_pages(process, author, keeper):
    rows, _ = axes_of(process)
    one, other = (make_contribution(process, author, text=text) for text in ("Premier", "Second"))
    client = browser(keeper)
    write = client.post(url("begin_synthesis", process.public_id), {"axis": rows[0].pk})["Location"]
    assert "Cochez au moins une contribution" in words(client.post(write, {"text": "Il manque un lieu."}))
    assert "ne porte le n° 5" in words(client.post(write, {"text": "x", "numbers": f"{one.pk}, 500000"}))
    client.post(write, {"text": "Il manque un lieu.", "sources": [one.pk], "numbers": str(other.pk)})
    assert "0 contribution" in words(client.get(write))
    client.post(write.replace("ecrire", "publier"))
    assert "Il manque un lieu." in words(browser(author).get(url("mine")))
    assert client.get(write).status_code == 403


def test_a_draft_is_no_page_for_others(process):
    draft = make_synthesis(process)
    assert Client().get(draft.get_absolute_url()).status_code == 404


def test_what_was_being_written_when_the_door_closed_is_not_lost(process, author):
    rows, _ = axes_of(process)
    with become("maintenance"):
        Process.objects.update(link_key=uuid4(), closes_at=timezone.now() - timedelta(minutes=1))
        process.refresh_from_db()
    door, sent = url("door", link_token(process)), {**SENT, "rows": [rows[0].pk]}
    late = Client().post(door, sent)
    assert (late.status_code, SENT["text"] in words(late), "copiez votre texte" in words(late)) == (
        422,
        True,
        True,
    )
    assert Client().get(door).status_code == 404
    by_account = browser(author).post(url("contribute", process.public_id), {**sent, "channel": "account"})
    assert (by_account.status_code, SENT["text"] in words(by_account)) == (422, True)
    assert browser(author).get(url("contribute", process.public_id)).status_code == 403
    assert Contribution.objects.count() == 0
