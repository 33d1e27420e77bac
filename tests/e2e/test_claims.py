"""From the caseload to money in hand: proposed, decided by the person on a phone, filed on paper, silent, contested, paid."""

import re
from datetime import date, timedelta
from io import BytesIO

import docx
import pikepdf

from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard
from tests.e2e.test_colleagues import open_folder
from tests.e2e.test_own_space import CODE

OLDER = """UPDATE rights_claim SET found_on = found_on - 200, proposed_on = proposed_on - 200, decided_on = decided_on - 200,
 filed_on = filed_on - 200, received_on = received_on - 200, answer_due_on = answer_due_on - 200,
 act_by = act_by - 200,
 completed_on = completed_on - 200 WHERE benefit = %s AND state = 'filed' AND filed_on = CURRENT_DATE"""


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def propose(claire, right):
    claire.hands.go("Parler d’un droit")
    claire.hands.choose("Droit dont vous avez parlé", right)
    claire.hands.press("Noter")
    claire.reads("La personne n’a pas encore dit si elle veut demander.")


def code_of(claire):
    claire.hands.go("Qui lit quoi")
    claire.hands.go("Son espace personnel")
    claire.hands.press("Créer son code")
    return CODE.search(claire.reads("Ce code ne sera plus affiché.").tab.inner_text("main"))[0]


def downloaded(visitor, name):
    with visitor.tab.expect_download() as found:
        visitor.hands.go(name)
    return found.value.path().read_bytes()


