"""The gallery in Chromium: axe, widths, dialog, with the content security policy on. The page is served from memory."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM

pytestmark = pytest.mark.browser
ORIGIN = "http://gallery.test"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """URL path → HTML, rendered before the browser starts; the gallery reads nothing, a middleware may."""
    client = Client()
    urls = [reverse(f"web:{name}") for name in ("gallery", "sample-job", "sample-confirm")]
    with django_db_blocker.unblock():
        in_error = client.post(reverse("web:gallery"), {}).text
        shown = {url: client.get(url).text for url in urls}
        lasting = shown[urls[2]].replace("<body", '<body data-session="900"', 1)
        return shown | {"/erreurs": in_error, "/connecte": lasting, "/aide/": shown[urls[0]]}


@pytest.fixture(scope="module")
def browser(pages):
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def open_page(browser, pages, path, *, width=1280, scheme="light", javascript=True, stopped=False):
    """`stopped`: the clock of the page goes on only when the test says so."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
    )
    tab = context.new_page()
    if stopped:
        tab.clock.install()
    tab.refusals = []
    tab.on("console", lambda message: tab.refusals.append(message.text) if message.type == "error" else None)
    tab.route("**/*", lambda route: answer(route, pages))
    tab.goto(ORIGIN + path)
    return tab


def answer(route, pages):
    path = route.request.url.removeprefix(ORIGIN).split("?")[0].split("#")[0]
    if path in pages:
        policy = {"Content-Security-Policy": "default-src 'self'; form-action 'self'; base-uri 'none'"}
        return route.fulfill(body=pages[path], content_type="text/html", headers=policy)
    found = finders.find(path.removeprefix("/static/"))
    return route.fulfill(body=Path(found).read_bytes(), content_type=TYPES[Path(found).suffix])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows(browser, pages, scheme):
    gallery = reverse("web:gallery")
    seen = []
    for path, width in [
        (gallery, 1280),
        (gallery, 320),
        ("/erreurs", 500),
        (reverse("web:sample-confirm"), 320),
    ]:
        tab = open_page(browser, pages, path, width=width, scheme=scheme)
        violations = [found["id"] for found in Axe().run(tab).response["violations"]]
        overflow = tab.evaluate("document.documentElement.scrollWidth") - width
        seen.append((path, width, violations, overflow, tab.refusals))
        tab.context.close()
    assert [row for row in seen if row[2] or row[3] > 0 or row[4]] == []
    assert len(seen) == 4


def test_the_error_summary_takes_the_focus(browser, pages):
    tab = open_page(browser, pages, "/erreurs")
    assert tab.evaluate("document.activeElement.className") == "error-summary"


def test_a_confirm_page_opens_as_a_dialog_and_closes_without_acting(browser, pages):
    tab = open_page(browser, pages, reverse("web:gallery"))
    link = tab.locator("a[data-confirm]")
    link.click()
    tab.locator("dialog[open] .consequences").wait_for()
    assert tab.evaluate("document.activeElement.textContent") == "Ne rien changer"
    tab.keyboard.press("Enter")
    tab.locator("dialog").wait_for(state="detached")
    assert tab.evaluate("document.activeElement.hasAttribute('data-confirm')") is True


def test_without_javascript_the_confirm_page_is_a_page(browser, pages):
    tab = open_page(browser, pages, reverse("web:gallery"), javascript=False)
    tab.locator("a[data-confirm]").click()
    assert tab.url == ORIGIN + reverse("web:sample-confirm")
    assert tab.locator("form.confirm button").count() == 1


def test_the_job_advances_by_itself(browser, pages):
    tab = open_page(browser, pages, reverse("web:gallery"))
    assert tab.locator("#travail-exemple progress").get_attribute("value") == "430"
    tab.locator('#travail-exemple progress[value="0"]').wait_for(state="attached", timeout=8000)
    assert tab.refusals == []


def test_the_job_keeps_the_focus_while_it_is_drawn_again(browser, pages):
    tab = open_page(browser, pages, reverse("web:gallery"))
    tab.locator("#travail-exemple-again").focus()
    tab.locator('#travail-exemple progress[value="0"]').wait_for(state="attached", timeout=8000)
    assert tab.evaluate("document.activeElement.id") == "travail-exemple-again"


def test_a_session_warns_before_it_ends_and_goes_on_when_asked(browser, pages):
    tab = open_page(browser, pages, "/connecte", stopped=True)
    tab.clock.fast_forward("12:50")
    assert tab.locator("#messages").inner_text() == ""
    tab.clock.fast_forward("00:15")
    stay = tab.get_by_role("button", name="Rester connecté")
    assert "Votre session se ferme dans deux minutes" in tab.locator("#messages").inner_text()
    stay.click()
    stay.wait_for(state="detached")
    assert tab.evaluate("document.activeElement.id") == "contenu"
    tab.clock.fast_forward("12:50")
    assert stay.count() == 0
    tab.clock.fast_forward("00:15")
    assert stay.count() == 1
    assert tab.refusals == []
