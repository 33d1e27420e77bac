"""The pages of who organises: a night from its first sector to its report, and what bad input gets."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.counts.models import Border, Night, Round, Sector, Team
from maillage.counts.tests.factories import (
    Counted,
    fresh,
    lines_of,
    make_line,
    make_night,
    make_sector,
    typed,
    walk,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
NIGHT = {
    "title": "Nuit de janvier", "territory": "Tours", "day": "21/01/2027", "begins": "22 h", "ends": "1 h",
    "asked": ["age", "called"],
}  # fmt: skip


@pytest.fixture
def counted():
    return Counted()


@pytest.fixture
def keeper(counted):
    return client_of(counted.keeper)


@pytest.fixture
def page(counted):
    return counted.night.get_absolute_url()


def words(answer):
    return answer.text.replace("\u00a0", " ")


def test_a_night_from_its_first_sector_to_its_report(client):
    with become("maintenance"):
        leader = make_member(Role.TEAM_LEADER)
    browser = client_of(leader)
    there = browser.post("/comptages/nouveau/", NIGHT).url
    with become("maintenance"):
        night = Night.objects.get(title="Nuit de janvier")
    assert (night.ends_at - night.starts_at).total_seconds() == 3 * 3600
    assert "Confiez d’abord" in words(browser.post(f"{there}ouvrir/", follow=True))
    sector = {
        "name": "1. Halles",
        "limits": "La place.",
        "kind": "street",
        "stratum": "dense",
        "sampled": "on",
    }
    browser.post(f"{there}secteurs/", sector)
    with become("maintenance"):
        first = Sector.objects.get(night=night)
    browser.post(f"{there}secteurs/", {**sector, "name": "2. Quai", "touching": [first.pk]})
    with become("maintenance"):
        assert Border.objects.filter(one=first).count() == 1
    browser.post(f"{there}equipes/", {"name": "Équipe A", "leader": "Awa", "first": [first.pk]})
    with become("maintenance"):
        round = Round.objects.select_related("team", "sector").get(team__night=night)
    browser.post(f"{there}ouvrir/")
    line = typed(round, hour="23 h 10", persons="6", shape="group", called="no")
    assert "À la suivante" in words(browser.post(f"{there}tournees/{round.pk}/saisir/", line, follow=True))
    browser.post(
        f"{there}tournees/{round.pk}/parcouru/", {"walked": "whole", "began": "22 h", "finished": "0 h"}
    )
    confirm = words(browser.get(f"{there}clore/"))
    assert "Rien n’a été dit de : 2. Quai" in confirm
    browser.post(f"{there}clore/")
    assert "mieux vaut attendre" in words(browser.get(f"{there}publier/"))
    browser.post(f"{there}publier/")
    for reader in (browser, client):
        report = words(reader.get(f"{there}rapport/"))
        assert "6</strong> au moins" in report
        assert "Awa" not in report
    assert client.get(there).status_code == 302
    assert client.get(f"{there}rapport.pdf").content.startswith(b"%PDF")
    rows = list(
        csv.reader(io.StringIO(client.get(f"{there}rapport.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert rows[1][:3] == ["Ensemble", "Personnes comptées", "6"]
    assert "Nuit de janvier" in client.get("/comptages/").text


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": ""}, "Ce champ est obligatoire"),
        ({"territory": "Nulleparville"}, "Nulleparville"),
        ({"territory": "France"}, "Écrivez une seule commune"),
        ({"territory": ""}, "Écrivez le territoire"),
        ({"day": "31/02/2027"}, "21"),
        ({"begins": "25 h"}, "Cette heure n’existe pas"),
        ({"asked": ["name"]}, "name"),
        ({"title": "x\x00"}, "nul"),
    ],
)
def test_bad_input_is_said_and_kept(keeper, told, said):
    answer = keeper.post("/comptages/nouveau/", {**NIGHT, **told})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    with become("maintenance"):
        assert not Night.objects.filter(title="Nuit de janvier").exists()


def test_questions_stay_once_it_is_open(keeper, page, counted):
    answer = keeper.post(f"{page}changer/", {**NIGHT, "asked": ["age"]})
    assert answer.status_code == 422
    assert "les questions ne changent plus" in answer.text
    keeper.post(f"{page}changer/", {**NIGHT, "asked": counted.night.asked})
    assert fresh(counted.night).title == "Nuit de janvier"


def test_two_sectors_have_two_names(keeper, page, counted):
    told = {"name": counted.sectors[0].name, "limits": "x", "kind": "street", "stratum": "dense"}
    answer = keeper.post(f"{page}secteurs/", told)
    assert answer.status_code == 422
    assert "porte déjà ce nom" in answer.text


def test_a_sector_is_given_once_for_each_pass(keeper, page, counted):
    answer = keeper.post(f"{page}equipes/", {"name": "C", "first": [counted.beside.pk]})
    assert answer.status_code == 422
    assert "Choisissez dans la liste" in answer.text
    both = {"name": counted.team.name, "first": [counted.sectors[0].pk], "again": [counted.sectors[0].pk]}
    answer = keeper.post(f"{page}equipes/{counted.team.pk}/", both)
    assert answer.status_code == 422
    assert "deux passages" in answer.text


def test_a_round_with_lines_stays_with_its_team(keeper, page, counted):
    make_line(counted.rounds[0])
    answer = keeper.post(f"{page}equipes/{counted.team.pk}/", {"name": "B", "first": [counted.sectors[1].pk]})
    assert answer.status_code == 422
    assert "déjà envoyé des fiches" in answer.text
    with become("maintenance"):
        assert Team.objects.get(pk=counted.team.pk).name != "B"
        assert Round.objects.filter(team=counted.team).count() == 2


def test_a_sample_is_drawn_that_anybody_may_draw_again():
    counted = Counted(opened=False)
    for _ in range(8):
        make_sector(counted.night)
    browser, page = client_of(counted.keeper), counted.night.get_absolute_url()
    assert browser.get(f"{page}tirage/").status_code == 200
    samples = []
    for _ in range(2):
        browser.post(f"{page}tirage/", {"seed": "4 8 15", "dense": "4", "sparse": "1"})
        with become("maintenance"):
            samples.append(
                set(Sector.objects.filter(night=counted.night, sampled=True).values_list("pk", flat=True))
            )
    assert samples[0] == samples[1]
    assert len(samples[0]) == 5
    assert browser.post(f"{page}tirage/", {"seed": "4", "dense": "99", "sparse": "1"}).status_code == 422


def test_a_sector_is_removed_before_it_is_given():
    counted = Counted(opened=False)
    browser, page = client_of(counted.keeper), counted.night.get_absolute_url()
    free = make_sector(counted.night)
    browser.post(f"{page}secteurs/{free.pk}/retirer/")
    answer = browser.post(f"{page}secteurs/{counted.beside.pk}/retirer/", follow=True)
    assert "retirez-le d’abord à cette équipe" in answer.text
    with become("maintenance"):
        assert set(Sector.objects.filter(night=counted.night)) == {*counted.sectors, counted.beside}


def test_lines_are_corrected_and_struck_until_the_close(keeper, page, counted):
    line = make_line(counted.rounds[0])
    there = f"{page}fiches/{line.public_id}/"
    keeper.post(there, typed(counted.rounds[0], shape="couple", persons="2", hour="22 h 05"))
    assert (fresh(line).persons, fresh(line).changed_by) == (2, "organiser")
    keeper.post(f"{there}rayer/", {"why": "équipe relue"})
    assert fresh(line).struck_why == "équipe relue"
    assert "équipe relue" in keeper.get(f"{page}fiches/").text
    other = make_line(counted.rounds[0])
    keeper.post(f"{page}clore/")
    answer = keeper.post(f"{page}fiches/{other.public_id}/rayer/", {"why": "x"})
    assert answer.status_code == 422
    assert fresh(other).struck_at is None


def test_a_paper_sent_twice_is_one_line(keeper, page, counted):
    there = f"{page}tournees/{counted.rounds[0].pk}/saisir/"
    line = keeper.get(there).context["form"]["line"].value()
    for _ in range(2):
        keeper.post(there, {**typed(counted.rounds[0], hour="0 h 15"), "line": line})
    (kept,) = lines_of(counted.night)
    assert kept.on_paper
    assert keeper.get(f"{page}tournees/{counted.rounds[0].pk}/fiche.pdf").content.startswith(b"%PDF")


def test_doubles_are_decided(keeper, page, counted):
    first, second = make_line(counted.rounds[0], edge=True), make_line(counted.other_round)
    assert "que personne n’a décidés : 1" in words(keeper.get(f"{page}publier/"))
    assert "D’autres personnes" in keeper.get(f"{page}doubles/").text
    told = {"first": first.public_id, "second": second.public_id}
    assert "C’est décidé" in keeper.post(f"{page}doubles/", {**told, "same": "oui"}, follow=True).text
    assert "Rien n’a été décidé" in words(
        keeper.post(f"{page}doubles/", {**told, "same": "peut-être"}, follow=True)
    )
    assert "Rien n’a été décidé" in words(keeper.post(f"{page}doubles/", {"first": "x"}, follow=True))
    mine = {"first": first.public_id, "second": first.public_id, "same": "oui"}
    assert "ne sont pas de deux équipes" in keeper.post(f"{page}doubles/", mine, follow=True).text


def test_lists_cost_as_many_queries_with_one_row_or_three(keeper, page, counted):
    spent = {}
    for _ in range(3):
        make_line(counted.rounds[0])
        make_line(counted.other_round)
        make_night(counted.keeper.structure)
        make_sector(counted.night)
        for path in ("/comptages/", page, f"{page}fiches/", f"{page}doubles/", f"{page}resultats/"):
            with CaptureQueriesContext(connection) as queries:
                assert keeper.get(path).status_code == 200
            spent.setdefault(path, []).append(len(queries))
    assert all(counts[1] == counts[2] for counts in spent.values()), spent


def test_provisional_results_hide_nothing_and_are_the_organisers(keeper, page, counted, client):
    make_line(counted.rounds[0], persons=2, shape="couple")
    walk(*counted.rounds, counted.other_round)
    assert "Provisoire" in keeper.get(f"{page}resultats/").text
    assert keeper.get(f"{page}resultats/").context["persons"] == "2"
    assert client.get(f"{page}rapport/").status_code == 404


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001"])
def test_a_day_far_away_is_said(keeper, day):
    answer = keeper.post("/comptages/nouveau/", {**NIGHT, "day": day})
    assert answer.status_code == 422
    assert "day" in answer.context["form"].errors
