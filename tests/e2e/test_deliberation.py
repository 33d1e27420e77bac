"""A committee in a day: convened, quorum missed then reached, decided, closed; what it leaves behind, read by a member."""

import pytest
from django.utils import timezone

from tests.e2e.eyes import seen

COMMITTEE = "Comité local du travail social du Chinonais"


@pytest.fixture
def maud(visitor, way):
    return visitor(**way.how).signs_in("maud").reads("Aujourd’hui")


def convene(maud, title):
    maud.tab.goto("/instances/")
    seen(maud)
    maud.hands.go(COMMITTEE, exact=True)
    maud.reads("Qui la fait vivre")
    seen(maud)
    maud.hands.go("Prévoir une séance")
    maud.hands.write("Objet", title)
    maud.hands.write("Jour", f"{timezone.localdate():%d/%m/%Y}")
    hour = timezone.localtime().hour
    maud.hands.write("De", f"{hour} h 00")
    maud.hands.write("À", "23 h 59" if hour > 20 else f"{hour + 3} h 00")
    maud.hands.write("Lieu", "Mairie de Chinon")
    seen(maud)
    maud.hands.press("Prévoir", exact=True)
    maud.reads("La séance est prévue")
    maud.hands.go("Ajouter un point")
    maud.hands.write("Point", "Permanence du samedi")
    maud.hands.press("Ajouter", exact=True)
    maud.reads("Le point est à l’ordre du jour")
    seen(maud)


def vote(maud):
    maud.tab.get_by_role("link", name="Décider").last.press("Enter")
    maud.reads("Ce qui est décidé")
    maud.hands.choose("Nature", "décision")
    maud.hands.write("Ce qui est décidé", "Ouvrir le premier samedi du mois.")
    maud.hands.write("Pour", "1")
    seen(maud)
    maud.hands.press("Enregistrer la décision")


def test_from_the_agenda_to_what_is_owed(maud):
    convene(maud, "Séance du jour")
    meeting = maud.tab.url
    maud.hands.go("Noter les présences")
    maud.hands.tick("Karim Diallo")
    seen(maud)
    maud.hands.press("Enregistrer", exact=True)
    maud.reads("Quorum non atteint")
    seen(maud)
    vote(maud)
    maud.reads("Le quorum n’est pas atteint")
    assert maud.tab.get_by_label("Ce qui est décidé").input_value() == "Ouvrir le premier samedi du mois."
    maud.tab.goto(f"{meeting}presences/")
    for name in ("Agnès Rouvière", "Aurélie Colin", "Claire Morel", "Dominique Faure"):
        maud.hands.tick(name)
    maud.hands.press("Enregistrer", exact=True)
    maud.reads("Les présences sont notées")
    vote(maud)
    maud.reads("La décision est adoptée")
    maud.hands.press("Clore la séance")
    maud.reads("La séance est close")
    seen(maud)
    maud.hands.go("Décision", exact=True)
    maud.reads("Voix par collège")
    seen(maud)
