"""Pages drawn from memory in Chromium: what axe and the widths say of each, in light and dark."""

from collections.abc import Mapping

from django.contrib.staticfiles import finders
from playwright.sync_api import Route, sync_playwright

from maillage.web.tests.test_in_browser import FLAGS, TYPES
from tests.e2e.conftest import CHROMIUM
from tests.e2e.eyes import overflows, violations

ORIGIN = "http://pages.test"


def faults_of(shown: Mapping[str, str]) -> dict[str, list[str]]:
    """Name → what is wrong; only those that have something. `shown`: the HTML of each."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.route("**/*", lambda route: _answer(route, shown))
        for name in shown:
            tab.goto(f"{ORIGIN}/{name}")
            found[name] = violations(tab) + overflows(tab)
        browser.close()
    return {name: faults for name, faults in found.items() if faults}


def _answer(route: Route, shown: Mapping[str, str]) -> None:
    path = route.request.url.removeprefix(ORIGIN + "/").split("?")[0]
    file = finders.find(path.removeprefix("static/"))
    if path in shown:
        route.fulfill(body=shown[path], content_type="text/html; charset=utf-8")
    elif file:
        route.fulfill(path=file, content_type=TYPES.get(path[path.rfind(".") :], "text/plain"))
    else:
        route.fulfill(status=404)
