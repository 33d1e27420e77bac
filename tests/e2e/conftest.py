"""One installation and one browser for the whole folder; a visitor is somebody with a tab of their own.

The browser is closed as soon as the tests leave this folder: while it lives, Django believes it is in an event loop.
"""

import os
import shutil
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.e2e.eyes import Watch
from tests.e2e.hands import Mouse
from tests.e2e.installation import installation
from tests.e2e.ways import ways_of

INSTALLED = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM = os.environ.get("MAILLAGE_CHROMIUM") or INSTALLED
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "maillage en touraine"
# The first calculation of a process loads the rules of law.
PATIENCE = 20_000
A_MINUTE = 60_000
expect.set_options(timeout=PATIENCE)


def pytest_generate_tests(metafunc):
    if "way" in metafunc.fixturenames:
        ways = ways_of(metafunc.function.__name__)
        metafunc.parametrize("way", ways, ids=[one.name for one in ways], indirect=True)


@pytest.fixture
def way(request):
    return request.param


@pytest.fixture(scope="package")
def installed(django_db_setup, tmp_path_factory):
    with installation(tmp_path_factory.mktemp("installation")) as running:
        yield running


@pytest.fixture(scope="package")
def browser(installed):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """Somebody in front of a tab: their hands, and what the tab complained about."""

    def __init__(self, browser, address, *, hands=Mouse, javascript=True, width=1280, cookies=None):
        self.javascript = javascript
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            storage_state=cookies,
        )
        self.context.set_default_timeout(PATIENCE)
        self.tab = self.context.new_page()
        self.watch = Watch(self.tab)
        self.hands = hands(self.tab)

    def signs_in(self, name, password=PASSWORD):
        self.tab.goto("/")
        self.hands.write("Adresse e-mail", f"{name}@maillage.example")
        self.hands.write("Mot de passe", password)
        self.hands.press("Se connecter", exact=True)
        return self

    def reads(self, text):
        """Wait until it is written on the page."""
        self.tab.get_by_text(text).first.wait_for()
        return self

    def follows_the_work(self):
        """The page follows the work by itself; without JavaScript, it is asked again."""
        done = self.tab.get_by_text("Terminé.")
        if self.javascript:
            done.wait_for(timeout=A_MINUTE)
        started = time.monotonic()
        while not done.count() and time.monotonic() - started < A_MINUTE / 1000:
            self.tab.reload()
        expect(done).to_be_visible()
        return self


@pytest.fixture
def visitor(browser, installed):
    """`visitor(hands=Keyboard, javascript=False, width=360)`; what their tabs complained about fails the test."""
    came = []

    def come(**how):
        came.append(Visitor(browser, installed.address, **how))
        return came[-1]

    yield come
    faults = [fault for one in came for fault in one.watch.faults]
    for one in came:
        one.context.close()
    assert faults == []
