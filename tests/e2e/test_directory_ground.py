"""On the ground: a worker announces a session and cancels a day, calendars and posters follow; the desk counts; anybody
reads the next ones on a phone and takes the booklet away."""

import re
import time
from datetime import date, timedelta

from icalendar import Calendar

from tests.e2e.eyes import seen


def next_tuesday():
    today = date.today()
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7)


def announce(claire, name):
    """Every Tuesday of odd weeks; the first day is the first that fits."""
    claire.tab.goto("/annuaire/permanences/")
    seen(claire)
    claire.hands.go("Annoncer une permanence")
    claire.hands.write("Nom", name)
    claire.hands.write("Lieu", "Mairie")
    claire.hands.write("Premier jour", f"{next_tuesday():%d/%m/%Y}")
    claire.hands.press("Enregistrer")
    claire.reads("Écrivez l’heure.")
    seen(claire)
    claire.hands.write("Heure", "14 h")
    claire.hands.tick("les semaines impaires")
    claire.hands.press("Enregistrer")
    claire.reads("La permanence est annoncée.").reads("les mardis des semaines impaires, de 14 h à 16 h")
    seen(claire)


def cancel_the_first(claire):
    claire.hands.go("Annuler le")
    claire.hands.write("Pourquoi", "Salle inondée")
    seen(claire)
    claire.hands.press("Annuler ce jour-là")
    claire.reads("Annulée le").reads("Salle inondée")


def feed_of(claire, url):
    answer = claire.context.request.get(f"{url}agenda.ics")
    return Calendar.from_ical(answer.body()).walk("VEVENT")


def test_a_session_is_announced_and_one_day_cancelled(visitor, way):
    name = f"Permanence {time.monotonic_ns()}"
    claire = visitor(**way.how).signs_in("claire").reads("Aujourd’hui")
    announce(claire, name)
    url = claire.tab.url
    cancel_the_first(claire)
    by_rule, cancelled = feed_of(claire, url)[:2]
    assert (str(by_rule["summary"]), by_rule["dtstart"].dt.isocalendar().week % 2) == (name, 1)
    assert str(cancelled["status"]) == "CANCELLED"
    assert cancelled["recurrence-id"].dt == by_rule["dtstart"].dt
    poster = claire.context.request.get(f"{url}affiche.pdf")
    assert (poster.status, poster.body()[:5]) == (200, b"%PDF-")
    passer_by = visitor(width=360, javascript=False)
    passer_by.tab.goto("/annuaire/permanences/?commune=Chinon&km=10")
    passer_by.reads(name).reads("Annulée").reads("Salle inondée")


def test_anybody_reads_the_next_ones_on_a_phone(visitor):
    passer_by = visitor(width=360)
    for path in ("permanences", "lieux", "liens", "balisage", "livret", "numeros-utiles"):
        assert passer_by.tab.goto(f"/annuaire/{path}/").status == 200
        seen(passer_by)


def test_the_desk_counts_with_buttons_and_takes_one_back(visitor, way):
    nadege = visitor(**way.how).signs_in("nadege").reads("Aujourd’hui")
    nadege.tab.goto("/annuaire/accueil/")
    seen(nadege)
    before = counted(nadege, "Mobilité")
    nadege.hands.tick("orienté ailleurs")
    nadege.hands.press("Mobilité")
    nadege.reads("Un de plus : Mobilité.")
    nadege.hands.press("Mobilité")
    nadege.reads("Annuler le dernier (Mobilité)")
    assert counted(nadege, "Mobilité") == before + 2
    assert nadege.tab.get_by_label("orienté ailleurs").is_checked()
    nadege.hands.press("Annuler le dernier")
    nadege.reads("Un de moins : Mobilité.")
    assert counted(nadege, "Mobilité") == before + 1
    nadege.hands.go("Totaux de la semaine")
    nadege.reads("Suite donnée")
    seen(nadege)


def counted(nadege, theme):
    row = nadege.tab.locator("li", has=nadege.tab.get_by_role("button", name=theme, exact=True))
    return int(re.search(r"\d+", row.locator(".number").inner_text())[0])


def test_the_booklet_of_a_departement_is_downloaded(visitor, way):
    somebody = visitor(**way.how)
    somebody.tab.goto("/annuaire/livret/")
    somebody.hands.write("Secteur", "Indre-et-Loire")
    somebody.hands.press("Préparer le livret")
    somebody.reads("à imprimer")
    seen(somebody)
    with somebody.tab.expect_download() as download:
        somebody.hands.go("Télécharger le livret")
    assert download.value.path().read_bytes()[:5] == b"%PDF-"
