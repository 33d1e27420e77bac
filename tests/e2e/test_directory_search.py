"""Somebody without an account says what they need, on a phone, without JavaScript; a worker does it by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.eyes import complaints, overflows
from tests.e2e.hands import Keyboard, Mouse

NEED = "je n’arrive plus à payer mon loyer"
ANSWER = "Prévention des expulsions locatives"
HEADING = "Quelle est la situation ?"
FOR_ONESELF = "De quoi avez-vous besoin ?", "Votre commune"


def _asks(visitor, need, commune="Chinon", labels=(HEADING, "Commune de la personne")):
    for label, typed in zip(labels, (need, commune), strict=True):
        visitor.hands.write(label, typed)
    visitor.hands.press("Chercher", exact=True)
    visitor.tab.wait_for_url("**q=*")


def test_without_an_account_on_a_phone_without_javascript(visitor):
    somebody = visitor(hands=Mouse, javascript=False, width=360)
    somebody.tab.goto("/annuaire/")
    _asks(somebody, NEED, labels=FOR_ONESELF)
    somebody.reads("Compris comme").reads("Pour les habitants")
    assert overflows(somebody.tab) == []
    somebody.hands.go(ANSWER, exact=True)
    expect(somebody.tab.get_by_role("heading", level=1)).to_have_text(ANSWER)


def test_what_only_professionals_read_is_not_answered_to_everybody(visitor):
    somebody = visitor(javascript=False)
    somebody.tab.goto("/annuaire/?q=hébergement&commune=37072")
    somebody.reads("115, gratuit")
    assert somebody.tab.get_by_role("link", name="Demande d’hébergement").count() == 0


@pytest.fixture
def claire(visitor):
    return visitor(hands=Keyboard, width=1280).signs_in("claire").reads("Aujourd’hui")


def test_a_worker_by_keyboard(claire):
    claire.hands.go("Annuaire", exact=True)
    claire.tab.wait_for_url("**/annuaire/")
    _asks(claire, "surandettement")
    claire.reads("Recherche faite avec").reads("Compris comme")
    assert complaints(claire.tab) == []
    claire.hands.open("Préciser")
    claire.hands.choose("Qui peut le demander", "Usagers")
    claire.hands.press("Chercher", exact=True)
    claire.tab.wait_for_url("**par=usagers*")
    claire.hands.go("retirer ce filtre")
    claire.tab.wait_for_url(lambda url: "par=usagers" not in url)
    assert claire.tab.get_by_role("link", name="Demande d’hébergement").count() == 0


def test_a_commune_nobody_knows_is_said_beside_its_field(claire):
    claire.tab.goto("/annuaire/")
    _asks(claire, NEED, commune="Nulle-Part-sur-Loire")
    claire.reads("n’est le nom d’aucune commune connue")
    expect(claire.hands.field(HEADING)).to_have_value(NEED)
    assert complaints(claire.tab) == []


def test_themes_in_plain_words(claire):
    claire.tab.goto("/annuaire/themes/")
    assert complaints(claire.tab) == []
    claire.hands.open("limentation")
    claire.hands.go("Alimentation", exact=True)
    claire.tab.wait_for_url("**theme=*")
    claire.reads("Distribution alimentaire")
