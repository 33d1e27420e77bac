"""What the person reads of their claims: never a dead end, never the words of the office."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.people.tests.factories import enter_space, make_family
from maillage.rights.presentation import roughly
from maillage.rights.tests.factories import make_claim, make_overpayment
from maillage.support.tests.factories import make_accompaniment
from tests.plugin import become

pytestmark = pytest.mark.django_db
LATE = {
    "state": "filed",
    "filed_on": date(2026, 1, 5),
    "answer_due_on": date(2026, 3, 5),
    "act_by": date(2026, 3, 5),
}


@pytest.fixture
def town(request):
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER)
        _, person, _ = make_family(worker)
    return worker, person


def own_page(person):
    client = Client()
    with become("maintenance"):
        enter_space(client, person)
    return _text(client.get(reverse("rights:own_rights")))


def _text(answer):
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def test_silence_is_told_with_a_way_out_and_somebody_to_speak_to(town):
    worker, person = town
    with become("maintenance"):
        make_accompaniment(person, worker)
        make_claim(person, worker, "rsa", body="CAF Touraine", silence="refused", **LATE)
        make_claim(person, worker, "css_free", body="CPAM", silence="granted", **LATE)
    page = own_page(person)
    assert "La CAF Touraine n’a pas répondu. Au bout de ce délai, la loi considère que c’est non." in page
    assert f"Vous pouvez le contester : parlez-en à {worker.user}." in page
    assert "La CPAM n’a pas répondu. Au bout de ce délai, la loi considère que c’est oui." in page
    assert "vaut refus" not in page


def test_a_refusal_and_a_debt_past_their_day_still_lead_to_somebody(town):
    worker, person = town
    with become("maintenance"):
        refused = {"state": "refused", "filed_on": date(2026, 1, 5), "answered_on": date(2026, 3, 5)}
        make_claim(person, worker, "rsa", **refused)
        make_overpayment(person, worker, contest_by=timezone.localdate() - timedelta(days=2))
        make_overpayment(person, worker, benefit="ppa", settled_on=date(2026, 10, 1))
    page = own_page(person)
    assert page.count("La date pour contester est passée") == 2
    assert "Parlez-en vite à la personne qui vous accompagne : une solution reste peut-être possible." in page
    assert "C’est réglé depuis le 1er octobre 2026." in page


def test_they_read_their_own_yes(town):
    worker, person = town
    with become("maintenance"):
        make_claim(person, worker, state="preparing", decided_on=date(2026, 9, 2), decided_alone=True)
    page = own_page(person)
    assert "Vous avez dit oui, depuis votre espace" in page
    assert "Décision" not in page


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("120 € par mois", "Environ 120 € par mois"),
        ("de 100 € à 150 € par mois", "De 100 € à 150 € par mois"),
        ("droit probable", "Possible"),
    ],
)
def test_only_a_figure_is_rough(amount, words):
    assert roughly(amount) == words


def test_lateness_has_one_wording(town):
    worker, person = town
    with become("maintenance"):
        claim = make_claim(person, worker, "rsa", silence="refused", **LATE)
    client = Client()
    signed_in(client, member=worker)
    for url in (
        reverse("rights:my_claims"),
        reverse("rights:claims_of", args=[person.pk]),
        reverse("rights:claim", args=[claim.pk]),
        reverse("people:person", args=[person.pk]),
    ):
        assert "En retard : déposée, réponse attendue" in _text(client.get(url)), url


@pytest.mark.parametrize(
    ("benefit", "silence", "said", "button"),
    [
        ("rsa", "refused", "la demande est refusée d’office", "Noter le refus"),
        ("css_free", "granted", "la demande est acceptée d’office", "Noter l’accord"),
    ],
)
def test_noting_no_answer_says_what_it_means(town, benefit, silence, said, button):
    worker, person = town
    with become("maintenance"):
        claim = make_claim(person, worker, benefit, silence=silence, **LATE)
    client = Client()
    signed_in(client, member=worker)
    page = _text(client.get(reverse("rights:claim_step", args=[claim.pk, "silence"])))
    assert f"Sans réponse depuis le 5 mars 2026, {said}" in page
    assert button in page
