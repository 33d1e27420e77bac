"""One document for three schemes: from the folder to the appeal, the person on a phone; and all of it on paper, at the desk."""

import re
from datetime import date, timedelta
from io import BytesIO

import pikepdf

from tests.e2e.eyes import complaints
from tests.e2e.test_claims import code_of, downloaded, written
from tests.e2e.test_colleagues import open_folder

DEBTS, BUDGET = "Fonds de solidarité logement, dettes", "Accompagnement budgétaire"
SHELTER = "SIAO, logement temporaire"
ASKED = (DEBTS, BUDGET, SHELTER)
REQUEST = re.compile(r"/demandes/([0-9a-f-]{36})/")


def begun(claire, *schemes):
    """From the folder that is open: the address of the document."""
    claire.hands.go("Commencer un dossier unique")
    for one in schemes:
        claire.hands.tick(one)
    claire.hands.press("Commencer", exact=True)
    claire.reads("déjà connu")
    return claire.tab.url


def sent_from(claire, document, scheme):
    """Its key: whoever instructs finds it by there."""
    claire.tab.goto(document)
    claire.hands.go(scheme)
    claire.hands.press("Envoyer à")
    claire.reads("La demande est envoyée")
    return REQUEST.search(claire.tab.url)[1]


def pages(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def agrees(person, scheme):
    person.tab.goto("/mon-espace/dossiers/")
    person.hands.go(f"Lire et répondre : {scheme}")
    person.hands.press("Envoyer ma réponse")
    person.reads("C’est noté.")


def test_one_document_for_three_schemes_until_the_appeal(visitor, tmp_path):
    claire = visitor().signs_in("claire")
    folder = open_folder(claire, "Nathalie", "Bodin")
    document = begun(claire, *ASKED)
    assert complaints(claire.tab) == []
    claire.hands.press("Donner à lire à la personne")
    claire.tab.goto(folder)
    code = code_of(claire)

    nathalie = visitor(javascript=False, width=360)
    nathalie.tab.goto("/mon-espace/entrer/")
    nathalie.hands.write("Votre code", code)
    nathalie.hands.write("La date de naissance", "01/07/1975")
    nathalie.hands.press("Ouvrir", exact=True)
    nathalie.hands.go("Lire, corriger, dire oui ou non")
    nathalie.hands.go(f"Lire et répondre : {DEBTS}")
    nathalie.hands.go("Corriger, ajouter : ce qui est demandé")
    nathalie.hands.write("Ce que je veux corriger ou ajouter", "Je paie mon loyer depuis janvier.")
    nathalie.hands.press("Garder mes mots")
    for one in ASKED:
        agrees(nathalie, one)

    keys = {one: sent_from(claire, document, one) for one in ASKED}
    assert complaints(claire.tab) == []
    key = keys[DEBTS]

    marc = visitor().signs_in("marc")
    marc.reads("Demandes à recevoir")
    marc.tab.goto(f"/demandes-recues/{key}/")
    marc.reads("Je paie mon loyer depuis janvier.")
    assert complaints(marc.tab) == []
    marc.hands.go("Noter la réception")
    marc.hands.press("Enregistrer")
    marc.reads("C’est noté.")
    assert pages(downloaded(marc, "Accusé de réception (PDF)")) == 1
    marc.hands.go("Demander ce qui manque")
    marc.hands.write("À fournir avant le", written(date.today() + timedelta(days=15)))
    marc.hands.write("Ce qui manque (1)", "Le bail")
    marc.hands.press("Enregistrer")
    marc.reads("pièces à fournir avant le")

    lease = tmp_path / "bail.txt"
    lease.write_text("Le bail.", encoding="utf-8")
    nathalie.tab.goto(f"/mon-espace/demandes/{key}/")
    nathalie.hands.go("Envoyer une photo : Le bail")
    nathalie.hands.give("La photo ou le fichier", lease)
    nathalie.hands.press("Envoyer", exact=True)
    nathalie.reads("C’est envoyé. Ils peuvent le lire.")

    marc.tab.goto(f"/demandes-recues/{key}/")
    assert downloaded(marc, "Le bail") == b"Le bail."
    marc.hands.go("Noter le dossier complet")
    marc.hands.press("Enregistrer")
    marc.hands.go("Écrire la décision")
    marc.hands.tick("refus")
    marc.hands.choose("Raison d’un refus", "les crédits sont épuisés")
    marc.hands.press("Enregistrer")
    marc.reads("Dites ce qui est proposé à la place")
    marc.hands.write("Ce qui est proposé ensuite", "Le CCAS reçoit le mardi matin.")
    marc.hands.press("Enregistrer")
    marc.reads("refusée")
    assert complaints(marc.tab) == []

    nathalie.tab.goto(f"/mon-espace/demandes/{key}/")
    nathalie.reads("Le CCAS reçoit le mardi matin.")
    nathalie.hands.go("Je ne suis pas d’accord")
    nathalie.hands.write("Pourquoi je ne suis pas d’accord", "Le calcul oublie mon loyer.")
    nathalie.hands.press("Noter mon recours")
    nathalie.reads("Dites à qui il est adressé.")
    nathalie.hands.tick("Président du conseil départemental")
    nathalie.hands.press("Noter mon recours")
    assert pages(downloaded(nathalie, "Ma lettre (PDF)")) == 1

    claire.tab.goto(f"/demandes/{key}/")
    claire.reads("Le calcul oublie mon loyer.")
    assert complaints(claire.tab) == []
    claire.hands.go("Noter la réponse")
    assert complaints(claire.tab) == []
    claire.hands.tick("accepté")
    claire.hands.press("Enregistrer")
    claire.reads("accepté")
    nathalie.tab.goto(f"/mon-espace/demandes/{key}/")
    nathalie.reads("Votre dossier est complet.")


def test_at_the_desk_everything_goes_on_paper_without_javascript(visitor):
    claire = visitor(javascript=False).signs_in("claire")
    open_folder(claire, "Nathalie", "Bodin")
    document = begun(claire, BUDGET)
    assert pages(downloaded(claire, "Imprimer (PDF)")) >= 2
    claire.hands.go("Ressaisir le papier")
    claire.hands.write("Ce qui est demandé", "Faire le point chaque mois.")
    for one in ("Qui demande", "Les ressources", "Ce qui est demandé"):
        claire.tab.get_by_role("checkbox", name=one).first.check()
    claire.hands.write("Une réponse est nécessaire avant le", "le 45")
    claire.hands.press("Enregistrer")
    claire.reads("Cette date n’est pas lisible.")
    claire.hands.write("Une réponse est nécessaire avant le", "1/12/2030")
    claire.hands.press("Enregistrer")
    claire.reads("Le papier est ressaisi.")
    key = sent_from(claire, document, BUDGET)
    assert pages(downloaded(claire, "Ce que lit le dispositif (PDF)")) == 1
    claire.hands.open("Noter ce que dit le dispositif")
    claire.hands.go("Noter la réception")
    claire.hands.press("Enregistrer")
    assert pages(downloaded(claire, "Accusé de réception (PDF)")) == 1
    claire.tab.goto(f"/demandes/{key}/noter/decision/")
    claire.hands.tick("accord")
    claire.hands.press("Enregistrer")
    claire.reads("acceptée")
    assert pages(downloaded(claire, "Lettre de décision (PDF)")) == 1


def test_the_new_screens_stay_within_a_narrow_page(visitor):
    claire = visitor().signs_in("claire")
    claire.tab.goto("/dossiers-uniques/vierge/")
    assert complaints(claire.tab) == []
    open_folder(claire, "Nathalie", "Bodin")
    begun(claire, BUDGET)
    claire.hands.go("Ressaisir le papier")
    claire.reads("Dans l’ordre du papier.")
    assert complaints(claire.tab) == []
