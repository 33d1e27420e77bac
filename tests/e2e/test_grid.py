"""The double grid of the demonstration, that three territories filled: somebody contributes, it is consolidated, they
see what their words became."""

import re

from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard, Mouse

WORDS = "Une lettre claire évite trois rendez-vous"


def look(somebody, words):
    assert complaints(somebody.reads(words).tab) == []
    return somebody.hands


def test_words_given_on_a_phone_hold_up_a_sentence_that_their_author_reads(visitor):
    claire = visitor(hands=Mouse, width=320).signs_in("claire").reads("Aujourd’hui")
    claire.tab.goto("/concertations/")
    look(claire, "Toutes les concertations").go("Assises de l’accompagnement")
    address = claire.tab.url
    look(claire, "vide").go("Contribuer", exact=True)
    claire.hands.choose("Type", "Constat")
    claire.hands.write("Votre contribution", WORDS)
    claire.hands.tick("Accès aux droits")
    claire.hands.tick("Jeunesse")
    look(claire, "Pour qui").press("Envoyer", exact=True)
    look(claire, "Pas encore examinée")
    consolidate(visitor(hands=Keyboard).signs_in("maud").reads("Aujourd’hui"), address)
    claire.tab.reload()
    look(claire, "Moins de lettres, mieux écrites.").go("Accès aux droits")
    look(claire, "En désaccord").go("Prévenir ne suffit pas")


def consolidate(maud, address):
    maud.tab.goto(address)
    look(maud, "La grille").go("Écrire une synthèse")
    maud.hands.choose("De quoi", "Accès aux droits")
    look(maud, "D’un thème").press("Commencer")
    maud.hands.write("Phrase", "Moins de lettres, mieux écrites.")
    box = maud.tab.get_by_label(re.compile(WORDS))
    box.focus()
    maud.tab.keyboard.press("Space")
    look(maud, "Écrit jusqu’ici").press("Ajouter la phrase")
    maud.reads("La phrase est ajoutée").hands.press("Publier", exact=True)
    look(maud, "La synthèse est publiée")
