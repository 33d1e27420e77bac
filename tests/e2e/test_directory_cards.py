"""A card lives: described by its structure, said to be wrong by a passer-by, corrected by a link without an account; a
line is called; a person is oriented."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.eyes import complaints, seen
from tests.e2e.hands import Keyboard
from tests.e2e.test_colleagues import open_folder

A_MINUTE = 60
LINK = re.compile(r"https?://[^/]+(/annuaire/relire/\S+)")


@pytest.fixture
def karim(visitor, way):
    somebody = visitor(**way.how).signs_in("karim").reads("Aujourd’hui")
    somebody.tab.goto("/annuaire/qui-appeler/")
    somebody.hands.go("CCAS de Chinon", exact=True)
    return somebody.reads("Ce qu’elle propose")


def test_a_service_is_described_said_wrong_and_answered(karim, visitor):
    name = f"Atelier couture {time.monotonic_ns()}"
    seen(karim)
    karim.hands.go("Ajouter un service")
    karim.hands.write("Nom du service", name)
    karim.hands.write("En quoi cela consiste", "Apprendre à réparer ses vêtements, à plusieurs.")
    karim.hands.press("Enregistrer", exact=True)
    karim.reads("Cochez au moins un thème")
    seen(karim)
    karim.tab.locator("summary", has_text="Remobilisation").press("Enter")
    karim.tab.get_by_label("Lien social").check()
    karim.hands.write("Pour les habitants de", "Chinon")
    karim.hands.press("Enregistrer", exact=True)
    karim.reads("Le service est dans l’annuaire.")
    karim.hands.go(name, exact=True)
    karim.reads("Pour qui, à quelles conditions").reads("Chinon (37072)")
    seen(karim)
    here = karim.tab.url
    passer_by = visitor(width=360, javascript=False)
    told = says_wrong(passer_by, here)
    answers(karim, name)
    passer_by.tab.goto(told)
    passer_by.reads("C’est le mardi, merci.")


def says_wrong(passer_by, address):
    passer_by.tab.goto(address)
    passer_by.hands.go("Signaler une erreur sur cette fiche")
    passer_by.hands.press("Signaler", exact=True)
    passer_by.reads("Dites ce qui est faux, en une phrase.")
    passer_by.hands.write("Ce qui est faux", "Ce n’est pas le lundi.")
    passer_by.hands.press("Signaler", exact=True)
    passer_by.reads("Gardez l’adresse de cette page")
    return passer_by.tab.url


def answers(karim, name):
    karim.tab.goto("/annuaire/signalements/")
    seen(karim)
    karim.hands.go(f"Répondre : {name}")
    karim.hands.tick("C’était faux : la fiche est corrigée")
    karim.hands.write("Ce que vous répondez", "C’est le mardi, merci.")
    seen(karim)
    karim.hands.press("Répondre", exact=True)
    karim.reads("La réponse est écrite")


def test_a_line_is_called(visitor):
    claire = visitor(hands=Keyboard).signs_in("claire").reads("Aujourd’hui")
    claire.tab.goto("/annuaire/qui-appeler/")
    expect(claire.tab.get_by_text("02 47 00 00 54")).to_have_count(0)
    claire.hands.press("Voir le numéro : CCAS de Chinon, aides facultatives")
    claire.reads("02 47 00 00 54")
    assert complaints(claire.tab) == []
    claire.hands.press("Dans mon carnet : CCAS de Chinon, aides facultatives")
    claire.reads("La ligne est dans votre carnet.")
    claire.hands.go("Mon carnet")
    claire.reads("aides facultatives")
    assert complaints(claire.tab) == []
    claire.hands.press("Retirer de mon carnet")
    claire.reads("Aucune ligne")


def test_a_structure_reads_its_cards_again_without_an_account(visitor, installed):
    maud = visitor().signs_in("maud").reads("Aujourd’hui")
    maud.tab.goto("/annuaire/a-relire/")
    maud.reads("À qui écrire")
    assert complaints(maud.tab) == []
    maud.hands.press("Envoyer les liens")
    maud.reads("Liens envoyés : 1.")
    somebody = visitor(width=360, javascript=False)
    somebody.tab.goto(link_in_the_mail(installed))
    somebody.reads("Ateliers d’initiation à l’ordinateur")
    somebody.hands.go("N’existe plus : Ateliers d’initiation")
    somebody.hands.write("Pourquoi", "L’atelier s’est arrêté cet été.")
    somebody.hands.press("Retirer le service")
    somebody.reads("ce service n’est plus dans l’annuaire")
    somebody.hands.press("Tout est encore vrai")
    somebody.reads("fiches sont confirmées")
    maud.tab.reload()
    expect(maud.tab.get_by_text("Ateliers d’initiation à l’ordinateur")).to_have_count(0)


def link_in_the_mail(installed) -> str:
    started = time.monotonic()
    while time.monotonic() - started < A_MINUTE:
        posted = [json.loads(path.read_text()) for path in (installed.logs / "outbox").glob("*-email-*.json")]
        links = [found for one in posted if (found := LINK.search(one["body"]))]
        if links:
            return links[0][1]
        time.sleep(0.2)
    raise AssertionError("no mail left with a link")


def test_a_person_is_oriented(visitor):
    claire = visitor(hands=Keyboard).signs_in("claire").reads("Aujourd’hui")
    open_folder(claire, "Samira", "Benali")
    folder = claire.tab.url.split("/personnes/")[1].strip("/").split("/")[0]
    claire.tab.goto("/annuaire/qui-appeler/")
    claire.hands.go("CCAS de Chinon", exact=True)
    claire.hands.go("Aide alimentaire d’urgence", exact=True)
    claire.reads("Pour qui, à quelles conditions")
    claire.tab.goto(f"{claire.tab.url}?dossier={folder}")
    claire.hands.go("Noter cette orientation (Samira BENALI)")
    claire.reads("demandez-lui son accord avant")
    assert complaints(claire.tab) == []
    claire.hands.press("Noter l’orientation")
    claire.reads("C’est dans son parcours.").reads(
        "Orientation vers CCAS de Chinon : Aide alimentaire d’urgence"
    )
    assert complaints(claire.tab) == []
