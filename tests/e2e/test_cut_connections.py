"""Every connection to the database is cut while a professional writes, five times (thirty for the bar): nothing hangs, nobody
sees a broken page, and what was sent again until it was acknowledged is there once."""

import re
import time
from random import Random
from threading import Event, Thread
from uuid import uuid4

import pytest
import requests

from benchmarks.at_work import HIDDEN
from tests.depth import count, deep
from tests.e2e.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.whole]

CUTS, LONGEST_SECONDS = deep(5, 30), 10
SAVED, COME_BACK = 302, 503
NOTES = "SELECT FROM support_note WHERE person_id = %s"


class Claire:
    """She writes notes about the first of her persons."""

    def __init__(self, address):
        self.address, self.browser = address, requests.Session()
        sign_in = {"login": "claire@maillage.example", "password": PASSWORD}
        self.send("/compte/connexion/", sign_in | self.hidden("/compte/connexion/"))
        self.person = re.search(r"/personnes/([0-9a-f-]{36})/", self.read("/personnes/").text)[1]
        self.form = f"/personnes/{self.person}/suivi/nouvelle/"

    def read(self, path):
        return self.browser.get(self.address + path, timeout=LONGEST_SECONDS)

    def hidden(self, path):
        return dict(HIDDEN.findall(self.read(path).text))

    def send(self, path, told):
        return self.browser.post(self.address + path, told, timeout=LONGEST_SECONDS, allow_redirects=False)

    def note(self, form=""):
        """`form`: its page, when it was read already."""
        told = {
            "kind": "interview",
            "medium": "phone",
            "held_on": time.strftime("%d/%m/%Y"),
            "audience": "team",
        }
        hidden = HIDDEN.findall(form or self.read(self.form).text)
        return told | dict(hidden) | {"synthesis": "Point fait.", "request_key": str(uuid4())}


def test_nothing_hangs_breaks_or_is_written_twice(installed):
    claire, chance, answers, cut = Claire(installed.address), Random(30), [], 0
    before = installed.execute(NOTES, claire.person)
    for _ in range(CUTS):
        told = claire.note()
        scissors = Scissors(installed, chance.uniform(0, 0.15))
        scissors.start()
        answers.append(claire.send(claire.form, told))
        scissors.join()
        cut += scissors.cut
        while answers[-1].status_code == COME_BACK:
            assert "Point fait.</textarea>" in answers[-1].text
            answers.append(claire.send(claire.form, told))
    assert {one.status_code for one in answers} <= {SAVED, COME_BACK}
    assert installed.execute(NOTES, claire.person) == before + CUTS
    assert cut >= CUTS
    count("coupures", CUTS)


class Scissors(Thread):
    """Cuts every connection of the pages, a moment after it starts."""

    def __init__(self, installed, after):
        super().__init__()
        self.installed, self.after, self.cut = installed, after, 0

    def run(self):
        Event().wait(self.after)
        self.cut = self.installed.cut_connections()
