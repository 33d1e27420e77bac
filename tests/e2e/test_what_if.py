"""From a household's rights: what a half-time job would change, then complete what is missing, question by question."""

import pytest
from playwright.sync_api import expect

from tests.e2e.eyes import complaints


@pytest.fixture
def claire(visitor, way):
    somebody = visitor(**way.how).signs_in("claire")
    somebody.hands.go("Personnes")
    somebody.hands.write("Chercher parmi vos personnes", "Samira Benali")
    somebody.hands.press("Chercher", exact=True)
    somebody.tab.wait_for_url("**q=*")
    somebody.hands.go("Samira BENALI", exact=True)
    somebody.reads("Qui suit ce dossier")
    somebody.hands.go("Voir le détail")
    return somebody.reads("Droits pas encore demandés")


def looked_at(somebody, title):
    """Arrived there, and nothing to say of the page."""
    expect(somebody.tab.get_by_role("heading", level=1)).to_have_text(title)
    if somebody.javascript:
        assert complaints(somebody.tab) == []


def test_what_a_job_would_change_then_what_is_missing(claire):
    a_job(claire)
    the_questions(claire)


def a_job(claire):
    claire.hands.go("Et si…", exact=True)
    looked_at(claire, "Et si…")
    claire.hands.go("Quelqu’un prend un emploi")
    claire.hands.choose("Quel emploi", "un autre salaire")
    claire.hands.press("Voir les douze mois")
    claire.reads("Écrivez le salaire net de cet emploi")
    claire.hands.write("Salaire net avant impôt", "750")
    claire.hands.press("Voir les douze mois")
    claire.reads("Sur douze mois")
    expect(claire.tab.get_by_role("img", name="Ressources par mois, en euros")).to_be_visible()
    looked_at(claire, "Et si…")
    claire.hands.go("Revenir aux droits")


def the_questions(claire):
    claire.hands.go("Compléter, une question à la fois")
    looked_at(claire, "Compléter")
    while claire.tab.get_by_role("heading", level=1).inner_text() == "Compléter":
        with claire.tab.expect_navigation():
            claire.hands.go("Je ne sais pas, question suivante")
    looked_at(claire, "Plus de question pour l’instant")
    claire.hands.go("Voir les droits et les étapes")
    claire.reads("Droits pas encore demandés")
