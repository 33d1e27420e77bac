"""Mission letters, presence by college, attestations: their actions and their pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, signed_in
from maillage.governance.enums import Ending
from maillage.governance.models import AgendaItem, Decision, MissionLetter, Presence
from maillage.governance.queries import participation as queries
from maillage.governance.tests.expense_factories import make_letter, make_presence
from maillage.governance.tests.factories import LONG_AGO, make_committee, make_duty, make_seat
from maillage.governance.tests.mandate_factories import make_keeper
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def expert(client):
    return signed_in(client, Role.SOCIAL_WORKER)


@pytest.fixture
def seat(expert):
    return make_seat(make_committee(name="Comité du Cher"), college=1, user=expert.user, expert=True)


@pytest.fixture
def secretary(seat):
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER)
    make_duty(seat.seat.committee, member.user)
    return client_of(member)


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def kept():
    with become("maintenance"):
        return MissionLetter.objects.get()


def a_letter(seat, **told):
    return {
        "occupant": seat.pk,
        "mission": "Lire les dossiers.",
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "hours": "20",
        "covers": ["travel", "meal"],
        **told,
    }


def test_a_letter_is_written_by_the_secretary_and_signed_by_who_it_is_for(client, secretary, seat):
    committee = seat.seat.committee
    answer = secretary.post(url("write_letter", committee.public_id), a_letter(seat), follow=True)
    assert "La lettre est écrite." in words(answer)
    letter = kept()
    assert (letter.covers, letter.status, letter.signed_on) == (["car", "ticket", "meal"], "", None)
    assert secretary.get(url("letter_pdf", letter.public_id)).content.startswith(b"%PDF")
    assert "À signer" in words(client.get(url("my_expenses")))
    sent = {"status": "volunteer", "on": TODAY().strftime("%d/%m/%Y")}
    assert "La lettre est signée." in words(
        client.post(url("sign_letter", letter.public_id), sent, follow=True)
    )
    again = client.post(url("sign_letter", letter.public_id), sent)
    assert (again.status_code, "déjà signée" in words(again)) == (422, True)
    assert kept().status == "volunteer"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"occupant": "0"}, "Choisissez quelqu’un de la liste."),
        ({"hours": "beaucoup"}, "Écrivez un nombre d’heures"),
        ({"ends_on": "01/01/2020"}, "Le dernier jour vient après le premier."),
        ({"mission": "\0"}, "nul"),
    ],
)
def test_a_letter_that_cannot_be_gets_a_sentence(secretary, seat, changed, said):
    answer = secretary.post(url("write_letter", seat.seat.committee.public_id), a_letter(seat, **changed))
    assert answer.status_code == 422
    assert said in words(answer)
    with become("maintenance"):
        assert MissionLetter.objects.count() == 0


def test_a_letter_ends_with_the_term_and_never_later_than_it_said(secretary, seat):
    last = TODAY() + timedelta(days=40)
    with become("maintenance"):
        type(seat).objects.filter(pk=seat.pk).update(ends_on=last)
    page, later = url("write_letter", seat.seat.committee.public_id), f"{last + timedelta(days=1):%d/%m/%Y}"
    refused = secretary.post(page, a_letter(seat, ends_on=later))
    assert (refused.status_code, "siège jusqu’au" in words(refused)) == (422, True)
    assert secretary.post(page, a_letter(seat, ends_on=f"{last:%d/%m/%Y}")).status_code == 302
    refused = secretary.post(url("end_letter", kept().public_id), {"last": later})
    assert (refused.status_code, "finit déjà le" in words(refused)) == (422, True)


def test_a_letter_is_for_who_sits_today_in_a_seat_that_still_is(secretary, seat):
    """As for a meeting: the seat is in force, not its occupant alone."""
    page = url("write_letter", seat.seat.committee.public_id)
    assert seat.name in words(secretary.get(page))
    with become("maintenance"):
        type(seat.seat).objects.filter(pk=seat.seat_id).update(ends_on=TODAY() - timedelta(days=1))
    assert seat.name not in words(secretary.get(page))


def test_one_letter_at_a_time(secretary, seat):
    page = url("write_letter", seat.seat.committee.public_id)
    secretary.post(page, a_letter(seat))
    assert "déjà une lettre" in words(secretary.post(page, a_letter(seat, starts_on="01/06/2026")))
    secretary.post(url("end_letter", kept().public_id), {"last": "31/05/2026"})
    secretary.post(page, a_letter(seat, starts_on="01/06/2026"))
    with become("maintenance"):
        assert MissionLetter.objects.count() == 2


def test_hours_are_used_by_attendance(client, seat):
    letter = make_letter(seat)
    make_presence(seat, minutes=150)
    make_presence(seat, -20, minutes=60)
    assert "3,50 h de présence, sur 20 heures prévues" in words(client.get(letter.get_absolute_url()))


def test_presence_is_measured_by_college_and_never_by_person(seat):
    committee = seat.seat.committee
    keeper, other = make_keeper(committee), make_seat(committee, college=0)
    make_seat(committee, college=0, starts_on=TODAY())
    first = make_presence(seat, -10)
    make_presence(other, -5, capacity="member")
    with become("maintenance"):
        told = {"occupant": other, "name": other.name, "minutes": 60}
        Presence.objects.create(gathering=first.gathering, **told)
    years = {(TODAY() + timedelta(days=days)).year for days in (-10, -5)}
    with acting(keeper):
        found = [one for year in sorted(years) for one in queries.shares(committee, year)]
        assert queries.held_years(keeper, committee) == sorted(years, reverse=True)
    if len(years) == 1:
        assert [(one.name, one.expected, one.present, one.percent) for one in found] == [
            ("Professionnels", 2, 2, 100),
            ("Personnes concernées", 2, 1, 50),
            (queries.EXPERTS, 2, 1, 50),
        ]


def test_the_page_and_its_table_cost_the_same_whatever_the_meetings(client, seat):
    page = url("participation", seat.seat.committee.public_id)
    make_presence(seat, -2)
    before = count_queries(client, page)
    make_presence(seat, -3)
    make_presence(seat, -4)
    assert count_queries(client, page) == before
    assert "Personnes concernées" in words(client.get(page))
    table = client.get(url("participation_csv", seat.seat.committee.public_id)).content.decode("utf-8-sig")
    assert "Personnes concernées" in table
    assert client.get(page, {"annee": "x"}).status_code == 200
    elsewhere = make_committee()
    assert client.get(url("participation", elsewhere.public_id)).status_code == 404


def test_an_attestation_says_when_how_long_and_what_came_of_it(client, seat):
    presence = make_presence(seat)
    gathering = presence.gathering
    with become("maintenance"):
        item = AgendaItem.objects.create(gathering=gathering, title="Avance", position=1)
        told = {"committee": gathering.committee, "gathering": gathering, "decided_at": gathering.starts_at}
        ended = {"ended_on": TODAY(), "ending": Ending.DONE}
        decision = Decision.objects.create(
            item=item, kind="decide", text="Avancer", adopted=True, **told, **ended
        )
    paper = client.get(url("attestation", seat.pk))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    with acting(make_keeper(gathering.committee)) as by:
        found = queries.attended(by, seat)
        assert (found, queries.came_of(by, found)) == ([presence], [decision])
    refused = client.get(url("attestation", make_seat(gathering.committee).pk))
    assert (refused.status_code, "sa propre attestation" in words(refused)) == (403, True)
    assert gathering.starts_at.date() > LONG_AGO
