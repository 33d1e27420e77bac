"""A visitor of the demonstration: chooses whom to be, follows the five steps of the tour by keyboard, leaves it."""

import pytest

from maillage.config.serving import HOST, Service, wait_until_it_answers, web_command
from tests.depth import WHOLE, deep
from tests.e2e.conftest import Visitor
from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard
from tests.e2e.installation import START_SECONDS, free_port

FIVE = (
    ("Claire Morel", "BENALI"),
    ("Claire Morel", "Mes demandes en cours"),
    ("Pauline Vasseur", "Demandes reçues"),
    ("Maud Perrot", "Couverture"),
    ("Léa Bonnin", "Stages"),
)
"""Of each step: whom to be, what the title of its page says."""


@pytest.fixture(scope="module")
def shown(installed):
    """The same fictional territory, served as a demonstration."""
    port = free_port()
    environment = installed.environment | {"MAILLAGE_DEMONSTRATION": "oui"}
    web = Service(web_command(port, workers=1), environment, installed.logs / "demonstration.log")
    try:
        web.start()
        assert wait_until_it_answers(web, port, START_SECONDS), web.end_of_log()
        yield f"http://{HOST}:{port}"
    finally:
        web.ask_to_stop()
        web.wait_stopped()


@pytest.fixture
def guest(browser, shown):
    came = []

    def come(**how):
        came.append(Visitor(browser, shown, hands=Keyboard, **how))
        came[-1].tab.goto("/")
        return came[-1].reads("Qui voulez-vous être")

    yield come
    faults = [fault for one in came for fault in one.watch.faults]
    for one in came:
        one.context.close()
    assert faults == []


@pytest.mark.parametrize("width", [1280, 320] if WHOLE else [320])
def test_the_five_steps_by_keyboard(guest, width):
    one = guest(width=width)
    assert complaints(one.tab) == []
    one.hands.go("Le parcours d’une personne")
    for number, (who, title) in enumerate(FIVE, 1):
        one.reads(f"Soyez {who}")
        assert f"/visite/{number}/" in one.tab.url
        assert complaints(one.tab) == [], number
        one.hands.press(f"Être {who} et ouvrir la page")
        one.reads(f"Visite, étape {number} sur 5")
        assert title.lower() in one.tab.inner_text("h1").lower(), number
        assert who in one.tab.inner_text(".demonstration")
        assert complaints(one.tab) == [], number
        if number < len(FIVE):
            one.hands.go(f"Étape {number + 1}", exact=True)
    one.hands.press("Quitter la visite")
    one.reads("La visite est quittée.")
    assert "Visite, étape" not in one.tab.inner_text("body")


def test_every_card_opens_without_javascript(guest):
    one = guest(javascript=False)
    names = [button.inner_text() for button in one.tab.locator(".people button").all()]
    assert len(names) >= 20
    for name in names[:: deep(5, 1)]:
        one.tab.get_by_role("button", name=name, exact=True).click()
        said = one.reads("Changer de personne").tab.inner_text(".demonstration")
        assert (name.removeprefix("Être ").lower() in said.lower()) or name == "Entrer sans compte", name
        one.tab.get_by_role("link", name="Changer de personne").click()
