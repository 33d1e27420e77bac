"""A week of time noted at the keyboard on a narrow phone; a job description that a leader proposes, changed by the worker,
signed by both; what the team's weeks add up to, and an alert that nobody else reads."""

from tests.e2e.eyes import NARROW, complaints
from tests.e2e.hands import Keyboard, Mouse

SECRET = "Deux remplacements en même temps, je n’y arrive plus."


def clean(somebody):
    assert complaints(somebody.tab) == []
    return somebody


def test_a_week_a_job_description_and_an_alert(visitor):
    claire = visitor(hands=Keyboard, width=NARROW).signs_in("claire").reads("Aujourd’hui")
    noted(claire)
    luc = visitor(hands=Mouse).signs_in("luc").reads("Aujourd’hui")
    address = proposed(luc)
    signed(claire, luc, address)
    added_up(luc)
    alerted(claire, luc)


def noted(claire):
    claire.tab.goto("/metier/")
    clean(claire).hands.go("Ma semaine de travail")
    clean(claire.reads("Vous seul lisez vos semaines")).hands.write(
        "Réflexion et analyse de la pratique", "2,5"
    )
    claire.hands.press("Enregistrer ma semaine")
    clean(claire.reads("Votre semaine est notée"))


def proposed(luc):
    luc.tab.goto("/metier/fiches-de-poste/")
    clean(luc).hands.go("Proposer une version")
    luc.hands.choose("Pour qui", "Claire Morel")
    for label, text in (
        ("Pourquoi cette version", "Nouveau secteur"),
        ("Intitulé du poste", "Assistante de service social"),
        ("Mission", "Accompagner les habitants du Véron."),
    ):
        luc.hands.write(label, text)
    clean(luc).hands.press("Enregistrer")
    clean(luc.reads("La version est proposée"))
    return luc.tab.url


def signed(claire, luc, address):
    """Luc signs; Claire changes the text, so that both sign again."""
    luc.hands.press("J’ai lu, je signe")
    luc.reads("L’autre signature est attendue")
    claire.tab.goto(address)
    clean(claire.reads("Version en vigueur")).hands.go("Changer le texte")
    claire.hands.write("Compétences", "Visites à domicile")
    clean(claire).hands.press("Enregistrer")
    claire.reads("chacun le signe à nouveau").hands.press("J’ai lu, je signe")
    luc.tab.goto(address)
    luc.reads("Visites à domicile").hands.press("J’ai lu, je signe")
    clean(luc.reads("En vigueur"))


def added_up(luc):
    luc.tab.goto("/metier/temps/equipe/")
    clean(luc.reads("8 personnes")).reads("Analyse de la pratique, toute l’équipe")


def alerted(claire, luc):
    claire.tab.goto("/metier/alertes/")
    clean(claire).hands.go("Alerter")
    clean(claire.reads("En cas de danger immédiat")).hands.tick("surcharge")
    claire.hands.write("Ce qui s’est passé", SECRET)
    claire.hands.choose("À qui l’adresser", "Sophie Texier")
    clean(claire).hands.press("Envoyer")
    clean(claire.reads("L’alerte est envoyée"))
    luc.tab.goto(claire.tab.url)
    luc.reads("Cette page n’existe pas")
