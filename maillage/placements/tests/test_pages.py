"""Pages of placements: what each says, how many queries they cost, what bad input gets."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.directory.fold import fold
from maillage.directory.models import Structure
from maillage.permissions.context import acting
from maillage.placements.actions import rounds
from maillage.placements.models import Candidate, Cohort, Host, Immersion, Placement, Seat, Session, WishList
from maillage.placements.queries.door import token_of
from maillage.placements.queries.waiting import waiting
from maillage.placements.tests.factories import (
    Region,
    fresh,
    make_bar,
    make_candidate,
    make_cohort,
    make_host,
    make_list,
    make_seat,
    move,
)
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"placements:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def clients(region, *names):
    return [client_of(getattr(region, name)) for name in names]


def told(region):
    """Awa has the seat she wanted, Bao was refused, results are published."""
    make_list(region.candidate, region.seat, region.far_seat)
    with become("maintenance"):
        Candidate.objects.filter(pk=region.unsigned.pk).update(year=1)
    make_list(region.unsigned, region.seat)
    region.run()
    region.session = move(region.session, "results")
    return region


def test_a_student_adds_moves_types_and_removes():
    region = Region()
    (awa,) = clients(region, "awa")
    address, page = at("change", region.candidate.public_id), at("candidate", region.candidate.public_id)

    def listed():
        with become("maintenance"):
            return WishList.objects.get().seats

    one, two = region.seat.pk, region.far_seat.pk
    for sent, expected in (
        ({"ajouter": one}, [one]),
        ({"ajouter": two}, [one, two]),
        ({"monter": two}, [two, one]),
        ({"descendre": two}, [one, two]),
        ({f"rang-{two}": "1", f"rang-{one}": "2"}, [two, one]),
        ({f"rang-{two}": "abc", f"rang-{one}": "9" * 40, "rang-x": "1"}, [two, one]),
        ({"retirer": two}, [one]),
        ({"monter": "x'; --"}, [one]),
    ):
        response = awa.post(address, sent)
        assert (response.status_code, response.url, listed()) == (302, page, expected), sent
    assert awa.post(address, {"ajouter": 0}).status_code == 404
    assert "Votre liste, 1 vœu" in words(awa.get(page))


def test_a_closed_place_says_why_and_offers_nothing():
    region = Region()
    make_cohort(region.school, year=2, levels=["1"])
    (awa,) = clients(region, "awa")
    read = words(awa.get(at("candidate", region.candidate.public_id)))
    assert "2 places ne vous sont pas ouvertes" in read
    assert "votre école ne prévoit pas ce niveau de difficulté cette année" in read
    assert "Ajouter" not in read
    assert "Aucune place ne correspond" in words(
        awa.get(at("candidate", region.candidate.public_id) + "?ouvertes=1")
    )


def test_a_school_reads_a_list_when_it_is_shown_alone():
    region = Region()
    row = make_list(region.candidate, region.seat)
    (school,) = clients(region, "school_officer")
    page = at("candidate", region.candidate.public_id)
    assert "il n’a pas choisi de la montrer" in words(school.get(page))
    with become("maintenance"):
        WishList.objects.filter(pk=row.pk).update(shown=True)
    read = words(school.get(page))
    assert "Votre liste, 1 vœu" in read
    assert "Monter" not in read
    assert "Liste déposée, 1 vœu" in words(school.get(at("school", region.session.public_id)))


def test_each_reads_what_became_of_their_wishes():
    region = told(Region("closed"))
    awa, school = clients(region, "awa", "school_officer")
    mine = words(awa.get(at("result", region.candidate.public_id)))
    assert "C’est votre place." in mine
    assert "Pas nécessaire : vous avez mieux dans votre liste." in mine
    theirs = words(school.get(at("result", region.unsigned.public_id)))
    assert (
        "La place a été donnée à un étudiant qui passait avant vous, par : une année de formation plus avancée."
        in theirs
    )
    assert "Pas de place pour l’instant" in theirs


def test_results_wait_for_their_hour():
    region = Region("closed")
    make_list(region.candidate, region.seat)
    region.run()
    awa, host = clients(region, "awa", "host")
    early = words(awa.get(at("result", region.candidate.public_id)))
    assert "Les résultats paraissent le" in early
    assert "Polyvalence" not in early
    assert "Awa Diallo" not in words(host.get(at("places")))
    move(region.session, "results")
    assert "Awa Diallo" in words(host.get(at("places")))


def test_pasted_students_are_entered_or_told_line_by_line():
    region = Region()
    (school,) = clients(region, "school_officer")
    page = at("paste", region.session.public_id)
    good = f"Nom;Adresse;Diplôme\nInès Vidal;;DEASS;2;Chinon;boursier, ou sans ressources\nAwa Diallo;{region.awa.user.email};deass;3;;\n"
    assert school.post(page, {"lines": good}).status_code == 302
    with become("maintenance"):
        rows = {one.name: one for one in Candidate.objects.filter(school=region.school)}
        assert (rows["Inès Vidal"].commune.name, rows["Inès Vidal"].priority.need) == ("Chinon", "income")
        assert (rows["Awa Diallo"].pk, rows["Awa Diallo"].year) == (region.candidate.pk, 3)
    bad = "Paul;;XYZ;2\n;;DEASS;1\nZoé;;DEASS;dix\nLina;;DEASS;1;Nullepart-sur-Rien\nNoé;;DEASS;1;;malade"
    response = school.post(page, {"lines": bad})
    read = words(response)
    assert response.status_code == 422
    for number in range(1, 6):
        assert f"Ligne {number} :" in read
    assert "Nullepart-sur-Rien" in read
    assert school.post(page, {"lines": "\n"}).status_code == 422


def test_an_address_that_is_no_account_of_the_school_gets_a_link():
    """Nobody learns who has an account elsewhere."""
    region = Region()
    (school,) = clients(region, "school_officer")
    sent = {"name": "Paul Sorel", "email": region.chloe.user.email, "diploma_code": "deass", "year": "2"}
    page = school.post(at("add_student", region.session.public_id), sent, follow=True)
    assert "http://testserver/stages/voeux/" in words(page)
    with become("maintenance"):
        row = Candidate.objects.get(name="Paul Sorel")
        assert (row.user_id, row.email) == (None, region.chloe.user.email)
    bad = school.post(at("add_student", region.session.public_id), sent | {"email": "paul"})
    assert bad.status_code == 422
    assert "paul" in words(bad)
    pasted = school.post(at("paste", region.session.public_id), {"lines": "Lina;lina@;DEASS;1"})
    assert pasted.status_code == 422
    assert "n’est pas une adresse e-mail" in words(pasted)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Bao Tran;autre@exemple.test;DEASS;2", "déjà là"),
        ("Awa Diallo;{other};DEASS;2", "déjà là"),
        ("Double Nom;;DEASS;2", "plusieurs étudiants"),
    ],
)
def test_a_name_that_may_be_somebody_elses_is_no_proof(line, said):
    """Their link, or their account, would go to another person."""
    region = Region()
    (school,) = clients(region, "school_officer")
    with become("maintenance"):
        Candidate.objects.filter(pk=region.unsigned.pk).update(email="bao@exemple.test")
        other = make_member(Role.STUDENT, region.school_officer.structure).user.email
    for _ in range(2):
        make_candidate(region.school, name="Double Nom")
    page = school.post(at("paste", region.session.public_id), {"lines": line.format(other=other)})
    assert page.status_code == 422
    assert said in words(page)
    assert line.format(other=other) in page.text
    assert fresh(region.unsigned).email == "bao@exemple.test"


def test_who_comes_back_with_another_address_has_another_link():
    region = Region()
    (school,) = clients(region, "school_officer")
    with become("maintenance"):
        Candidate.objects.filter(pk=region.unsigned.pk).update(email="bao@exemple.test")
    school.post(at("withdraw_student", region.unsigned.public_id))
    school.post(at("paste", region.session.public_id), {"lines": "Bao Tran;neuf@exemple.test;DEASS;2"})
    row = fresh(region.unsigned)
    assert (row.email, row.withdrawn_at, row.key == region.unsigned.key) == ("neuf@exemple.test", None, False)


def test_a_host_answers_in_two_taps_without_an_account():
    region = Region("seats")
    host = make_host(region.session, region.stranger.structure, last=2)
    page, visitor = at("answer", token_of(host.key)), Client()
    assert "Comme l’an dernier : 2 places" in words(visitor.get(page))
    assert visitor.post(page, {"answer": "renewed"}).status_code == 302
    assert "Votre réponse : comme l’an dernier, 2 places" in words(visitor.get(page))
    for sent in ({}, {"answer": "changed"}, {"answer": "changed", "number": "0"}, {"answer": "x"}):
        assert visitor.post(page, sent).status_code == 422, sent
    assert visitor.post(page, {"answer": "none", "reason": "tutor"}).status_code == 302
    assert fresh(host).reason == "tutor"
    assert visitor.get(at("answer", "faux")).status_code == 404


def test_who_runs_a_session_sees_who_answered_and_replays():
    region = told(Region("closed"))
    make_host(region.session, region.host.structure)
    (officer,) = clients(region, "officer")
    make_host(region.session, region.other_host.structure, answer="changed", answered_at=timezone.now())
    page = words(officer.get(at("hosts", region.session.public_id)))
    assert page.index("Sans réponse") < page.index("Répondu")
    assert "Même résultat" in words(officer.get(at("replay", region.session.public_id, 1)))
    with become("maintenance"):
        Candidate.objects.filter(pk=region.other.pk).update(year=1)
    assert "ce qui est entré a changé : étudiants" in words(
        officer.get(at("replay", region.session.public_id, 1))
    )


def test_a_session_is_written_published_and_put_off():
    region = Region()
    (officer,) = clients(region, "officer")
    today = date.today()
    days = {
        "seats_until": 10,
        "opens_at": 10,
        "closes_at": 30,
        "results_at": 40,
        "starts_on": 60,
        "ends_on": 120,
    }
    sent = {name: f"{today + timedelta(days=ahead):%d/%m/%Y}" for name, ahead in days.items()}
    sent |= {"title": "Printemps", "territory": "Tours", "contact": "Odile", "hour": "12 h"}
    made = officer.post(at("prepare"), sent)
    assert made.status_code == 302
    wrong = officer.post(at("prepare"), sent | {"closes_at": sent["opens_at"]})
    assert (wrong.status_code, "Les dates se suivent" in words(wrong)) == (422, True)
    with become("maintenance"):
        session = Session.objects.get(title="Printemps")
    assert officer.post(at("publish", session.public_id)).url == made.url
    assert fresh(session).published_at is None
    with become("maintenance"):
        Structure.objects.filter(pk=region.school.structure_id).update(
            folded_name=fold(region.school.structure.name)
        )
    school = {"structures": f"{region.school.structure.name}\n"}
    assert officer.post(at("call_schools", session.public_id), school).status_code == 302
    assert officer.post(at("call_hosts", session.public_id), {"structures": "Nulle part"}).status_code == 422
    officer.post(at("publish", session.public_id))
    session = fresh(session)
    assert len(session.commitment) == 64
    assert session.commitment in words(Client().get(made.url))
    later = {"closes_at": f"{today + timedelta(days=35):%d/%m/%Y}", "results_at": sent["results_at"]}
    assert officer.post(at("postpone", session.public_id), later).status_code == 302
    sooner = later | {"closes_at": sent["closes_at"]}
    response = officer.post(at("postpone", session.public_id), sooner)
    assert (response.status_code, "ne se rapproche pas" in words(response)) == (422, True)


def test_an_immersion_is_asked_and_answered():
    region = Region()
    with become("maintenance"):
        Seat.objects.filter(pk=region.seat.pk).update(immersions=True)
    stranger, host = clients(region, "stranger", "host")
    page = at("immersion", region.seat.public_id)
    sent = {"starts_on": f"{date.today() + timedelta(days=9):%d/%m/%Y}", "days": "3", "words": "Voir."}
    assert stranger.post(page, sent | {"days": "6"}).status_code == 422
    assert stranger.post(page, sent).status_code == 302
    assert stranger.post(page, sent).status_code == 422
    with become("maintenance"):
        row = Immersion.objects.get()
    answer = at("answer_immersion", row.public_id)
    assert host.post(answer, {"answer": "no"}).status_code == 422
    assert host.post(answer, {"answer": "yes"}).status_code == 302
    assert "oui" in words(stranger.get(at("seat", region.seat.public_id)))


def test_what_waits_says_a_date_to_each():
    region = Region()
    make_host(region.session, region.stranger.structure)
    for who, many in (("awa", 1), ("school_officer", 1), ("officer", 0), ("stranger", 0)):
        with acting(region.actor(who)) as by:
            assert len(waiting(by)) == many, who
    move(region.session, "closed")
    with acting(region.actor("officer")) as by:
        assert [one["text"] for one in waiting(by)] == [f"Premier tour à faire\u00a0: {region.session.title}"]


def test_a_place_is_given_back_from_its_page():
    region = told(Region("closed"))
    (awa,) = clients(region, "awa")
    with become("maintenance"):
        row = Placement.objects.get(candidate=region.candidate)
    assert awa.post(at("give_back", row.public_id), {"why": "host"}).status_code == 422
    assert awa.post(at("give_back", row.public_id), {"why": "withdrew"}).status_code == 302
    assert "l’étudiant renonce" in words(awa.get(at("result", region.candidate.public_id))).casefold()


def grow(region, more):
    for _ in range(more):
        make_candidate(region.school, need="care")
        seat = make_seat(region.session, region.host.structure)
        make_seat(region.session, region.other_host.structure)
        with become("maintenance"):
            lists = WishList.objects.get(candidate=region.candidate)
            lists.seats.append(seat.pk)
            lists.save()
            Host.objects.get_or_create(session=region.session, structure=region.other_host.structure)
            Cohort.objects.create(school=region.school, diploma_code="dees", year=Cohort.objects.count() + 1)


@pytest.mark.parametrize(
    ("who", "name", "about"),
    [
        ("awa", "candidate", "candidate"),
        ("school_officer", "school", "session"),
        ("officer", "hosts", "session"),
        ("officer", "session", "session"),
        ("host", "places", None),
        ("awa", "home", None),
    ],
)
def test_a_longer_list_costs_no_more_queries(who, name, about):
    region = Region()
    make_bar(make_list(region.candidate, region.seat), region.stranger.structure)
    make_host(region.session, region.host.structure)
    (client,) = clients(region, who)
    address = at(name, *([getattr(region, about).public_id] if about else []))
    grow(region, 1)
    before = count_queries(client, address)
    grow(region, 2)
    assert count_queries(client, address) == before


def test_arbitrations_and_results_cost_no_more_with_more_rows():
    region = Region("closed")
    others = [make_candidate(region.school) for _ in range(2)]
    make_list(region.candidate, region.seat)
    region.run()
    seats = [make_seat(region.session, region.host.structure) for _ in range(3)]
    (officer,) = clients(region, "officer")

    def propose(one, seat):
        with acting(region.actor("officer")) as by:
            rounds.propose(by=by, candidate=fresh(one), seat=seat, reason="La seule.")

    propose(region.other, seats[0])
    before = count_queries(officer, at("arbitrations", region.session.public_id))
    for one, seat in zip(others, seats[1:], strict=True):
        propose(one, seat)
    assert count_queries(officer, at("arbitrations", region.session.public_id)) == before


def test_a_school_types_when_its_students_are_on_placement():
    region = Region()
    (school,) = clients(region, "school_officer")
    told = {
        "diploma_code": "deass",
        "year": "2",
        "moment": "placement",
        "starts_on": "1/3/2027",
        "ends_on": "30/4/2027",
    }
    wrong = school.post(at("add_period"), told | {"ends_on": "1/2/2027"})
    assert wrong.status_code == 422
    assert 'value="1/3/2027"' in words(wrong)
    assert school.post(at("add_period"), told | {"students": "40"}).status_code == 302
    page = words(school.get(at("calendars")))
    assert "30 avril 2027" in page
    assert region.school.structure.name in page
