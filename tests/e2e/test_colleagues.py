"""What a colleague sees: nothing, then what is accepted; a protected address, its reader alone."""

from playwright.sync_api import expect

from tests.e2e.hands import Keyboard

FOUND = {
    "keyboard": ("Samira", "Benali", "30/04/1992"),
    "without JavaScript": ("Odette", "Garnier", "21/09/1955"),
    "on a phone": ("Élodie", "Roy", "27/01/1996"),
}


def find(somebody, name):
    somebody.hands.go("Personnes")
    somebody.hands.write("Chercher parmi vos personnes", name)
    somebody.hands.press("Chercher", exact=True)
    somebody.tab.wait_for_url("**q=*")


def test_a_colleague_asks_is_accepted_and_sees(visitor, way):
    how, (first, last, born) = way.how, FOUND[way.name]
    claire, yann = visitor(**how).signs_in("claire"), visitor(**how).signs_in("yann")
    folder = open_folder(claire, first, last)
    assert yann.tab.goto(folder).status == 404
    find(yann, f"{first} {last}")
    yann.reads("Personne ne correspond parmi vos personnes")
    ask(yann, first, last, born)
    answer(claire, f"{first} {last.upper()}")
    find(yann, last)
    yann.hands.go(f"{first} {last.upper()}")
    expect(yann.tab.get_by_role("heading", level=1)).to_have_text(f"{first} {last.upper()}")
    assert yann.tab.url == folder


def open_folder(claire, first, last):
    find(claire, f"{first} {last}")
    claire.hands.go(f"{first} {last.upper()}", exact=True)
    claire.reads("Qui suit ce dossier")
    return claire.tab.url


def ask(yann, first, last, born):
    yann.hands.go("Personnes")
    yann.hands.go("Recevoir quelqu’un")
    for label, value in (("Prénom", first), ("Nom", last), ("Date de naissance", born)):
        yann.hands.write(label, value)
    yann.hands.press("Recevoir", exact=True)
    yann.hands.write("Pourquoi vous demandez", "Elle m’a demandé de l’aider à se loger.")
    yann.hands.press("Les prévenir")
    yann.reads("Votre demande est enregistrée.")


def answer(claire, name):
    claire.hands.go("Personnes")
    claire.hands.go("de suivi")
    claire.reads("Elle m’a demandé de l’aider à se loger.")
    claire.hands.go(f"Accepter Yann Le Goff pour {name}")
    claire.reads("Cet accord répond à la demande de")
    claire.hands.tick("Logement")
    claire.hands.tick("De vive voix, devant un témoin")
    claire.hands.press("Voir qui pourra lire")
    claire.reads("Yann Le Goff")
    claire.hands.press("Enregistrer cet accord")
    claire.reads("L’accord est enregistré.")
    claire.reads("logement")


def test_a_protected_address_is_read_by_its_reader_alone(visitor):
    claire, sophie = visitor(hands=Keyboard).signs_in("claire"), visitor().signs_in("sophie")
    folder = open_folder(claire, "Julie", "Aubert")
    claire.hands.go("Lire l’adresse protégée")
    claire.reads("12 rue des Invités, Loches")
    protected = claire.tab.url
    find(sophie, "Aubert")
    sophie.hands.go("Julie AUBERT")
    sophie.reads("CCAS de Chinon")
    assert sophie.tab.url == folder
    assert sophie.tab.get_by_role("link", name="Lire l’adresse protégée").count() == 0
    assert sophie.tab.goto(protected).status == 404
    assert "Invités" not in sophie.tab.content()


def test_somebody_without_identity_is_received_and_found_again(visitor):
    nadege = visitor(hands=Keyboard).signs_in("nadege")
    nadege.hands.go("Personnes")
    nadege.hands.go("Recevoir quelqu’un")
    nadege.hands.write("Comment l’appeler", "Le monsieur au chien")
    nadege.hands.press("Recevoir", exact=True)
    nadege.reads("Le monsieur au chien est dans vos personnes.")
    find(nadege, "monsieur chien")
    nadege.hands.go("Le monsieur au chien")
    expect(nadege.tab.get_by_role("heading", level=1)).to_have_text("Le monsieur au chien")


def test_a_name_is_all_that_is_needed_and_it_is_said_when_missing(visitor):
    nadege = visitor(javascript=False, width=360).signs_in("nadege")
    nadege.tab.goto("/personnes/recevoir/")
    nadege.hands.press("Recevoir", exact=True)
    nadege.hands.go("Indiquez au moins un nom pour appeler cette personne.")
    expect(nadege.hands.field("Comment l’appeler")).to_be_focused()
