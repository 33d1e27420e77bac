"""From somebody at the door to the rights they do not claim, and the sheet they leave with."""

import shutil
import subprocess
from itertools import cycle

import pytest
from playwright.sync_api import expect

HEARD_ALIKE = cycle(("Benaly", "Bénaly", "Benally", "Bennaly"))


@pytest.fixture
def claire(visitor, way):
    return visitor(**way.how).signs_in("claire").reads("Aujourd’hui")


def receive(claire, *, first_name, last_name, birth_date):
    claire.hands.go("Personnes")
    claire.hands.go("Recevoir quelqu’un")
    claire.hands.write("Prénom", first_name)
    claire.hands.write("Nom", last_name)
    claire.hands.write("Date de naissance", birth_date)
    claire.hands.press("Recevoir", exact=True)


def compose_with_a_child(claire):
    claire.hands.press("Composer son foyer")
    claire.hands.go("Ajouter une personne")
    claire.hands.write("Prénom", "Yanis")
    claire.hands.write("Date de naissance", "12/02/2021")
    claire.hands.choose("Place dans le foyer", "enfant")
    claire.hands.press("Ajouter au foyer")
    claire.reads("Yanis est dans le foyer.")


def tell_the_situation(claire):
    claire.hands.go("Compléter la situation")
    claire.hands.write("Commune", "Chinon (37072)")
    claire.hands.choose("Logement", "locataire du privé")
    claire.hands.write("Loyer sans les charges", "450,50")
    claire.hands.press("Enregistrer")
    claire.reads("La situation du foyer est enregistrée.")


def tell_what_one_does(claire, name):
    claire.hands.go(name, exact=True)
    claire.hands.go("Compléter sa situation")
    claire.hands.choose("Activité", "salarié")
    claire.hands.choose("Nationalité", "française")
    claire.hands.press("Enregistrer")
    claire.reads("C’est enregistré.")
    claire.hands.go("Ouvrir le foyer")


def write_two_months(claire, name):
    """Wages of two months; what another resource brings is not known."""
    claire.hands.go("Remplir le budget")
    claire.reads("Ces montants viennent de")
    *_, before, last = claire.tab.locator("table.sheet thead th.number").all_inner_texts()[:3]
    unfold(claire)
    claire.hands.write(f"salaire net, {name}, {before}", "640")
    claire.hands.write(f"salaire net, {name}, {last}", "655,40")
    claire.hands.write(f"RSA perçu, {name}, {last}", "?")
    claire.hands.press("Enregistrer", exact=True)
    claire.reads("Le budget est enregistré.")


def test_from_the_door_to_the_sheet(claire, tmp_path):
    last_name = next(HEARD_ALIKE)
    name = f"Samira {last_name.upper()}"
    receive(claire, first_name="Samira", last_name=last_name, birth_date="30/04/1992")
    claire.reads("Vous la connaissez peut-être déjà")
    claire.hands.press("C’est quelqu’un d’autre : recevoir")
    claire.reads(f"{name} est dans vos personnes.")
    compose_with_a_child(claire)
    tell_the_situation(claire)
    tell_what_one_does(claire, name)
    write_two_months(claire, name)
    expect(claire.tab.locator("table.months")).to_contain_text("On ne sait pas : RSA perçu")
    claire.hands.press("Chercher les droits")
    claire.reads("Droits pas encore demandés")
    read_why(claire)
    assert_sheet(claire, name, tmp_path)


def read_why(claire):
    """The reason of the first right, unfolded."""
    right = claire.tab.locator("#possibles ~ table tbody th").first.inner_text()
    claire.hands.open(right)
    why = claire.tab.locator("details[open]").filter(has_text=right)
    expect(why.locator("p").first).to_be_visible()
    assert len(why.inner_text()) > 80


def assert_sheet(claire, name, folder):
    """Fetched again with the same session: a browser shows it, saves it or prints it as it is set."""
    with claire.tab.expect_request(lambda request: "feuille.pdf" in request.url) as asked:
        claire.hands.go("Imprimer la feuille")
    sheet = claire.context.request.get(asked.value.url).body()
    assert sheet.startswith(b"%PDF")
    if shutil.which("pdftotext"):
        assert name in text_of(sheet, folder)


def text_of(pdf, folder):
    file = folder / "feuille.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def unfold(claire):
    """On a narrow screen, each group of the budget is folded under its total."""
    folded = claire.tab.locator("details.kinds:not([open]) > summary")
    while claire.tab.viewport_size["width"] < 640 and folded.count():
        folded.first.click()
