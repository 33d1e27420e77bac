"""A call from its publication to its letter: written on a phone, judged without whoever has a link, never without its
college of concerned persons."""

from django.utils import timezone

from tests.e2e.eyes import seen
from tests.e2e.hands import Keyboard, Mouse

TITLE, PROJECT = "Des bancs pour parler", "Un banc devant la mairie"


def publish(maud):
    maud.tab.goto("/appels/")
    maud.hands.go("Préparer un appel")
    maud.hands.write("Titre", TITLE)
    maud.hands.choose("Jury", "Jury des appels à projets de Touraine")
    maud.hands.write("Ce que vous cherchez", "De petites choses qui font se parler.")
    maud.hands.write("Critères", "Ce que les personnes y gagnent")
    seen(maud).hands.press("Enregistrer", exact=True)
    maud.reads("L’appel est gardé").hands.go("Ajouter une question")
    maud.hands.write("Question", "Que ferez-vous ?")
    maud.hands.press("Ajouter", exact=True)
    maud.reads("La question est ajoutée").hands.press("Publier cet appel")
    seen(maud.reads("L’appel est publié"))


def ask(leila):
    leila.tab.goto("/appels/")
    leila.hands.go(TITLE)
    leila.reads("Ce que le jury regarde").hands.go("Commencer un dossier")
    leila.hands.write("Nom du projet", PROJECT)
    leila.hands.press("Commencer", exact=True)
    leila.reads("Le dossier est commencé")
    leila.hands.write("Somme demandée", "900")
    leila.hands.write("Que ferez-vous ?", "Un banc, et quelqu’un le mardi.")
    seen(leila).hands.press("Enregistrer", exact=True)
    leila.reads("Le dossier est enregistré").hands.press("Déposer le dossier")
    leila.reads("Le dossier est déposé")
    return leila.tab.url


def admit(maud, file):
    maud.tab.goto(file)
    maud.hands.press("Dire ce dossier recevable")
    maud.reads("Le dossier est recevable").hands.go("Jury", exact=True)
    seen(maud.reads("Conduire le jury")).hands.press("Confier les dossiers que personne ne lit")
    maud.reads("Dossiers confiés")
    return maud.tab.url


def step_aside(claire, file, board):
    claire.tab.goto(file)
    claire.reads("Premières lectures").hands.go("Me déporter")
    claire.hands.press("Me déporter")
    claire.reads("Vous ne verrez plus ce dossier")
    assert claire.tab.get_by_text(PROJECT).count() == 0
    for address in (file, f"{file}lire/", f"{file}dossier.pdf"):
        assert claire.tab.request.get(address).status == 404
    claire.tab.goto(board)
    assert claire.tab.get_by_text(PROJECT).count() == 0


def read(dominique):
    dominique.tab.goto("/dossiers-appels/")
    dominique.hands.go(f"Lire\u00a0: {PROJECT}")
    dominique.hands.write("Ce que les personnes y gagnent", "On s’assoit, on parle.")
    dominique.hands.tick("favorable")
    seen(dominique).hands.press("Rendre ma lecture")
    dominique.reads("Votre lecture est rendue")


def meet(maud):
    """Of the jury, without its concerned persons."""
    maud.tab.goto("/instances/")
    maud.hands.go("Jury des appels à projets de Touraine", exact=True)
    maud.hands.go("Prévoir une séance")
    maud.hands.write("Objet", "Jury des bancs")
    maud.hands.write("Jour", f"{timezone.localdate():%d/%m/%Y}")
    hour = timezone.localtime().hour
    maud.hands.write("De", f"{hour} h 00")
    maud.hands.write("À", "23 h 59" if hour > 20 else f"{hour + 3} h 00")
    maud.hands.write("Lieu", "Chinon")
    maud.hands.press("Prévoir", exact=True)
    maud.reads("La séance est prévue")
    return maud.tab.url


def present(maud, sitting, *names):
    maud.tab.goto(f"{sitting}presences/")
    for name in names:
        maud.hands.tick(name)
    maud.hands.press("Enregistrer", exact=True)


def decide(maud, file):
    maud.tab.goto(f"{file}decider/")
    maud.hands.tick("retenu")
    maud.hands.write("Les raisons du jury", "Simple, et fait avec le quartier.")
    maud.hands.write("Pour", "1")
    maud.hands.press("Enregistrer", exact=True)


def test_from_publication_to_the_letter(visitor):
    maud = visitor().signs_in("maud").reads("Aujourd’hui")
    leila = visitor(hands=Mouse, width=320).signs_in("leila").reads("Aujourd’hui")
    publish(maud)
    file = ask(leila)
    board = admit(maud, file)
    step_aside(visitor(hands=Keyboard).signs_in("claire").reads("Aujourd’hui"), file, board)
    read(visitor(hands=Mouse, width=320).signs_in("dominique").reads("Aujourd’hui"))
    sitting = meet(maud)
    present(maud, sitting, "Agnès Rouvière", "Yann Le Goff", "Claire Morel")
    decide(maud, file)
    seen(maud.reads("Le jury ne peut pas décider"))
    assert maud.hands.field("Les raisons du jury").input_value() == "Simple, et fait avec le quartier."
    present(maud, sitting, "Dominique Faure")
    decide(maud, file)
    seen(maud.reads("La décision est notée"))
    maud.tab.goto(board)
    maud.hands.press("Envoyer les réponses")
    maud.reads("Réponses envoyées")
    leila.tab.goto(file)
    seen(leila.reads("Simple, et fait avec le quartier."))
    assert leila.tab.request.get(f"{file}lettre.pdf").body().startswith(b"%PDF")
    anybody = visitor(width=320)
    anybody.tab.goto("/appels/")
    anybody.hands.go(TITLE)
    seen(anybody.reads("Projets retenus")).reads(PROJECT)
