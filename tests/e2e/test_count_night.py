"""A night of counting: a team on a phone whose network is cut, then comes back; the organiser closes, the report is read."""

from playwright.sync_api import expect

from tests.e2e.eyes import seen
from tests.e2e.hands import Keyboard, Mouse

NIGHT = "Nuit de la solidarité du printemps (fictive)"
CUT = "net::ERR_INTERNET_DISCONNECTED"
"""What a console says of a network that is cut: not a fault of the page."""


def meets(team, contact, household, persons="1", sector="1. Gare et parvis"):
    team.hands.choose("Secteur", sector)
    team.hands.tick(contact)
    team.hands.tick(household)
    team.hands.write("Combien de personnes", persons)
    team.hands.press("Garder cette fiche")


def test_lines_of_a_phone_without_network_arrive_once_each(visitor):
    maud = visitor(hands=Keyboard).signs_in("maud").reads("Aujourd’hui")
    maud.tab.goto("/comptages/")
    seen(maud).hands.go(f"Ouvrir : {NIGHT}")
    seen(maud.reads("En préparation")).hands.press("Ouvrir la nuit")
    links = seen(maud.reads("La nuit est ouverte")).tab.locator("a[href*='/comptages/equipe/']")
    link, other = (links.nth(number).get_attribute("href") for number in range(2))

    team = visitor(hands=Mouse, width=360)
    team.tab.goto(link)
    seen(team.reads("Cette page marche maintenant sans réseau"))
    meets(team, "Rencontrée", "Personne seule")
    received = team.tab.locator("#liste")
    expect(received).to_contain_text("1\u00a0fiche reçue")

    refused(team)
    team.context.set_offline(True)
    meets(team, "Dort", "Personne seule")
    meets(team, "Refus", "Couple", "2", sector="2. Les halles")
    meets(team, "Rencontrée", "Personne seule", "3")
    team.reads("Une personne seule")
    team.hands.tick("Groupe")
    team.hands.press("Garder cette fiche")
    status = team.tab.locator("#attente")
    expect(status).to_have_text("3 fiches gardées sur ce téléphone, à envoyer.")
    team.tab.reload()
    expect(status).to_have_text("3 fiches gardées sur ce téléphone, à envoyer.")
    seen(team.reads("3 personnes, Groupe"))

    team.context.set_offline(False)
    expect(received).to_contain_text("4\u00a0fiches reçues")
    expect(status).to_have_text("")
    team.watch.faults = [one for one in team.watch.faults if CUT not in one]
    team.tab.reload()
    expect(team.tab.locator("#liste li")).to_have_count(4)
    team.hands.go("Secteur terminé : 1. Gare et parvis")
    team.hands.tick("Parcouru en entier")
    team.hands.write("Début", "22 h")
    team.hands.write("Fin", "0 h 30")
    seen(team).hands.press("Enregistrer")
    seen(team.reads("C’est noté"))

    plain = visitor(javascript=False)
    plain.tab.goto(other)
    meets(plain, "Dort", "Personne seule", sector="3. Quai bas")
    plain.reads("La fiche est reçue").reads("1\u00a0fiche reçue")

    maud.tab.reload()
    seen(maud.reads("Ce qui est reçu")).hands.go("Lire les fiches")
    expect(maud.tab.get_by_role("listitem").filter(has_text="Équipe Gare")).to_have_count(4)
    seen(maud).hands.go("Corriger : 3\u00a0personnes")
    maud.hands.write("Dont mineurs", "1")
    seen(maud).hands.press("Enregistrer")
    maud.reads("La fiche est corrigée")
    for page in ("Doubles possibles", "Résultats provisoires"):
        maud.tab.goto("/comptages/")
        maud.hands.go(f"Ouvrir : {NIGHT}")
        maud.hands.go(page)
        seen(maud.reads(page))
    maud.tab.goto("/comptages/")
    maud.hands.go(f"Ouvrir : {NIGHT}")
    maud.hands.go("Clore")
    seen(maud.reads("Rien n’a été dit de")).hands.press("Clore")
    seen(maud.reads("La nuit est close")).hands.go("Publier le rapport")
    seen(maud.reads("mieux vaut attendre")).hands.press("Publier")
    maud.reads("Le rapport est publié")

    anybody = visitor(width=360)
    anybody.tab.goto("/comptages/")
    seen(anybody.reads("Rapports publiés")).hands.go(f"Lire : {NIGHT}")
    expect(seen(anybody.reads("La nuit d’avant")).tab.locator(".facts")).to_contain_text("8 au moins")


def refused(team):
    """What is wrong is said at once, tied to its field, and no longer once it is right."""
    team.hands.press("Garder cette fiche")
    field = team.tab.locator("[aria-invalid=true]")
    assert field.evaluate("one => one === document.activeElement")
    told = team.tab.locator("#refus-de-la-fiche")
    expect(told).to_have_text("Choisissez une réponse.")
    assert "refus-de-la-fiche" in field.get_attribute("aria-describedby").split()
