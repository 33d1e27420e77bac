"""A meeting opens its doors: places by college, registrations by a link without an account, lots drawn with an announced
number and drawn again by the test itself, a place given back, who came, an attestation."""

import json
import re
import time
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard, Mouse

COMMITTEE = "Comité local du travail social du Chinonais"
TITLE = "Journée de l’accueil (fictive)"
SEED = "7-12-23-31-48"
NAMES = ("Rose Achard", "Idir Belkacem", "Lou Castel")
LINK = re.compile(r"https?://[^/\s]+(/inscriptions/\S+)")


def look(somebody, words):
    assert complaints(somebody.reads(words).tab) == []
    return somebody.hands


def letter(installed, address, subject):
    """The link of the mail that left for them: the worker sends it within seconds."""
    for _ in range(150):
        for path in sorted((installed.logs / "outbox").glob("*-email-*.json"), reverse=True):
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["to"] == address and subject in told["subject"].replace("\u00a0", " "):
                return LINK.search(told["body"])[1]
        time.sleep(0.2)
    raise AssertionError(f"no mail « {subject} » for {address}")


def open_doors(maud):
    """Two places for persons concerned, one for elected ones; lots are drawn if too many ask. Its public address."""
    day = timezone.localdate() + timedelta(days=30)
    maud.tab.goto("/instances/")
    maud.hands.go(COMMITTEE, exact=True)
    look(maud, "Qui la fait vivre").go("Prévoir une séance")
    for label, words in (("Objet", TITLE), ("Jour", f"{day:%d/%m/%Y}"), ("De", "9 h"), ("À", "12 h")):
        maud.hands.write(label, words)
    maud.hands.write("Lieu", "Mairie de Chinon")
    maud.hands.press("Prévoir", exact=True)
    maud.reads("La séance est prévue").hands.go("Ouvrir aux inscriptions")
    maud.hands.write("Places gardées", "Personnes concernées : 2\nÉlus : 1")
    maud.hands.tick("S’il y a trop de demandes, tirer au sort")
    maud.hands.write("D’où viendra le nombre du tirage", "numéros du Loto du lendemain")
    look(maud, "À quoi sert cette rencontre").press("Enregistrer", exact=True)
    look(maud, "C’est enregistré")
    return maud.tab.url


def register(anybody, installed, address, number):
    """From the page, then from the mailbox; their link and their number."""
    anybody.tab.goto(address)
    anybody.reads(TITLE).hands.go("S’inscrire", exact=True)
    mailbox = f"lecteur{number}@exemple.test"
    anybody.hands.write("Prénom et nom", NAMES[number])
    anybody.hands.write("Adresse e-mail", mailbox)
    anybody.hands.tick("Personnes concernées")
    if number == 0:
        look(anybody, "Pour participer, il faut")
    anybody.hands.press("M’inscrire", exact=True)
    anybody.reads("Regardez votre boîte de réception")
    link = letter(installed, mailbox, "Confirmez votre inscription")
    anybody.tab.goto(link)
    anybody.reads("Elle n’est pas encore confirmée").hands.press("Confirmer mon inscription")
    shown = anybody.reads("Les places seront tirées au sort").tab.inner_text("main")
    return link, int(re.search(r"inscription n°\s(\d+)", shown)[1])


def test_from_the_announcement_to_the_attestation(visitor, installed):
    maud = visitor(hands=Keyboard).signs_in("maud").reads("Aujourd’hui")
    address = open_doors(maud)
    anybody = visitor(hands=Mouse, width=320)
    links = dict(register(anybody, installed, address, rank)[::-1] for rank in range(3))
    installed.execute(
        "UPDATE events_opening SET closes_at = now() WHERE gathering_id IN"
        " (SELECT id FROM governance_gathering WHERE title = %s)",
        TITLE,
    )
    maud.tab.goto(address)
    maud.reads("Inscriptions finies").hands.go("Inscrits", exact=True)
    look(maud, "3 inscriptions").go("Tirer les places au sort")
    maud.hands.write("Nombre du tirage", SEED)
    look(maud, "numéros du Loto").press("Tirer au sort", exact=True)
    look(maud, "Le tirage est fait")
    # Anybody draws again: the digests of « number announced:number of the registration », in their order.
    order = sorted(links, key=lambda number: sha256(f"{SEED}:{number}".encode()).hexdigest())
    first, second, waiting = (links[number] for number in order)
    stands(anybody, first, "Vous avez une place.")
    stands(anybody, second, "Vous avez une place.")
    stands(anybody, waiting, "Vous êtes en liste d’attente.")
    stands(anybody, first, "Vous avez une place.").go("Ne plus venir")
    look(anybody, "ira à la personne qui attend").press("Me retirer")
    anybody.reads("Vous vous êtes retiré.")
    stands(anybody, waiting, "Vous avez une place.")
    came(maud, installed, address)
    stands(anybody, waiting, "Vous avez une place.")
    with anybody.tab.expect_download() as paper:
        anybody.hands.go("Attestation de présence")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    anybody.tab.goto(first)
    assert anybody.tab.get_by_text("Attestation de présence").count() == 0


def stands(anybody, link, words):
    anybody.tab.goto(link)
    return look(anybody, words)


def came(maud, installed, address):
    """It begins; who has a place and is there is ticked."""
    installed.execute(
        "UPDATE governance_gathering SET starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour'"
        " WHERE title = %s",
        TITLE,
    )
    maud.tab.goto(address)
    maud.reads(TITLE).hands.go("Qui est venu")
    look(maud, "Cochez qui est là")
    for box in maud.tab.get_by_role("checkbox").all():
        box.focus()
        maud.tab.keyboard.press("Space")
    maud.hands.press("Enregistrer", exact=True)
    maud.reads("2 présences notées")
