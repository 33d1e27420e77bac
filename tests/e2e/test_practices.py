"""A practice sheet from spotted to transferred: written at the keyboard, published and evaluated on a narrow phone, tried
elsewhere, found by anybody."""

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

TITLE = "Le banc devant la mairie"
TOLD = {
    "Le contexte": "Personne ne venait le matin.",
    "Pour qui": "Les habitants du bourg.",
    "Qui agit": "Deux collègues, le maire.",
    "Les étapes": "S’asseoir, saluer, revenir.",
    "Ce qu’il faut": "L’accord du maire.",
    "Les moyens": "Un banc, une heure.",
    "Leviers": "Un banc déjà là",
    "Écueils": "Y aller en groupe",
}
PROOF = {"Lequel": "Cahier de l’accueil", "Du": "01/06/2026"}


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_sheet_from_spotted_to_transferred(visitor):
    claire = visitor(hands=Keyboard).signs_in("claire").reads("Aujourd’hui")
    address = written(claire)
    luc = visitor(hands=Mouse, width=NARROW).signs_in("luc").reads("Aujourd’hui")
    published(luc)
    for entry, seen in (
        ("la démarche", "Ce qui était prévu"),
        ("les effets", "Qu’est-ce qui a changé pour les p"),
    ):
        luc.tab.goto(address)
        evaluated(luc, entry, seen)
    luc.tab.goto(address)
    luc.reads("il manque qu’une autre structure l’essaie")
    tried(visitor(hands=Mouse).signs_in("maud").reads("Aujourd’hui"), address)
    found(visitor(hands=Mouse, width=NARROW))


def written(claire):
    """Its address."""
    claire.tab.goto("/pratiques/")
    clean(claire).hands.go("Signaler une pratique")
    for label, text in (("Titre", TITLE), ("Où", "Chinon"), ("À qui demander", "Accueil")):
        claire.hands.write(label, text)
    clean(claire).hands.press("Ouvrir la fiche")
    clean(claire.reads("La fiche est ouverte")).hands.go("Écrire", exact=True)
    for label, text in TOLD.items():
        claire.hands.write(label, text)
    claire.hands.tick("Aller vers")
    claire.hands.tick("Elle est prête")
    clean(claire).hands.press("Enregistrer")
    claire.reads("La fiche est enregistrée")
    return claire.tab.url


def published(luc):
    luc.hands.go("Fiches pratiques à publier")
    luc.hands.go(TITLE)
    clean(luc).hands.go("Publier", exact=True)
    clean(luc).hands.press("Publier", exact=True)
    clean(luc.reads("tout le monde peut la lire"))


def evaluated(luc, entry, criterion):
    luc.hands.go(f"Évaluer {entry}")
    if entry == "la démarche":
        clean(luc)
    block = luc.tab.locator("section.panel", has_text=criterion).first
    block.get_by_label("Ce qui a été vu").fill("Douze personnes se sont assises.")
    block.get_by_label("Ce qui le montre").select_option(label="Un document")
    for label, text in PROOF.items():
        block.get_by_label(label, exact=False).first.fill(text)
    luc.hands.press("Enregistrer")
    luc.reads("portent aussi la fiche").hands.press("Publier cette évaluation")
    luc.reads("L’évaluation est publiée")


def tried(maud, address):
    maud.tab.goto(address)
    maud.hands.go("Nous l’avons essayé ici")
    maud.hands.write("Où", "Loches")
    maud.hands.write("À partir du", "01/07/2026")
    maud.hands.tick("Cela n’a pas marché")
    maud.hands.write("Ce que vous en avez appris", "Sans ombre en juillet, le banc reste vide.")
    clean(maud).hands.press("Déclarer cet essai")
    clean(maud.reads("L’essai est publié")).reads("Transférée")


def found(anybody):
    anybody.tab.goto("/pratiques/?etape=transferred&q=banc")
    clean(anybody).hands.go(TITLE)
    clean(anybody.reads("le banc reste vide"))
    for address in ("/pratiques/enseignements/?theme=outreach", "/pratiques/appels/"):
        anybody.tab.goto(address)
        clean(anybody)
