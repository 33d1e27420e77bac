"""A team and its link: lines once each, corrected with a trace, refused in plain words; what dies and what is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.audit.models import RowVersion
from maillage.counts.actions import nights, sightings
from maillage.counts.models import Night, Round, Team
from maillage.counts.tests.factories import Counted, fresh, lines_of, make_line, make_team, rounds_of, typed
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def counted():
    return Counted()


def move(night, **dates):
    with become("maintenance"):
        Night.objects.filter(pk=night.pk).update(**dates)


def test_a_line_by_the_form(client, counted):
    page = client.get(counted.link)
    assert page.status_code == 200
    assert "private" in page["Cache-Control"] or "no-store" in page["Cache-Control"]
    sent = typed(
        counted.rounds[0], contact="refused", persons="3", shape="family", minors="1", since="months"
    )
    answer = client.post(counted.link, {**sent, "line": page.context["form"]["line"].value()}, follow=True)
    assert "La fiche est reçue." in answer.text
    (line,) = lines_of(counted.night)
    assert (line.persons, line.minors, line.shape, line.contact, line.since, line.age) == (
        3, 1, "family", "refused", "months", "",
    )  # fmt: skip
    assert line.round_id == counted.rounds[0].pk
    assert not line.on_paper


def test_sent_twice_it_is_one_row(client, counted):
    sent = {**typed(counted.rounds[0]), "line": str(uuid4()), "at": timezone.now().isoformat()}
    answers = [client.post(counted.link, sent, **JSON) for _ in range(3)]
    assert [one.json() for one in answers] == [{"kept": True}] * 3
    assert len(lines_of(counted.night)) == 1


def test_the_phone_says_when_it_was(client, counted):
    seen = timezone.now() - timedelta(minutes=50)
    client.post(counted.link, {**typed(counted.rounds[0]), "at": seen.isoformat()}, **JSON)
    client.post(counted.link, {**typed(counted.rounds[0]), "at": "2019-01-01T00:00:00Z"}, **JSON)
    client.post(counted.link, {**typed(counted.rounds[0]), "at": "hier"}, **JSON)
    first, *others = lines_of(counted.night)
    assert first.seen_at == seen
    assert all(timezone.now() - one.seen_at < timedelta(minutes=1) for one in others)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"persons": "0"}, "Écrivez un nombre de 1 à 60."),
        ({"persons": "deux"}, "Écrivez un nombre de 1 à 60."),
        ({"persons": "2"}, "Une personne seule"),
        ({"minors": "2"}, "Les mineurs sont comptés parmi les personnes."),
        ({"shape": "couple", "persons": "2", "minors": "1"}, "choisissez famille"),
        ({"shape": "castle"}, "Choisissez une réponse."),
        ({"contact": ""}, "Choisissez une réponse."),
        ({"age": "90"}, "Choisissez une réponse."),
        ({"round": "0"}, "Choisissez un de vos secteurs."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, counted, told, words):
    sent = typed(counted.rounds[0], **told)
    page = client.post(counted.link, sent)
    assert page.status_code == 422
    assert words in page.text.replace("\u00a0", " ")
    assert page.context["form"].data["persons"] == sent["persons"]
    answer = client.post(counted.link, sent, **JSON)
    assert answer.status_code == 422
    assert any(words in one.replace("\u00a0", " ") for one in answer.json()["refused"])
    assert lines_of(counted.night) == []


def test_a_team_keeps_to_its_sectors(client, counted):
    assert client.post(counted.link, typed(counted.other_round), **JSON).status_code == 422
    told = {
        "values": {"seen_at": timezone.now(), "persons": 1, "minors": 0, "shape": "alone", "contact": "met"}
    }
    with pytest.raises(sightings.Forbidden, match="n’est plus à votre équipe"):
        sightings.keep_by_link(opened=counted.opened, line=uuid4(), round_id=counted.other_round.pk, **told)
    assert lines_of(counted.night) == []


def test_a_line_of_another_team_does_not_exist(client, counted):
    line = make_line(counted.other_round)
    for path in ("", "rayer/"):
        assert client.get(f"{counted.link}fiches/{line.public_id}/{path}").status_code == 404
    with pytest.raises(sightings.Forbidden):
        sightings.strike_by_link(opened=counted.opened, line=line.public_id, why="x")
    assert client.get(f"{counted.link}secteurs/{counted.other_round.pk}/").status_code == 404
    assert lines_of(counted.night)[0].struck_at is None


def test_a_line_is_corrected_then_struck_with_a_trace(client, counted):
    line = make_line(counted.rounds[0])
    page = f"{counted.link}fiches/{line.public_id}/"
    assert client.get(page).status_code == 200
    client.post(page, typed(counted.rounds[1], shape="couple", persons="2", hour="22 h 40"))
    changed = fresh(line)
    assert (changed.persons, changed.round_id, changed.changed_by) == (2, counted.rounds[1].pk, "team")
    assert client.post(f"{page}rayer/", {"why": ""}).status_code == 422
    client.post(f"{page}rayer/", {"why": "vue deux fois"})
    struck = fresh(line)
    assert struck.struck_at
    assert struck.struck_why == "vue deux fois"
    answer = client.post(page, typed(counted.rounds[0], hour="23 h"))
    assert answer.status_code == 422
    assert "ne change plus" in answer.text


def test_a_sector_is_declared_walked(client, counted):
    evening = timezone.localtime() - timedelta(days=1)
    move(counted.night, starts_at=evening.replace(hour=22, minute=0))
    page = f"{counted.link}secteurs/{counted.rounds[0].pk}/"
    assert client.post(page, {"walked": "whole"}).status_code == 422
    assert client.post(page, {"walked": "whole", "began": "23 h", "finished": "22 h"}).status_code == 422
    client.post(page, {"walked": "partly", "began": "22 h 15", "finished": "0 h 40"})
    told = fresh(counted.rounds[0])
    assert told.walked == "partly"
    assert told.finished_at > told.began_at
    client.post(page, {"walked": "not"})
    assert fresh(counted.rounds[0]).began_at is None


def test_before_it_opens_the_link_shows_and_takes_nothing(client):
    counted = Counted(opened=False)
    page = client.get(counted.link)
    assert "pas encore ouverte" in page.text
    assert "<button>Garder" not in page.text
    answer = client.post(counted.link, typed(counted.rounds[0]), **JSON)
    assert answer.status_code == 422
    assert lines_of(counted.night) == []


def test_after_the_close_a_phone_sends_what_it_saw_before(client, counted):
    closed = timezone.now() - timedelta(hours=2)
    move(counted.night, closed_at=closed)
    before, after = (closed + timedelta(minutes=minutes) for minutes in (-5, 5))
    answers = [
        client.post(counted.link, {**typed(counted.rounds[0]), "at": at.isoformat()}, **JSON)
        for at in (before, after)
    ]
    assert [one.status_code for one in answers] == [200, 422]
    (line,) = lines_of(counted.night)
    page = f"{counted.link}fiches/{line.public_id}/"
    assert client.post(page, typed(counted.rounds[0], hour="22 h")).status_code == 422
    assert client.post(f"{page}rayer/", {"why": "x"}).status_code == 422


def test_what_is_published_takes_nothing_more(client, counted):
    make_line(counted.rounds[0])
    counted.publish()
    sent = {**typed(counted.rounds[0]), "at": (timezone.now() - timedelta(hours=1)).isoformat()}
    assert client.post(counted.link, sent, **JSON).status_code == 422
    assert len(lines_of(counted.night)) == 1


@pytest.mark.parametrize(
    ("dates", "opens"),
    [
        ({"closed_at": timedelta(hours=23)}, True),
        ({"closed_at": timedelta(hours=25)}, False),
        ({"ends_at": timedelta(days=9)}, False),
    ],
)
def test_the_link_dies_a_day_after_the_close(client, counted, dates, opens):
    link = counted.link
    told = {name: timezone.now() - ago for name, ago in dates.items()}
    move(
        counted.night,
        starts_at=timezone.now() - timedelta(days=20),
        opened_at=timezone.now() - timedelta(days=19),
        **told,
    )
    assert client.get(link).status_code == (200 if opens else 404)
    answer = client.post(link, typed(counted.rounds[0]), **JSON)
    assert answer.status_code == (422 if opens else 404)


def test_a_link_that_was_changed_or_made_up_opens_nothing(client, counted):
    old = counted.link
    from maillage.counts.actions.ground import new_link

    with acting(counted.actor):
        new_link(by=counted.actor, team=fresh(counted.team))
    assert client.get(old).status_code == 404
    assert client.get(counted.link).status_code == 200
    assert client.get("/comptages/equipe/x/").status_code == 404


def test_first_names_are_forgotten_three_months_after(counted):
    recent = Counted()
    long_ago = timezone.now() - timedelta(days=100)
    move(counted.night, starts_at=long_ago - timedelta(hours=3), ends_at=long_ago, phone="02 47 00 00 01")
    sightings.forget()
    with become("maintenance"):
        assert set(Team.objects.filter(night=counted.night).values_list("leader", "members")) == {("", "")}
        assert set(Team.objects.filter(night=recent.night).values_list("leader", "members")) == {
            ("Awa", "Jules, Inès")
        }
    assert fresh(counted.night).phone == ""
    assert former_phones() == {""}


def test_a_number_that_was_changed_before_is_forgotten_too_and_the_history_of_the_night_stays(counted):
    recent = Counted()
    for night in (counted.night, recent.night):
        for phone in ("02 47 00 00 01", "02 47 00 00 02", ""):
            move(night, phone=phone)
    long_ago = timezone.now() - timedelta(days=100)
    move(counted.night, starts_at=long_ago - timedelta(hours=3), ends_at=long_ago)
    before = former_phones(recent.night)
    kept = len(versions_of(counted.night))
    sightings.forget()
    assert former_phones(counted.night) == {""}
    assert len(versions_of(counted.night)) == kept
    assert former_phones(recent.night) == before
    assert "02 47 00 00 01" in before


def versions_of(*nights):
    with become("maintenance"):
        rows = RowVersion.objects.filter(table="counts_night")
        wanted = rows.filter(row_id__in=[str(one.pk) for one in nights]) if nights else rows
        return list(wanted.values_list("former", flat=True))


def former_phones(*nights):
    return {one["phone"] for one in versions_of(*nights)}


def test_the_page_costs_as_many_queries_with_one_line_or_three(client, counted, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(3):
        make_line(counted.rounds[0])
        with CaptureQueriesContext(connection) as spent:
            client.get(counted.link)
        counts.append(len(spent))
    assert counts[1] == counts[2]


def test_the_worker_is_served_where_it_keeps_pages(client):
    answer = client.get("/comptages/equipe/hors-ligne.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "fetch" in answer.text


def test_two_passes_of_a_sector_are_two_teams(counted):
    again = make_team(counted.night, again=[counted.sectors[0]])
    (round,) = rounds_of(again)
    assert round.again
    assert str(round).endswith("(second passage)")
    with become("maintenance"):
        assert Round.objects.filter(sector=counted.sectors[0]).count() == 2


def test_a_night_opens_closes_and_is_published_once_in_this_order():
    counted = Counted(opened=False)
    with acting(counted.actor):
        for step in (nights.close_night, nights.publish):
            with pytest.raises(nights.Forbidden):
                step(by=counted.actor, night=counted.night)
        nights.open_night(by=counted.actor, night=counted.night)
        with pytest.raises(nights.Forbidden):
            nights.open_night(by=counted.actor, night=counted.night)
        nights.close_night(by=counted.actor, night=counted.night)
        nights.publish(by=counted.actor, night=counted.night)
        with pytest.raises(nights.Forbidden, match="publiée"):
            nights.publish(by=counted.actor, night=counted.night)


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00", "\x00", "1" * 500]
)
@pytest.mark.parametrize("line", ["", "x", "\x00"])
def test_what_a_script_made_up_is_never_an_error_of_ours(client, counted, at, line):
    answer = client.post(counted.link, {**typed(counted.rounds[0]), "at": at, "line": line}, **JSON)
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("persons", ["9" * 40, "-1", "1e9", "²", "\x00"])
def test_numbers_that_are_none_are_said(client, counted, persons):
    assert client.post(counted.link, typed(counted.rounds[0], persons=persons), **JSON).status_code == 422
