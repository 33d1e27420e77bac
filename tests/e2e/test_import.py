"""A file of 200 households with errors in it: what its trial says, what comes in, the first right, and all out again."""

import pytest
from playwright.sync_api import expect

from maillage.people.tests.importing import file_of, household_rows
from tests.e2e.eyes import complaints

SPOILED = {
    3: {"date_naissance": "31/02/1990"},
    50: {"loyer": "cher"},
    51: {"commune": "00000"},
    199: {"role": "voisin"},
}
HOUSEHOLDS = 200


@pytest.fixture
def file(tmp_path):
    rows = [row for number in range(HOUSEHOLDS) for row in household_rows(number, **SPOILED.get(number, {}))]
    path = tmp_path / "foyers.xlsx"
    path.write_bytes(file_of(rows))
    return path


def test_a_file_comes_in_is_screened_and_goes_out_again(visitor, file, way):
    yann = visitor(**way.how).signs_in("yann").reads("Aujourd’hui")
    drop(yann, file)
    read_the_trial(yann)
    yann.hands.press(f"Importer {HOUSEHOLDS - len(SPOILED)} foyers")
    yann.follows_the_work()
    yann.hands.go("Voir le résultat")
    yann.reads(f"{HOUSEHOLDS - len(SPOILED)} foyers créés")
    look(yann)
    screen_and_open_the_first(yann)
    undo(yann)


def drop(yann, file):
    yann.hands.go("Personnes")
    yann.hands.go("Importer des foyers")
    yann.reads("Pour préparer votre fichier")
    look(yann)
    yann.hands.give("Fichier de foyers", file)
    yann.hands.press("Déposer le fichier")
    yann.reads("Que contient chaque colonne")
    look(yann)
    yann.hands.press("Faire l’essai")
    yann.follows_the_work()
    yann.hands.go("Voir le résultat")


def read_the_trial(yann):
    """Each spoiled household is told by its line in the file, with a sentence; the heading is line 1."""
    yann.reads("rien n’est encore importé")
    told = yann.tab.locator("table.stacked tbody")
    for number in SPOILED:
        expect(told.get_by_role("rowheader", name=f"Ligne {2 + 2 * number}", exact=True)).to_be_visible()
    expect(told).to_contain_text("31/02/1990")
    look(yann)


def screen_and_open_the_first(yann):
    yann.hands.go("Chercher les droits")
    yann.hands.press("Chercher les droits de tous mes foyers")
    yann.follows_the_work()
    yann.hands.go("Voir le résultat")
    yann.reads("Ce qui est le plus simple à ouvrir d’abord")
    first = yann.tab.locator("table.stacked tbody a").first.inner_text().replace("\n", " ")
    yann.hands.go(first)
    expect(yann.tab.get_by_role("heading", level=1)).to_contain_text("Droits de")


def undo(yann):
    yann.hands.go("Personnes")
    yann.hands.go("Importer des foyers")
    yann.hands.go("foyers.xlsx")
    yann.hands.go("Annuler cet import")
    yann.hands.press("Annuler l’import")
    yann.follows_the_work()
    yann.hands.go("Voir le résultat")
    yann.reads("Import annulé")


def look(yann):
    if yann.javascript:
        assert complaints(yann.tab) == []
