"""The animator's territory: from a gap to what is near it, two cards judged one then two again, a diagnosis with a partner."""

import time

import pytest

from tests.e2e.eyes import seen


@pytest.fixture
def maud(visitor, way):
    return visitor(**way.how).signs_in("maud").reads("Aujourd’hui")


def test_from_a_territory_to_a_gap_and_to_services(maud):
    maud.tab.goto("/annuaire/couverture/")
    seen(maud)
    maud.hands.write("Territoire", "Atlantide")
    maud.hands.press("Voir la couverture")
    maud.reads("Atlantide")
    seen(maud)
    maud.hands.write("Territoire", "Chinon")
    maud.hands.press("Voir la couverture")
    maud.reads("Part des habitants couverts, par thème")
    seen(maud)
    maud.hands.go("Logement et hébergement")
    maud.reads("Communes, les moins couvertes d’abord")
    seen(maud)
    maud.tab.get_by_role("table").get_by_role("link").first.press("Enter")
    maud.tab.get_by_role("heading", level=1).wait_for()
    seen(maud)


def test_what_changed_since_a_day(maud):
    maud.tab.goto("/annuaire/couverture/?territoire=Chinon")
    maud.hands.write("Ce qui a changé depuis le", "1/1/2020")
    maud.hands.press("Comparer")
    maud.reads("Ce qui n’est plus comme alors")
    seen(maud)


def add_structure(maud, name):
    maud.tab.goto("/annuaire/structures/nouvelle/")
    maud.hands.write("Nom de la structure", name)
    maud.hands.choose("Type", "Association")
    maud.hands.write("Commune", "Chinon (37072)")
    maud.hands.write("Téléphone", "02 47 00 00 98")
    maud.hands.press("Enregistrer", exact=True)
    maud.reads("La structure est dans l’annuaire.")


def test_two_cards_are_made_one_then_two_again(maud):
    name = f"Ressourcerie {time.monotonic_ns()}"
    add_structure(maud, name)
    add_structure(maud, name)
    gone = maud.tab.url
    maud.tab.goto("/annuaire/doublons/")
    seen(maud)
    maud.hands.go(name)
    maud.reads("même nom")
    seen(maud)
    maud.hands.press(f"C’est la même : garder « {name} » (première fiche)")
    maud.reads("Les deux fiches sont réunies")
    seen(maud)
    maud.tab.goto(gone)
    kept = maud.tab.url
    assert kept != gone
    maud.tab.goto("/annuaire/doublons/")
    maud.hands.press(f"Annuler la réunion : {name}")
    maud.reads("La réunion est annulée")
    maud.tab.goto(gone)
    assert maud.tab.url == gone
    maud.tab.goto("/annuaire/doublons/")
    maud.hands.go(name)
    maud.hands.write("Remarque", "Deux boutiques.")
    maud.hands.press("Ce sont deux structures")
    maud.reads("On ne vous le demandera plus")
    assert maud.tab.get_by_role("link", name=f"{name} · {name}").count() == 0


def test_a_diagnosis_is_opened_told_by_a_partner_signed_and_closed(maud, visitor):
    title = f"Chinonais {time.monotonic_ns()}"
    maud.tab.goto("/annuaire/diagnostics/")
    seen(maud)
    maud.hands.go("Ouvrir un diagnostic")
    maud.hands.write("Titre", title)
    maud.hands.write("Territoire", "Chinon")
    seen(maud)
    maud.hands.press("Ouvrir", exact=True)
    maud.reads("ouverte aux contributions")
    seen(maud)
    here = maud.tab.url
    karim = visitor(width=360, javascript=False).signs_in("karim").reads("Aujourd’hui")
    karim.tab.goto(here)
    tells_and_signs(karim)
    maud.tab.goto(here)
    maud.reads("Six mois d’attente pour un logement.").reads("CCAS de Chinon")
    maud.hands.press("Fermer définitivement cette version")
    maud.reads("La version est close")
    seen(maud)
    pdf = maud.context.request.get(f"{here}diagnostic.pdf")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")


def tells_and_signs(karim):
    karim.hands.go("Contribuer", exact=True)
    karim.hands.press("Enregistrer", exact=True)
    karim.reads("Écrivez ce que vous constatez.")
    karim.hands.choose("Thème", "Logement et hébergement")
    karim.hands.write("Ce que vous constatez", "Six mois d’attente pour un logement.")
    karim.hands.press("Enregistrer", exact=True)
    karim.reads("Votre contribution est dans le diagnostic.")
    karim.hands.press("Signer au nom de ma structure")
    karim.reads("Votre structure a signé.")
