"""What one holds leads somewhere: a bridge simulated without an account; a finished training that changes a job description."""

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

TRAINING = "Aller vers : sortir du bureau"


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_bridge_is_simulated_without_an_account(visitor):
    somebody = visitor(hands=Keyboard, width=NARROW)
    somebody.tab.goto("/diplomes/")
    clean(somebody.reads("On peut y entrer aujourd’hui")).hands.go("Ce qu’il me resterait à faire")
    clean(somebody.reads("Rien n’est enregistré")).hands.choose("Je vise", "DEES, éducateur spécialisé")
    somebody.hands.tick("DEASS, règles de 2018")
    somebody.hands.press("Voir ce qu’il me resterait")
    clean(somebody.reads("C’est une information, pas une décision"))
    told = somebody.tab.locator("section.panel").first
    assert told.locator("h2").inner_text().startswith("DEES")
    assert told.locator("ol.rows li small").first.inner_text()
    with somebody.tab.expect_download() as paper:
        somebody.hands.go("Relevé en PDF")
    assert paper.value.suggested_filename.endswith(".pdf")


def test_a_finished_training_changes_a_job_description(visitor):
    helene = visitor(hands=Keyboard).signs_in("helene").reads("Aujourd’hui")
    helene.tab.goto("/metier/fiches-de-poste/")
    clean(helene.reads("Vos formations terminées")).hands.go(f"Mettre à jour ma fiche : {TRAINING}")
    clean(helene.reads("Pourquoi cette version"))
    assert "Savoir repartir" in helene.hands.field("Acquis des formations").input_value()
    helene.hands.write("Intitulé du poste", "Référente de parcours")
    helene.hands.write("Mission", "Accompagner, et aller vers.")
    helene.hands.press("Enregistrer")
    helene.reads("La version est proposée").hands.press("J’ai lu, je signe")
    clean(helene.reads("L’autre signature est attendue"))
    luc = visitor(hands=Mouse, width=NARROW).signs_in("luc").reads("Aujourd’hui")
    luc.tab.goto(helene.tab.url)
    clean(luc.reads("Savoir repartir")).hands.press("J’ai lu, je signe")
    clean(luc.reads("En vigueur"))
    helene.tab.goto("/metier/fiches-de-poste/")
    helene.reads("Signée par les deux")
    assert not helene.tab.get_by_role("link", name=f"Mettre à jour ma fiche : {TRAINING}").count()
