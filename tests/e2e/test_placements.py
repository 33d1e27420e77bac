"""A student ranks places at the keyboard on a narrow phone: down by a button, up by a number, one more at the end."""

import re

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard

OPEN = "Stages de fin d’année"


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_student_ranks_places(visitor):
    ranks(visitor(hands=Keyboard, width=NARROW).signs_in("lea").reads("Aujourd’hui"))


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
