"""Received without identity, back with the slip, found again; a task entrusted, taken, asked about, answered, done, counted."""

import re

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

LINE = "Attend une réponse du bailleur"
SLIP = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_received_without_identity_then_back_with_the_slip(visitor):
    nadege = visitor(hands=Keyboard).signs_in("nadege").reads("Aujourd’hui")
    nadege.hands.go("Accueil sans identité")
    clean(nadege.reads("Quelqu’un revient avec son bon")).hands.go("Noter qui vient")
    nadege.hands.tick("Logement")
    nadege.hands.tick("Répondu sur place")
    nadege.hands.open("Une ligne, un retour")
    nadege.hands.write("À ne pas faire répéter", "Mme Durand attend le bailleur")
    clean(nadege.reads("On ne demande pas son nom")).hands.press("Noter cet accueil")
    clean(nadege.reads("on dirait un nom"))
    nadege.hands.write("À ne pas faire répéter", LINE)
    nadege.hands.press("Noter cet accueil")
    clean(nadege.reads("C’est noté, sans identité"))
    slip = SLIP.search(nadege.tab.get_by_role("heading", level=1).inner_text())[0]
    oriented(nadege)
    comes_back(visitor(hands=Mouse, width=NARROW, javascript=False), slip)


def oriented(nadege):
    nadege.hands.go("Chercher un service")
    nadege.tab.get_by_role("link", name="Domiciliation").first.click()
    nadege.hands.go("Noter cette orientation")
    clean(nadege.reads("Le bon de la personne dira")).hands.press("Noter l’orientation")
    clean(nadege.reads("imprimez le bon")).reads("Domiciliation")
    with nadege.tab.expect_download() as paper:
        nadege.hands.go("Imprimer le bon")
    assert paper.value.suggested_filename == "bon.pdf"


def comes_back(claire, slip):
    """Another worker, on a narrow phone, without JavaScript."""
    claire.signs_in("claire").reads("Aujourd’hui").hands.go("Accueil sans identité")
    claire.hands.write("Référence du bon", "2222-2222")
    claire.hands.press("Retrouver")
    claire.reads("Aucun bon ne porte cette référence")
    claire.hands.write("Référence du bon", slip.lower())
    claire.hands.press("Retrouver")
    claire.reads(LINE).hands.go("Cette personne revient")
    claire.hands.tick("Logement")
    claire.hands.tick("Sans réponse")
    claire.hands.press("Noter cet accueil")
    claire.reads("C’est noté").reads(LINE)
    assert claire.tab.locator("main h2").count() == 2


def test_a_task_from_entrusted_to_the_hours_of_the_team(visitor):
    claire = visitor(hands=Keyboard).signs_in("claire").reads("Aujourd’hui")
    entrusted(claire)
    address = claire.tab.url
    nadege = visitor(hands=Mouse, width=NARROW).signs_in("nadege").reads("Aujourd’hui")
    taken(nadege)
    claire.tab.goto("/")
    clean(claire).hands.go("Tâches rendues par l’accueil")
    clean(claire.reads("à lire")).tab.goto(address)
    clean(claire.reads("Quel service")).hands.go("Répondre", exact=True)
    claire.hands.write("Votre réponse", "Le service logement")
    clean(claire.reads("Le strict nécessaire")).hands.press("Répondre", exact=True)
    clean(claire.reads("La réponse est partie"))
    nadege.tab.goto(address)
    finished(nadege.reads("Le service logement"), address)
    claire.tab.goto(address)
    clean(claire.reads("Le dossier est parti")).hands.press("J’ai lu")
    clean(claire.reads("C’est noté"))
    counted(visitor(hands=Mouse, width=NARROW))


def entrusted(claire):
    claire.hands.go("Personnes")
    claire.hands.go("Samira BENALI")
    claire.hands.go("Confier une tâche")
    clean(claire.reads("cette tâche ne se confie pas"))
    claire.hands.go("Confier : Envoyer un courrier")
    claire.hands.press("Confier cette tâche")
    clean(claire.reads("Écrivez ce qu’il faut savoir"))
    claire.hands.write("Ce que l’agent doit savoir", "Dossier au bailleur, en recommandé")
    claire.hands.write("Pour le", "05/01/2027")
    claire.hands.choose("Temps que cela vous aurait pris", "30\u00a0minutes")
    claire.hands.press("Confier cette tâche")
    clean(claire.reads("La tâche est confiée"))


def taken(nadege):
    clean(nadege).hands.go("Tâches confiées à l’accueil")
    clean(nadege).hands.go("Ouvrir : Envoyer un courrier")
    clean(nadege.reads("en recommandé")).hands.press("Je m’en occupe")
    clean(nadege.reads("Cette tâche est à vous"))
    nadege.hands.tick("Vérifier l’adresse")
    nadege.hands.press("Enregistrer les étapes")
    nadege.reads("Les étapes sont enregistrées").hands.press("15 minutes")
    clean(nadege.reads("15 minutes de plus")).hands.go("Poser une question")
    nadege.hands.write("Votre question", "Quel service ?")
    clean(nadege).hands.press("Enregistrer")
    clean(nadege.reads("La question est posée"))


def finished(nadege, address):
    nadege.hands.go("Ce formulaire fait perdre du temps")
    nadege.hands.write("Quel formulaire", "Envoi au bailleur")
    nadege.hands.write("Ce qui fait perdre du temps", "Deux adresses différentes")
    clean(nadege).hands.press("Signaler")
    nadege.reads("Merci, c’est noté").hands.go("C’est fait")
    nadege.hands.write("Ce qui a été fait", "Le dossier est parti")
    clean(nadege).hands.press("Terminer")
    clean(nadege.reads("La tâche est terminée"))
    assert nadege.tab.goto(address).status == 404


def counted(luc):
    """Whole months alone: that of the demo, and not the one in progress."""
    luc.signs_in("luc").reads("Aujourd’hui").tab.goto("/taches/heures/")
    clean(luc.reads("Relancer un organisme")).hands.go("Formulaires qui font perdre du temps")
    clean(luc.reads("Deux adresses différentes"))
    for page in ("/accueils/chiffres/", "/taches/types/"):
        luc.tab.goto(page)
        clean(luc)
