"""A place from who decides to who lives there: proposed by people, told, accepted on a phone, entered in two taps, left, free."""

from tests.e2e.eyes import complaints
from tests.e2e.test_claims import code_of
from tests.e2e.test_colleagues import open_folder


def test_a_place_is_proposed_accepted_lived_in_and_free_again(visitor, installed):
    place = installed.run("tests.e2e.somebody_waits")
    claire = visitor().signs_in("claire")
    open_folder(claire, "Nathalie", "Bodin")
    code = code_of(claire)

    pauline = visitor().signs_in("pauline")
    pauline.tab.goto(f"/places/{place}/proposer/")
    pauline.reads("Sans aucune solution au prochain mois")
    assert complaints(pauline.tab) == []
    pauline.tab.get_by_role("radio", name="N.B.").first.check()
    pauline.hands.write("Nombre de personnes", "2")
    pauline.hands.write("Ce que la personne doit savoir", "La visite est mardi.")
    pauline.hands.press("Proposer la place")
    pauline.reads("La place est proposée.")

    claire.tab.goto("/")
    claire.hands.go("Places proposées, réponse attendue")
    claire.reads("réponse attendue avant le")
    assert complaints(claire.tab) == []

    nathalie = visitor(javascript=False, width=360)
    nathalie.tab.goto("/mon-espace/entrer/")
    nathalie.hands.write("Votre code", code)
    nathalie.hands.write("La date de naissance", "01/07/1975")
    nathalie.hands.press("Ouvrir", exact=True)
    nathalie.reads("Une place pour vous")
    nathalie.hands.go("Lire, dire oui ou non")
    nathalie.reads("La visite est mardi.")
    nathalie.hands.tick("Oui, je prends cette place")
    nathalie.hands.press("Envoyer ma réponse")
    nathalie.reads("Vous avez dit oui. La place est gardée pour vous.")

    bastien = visitor(width=360).signs_in("bastien")
    bastien.hands.go("Entrées attendues")
    assert complaints(bastien.tab) == []
    bastien.hands.press("Arrivée aujourd’hui\u00a0: Logement 4")
    bastien.reads("L’entrée est notée.")
    bastien.reads("Nathalie BODIN")
    nathalie.tab.reload()
    nathalie.reads("Vous y êtes.")

    bastien.hands.go("Noter la sortie")
    bastien.hands.tick("départ vers un logement")
    bastien.hands.press("Noter la sortie")
    bastien.reads("Dites maintenant quand la place sera libre.")
    free = bastien.tab.locator("section", has_text="Logement 4")
    free.get_by_role("button", name="Libre").first.click()
    pauline.tab.goto(f"/places/{place}/")
    pauline.reads("Libre")
    assert complaints(pauline.tab) == []
