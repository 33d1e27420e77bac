"""Expenses as the expert, the secretary, the accountant see them: two taps, clear refusals, constant cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, signed_in
from maillage.governance.models import Advance, ExpenseClaim, Rate
from maillage.governance.tests.expense_factories import (
    make_advance,
    make_claim,
    make_presence,
    morning,
)
from maillage.governance.tests.factories import LONG_AGO, make_committee, make_duty, make_gathering, make_seat
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(client):
    return signed_in(client, Role.SOCIAL_WORKER)


@pytest.fixture
def seat(expert):
    committee = make_committee(name="Comité du Cher")
    return make_seat(committee, college=1, user=expert.user, expert=True)


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


def kept(**wanted):
    with become("maintenance"):
        return ExpenseClaim.objects.get(**wanted)


def test_two_taps_from_the_list_to_a_claim_sent(client, seat):
    presence = make_presence(seat)
    first = words(client.get(url("my_expenses")))
    assert "Voir ma demande" in first
    assert url("claim_expenses", presence.pk) in first
    asked = words(client.get(url("claim_expenses", presence.pk)))
    assert "D’après ce que nous savons : <strong>20 €</strong>" in asked
    assert 'value="20"' in asked
    sent = client.post(url("claim_expenses", presence.pk), {"meal": "20"}, follow=True)
    assert "Votre demande est envoyée." in words(sent)
    assert "0 jour" not in words(sent)
    assert "envoyée aujourd’hui" in words(client.get(url("my_expenses")))
    assert kept().total == Decimal("20.00")
    assert "Voir ma demande" not in words(client.get(url("my_expenses")))
    assert client.get(url("claim_expenses", presence.pk)).url == kept().get_absolute_url()


def test_a_claim_kept_shows_its_total_before_it_is_sent(client, seat):
    presence = make_presence(seat)
    answer = client.post(url("claim_expenses", presence.pk), {"car": "47", "garder": "oui"}, follow=True)
    assert "15,04 €" in words(answer)
    assert kept().state == "draft"
    again = words(client.get(url("claim_expenses", presence.pk)))
    assert 'value="47"' in again
    answer = client.post(url("send_claim", kept().public_id), follow=True)
    assert "Votre demande est envoyée." in words(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"car": "beaucoup"}, "Écrivez un nombre en chiffres."),
        ({"car": "-3"}, "Écrivez 0 ou plus."),
        ({"car": "9000"}, "vérifiez la virgule"),
        ({"meal": "1e9"}, "Écrivez un nombre en chiffres."),
        ({"note": ""}, "Il n’y a rien à rembourser"),
        ({"car": "1", "note": "x" * 501}, "trop long"),
        ({"car": "1", "note": "\0"}, "nul"),
    ],
)
def test_a_claim_that_cannot_be_gets_a_sentence(client, seat, sent, said):
    answer = client.post(url("claim_expenses", make_presence(seat).pk), sent)
    assert answer.status_code == 422
    assert said in words(answer)
    with become("maintenance"):
        assert ExpenseClaim.objects.count() == 0


def test_a_paper_goes_out_prefilled_and_comes_back_by_the_secretary(secretary, seat):
    alone = make_seat(seat.seat.committee, college=1, expert=True)
    presence = make_presence(alone)
    listed = words(secretary.get(url("gathering_expenses", presence.gathering.public_id)))
    assert "Saisir" in listed
    paper = secretary.get(url("claim_form_pdf", presence.pk))
    assert paper.content.startswith(b"%PDF")
    answer = secretary.post(url("claim_expenses", presence.pk), {"ticket": "12,40"}, follow=True)
    assert f"La demande de {alone.name} est envoyée." in words(answer)
    assert "quelqu’un d’autre y répond" in words(answer)
    assert "votre demande" not in words(answer).lower()
    assert secretary.get(url("answer_claim", kept().public_id)).status_code == 403
    assert (kept().total, kept().user_id) == (Decimal("12.40"), None)
    assert secretary.get(url("claim_pdf", kept().public_id)).content.startswith(b"%PDF")


def test_a_draft_typed_for_me_says_so_and_is_sent_by_me(client, secretary, seat):
    presence = make_presence(seat)
    page = url("claim_expenses", presence.pk)
    assert f"<h1>Demande de {seat.name}</h1>" in words(secretary.get(page))
    kept_it = secretary.post(page, {"car": "47", "garder": "oui"}, follow=True)
    assert f"La demande de {seat.name} est gardée" in words(kept_it)
    assert "Le secrétariat l’a écrite pour vous" in words(client.get(kept().get_absolute_url()))
    assert "<h1>Ma demande</h1>" in words(client.get(page))
    sent = client.post(url("send_claim", kept().public_id), follow=True)
    assert "Votre demande est envoyée." in words(sent)


def test_it_is_answered_line_by_line_paid_and_read_by_who_asked(client, secretary, seat):
    claim = make_claim(make_presence(seat), days=40)
    assert "Aucune" not in words(secretary.get(url("committee_expenses", seat.seat.committee.public_id)))
    answer = secretary.post(url("answer_claim", claim.public_id), {"why_car": ""}, follow=True)
    assert "Acceptée" in words(answer)
    later = (timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y")
    refused = secretary.post(url("pay_claim", claim.public_id), {"on": later})
    assert (refused.status_code, "à venir" in words(refused)) == (422, True)
    today = timezone.localdate().strftime("%d/%m/%Y")
    secretary.post(url("pay_claim", claim.public_id), {"on": today})
    mine = words(client.get(claim.get_absolute_url()))
    assert "Payée" in mine
    assert "aucun numéro de compte" in mine
    assert "Payée" in words(
        secretary.get(url("committee_expenses", seat.seat.committee.public_id) + "?etat=reglees")
    )


def test_a_line_refused_is_refused_with_its_reason(client, secretary, seat):
    claim = make_claim(make_presence(seat))
    secretary.post(url("answer_claim", claim.public_id), {"why_car": "Une voiture était prêtée."})
    assert "Une voiture était prêtée." in words(client.get(claim.get_absolute_url()))
    assert kept().state == "refused"


def test_the_secretary_sees_how_long_each_has_waited(secretary, seat):
    for number, days in enumerate((3, 40)):
        make_claim(make_presence(seat, -50 + number), days=days)
    told = words(secretary.get(url("committee_expenses", seat.seat.committee.public_id)))
    assert "31 à 60 jours" in told
    assert "envoyée il y a 40 jours" in told


def test_the_table_for_the_accountant_has_a_line_an_expense(secretary, seat):
    make_claim(make_presence(seat), state="paid")
    content = secretary.get(url("expenses_csv", seat.seat.committee.public_id)).content.decode("utf-8-sig")
    head, line = content.strip().splitlines()
    assert head.startswith("instance et séance;jour;nom;frais") or head.startswith("instance et séance,jour")
    assert "trajet en voiture" in line
    assert "payée" in line


def test_an_advance_is_asked_from_a_meeting_to_come_then_answered(client, secretary, seat):
    coming = make_gathering(seat.seat.committee, morning(5))
    assert url("ask_advance", coming.public_id) in client.get(coming.get_absolute_url()).content.decode()
    client.post(url("ask_advance", coming.public_id), {"amount": "25", "reason": "train"})
    with become("maintenance"):
        asked = Advance.objects.get()
    neither = secretary.post(url("answer_advance", asked.pk), {"paid_on": ""})
    assert "l’un des deux" in words(neither)
    secretary.post(url("answer_advance", asked.pk), {"refused_why": "Billet pris pour vous."})
    assert "Billet pris pour vous." in words(client.get(url("my_expenses")))


def test_rates_say_where_they_come_from_and_a_committee_sets_its_own(client, secretary, seat):
    page = url("rates", seat.seat.committee.public_id)
    public = words(client.get(page))
    assert "Arrêté du 20 septembre 2023" in public
    assert "À vérifier" in public
    assert "Noter ce barème" not in public
    sent = {"kind": "allowance", "amount": "35", "starts_on": "01/01/2026", "decided_by": "plénière"}
    assert "35 € la demi-journée" in words(secretary.post(page, sent, follow=True))
    assert secretary.post(page, {**sent, "kind": "or"}).status_code == 422
    assert secretary.post(page, {**sent, "amount": "\0"}).status_code == 422
    car = {**sent, "kind": "car", "amount": "0,606"}
    assert "0,606 € le km" in words(secretary.post(page, car, follow=True))
    said = {"0,6061": "trois chiffres au plus", "99999999": "dépasse 1000", "1e400": "trois chiffres au plus"}
    for amount, words_of in said.items():
        refused = secretary.post(page, {**car, "amount": amount})
        assert (refused.status_code, words_of in words(refused)) == (422, True)
    with become("maintenance"):
        assert Rate.objects.count() == 2


def test_a_claim_beyond_what_can_be_kept_gets_a_sentence(client, seat):
    with become("maintenance"):
        told = {"committee": seat.seat.committee, "starts_on": LONG_AGO, "decided_by": "x"}
        Rate.objects.create(kind="car", amount=1000, **told)
    answer = client.post(url("claim_expenses", make_presence(seat).pk), {"car": "3000"})
    assert (answer.status_code, "plus de 10 000 €" in words(answer)) == (422, True)


def test_a_receipt_is_joined_and_read_again(client, seat, settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path
    claim = make_claim(make_presence(seat))
    file = SimpleUploadedFile("billet.txt", b"12 euros")
    answer = client.post(url("add_receipt", claim.public_id), {"file": file}, follow=True)
    assert "billet.txt" in words(answer)
    with become("maintenance"):
        receipt = claim.receipts.get()
    answer = client.get(url("receipt", claim.public_id, receipt.pk))
    assert (answer.content, answer["Content-Disposition"][:10]) == (b"12 euros", "attachment")
    bad = client.post(url("add_receipt", claim.public_id), {"file": SimpleUploadedFile("x.pdf", b"MZ\0")})
    assert bad.status_code == 422


def test_pages_cost_the_same_whatever_the_number_of_claims(client, secretary, seat):
    committee = seat.seat.committee
    pages = [(client, url("my_expenses")), (secretary, url("committee_expenses", committee.public_id))]
    pages.append((secretary, url("expenses_csv", committee.public_id)))

    def one_more(number):
        make_claim(make_presence(seat, -40 + number))
        presence = make_presence(seat, -20 + number)
        make_advance(seat, make_gathering(committee, morning(number + 1)))
        return presence

    one_more(0)
    before = [count_queries(who, page) for who, page in pages]
    one_more(1)
    one_more(2)
    assert [count_queries(who, page) for who, page in pages] == before
