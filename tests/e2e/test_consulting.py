"""A flash survey built with a keyboard, answered by account on a phone, by link without JavaScript and from a paper; closed."""

import re

from tests.e2e.eyes import seen
from tests.e2e.hands import Keyboard

TITLE = "Votre salle d’attente"


def test_a_flash_survey_is_answered_three_ways_then_closed(visitor):
    maud = visitor(hands=Keyboard).signs_in("maud").reads("Aujourd’hui")
    link = build(maud)
    address = maud.tab.url
    claire = visitor(width=320).signs_in("claire").reads("Aujourd’hui")
    seen(claire).hands.go("Questionnaires à remplir")
    claire.tab.get_by_role("link", name=re.compile(f"Répondre.*{TITLE}")).click()
    answer(claire, "Non", "Trop petite")
    anybody = visitor(javascript=False, width=320)
    anybody.tab.goto(link)
    answer(anybody, "Oui")
    maud.tab.goto(address)
    maud.hands.go("Saisir un papier")
    maud.hands.tick("Oui")
    seen(maud).hands.press("Noter ce papier")
    maud.reads("Ce papier est noté").tab.goto(address)
    maud.reads("3 réponses reçues").hands.open("Clore avant l’heure")
    maud.hands.press("Clore maintenant")
    seen(maud.reads("Le questionnaire est clos")).hands.go("Résultats")
    seen(maud.reads("à partir de cinq"))
    anybody.tab.goto(link)
    anybody.reads("Ce questionnaire est clos")


def build(maud):
    """Two questions, the second asked of some; opened; Claire and her colleagues invited. The open link."""
    maud.tab.goto("/questionnaires/")
    seen(maud).hands.go("Créer un questionnaire")
    maud.hands.write("Titre", TITLE)
    maud.hands.write("À quoi il sert", "Pour la refaire.")
    seen(maud).hands.press("Continuer")
    maud.reads("Écrivez maintenant les questions").hands.go("Un choix", exact=True)
    maud.hands.write("La question", "Vous convient-elle ?")
    maud.hands.write("Les choix", "Oui\nNon")
    seen(maud).hands.press("Ajouter", exact=True)
    maud.reads("La question est ajoutée").hands.go("Un texte", exact=True)
    maud.hands.write("La question", "Que changer ?")
    maud.hands.choose("Quand la poser", "Si «\u00a0Non\u00a0» à la question 1")
    maud.hands.press("Ajouter", exact=True)
    seen(maud.reads("La question est ajoutée")).hands.go("Ouvrir", exact=True)
    maud.hands.tick("Faire aussi un lien ouvert")
    seen(maud).hands.press("Ouvrir", exact=True)
    seen(maud.reads("Le questionnaire est ouvert")).hands.go("Inviter", exact=True)
    address = maud.reads("Coller des adresses").tab.url.removesuffix("invites/")
    seen(maud).hands.go("Des comptes, par rôle et territoire")
    maud.hands.choose("Qui", "Travailleur social")
    seen(maud).hands.press("Ajouter", exact=True)
    maud.reads("ajoutées").hands.press("Envoyer l’invitation")
    seen(maud.reads("Mail envoyé")).tab.goto(address)
    return maud.tab.locator("a[href*='/repondre/']").first.get_attribute("href")


def answer(somebody, choice, why=""):
    seen(somebody.reads("Envoyer ma réponse"))
    somebody.hands.tick(choice)
    if why:
        somebody.hands.write("2. Que changer", why)
    seen(somebody).hands.press("Envoyer ma réponse")
    seen(somebody.reads("Votre réponse est reçue"))
