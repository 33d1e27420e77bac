"""From somebody without identity to a référent who hands over: what is opened, read, withdrawn, passed on."""

import re

from playwright.sync_api import expect

CALLED = {
    "keyboard": "La dame à la valise",
    "without JavaScript": "Celui du kiosque",
    "on a phone": "Le cycliste",
}
WORDS = "Je dors dans ma voiture depuis mars."
SAID = "Le chien est un soutien, pas un obstacle."


def receive(claire, name):
    claire.hands.go("Personnes")
    claire.hands.go("Recevoir quelqu’un")
    claire.hands.write("Comment l’appeler", name)
    claire.hands.press("Recevoir", exact=True)
    claire.reads(f"{name} est dans vos personnes.")
    return claire.tab.url


def become_referent(claire, folder):
    claire.hands.go("En choisir un avec elle")
    claire.hands.press("Devenir son référent")
    claire.reads("Vous êtes le référent")
    claire.tab.goto(folder)


def write_a_note(claire, folder):
    """The list of readers is under each choice, before saving; then beside the note."""
    claire.hands.go("Écrire une note")
    expect(claire.tab.get_by_label("Équipe", exact=False).first).to_be_visible()
    claire.hands.write("Ce qui a été dit et fait", SAID)
    claire.hands.write("Les mots de la personne", WORDS)
    claire.hands.tick("Équipe")
    claire.hands.press("Enregistrer la note")
    claire.reads("La note est enregistrée.").reads(WORDS)
    expect(claire.tab.get_by_role("region", name="Qui peut lire cette note")).to_contain_text("Claire Morel")
    note = claire.tab.url
    claire.tab.goto(folder)
    return note


def gather_a_consent(claire, folder):
    """On paper, for Yann by name."""
    claire.hands.go("Qui lit quoi")
    claire.hands.go("Nouvel accord")
    claire.hands.choose("Structure qui pourra lire", "Maison départementale de la solidarité Tours Nord")
    claire.hands.write("Une personne en particulier", "yann@maillage.example")
    claire.hands.write("Pourquoi", "Chercher une place où le chien est admis")
    claire.hands.tick("Sur papier signé")
    claire.hands.press("Voir qui pourra lire")
    claire.reads("Qui pourra lire").reads("Yann Le Goff")
    claire.hands.press("Enregistrer cet accord")
    claire.reads("L’accord est enregistré.")
    claire.tab.goto(folder)


def give_a_code(claire, folder):
    """Their identity is known by now; the code is shown once."""
    claire.hands.go("Corriger son identité")
    claire.hands.write("Date de naissance", "15/01/1979")
    claire.hands.press("Enregistrer")
    claire.reads("C’est enregistré.")
    claire.hands.go("Qui lit quoi")
    claire.hands.go("Son espace personnel")
    claire.hands.press("Créer son code")
    claire.reads("Ce code ne sera plus affiché.")
    code = re.search(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", claire.tab.inner_text("main"))[0]
    claire.tab.goto(folder)
    return code


def enters(person, code):
    person.tab.goto("/mon-espace/entrer/")
    person.hands.write("Votre code", code.lower())
    person.hands.write("La date de naissance", "15 janvier 1979")
    person.hands.press("Ouvrir", exact=True)
    person.reads("Qui vous entoure")
    return person


def hand_over(claire, sophie, folder, called):
    claire.hands.go("Voir le cercle")
    claire.hands.go("Passer la main")
    claire.hands.choose("À qui passez-vous la main", "Sophie Texier")
    claire.hands.write("Pourquoi", "Je change de secteur")
    claire.hands.write("Où en sont les choses", "Une place est demandée, réponse en décembre.")
    claire.hands.press("Proposer la passation")
    claire.reads("Vous restez référent jusqu’à la réponse.")
    sophie.tab.goto("/")
    sophie.hands.go(f"Répondre pour {called}")
    sophie.reads("Une place est demandée")
    sophie.hands.press("Accepter")
    sophie.reads("Vous êtes maintenant le référent.")
    assert sophie.tab.url == folder
    sophie.reads("Référent : Sophie Texier")


def test_what_is_opened_read_withdrawn_and_passed_on(visitor, way):
    called, how = CALLED[way.name], way.how
    claire, yann = visitor(**how).signs_in("claire"), visitor(**how).signs_in("yann")
    folder = receive(claire, called)
    become_referent(claire, folder)
    note = write_a_note(claire, folder)
    assert yann.tab.goto(folder).status == 404
    gather_a_consent(claire, folder)
    code = give_a_code(claire, folder)

    assert yann.tab.goto(folder).status == 200
    yann.reads("Qui a fait quoi, avant").reads("Entretien au bureau")
    assert SAID not in yann.tab.content()
    yann.hands.go("Lire le suivi")
    yann.reads("ne vous est pas montré")
    assert WORDS not in yann.tab.content()
    assert yann.tab.goto(note).status == 404

    person = enters(visitor(width=360, javascript=how.get("javascript", True)), code)
    person.reads("Yann Le Goff").reads("Claire Morel")
    expect(person.tab.get_by_role("region", name="Qui a ouvert votre dossier")).to_contain_text(
        "Yann Le Goff"
    )
    person.hands.go("Ce qui est écrit")
    person.reads(SAID).reads(WORDS)
    person.hands.press("Lire simplement")
    person.reads("Après un rendez-vous, les professionnels écrivent")
    person.hands.go("Mon espace")
    person.tab.get_by_text("Voir tout le reste").click()
    person.hands.go("Arrêter")
    person.hands.press("Arrêter", exact=False)
    person.reads("Plus rien n’est lu par cet accord.")

    assert yann.tab.goto(folder).status == 404
    yann.tab.goto("/personnes/")
    assert called not in yann.tab.content()
    hand_over(claire, visitor(**how).signs_in("sophie"), folder, called)
    person.tab.goto("/mon-espace/")
    person.reads("Sophie Texier")
