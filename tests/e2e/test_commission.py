"""Twenty cases (sixty for the bar) decided with the keyboard alone; the next one at once; the network cut for five seconds, nothing typed lost."""

import time
from statistics import median

import pytest
from playwright.sync_api import expect

from tests.depth import deep
from tests.e2e.eyes import complaints

CASES, CUT = deep(20, 60), 5
HEADING = "#situation-titre"

# From the key to what is drawn: the time that somebody waits for.
NEXT = """() => new Promise((done) => {
  const began = performance.now();
  document.addEventListener("htmx:afterSettle", () => requestAnimationFrame(() => done(performance.now() - began)), {once: true});
  document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "j", bubbles: true}));
})"""


@pytest.fixture(scope="module")
def sitting(installed):
    return f"/commissions/{installed.run('tests.e2e.agenda_of_cases', str(CASES))}/"


@pytest.fixture
def secretary(visitor, sitting):
    pauline = visitor().signs_in("pauline")
    pauline.reads("Se déconnecter")
    pauline.tab.goto(f"{sitting}?situation=1")
    return pauline


def test_a_sitting_by_the_keyboard(secretary, sitting):
    tab = secretary.tab
    assert complaints(tab) == []
    times = [measured(tab) for _ in range(CASES - 1)]
    print(f"\nsituation suivante : médiane {median(times):.0f} ms, la plus longue {max(times):.0f} ms")
    tab.goto(f"{sitting}?situation=1")
    cut_in_the_middle(secretary)
    for _ in range(CASES - 2):
        decide(tab)
    decide(tab, last=True)
    secretary.reads("Toutes les situations de cette séance ont leur décision.")
    expect(tab.locator(".cases .status.done")).to_have_count(tab.locator(".cases li").count())
    print(f"situation suivante : {median(times):.0f} ms (médiane), {max(times):.0f} ms au plus")


def measured(tab):
    return tab.evaluate(NEXT)


def decide(tab, last=False):
    before = tab.locator(HEADING).inner_text()
    tab.keyboard.press("1")
    tab.keyboard.press("Control+Enter")
    if not last:
        expect(tab.locator(HEADING)).not_to_have_text(before)


def cut_in_the_middle(secretary):
    """What was typed stays, and the decision leaves by itself once, when the network is back."""
    tab, faults = secretary.tab, list(secretary.watch.faults)
    before = tab.locator(HEADING).inner_text()
    tab.keyboard.press("3")
    tab.keyboard.press("m")
    tab.keyboard.type("Aucune place en famille ce mois-ci.")
    secretary.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    time.sleep(CUT)
    expect(tab.get_by_text("La connexion est coupée.").first).to_be_visible()
    assert tab.locator("#id_words").input_value() == "Aucune place en famille ce mois-ci."
    secretary.context.set_offline(False)
    refused = tab.get_by_role("alert")
    refused.wait_for()
    assert tab.locator(HEADING).inner_text() == before
    assert tab.locator("#id_words").input_value() == "Aucune place en famille ce mois-ci."
    tab.locator("#id_reason").select_option("no_place")
    tab.locator("#id_next_step").fill("Le SIAO rappelle en janvier.")
    tab.reload()
    assert tab.locator("#id_words").input_value() == "Aucune place en famille ce mois-ci."
    assert tab.locator("#id_next_step").input_value() == "Le SIAO rappelle en janvier."
    secretary.context.set_offline(True)
    tab.locator("#id_words").focus()
    tab.keyboard.press("Control+Enter")
    time.sleep(1)
    secretary.context.set_offline(False)
    expect(tab.locator(HEADING)).not_to_have_text(before)
    secretary.watch.faults[:] = faults


def test_without_the_script_links_and_forms_do_the_same(visitor, installed):
    pauline = visitor(javascript=False).signs_in("pauline")
    address = f"/commissions/{installed.run('tests.e2e.agenda_of_cases', '2')}/"
    pauline.tab.goto(f"{address}?situation=1")
    pauline.hands.go("Suivante")
    pauline.reads("2. ")
    pauline.tab.locator("input[name=outcome][value=accepted]").check()
    pauline.hands.press("Noter la décision")
    pauline.reads("C’est noté")
