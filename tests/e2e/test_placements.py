"""A session of placements: a student ranks at the keyboard on a narrow phone and reads why; a host answers in two taps by a
link; who runs the session settles what two rounds left, by two persons with their reasons."""

import re

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

OPEN, MATCHED, ARBITRATED = "Stages de fin d’année", "Stages de printemps", "Stages de février"
REASON = "Une seule place se rejoint sans voiture."


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_student_ranks_places_and_reads_why(visitor):
    lea = visitor(hands=Keyboard, width=NARROW).signs_in("lea").reads("Aujourd’hui")
    ranks(lea)
    lea.tab.goto("/stages/")
    lea.hands.go(f"Lire mon résultat : {MATCHED}")
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


def test_a_host_answers_in_two_taps_by_its_link(visitor):
    odile = visitor(hands=Keyboard).signs_in("odile").reads("Aujourd’hui")
    odile.tab.goto("/stages/")
    odile.hands.go(f"Tenir : {OPEN}")
    clean(odile.reads("Où en est-on")).hands.go("Structures sollicitées")
    silent = clean(odile.reads("Sans réponse")).tab.locator("ul.answers li").first
    name, link = silent.locator("h2").inner_text(), silent.get_by_role("link").first.get_attribute("href")
    host = visitor(hands=Mouse, width=NARROW)
    host.tab.goto(link)
    clean(host.reads(name)).hands.press("Répondre ce nombre")
    clean(host.reads("Merci, c’est noté")).reads("Votre réponse")
    odile.tab.reload()
    assert odile.tab.locator("ul.answers li").first.locator("h2").inner_text() != name


def test_the_third_round_is_settled_by_two_persons_with_reasons(visitor):
    odile = visitor(hands=Keyboard).signs_in("odile").reads("Aujourd’hui")
    odile.tab.goto("/stages/")
    odile.hands.go(f"Tenir : {ARBITRATED}")
    clean(odile.reads("Où en est-on")).hands.go("Rejouer le tour 2")
    clean(odile.reads("Même résultat")).hands.go(ARBITRATED)
    odile.reads("Où en est-on").hands.go("Arbitrages")
    name = waiting(clean(odile.reads("Sans place")))
    odile.hands.go(f"Proposer une place : {name}")
    odile.hands.field("Place").select_option(index=1)
    odile.hands.write("Raisons", REASON)
    clean(odile).hands.press("Proposer")
    clean(odile.reads("attend la décision d’une autre personne"))
    assert not odile.tab.get_by_role("link", name=f"Décider : {name}").count()
    solene = visitor(hands=Mouse, width=NARROW).signs_in("solene").reads("Aujourd’hui")
    solene.tab.goto(odile.tab.url)
    solene.hands.go(f"Décider : {name}")
    clean(solene.reads(REASON)).hands.tick("Confirmer")
    solene.hands.press("Décider")
    clean(solene.reads("La décision est prise.")).reads(f"{name} : confirmée")
    assert not solene.tab.get_by_role("link", name=f"Proposer une place : {name}").count()


def waiting(odile):
    """The name of somebody without a place for whom nothing is proposed yet."""
    links = odile.tab.get_by_role("link", name="Proposer une place").all_inner_texts()
    return links[-1].partition(":")[2].strip()
