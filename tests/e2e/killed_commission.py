"""The web process killed while a commission decides: whoever sends again until it is answered has each decision once."""

import http.cookiejar
import os
import random
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from maillage.config.serving import wait_until_it_answers
from tests.e2e.conftest import PASSWORD
from tests.e2e.installation import START_SECONDS, Installation


class Browser:
    """Somebody who sends a form again, with the same key, until it is answered."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.retries = 0

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        """The page and its address."""
        sent = urllib.parse.urlencode(data).encode() if data else None
        while True:
            try:
                told = urllib.request.Request(self.address + path, sent, {"Referer": self.address})
                with self.opener.open(told, timeout=10) as answer:
                    return answer.read().decode(), answer.url
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return error.read().decode(), path
                self.retries += 1
            except OSError:
                self.retries += 1
            time.sleep(0.1)

    def signs_in(self, name: str) -> None:
        page, _ = self.ask("/compte/connexion/")
        told = {
            "login": f"{name}@maillage.example",
            "password": PASSWORD,
            "csrfmiddlewaretoken": _hidden(page),
        }
        page, _ = self.ask("/compte/connexion/", told)
        assert "Se déconnecter" in page


def _hidden(page: str, name: str = "csrfmiddlewaretoken", after: str = "") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page[page.index(after) if after else 0 :])
    assert found, name
    return found[1]


def decide_all(browser: Browser, sitting: str) -> int:
    """One after the other, as the page leads; how many were sent and answered."""
    page, done = browser.ask(sitting)[0], 0
    while 'id="decision"' in page:
        names = ("csrfmiddlewaretoken", "request_key", "case")
        told = {name: _hidden(page, name, 'id="decision"') for name in names}
        page, _ = browser.ask(f"{sitting}decider/", told | {"outcome": "accepted"})
        done += 1
    return done


def kill_while_deciding(installed: Installation, sitting: str, kills: int) -> tuple[int, int]:
    """`kills` times, at any moment; how many decisions were answered, how many sendings were tried again."""
    browser, chance, answered = Browser(installed.address), random.Random(5), []
    browser.signs_in("pauline")
    deciding = threading.Thread(target=lambda: answered.append(decide_all(browser, sitting)))
    deciding.start()
    port = int(installed.address.rpartition(":")[2])
    for _ in range(kills):
        time.sleep(chance.uniform(0.2, 1.5))
        os.killpg(installed.web.process.pid, signal.SIGKILL)
        installed.web.process.wait()
        installed.web.start()
        assert wait_until_it_answers(installed.web, port, START_SECONDS), installed.web.end_of_log()
    deciding.join(600)
    assert answered, "the sitting never ended"
    return answered[0], browser.retries
