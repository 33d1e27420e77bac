"""A convention signed by four: two with their account, two by a link, one of them on a phone; refused, corrected, signed again."""

from playwright.sync_api import expect

from tests.e2e.eyes import seen
from tests.e2e.hands import Keyboard, Mouse


def day(browser, ahead):
    script = (
        "n => new Date(Date.now() + n * 86400000).toLocaleDateString('fr-FR', {timeZone: 'Europe/Paris'})"
    )
    return browser.tab.evaluate(script, ahead)


def test_signed_by_four_after_a_refusal(visitor):
    brigitte = visitor(hands=Keyboard).signs_in("brigitte").reads("Aujourd’hui")
    brigitte.tab.goto("/stages/conventions/")
    seen(brigitte).hands.go("Préparer une convention")
    seen(brigitte.reads("Qui signe"))
    write = brigitte.hands.write
    write("Prénom et nom du stagiaire", "Aya Traoré")
    brigitte.hands.choose("Diplôme préparé", "Diplôme d’État d’assistant de service social (DEASS)")
    write("Heures de cours dans l’année", "580")
    write("Structure d’accueil", "Maison départementale de la solidarité de Chinon")
    brigitte.hands.choose("Tuteur", "Claire Morel, Maison départementale de la solidarité de Chinon")
    write("Période 1\u00a0: du", day(brigitte, 220))
    brigitte.tab.locator("input[name=last_1]").fill(day(brigitte, 290))
    write("Compétences à acquérir ou à développer", "Conduire un entretien.")
    write("Activités confiées", "Accueil et permanences.")
    write("Signe pour la structure d’accueil", "Ariane Colin")
    write("Enseignant référent", "Brigitte Lemoine")
    brigitte.hands.press("Enregistrer")
    seen(brigitte.reads("En préparation")).hands.press("Proposer à la signature")
    seen(brigitte.reads("4\u00a0signatures attendues"))
    there = brigitte.tab.url
    links = brigitte.tab.locator("a[href*='/stages/signer/']")
    expect(links).to_have_count(2)
    doors = [links.nth(number).get_attribute("href") for number in range(2)]

    phone = visitor(hands=Mouse, width=360)
    phone.tab.goto(doors[1])
    seen(phone.reads("Ariane Colin")).tab.locator("summary", has_text="pas d’accord").click()
    phone.hands.write("Ce qui ne va pas", "Pas le mardi, l’équipe est en réunion.")
    phone.hands.press("Refuser de signer")
    seen(phone.reads("Vous avez refusé"))

    brigitte.tab.goto(there)
    seen(brigitte.reads("Pas le mardi")).hands.go("Corriger")
    brigitte.hands.write("Activités confiées", "Accueil, permanences, réunion d’équipe le mardi.")
    brigitte.hands.press("Enregistrer")
    seen(brigitte.reads("à signer de nouveau par tous")).hands.press("Signer la convention")
    brigitte.reads("C’est signé")

    for link in doors:
        phone.tab.goto(link)
        seen(phone.reads("Version 2.")).hands.press("Signer la convention")
        phone.reads("Vous avez signé")

    claire = visitor(hands=Mouse, javascript=False).signs_in("claire").reads("Aujourd’hui")
    claire.tab.goto(there)
    claire.reads("À vous de signer").hands.press("Signer la convention")
    claire.reads("Signée, commence le")
    with claire.tab.expect_download() as paper:
        claire.hands.go("Convention (PDF)")
    assert paper.value.suggested_filename == "convention-de-stage.pdf"
