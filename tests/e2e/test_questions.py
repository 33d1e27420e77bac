"""A question to the CAF: asked by Claire, answered by a link on a phone without an account, read, judged, read by Samira."""

import json
import re
import time

from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard
from tests.e2e.test_colleagues import open_folder
from tests.e2e.test_own_space import CODE

QUESTION = "Le congé parental change-t-il le calcul de ce trimestre ?"
ANSWER = "Non, tant que la reprise est déclarée."
LINK = re.compile(r"https?://\S+(/question/\S+)")
A_MINUTE = 60


def test_asked_answered_by_link_and_read(visitor, installed):
    claire = visitor(hands=Keyboard).signs_in("claire")
    folder = open_folder(claire, "Samira", "Benali")
    asks(claire)
    asked = claire.tab.url
    paule = visitor(width=360)
    answers(paule, link_in_the_mail(installed))
    claire.tab.goto(asked)
    claire.reads(ANSWER)
    claire.hands.press("Utile", exact=True)
    claire.reads("Vous avez dit : utile.")
    assert complaints(claire.tab) == []
    claire.tab.goto(folder)
    claire.reads("Réponse reçue d’un organisme")
    reads_her_own(visitor, claire)


def asks(claire):
    claire.hands.go("Questions aux organismes")
    claire.reads("Prime d’activité")
    assert complaints(claire.tab) == []
    claire.hands.go("Poser une question")
    claire.reads("Ce qui autorise cette question")
    assert complaints(claire.tab) == []
    claire.hands.choose("À qui", "Ligne des partenaires (37)")
    claire.hands.write("Sujet", "Congé parental")
    claire.hands.write("Votre question", QUESTION)
    claire.hands.tick("Équipe")
    claire.hands.press("Poser la question")
    claire.reads("sans accord ni texte, elle ne part pas")
    assert complaints(claire.tab) == []
    claire.hands.tick("Son accord de vive voix")
    claire.hands.press("Poser la question")
    claire.reads("La question est posée.").reads(QUESTION)
    assert complaints(claire.tab) == []


def link_in_the_mail(installed) -> str:
    """What the worker of the installation posted: one file a message; the demonstration's own questions are older."""
    started = time.monotonic()
    while time.monotonic() - started < A_MINUTE:
        posted = [json.loads(path.read_text()) for path in (installed.logs / "outbox").glob("*-email-*.json")]
        mine = [one for one in posted if f"{installed.address}/question/" in one["body"]]
        if mine:
            assert mine[0]["to"] == "caf-partenaires@maillage.example"
            assert "Samira" not in mine[0]["body"] + mine[0]["subject"]
            return LINK.search(mine[0]["body"])[1]
        time.sleep(0.2)
    raise AssertionError("no mail left with a link")


def answers(paule, link):
    paule.tab.goto(link)
    paule.reads("Dites qui vous êtes")
    assert complaints(paule.tab) == []
    paule.hands.write("Votre nom et votre fonction", "Paule Marin, conseillère")
    paule.hands.press("Lire la question")
    paule.reads(QUESTION).reads("Initiales")
    assert complaints(paule.tab) == []
    paule.hands.tick("Réponse complète")
    paule.hands.press("Envoyer ma réponse")
    paule.reads("Écrivez votre réponse.")
    assert complaints(paule.tab) == []
    paule.hands.write("Votre réponse", ANSWER)
    paule.hands.press("Envoyer ma réponse")
    paule.reads("Merci, votre réponse est arrivée")
    assert complaints(paule.tab) == []
    paule.tab.goto(link)
    paule.reads("Ce lien n’ouvre plus rien")
    assert complaints(paule.tab) == []


def reads_her_own(visitor, claire):
    claire.hands.go("Qui lit quoi")
    claire.reads("Paule Marin, conseillère, CAF")
    claire.hands.go("Son espace personnel")
    claire.hands.press("Créer son code")
    code = CODE.search(claire.reads("Ce code ne sera plus affiché.").tab.inner_text("main"))[0]
    samira = visitor(width=360)
    samira.tab.goto("/mon-espace/entrer/")
    samira.hands.write("Votre code", code)
    samira.hands.write("La date de naissance", "30/04/1992")
    samira.hands.press("Ouvrir", exact=True)
    samira.hands.go("Questions posées")
    samira.reads(QUESTION).reads(ANSWER).reads("Vous avez dit oui à")
    assert complaints(samira.tab) == []
