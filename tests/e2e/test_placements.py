"""A session to its end: a student ranks at the keyboard on a narrow phone, a host answers by its link in two taps, wishes close,
rounds run, two persons settle what is left, the student reads what became of each wish."""

import re

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

OPEN = "Stages de fin d’année"
CLOSES = """UPDATE placements_session SET seats_until = now() - interval '2 hours', opens_at = now() - interval '1 day',
    closes_at = now() - interval '1 hour', results_at = now() + interval '1 day' WHERE title LIKE %s"""
TELLS = "UPDATE placements_session SET results_at = now() WHERE title LIKE %s"


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_session_from_wishes_to_reasons(visitor, installed):
    odile = visitor(hands=Mouse).signs_in("odile").reads("Aujourd’hui")
    lea = visitor(hands=Keyboard, width=NARROW).signs_in("lea").reads("Aujourd’hui")
    ranks(lea)
    answers(visitor(hands=Mouse, width=NARROW), link_of(odile))
    assert installed.execute(CLOSES, f"{OPEN}%") == 1
    lea.tab.reload()
    assert lea.tab.get_by_role("button", name="Monter").count() == 0
    runs(odile)
    settles(odile, visitor(hands=Mouse).signs_in("solene").reads("Aujourd’hui"))
    assert installed.execute(TELLS, f"{OPEN}%") == 1
    lea.tab.reload()
    lea.hands.go("Lire le résultat")
    clean(lea.reads("Ce qu’il est advenu de chaque vœu"))


def ranks(lea):
    lea.tab.goto("/stages/")
    clean(lea.reads("Toutes les sessions")).hands.go(f"Ouvrir ma liste : {OPEN}")
    clean(lea.reads("Les autres places"))
    wished = lea.tab.locator("ol li")
    before = wished.all_inner_texts()
    assert len(before) >= 2
    lea.hands.press("Descendre")
    lea.reads("Descendu d’un rang.")
    place = re.compile(r"\n.*", re.S)
    first, second = (place.sub("", one) for one in before[:2])
    after = [place.sub("", one) for one in wished.all_inner_texts()]
    assert after[:2] == [second, first]
    lea.hands.write(first.replace("\u00a0", " ")[:30], "1")
    lea.hands.press("Enregistrer les rangs écrits")
    lea.reads("L’ordre est enregistré.")
    assert [place.sub("", one) for one in wished.all_inner_texts()][:2] == [first, second]
    lea.hands.press("Ajouter")
    clean(lea.reads("Ajouté à la fin de votre liste."))


def link_of(odile):
    odile.tab.goto("/stages/")
    odile.hands.go(f"Tenir : {OPEN}")
    clean(odile.reads("Où en est-on")).hands.go("Structures sollicitées")
    silent = (
        clean(odile.reads("Celles qui n’ont pas répondu"))
        .tab.locator("li", has_text="Maison départementale de la solidarité de Chinon")
        .first
    )
    return silent.get_by_role("link", name=re.compile("/stages/reponse/")).get_attribute("href")


def answers(host, link):
    host.tab.goto(link)
    clean(host.reads("Réponse attendue")).hands.press("Comme l’an dernier")
    clean(host.reads("Votre réponse"))


def runs(odile):
    odile.tab.goto("/stages/")
    odile.hands.go(f"Tenir : {OPEN}")
    odile.hands.press("Faire le premier tour")
    odile.reads("Le premier tour est fait.").hands.press("Faire le second tour")
    clean(odile.reads("Le second tour est fait.")).hands.go("Rejouer le tour 1")
    clean(odile.reads("Même résultat"))


def settles(odile, solene):
    odile.tab.goto("/stages/")
    odile.hands.go(f"Tenir : {OPEN}")
    odile.hands.go("Arbitrages")
    clean(odile.reads("Une personne propose")).hands.go("Proposer une place")
    odile.reads("L’étudiant les lira")
    place = odile.tab.locator("select option").nth(1).inner_text()
    odile.hands.choose("Place", place)
    odile.hands.write("Raisons", "La seule structure où elle va à pied.")
    clean(odile).hands.press("Proposer", exact=True)
    odile.reads("attend la décision d’une autre personne")
    solene.tab.goto(odile.tab.url)
    clean(solene.reads("Une personne propose")).hands.go("Décider")
    solene.reads("Obligatoires pour refuser").hands.tick("Confirmer")
    clean(solene).hands.press("Décider", exact=True)
    clean(solene.reads("La décision est prise."))
