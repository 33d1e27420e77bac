"""A training day counts, another doesn't and says why: it is contested, somebody answers, the line follows."""

from maillage.demo.clock import day
from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

FOLLOWED, CONTESTED = 40, 150
"""How many days ago, as the demonstration tells: perhaps last year."""


def account(ago):
    return f"/formation/mon-compte/?annee={day(ago).year}"


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_day_counts_another_does_not_and_is_contested(visitor):
    sophie = visitor(hands=Keyboard).signs_in("sophie").reads("Aujourd’hui")
    sophie.tab.goto(account(FOLLOWED))
    clean(sophie.reads("se former à l’accueil de stagiaires compte"))
    sophie.tab.goto(account(CONTESTED))
    sophie.reads("l’analyse de pratiques s’ajoute aux trois jours")
    sophie.hands.go("Contester : Analyse de pratiques de l’automne")
    sophie.hands.write("Pourquoi ce calcul vous paraît faux", "Un après-midi sur le non-recours.")
    clean(sophie).hands.press("Contester")
    clean(sophie.reads("Votre demande est envoyée"))
    address = sophie.tab.url
    sophie.tab.goto(account(CONTESTED))
    with sophie.tab.expect_download() as got:
        sophie.tab.get_by_role("link", name="Attestation de l’année (PDF)").click()
    assert got.value.suggested_filename.startswith("compte-de-formation")
    theo = visitor(hands=Mouse, width=NARROW).signs_in("theo").reads("Aujourd’hui")
    theo.tab.goto(address)
    clean(theo).hands.go("Répondre", exact=True)
    clean(theo.reads("Acceptée, la ligne compte")).hands.tick("Cette ligne compte")
    clean(theo).hands.press("Répondre")
    clean(theo.reads("la ligne suit"))
    sophie.tab.goto(account(CONTESTED))
    clean(sophie.reads("la ligne a été contestée, et une personne l’a acceptée"))
