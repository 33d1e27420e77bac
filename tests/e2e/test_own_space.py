"""The person's own space: a code given at the desk, entered on a phone without JavaScript, decided there, closed."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard
from tests.e2e.test_colleagues import open_folder
from tests.e2e.test_whole_site import walk

CODE = re.compile(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b")


def test_a_code_at_the_desk_opens_the_space_on_a_phone(visitor):
    claire = visitor(hands=Keyboard).signs_in("claire")
    open_folder(claire, "Samira", "Benali")
    claire.hands.go("Qui lit quoi")
    claire.reads("Qui a ouvert le dossier")
    assert complaints(claire.tab) == []
    claire.hands.go("Son espace personnel")
    claire.reads("Codes en cours")
    assert complaints(claire.tab) == []
    claire.hands.press("Créer son code")
    claire.reads("Ce code ne sera plus affiché.")
    assert complaints(claire.tab) == []
    code = CODE.search(claire.tab.inner_text("main"))[0]

    samira = visitor(javascript=False, width=360)
    samira.tab.goto("/compte/connexion/")
    samira.hands.go("Ouvrez votre espace avec votre code")
    samira.hands.write("Votre code", "aaaaa-bbbbb")
    samira.hands.write("La date de naissance", "30/04/1992")
    samira.hands.press("Ouvrir", exact=True)
    samira.reads("Ce code et cette date n’ouvrent pas d’espace.")
    samira.hands.write("Votre code", code.lower())
    samira.hands.press("Ouvrir", exact=True)
    samira.reads("Samira BENALI, personne accompagnée")
    samira.reads("Qui a ouvert votre dossier")
    samira.hands.go("Donner un accord")
    samira.hands.choose("Qui pourra lire", "Épicerie solidaire du Véron")
    samira.hands.tick("Logement")
    samira.hands.write("Pourquoi", "Trouver un logement.")
    samira.hands.press("Voir qui pourra lire")
    samira.reads("Ce qui est ouvert")
    samira.hands.press("Enregistrer cet accord")
    samira.reads("Votre accord est enregistré.")
    samira.hands.go("Arrêter")
    samira.hands.press("Arrêter le partage")
    samira.reads("C’est arrêté.")
    samira.hands.press("Se déconnecter")
    samira.reads("Vous êtes sorti de votre espace.")
    assert "/mon-espace/entrer/" in samira.tab.goto("/mon-espace/").url


def test_every_page_of_the_space_is_accessible(visitor):
    claire = visitor().signs_in("claire")
    open_folder(claire, "Odette", "Garnier")
    claire.hands.go("Qui lit quoi")
    claire.hands.go("Son espace personnel")
    claire.reads("Codes en cours")
    claire.hands.write("Nom de l’aidant", "Lucie Garnier")
    claire.hands.write("Lien avec la personne", "sa fille")
    claire.hands.press("Créer le code de l’aidant")
    code = CODE.search(claire.reads("Ce code ne sera plus affiché.").tab.inner_text("main"))[0]
    lucie = visitor(hands=Keyboard)
    lucie.tab.goto("/mon-espace/entrer/")
    lucie.hands.write("Votre code", code)
    lucie.hands.write("La date de naissance", "21/09/1955")
    lucie.hands.press("Ouvrir", exact=True)
    expect(lucie.tab.get_by_text("Lucie Garnier, aidant de Odette GARNIER").first).to_be_visible()
    assert complaints(lucie.tab) == []
    lucie.hands.go("Donner un accord")
    lucie.reads("Vous choisissez qui lit")
    assert complaints(lucie.tab) == []
    lucie.hands.write("Pourquoi", "Être aidée à la maison.")
    lucie.hands.write("Jusqu’à quand", f"{date.today():%d/%m/%Y}")
    lucie.hands.press("Voir qui pourra lire")
    lucie.reads("Choisissez qui pourra lire.")
    assert complaints(lucie.tab) == []
    lucie.tab.goto("/mon-espace/")
    found = walk(lucie.tab)
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert len(found) >= 8