def test_a_right_is_opened_from_the_proposal_to_the_money(visitor, installed):
    claire = visitor(hands=Keyboard).signs_in("claire")
    claire.hands.go("Droits", exact=True)
    claire.hands.press("Chercher les droits de tous mes foyers")
    claire.follows_the_work()
    claire.hands.go("Voir le résultat")
    claire.hands.choose("Prestation", "Prime d’activité")
    claire.hands.press("Filtrer")
    claire.hands.go("Nathalie BODIN")
    claire.hands.go("En parler avec la personne : Prime d’activité")
    claire.hands.press("Noter")
    claire.reads("La personne n’a pas encore dit si elle veut demander.")
    assert complaints(claire.tab) == []
    claire.hands.go("Demandes", exact=True)
    claire.hands.go("En parler : Aide au logement")
    claire.hands.press("Noter")
    folder = open_folder(claire, "Nathalie", "Bodin")
    code = code_of(claire)

    nathalie = visitor(javascript=False, width=360)
    nathalie.tab.goto("/mon-espace/entrer/")
    nathalie.hands.write("Votre code", code)
    nathalie.hands.write("La date de naissance", "01/07/1975")
    nathalie.hands.press("Ouvrir", exact=True)
    nathalie.reads("2 aides : dites si vous voulez demander.")
    nathalie.hands.go("Voir vos droits")
    nathalie.hands.go("Dire oui ou non : Aide au logement")
    nathalie.hands.press("Envoyer ma réponse")
    nathalie.reads("Choisissez oui ou non.")
    nathalie.hands.tick("Non, pas pour le moment")
    nathalie.hands.choose("Si non, pourquoi ?", "Les démarches sont trop difficiles")
    nathalie.hands.write("Ce que vous voulez ajouter", "J’ai déjà essayé deux fois.")
    nathalie.hands.press("Envoyer ma réponse")
    nathalie.hands.go("Dire oui ou non : Prime d’activité")
    nathalie.hands.tick("Oui, je veux demander")
    nathalie.hands.press("Envoyer ma réponse")
    nathalie.reads("Ce qu’il faut apporter")

    claire.tab.goto(folder)
    claire.hands.go("Toutes les demandes, trop-perçus")
    claire.reads("la personne ne souhaite pas demander")
    claire.hands.go("Prime d’activité")
    claire.reads("pièces à réunir, puis la demande peut partir.")
    letter = docx.Document(BytesIO(downloaded(claire, "À modifier (DOCX) : Lettre de demande")))
    assert "Nathalie BODIN" in [one.text for one in letter.paragraphs]
    claire.hands.go("Noter le dépôt")
    claire.hands.tick("sur papier, par courrier")
    claire.hands.write("Organisme", "CAF Touraine")
    claire.hands.press("Enregistrer")
    claire.reads("Notez la date de l’accusé de réception")
    claire.hands.go("Noter la réception")
    claire.hands.press("Enregistrer")
    claire.reads("Ensuite, le silence vaut refus.")
    claire.hands.go("Noter des pièces réclamées")
    claire.hands.write("À fournir avant le", written(date.today() + timedelta(days=15)))
    claire.hands.write("Pièces réclamées", "avis d’impôt 2025")
    claire.hands.press("Enregistrer")
    claire.reads("L’organisme attend des pièces avant le")
    assert complaints(claire.tab) == []

    nathalie.tab.goto("/mon-espace/droits/")
    nathalie.hands.go("Envoyer une photo : avis d’impôt 2025")
    photo = installed.logs / "avis.pdf"
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(photo)
    nathalie.hands.give("La photo ou le fichier", photo)
    nathalie.hands.press("Envoyer", exact=True)
    nathalie.reads("Votre pièce est envoyée.")

    claire.tab.reload()
    claire.reads("Fournie")
    claire.hands.go("Noter les pièces fournies")
    claire.hands.press("Enregistrer")
    claire.reads("Réponse due au plus tard le")
    assert installed.execute(OLDER, "ppa") == 1  # six months go by
    claire.tab.reload()
    claire.reads("ce silence vaut refus.")
    claire.tab.goto("/")
    claire.reads("Nathalie BODIN : Prime d’activité")
    claire.hands.go("Ouvrir : Nathalie BODIN : Prime d’activité")
    claire.hands.go("Noter l’absence de réponse")
    claire.reads("la demande est refusée d’office")
    claire.hands.press("Noter le refus")
    claire.reads("Recours devant : commission de recours amiable")
    letter = docx.Document(BytesIO(downloaded(claire, "À modifier (DOCX) : Lettre de recours")))
    assert any("née de votre silence" in one.text for one in letter.paragraphs)
    claire.hands.go("Contester")
    claire.hands.write("Ce qui est contesté", "Mes ressources sont nulles depuis six mois.")
    claire.hands.press("Enregistrer")
    claire.reads("Le recours est parti.")
    claire.hands.go("Noter l’issue du recours")
    claire.hands.tick("accepté, en tout ou en partie")
    claire.hands.write("Montant accordé", "1 013,88")
    claire.hands.press("Enregistrer")
    claire.reads("vérifiez que l’argent arrive")
    claire.hands.go("Noter le versement")
    claire.hands.write("Rappel versé en une fois", "4 055,52")
    claire.hands.press("Enregistrer")
    claire.reads("Le droit est ouvert, l’argent est versé.")
    assert complaints(claire.tab) == []
    shown = re.sub(r"\s", " ", claire.tab.inner_text("main"))
    assert "1 013,88 € par mois" in shown
    assert "4 055,52 €" in shown

    nathalie.tab.goto("/mon-espace/droits/")
    nathalie.reads("Droit ouvert")
    nathalie.hands.go("J’ai changé d’avis : Aide au logement")
    nathalie.reads("vous pouvez changer d’avis")


def test_the_same_without_javascript(visitor):
    claire = visitor(javascript=False, width=360).signs_in("claire")
    open_folder(claire, "Lucas", "Pichon")
    propose(claire, "Prime d’activité")
    claire.hands.go("Noter sa décision")
    claire.hands.tick("Non")
    claire.hands.press("Enregistrer")
    claire.reads("Choisissez une raison, ou « elle ne souhaite pas le dire ».")
    claire.hands.choose("Si non, la raison qu’elle donne", "elle ne souhaite pas le dire")
    claire.hands.press("Enregistrer")
    claire.reads("Elle peut changer d’avis à tout moment.")


def test_the_lists_of_claims_are_accessible(visitor):
    claire = visitor(hands=Keyboard).signs_in("claire")
    claire.hands.go("Droits")
    claire.hands.go("Mes demandes en cours")
    claire.reads("En retard")
    assert complaints(claire.tab) == []
    claire.hands.go("Délais et recours")
    claire.tab.locator("details", has_text="vaut accord").first.locator("summary").first.press("Enter")
    claire.reads("vaut accord")
    assert complaints(claire.tab) == []
    claire.tab.goto("/droits/ouverts/?ou=territoire")
    claire.reads("jamais par professionnel")
    assert complaints(claire.tab) == []
