"""First reception: three taps, a slip, coming back, a service, a file if they choose; never a name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, client_of, make_structure
from maillage.directory.models import Presence, ReceptionCount
from maillage.directory.tests.offer import make_service
from maillage.people.tests.factories import attach, make_person
from maillage.permissions.context import acting
from maillage.reception.models import Orientation, Reception
from maillage.reception.queries.receptions import figures
from maillage.reception.slip_paper import slip
from maillage.reception.tests.factories import THEME, make_orientation, make_reception
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TAPS = {"themes": [THEME], "outcome": "answered"}
REST = {"language": "fr", "interpreter": "none", "where": "desk", "adults": "", "children": ""}


def at(name, *args):
    return reverse(f"reception:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def rows(model=Reception):
    with become("maintenance"):
        return list(model.objects.order_by("pk"))


@pytest.fixture
def desk(team):
    return client_of(team.agent)


def test_three_taps_are_enough(desk):
    answer = desk.post(at("receive"), TAPS | REST)
    (row,) = rows()
    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    told = (row.themes, row.outcome, row.adults, row.children, row.person_id, len(row.reference))
    assert told == ([THEME], "answered", 1, 0, None, 8)
    page = words(desk.get(answer.url))
    assert f"Bon {row.slip}" in page
    assert "Sans identité." in page


def test_a_contact_online_is_noted_without_opening_a_file(desk):
    there = desk.post(at("receive"), TAPS | REST | {"where": "online"}).url
    (row,) = rows()
    assert (row.where, row.person_id) == ("online", None)
    assert "en ligne" in words(desk.get(there)).lower()
    assert rows(ReceptionCount) == [], "nobody passed at the desk"


def test_at_the_desk_it_counts_as_a_passage_once(desk):
    key = {"request_key": "0b0b5b0e-0000-4000-8000-000000000001"}
    for _ in range(2):
        desk.post(at("receive"), TAPS | REST | key)
    (count,) = rows(ReceptionCount)
    assert (count.category, count.sent, count.visitor, count.count) == (THEME, "here", "alone", 1)
    desk.post(at("receive"), TAPS | REST | {"where": "outside"})
    assert [one.count for one in rows(ReceptionCount)] == [1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"themes": []}, "Cochez au moins une raison"),
        ({"outcome": ""}, "Dites ce qui a été répondu."),
        ({"come_back_on": "31/02/2027"}, "Cette date n’existe pas"),
        ({"come_back_on": "01/02/2020"}, "Écrivez une date à partir du"),
        ({"children": "trois"}, "Écrivez un nombre, en chiffres."),
        ({"adults": "0"}, "Écrivez 1 ou plus."),
        ({"language": "klingon"}, "Sélectionnez un choix valide"),
        ({"line": "x" * 301}, "C’est trop long"),
        ({"said": "a\x00b"}, "nul"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, typed, said):
    answer = desk.post(at("receive"), TAPS | REST | {"line": "Dort dans sa voiture"} | typed)
    assert (answer.status_code, rows()) == (422, [])
    assert said in words(answer)
    assert "line" in typed or "Dort dans sa voiture" in words(answer)


@pytest.mark.parametrize("line", ["Mme Durand", "né le 12/03/1990", "06 12 34 56 78"])
def test_a_line_that_identifies_is_shown_before_it_is_kept(desk, line):
    told = TAPS | REST | {"line": line}
    answer = desk.post(at("receive"), told)
    assert (answer.status_code, rows()) == (422, [])
    assert "Reformulez" in words(answer)
    assert desk.post(at("receive"), told | {"confirmed": [line]}).status_code == 302


def test_coming_back_is_found_by_the_slip_however_it_is_typed(desk, team):
    first = make_reception(team.agent, line="Dort dans sa voiture")
    for typed in (first.slip, first.slip.lower(), f" {first.reference[:3]} {first.reference[3:]} "):
        assert desk.get(at("receptions"), {"bon": typed}).url == first.get_absolute_url()
    answer = desk.post(at("come_back", first.pk), TAPS | REST)
    assert answer.url == first.get_absolute_url()
    page = desk.get(answer.url)
    assert "Dort dans sa voiture" in words(page)
    assert len(page.context["told"]) == 2
    second = next(one for one in rows() if one.follows_id)
    assert desk.get(at("receptions"), {"bon": second.slip}).url == first.get_absolute_url()


@pytest.mark.parametrize("typed", ["", "2345", "ZZZZ-ZZZZ", "é" * 500, "2345\x006789"])
def test_a_slip_that_is_nobodys_is_said(desk, typed):
    answer = desk.get(at("receptions"), {"bon": typed})
    assert answer.status_code == 422


def test_a_slip_of_elsewhere_opens_nothing(desk, team):
    away = make_reception(team.far_agent)
    assert desk.get(at("receptions"), {"bon": away.slip}).status_code == 422
    assert desk.get(at("reception", away.pk)).status_code == 404


def test_who_may_come_back_today_is_listed_and_who_did_not_is_not_looked_for(desk, team):
    today = timezone.localdate()
    due = make_reception(team.agent, come_back_on=today)
    make_reception(team.agent, come_back_on=today - timedelta(days=1))
    page = desk.get(at("receptions"))
    assert list(page.context["expected"]) == [due]


def test_an_orientation_starts_from_the_directory_and_ends_on_the_slip(desk, team):
    with become("maintenance"):
        place = make_structure("Épicerie du Val")
        type(place).objects.filter(pk=place.pk).update(phone="+33247000009")
        place.refresh_from_db()
        service = make_service(place, conditions="Un justificatif de domicile")
    row = make_reception(team.agent, outcome="unanswered")
    assert f"dossier={row.pk}" in desk.get(row.get_absolute_url()).context["search_url"]
    page = desk.get(service.get_absolute_url(), {"dossier": str(row.pk)})
    ((label, url),) = page.context["to_note"]
    assert label == "Noter cette orientation"
    assert desk.get(url).status_code == 200
    for _ in range(2):
        assert desk.post(url).status_code == 302
    assert [(one.reception_id, one.service_id) for one in rows(Orientation)] == [(row.pk, service.pk)]
    assert rows()[0].outcome == "oriented"
    told = str(slip(row, [service], row))
    for expected in (row.slip, "Épicerie du Val", "02 47 00 00 09", "Un justificatif de domicile"):
        assert expected in told.replace("\u00a0", " ")
    paper = desk.get(at("slip", row.pk))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")


def test_a_service_that_does_not_exist_is_a_404(desk, team):
    row = make_reception(team.agent)
    assert desk.get(at("orient", row.pk, row.pk)).status_code == 404


def test_joined_to_a_file_with_every_return_when_the_person_chooses(team):
    worker = client_of(team.worker)
    first = make_reception(team.agent)
    make_reception(team.agent, follows=first)
    assert worker.post(at("join", team.samira.pk), {"reference": "ZZZZ-ZZZZ"}).status_code == 422
    assert worker.post(at("join", team.samira.pk), {"reference": first.slip}).status_code == 302
    assert {one.person_id for one in rows()} == {team.samira.pk}
    again = worker.post(at("join", team.samira.pk), {"reference": first.slip})
    assert "déjà joint" in words(again)
    page = worker.get(reverse("people:person", args=[team.samira.pk]))
    assert first.get_absolute_url() in words(page)
    assert client_of(team.agent).get(first.get_absolute_url()).status_code == 404
    worker.post(at("come_back", first.pk), TAPS | REST)
    assert {one.person_id for one in rows()} == {team.samira.pk}
    assert worker.post(at("orient", first.pk, make_service(team.here).public_id)).status_code == 403


def test_nobody_joins_a_reception_to_a_file_they_do_not_see(team):
    first = make_reception(team.agent)
    agent = client_of(team.agent)
    assert agent.post(at("join", team.samira.pk), {"reference": first.slip}).status_code == 404
    with become("maintenance"):
        paul = make_person("Paul", "Roy")
        attach(team.agent, paul, worker=False)
    assert agent.post(at("join", paul.pk), {"reference": first.slip}).status_code == 302


def test_who_is_present_here_is_shown(desk, team):
    now = timezone.localtime()
    half = f"{now.isoweekday()}{'am' if now.hour < 13 else 'pm'}"
    with become("maintenance"):
        for body, halves in (("CAF", [half]), ("Impôts", ["0am"])):
            Presence.objects.create(place=team.here, body=body, folded_body=body.lower(), halves=halves)
    for page in ("receptions", "receive"):
        told = words(desk.get(at(page)))
        assert "Présents ici en ce moment" in told
        assert "<li>CAF</li>" in told
        assert "Impôts" not in told


def test_lists_cost_the_same_with_one_row_and_with_three(desk, team):
    service = make_service(team.elsewhere)
    first = make_reception(team.agent)
    make_orientation(first, service)
    listed, story = count_queries(desk, at("receptions")), count_queries(desk, first.get_absolute_url())
    for _ in range(2):
        make_orientation(make_reception(team.agent, follows=first), service)
    assert count_queries(desk, at("receptions")) == listed
    assert count_queries(desk, first.get_absolute_url()) == story


def test_figures_hide_what_is_small(team):
    first = [make_reception(team.agent) for _ in range(5)].pop()
    make_reception(team.agent, themes=["sante"], outcome="unanswered", follows=first)
    make_reception(team.far_agent)
    with acting(actor_of(team.leader)):
        (told,) = figures()
    assert (told.total.received, told.total.unanswered, told.total.returned) == (6, None, None)
    by_theme = {row.theme: (row.received, row.unanswered, row.returned) for row in told.themes}
    assert by_theme == {THEME: (5, 0, 0), "sante": (None, None, None)}
    page = client_of(team.leader).get(at("figures"))
    assert "moins de 5" in words(page)
    csv = client_of(team.leader).get(at("figures"), {"format": "csv"}).content.decode("utf-8-sig")
    assert len(csv.splitlines()) == 4
