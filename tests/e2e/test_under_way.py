"""From a person's page: a goal and a mark, a meeting, a promise, a paper; by keyboard, without JavaScript, on a phone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.eyes import complaints

SOON = f"{date.today() + timedelta(days=30):%d/%m/%Y}"


@pytest.fixture
def claire(visitor, way):
    somebody = visitor(**way.how).signs_in("claire")
    somebody.hands.go("Personnes")
    somebody.hands.write("Chercher parmi vos personnes", "Samira Benali")
    somebody.hands.press("Chercher", exact=True)
    somebody.tab.wait_for_url("**q=*")
    somebody.hands.go("Samira BENALI", exact=True)
    return somebody.reads("Qui suit ce dossier")


def looked_at(somebody, title):
    """Arrived there, and nothing to say of the page."""
    expect(somebody.tab.get_by_role("heading", level=1)).to_have_text(title)
    if somebody.javascript:
        assert complaints(somebody.tab) == []


def back(somebody):
    somebody.hands.go("Samira BENALI", exact=True)
    somebody.reads("Qui suit ce dossier")


def test_what_is_under_way(claire, tmp_path):
    a_goal(claire)
    a_meeting(claire)
    a_promise(claire)
    a_paper(claire, tmp_path)
    expect(claire.tab.get_by_text("prévenir le garant").first).to_be_visible()
    looked_at(claire, "Samira BENALI")


def a_goal(claire):
    claire.hands.go("Objectifs", exact=True)
    looked_at(claire, "Ses objectifs")
    claire.hands.go("Convenir d’un objectif")
    claire.hands.write("Son objectif, dans ses mots", "Un logement où mes enfants peuvent venir")
    claire.hands.write("Les étapes", "Appeler l’ADIL ; Samira")
    claire.hands.write("À revoir", "31/02/2027")
    claire.hands.tick("Équipe")
    claire.hands.press("Enregistrer", exact=True)
    claire.reads("Cette date n’existe pas")
    looked_at(claire, "Convenir d’un objectif")
    claire.hands.write("À revoir", SOON)
    claire.hands.press("Enregistrer", exact=True)
    claire.reads("L’objectif est noté.")
    claire.hands.press("C’est fait : Appeler l’ADIL")
    claire.reads("L’étape est faite.")
    for mark in ("3", "6"):
        claire.hands.go("Noter où elle dit en être")
        looked_at(claire, "Où elle dit en être")
        claire.tab.locator(f"input[name=mark][value='{mark}']").check()
        claire.hands.press("Enregistrer", exact=True)
        claire.reads("Sa marque est notée.")
    looked_at(claire, "Ses objectifs")
    back(claire)


def a_meeting(claire):
    claire.hands.go("Rendez-vous", exact=True)
    claire.hands.go("Prendre rendez-vous")
    looked_at(claire, "Prendre rendez-vous")
    claire.hands.write("Jour", SOON)
    claire.hands.write("Heure", "14 h 30")
    claire.hands.write("Lieu", "MDS de Chinon, bureau 3")
    claire.hands.press("Enregistrer", exact=True)
    claire.reads("Rendez-vous pris pour le")
    looked_at(claire, "Ses rendez-vous")
    claire.hands.go("Annuler celui du")
    claire.hands.press("Annuler le rendez-vous")
    claire.reads("Le rendez-vous est annulé.")
    back(claire)


def a_promise(claire):
    claire.hands.go("Engagements", exact=True)
    claire.hands.go("Promettre quelque chose")
    claire.hands.write("Ce qui est promis", "prévenir le garant")
    claire.hands.write("Délai en jours ouvrés", "5")
    claire.hands.press("Voir la date")
    claire.reads("À tenir au plus tard le")
    looked_at(claire, "Promettre quelque chose")
    claire.hands.press("Promettre pour le")
    claire.reads("C’est promis, pour le")
    looked_at(claire, "Ce qui lui est promis")
    back(claire)


def a_paper(claire, tmp_path):
    paper = tmp_path / "quittance.txt"
    paper.write_text("Quittance de novembre")
    claire.hands.go("Documents", exact=True)
    claire.hands.go("Ajouter un document")
    claire.hands.give("Fichier", paper)
    claire.hands.write("Intitulé", "Quittance de novembre")
    claire.hands.choose("Nature", "logement")
    claire.hands.tick("Équipe")
    looked_at(claire, "Ajouter un document")
    claire.hands.press("Ajouter le document")
    claire.reads("Le document est dans son dossier.")
    looked_at(claire, "Ses documents")
    with claire.tab.expect_download() as handed:
        claire.tab.get_by_role("link", name=re.compile("^Quittance de novembre")).first.click()
    assert handed.value.suggested_filename == "quittance.txt"
    back(claire)
