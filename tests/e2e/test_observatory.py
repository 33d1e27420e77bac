"""Figures prepared by one person, released by another, read by anybody on a narrow phone, taken away as CSV."""

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

TITLE, ADDRESS = "Postes vacants", "/observatoire/postes-vacants/"
STORY = "Trois services travaillent à effectif incomplet."


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_an_indicator_prepared_by_one_and_released_by_another(visitor):
    maud = visitor(hands=Keyboard).signs_in("maud").reads("Aujourd’hui")
    maud.tab.goto(ADDRESS)
    clean(maud).hands.press("En répondre")
    maud.reads("Votre structure répond de cet indicateur").hands.go("Préparer une publication")
    maud.hands.write("Millésime", "2025")
    maud.hands.write("Chiffres", "R24;;120")
    clean(maud).hands.press("Enregistrer")
    maud.reads("Il manque ce qu’il raconte").hands.go("Écrire ce qu’il raconte")
    maud.hands.write("Ce que ce nombre raconte", STORY)
    clean(maud).hands.press("Enregistrer")
    clean(maud.reads("Une autre personne de votre structure doit relire"))
    gaelle = visitor(hands=Mouse, width=NARROW).signs_in("gaelle").reads("Aujourd’hui")
    gaelle.tab.goto("/observatoire/")
    clean(gaelle).tab.get_by_label("En préparation").get_by_role("link", name=TITLE).click()
    clean(gaelle).hands.press("Publier")
    gaelle.reads("tout le monde peut le lire")
    anybody = visitor(hands=Mouse, width=NARROW)
    anybody.tab.goto("/observatoire/")
    clean(anybody).hands.go(TITLE)
    clean(anybody.reads(STORY))
    with anybody.tab.expect_download() as told:
        anybody.hands.go("Télécharger ces chiffres (CSV)")
    assert "120" in told.value.path().read_text(encoding="utf-8-sig")
