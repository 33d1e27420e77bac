"""A professional who works in a browser, without a browser: reads, thinks, clicks, writes; what each page took."""

import re
import time
from collections import defaultdict
from collections.abc import Callable
from random import Random
from threading import Event, Lock
from typing import Any, NamedTuple
from uuid import uuid4

import requests

HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|version)" value="([^"]*)"')
SLOWEST_SECONDS = 60


class Seen(NamedTuple):
    """One page: how long it took, in seconds; what went wrong, or nothing."""

    page: str
    seconds: float
    wrong: str


class Watch:
    """What all of them saw; several threads write in it."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._lock = Lock()

    def note(self, one: Seen) -> None:
        with self._lock:
            self.seen.append(one)

    def by_page(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = defaultdict(list)
        for one in self.seen:
            found[one.page].append(one.seconds)
        return found

    def wrong(self) -> list[str]:
        return [f"{one.page} : {one.wrong}" for one in self.seen if one.wrong]


class Professional:
    """`cookie`: of a session that is open. `persons`: those they follow."""

    def __init__(self, address: str, cookie: tuple[str, str], persons: list[str], seed: int) -> None:
        self.address, self.persons = address, persons
        self.draw = Random(seed)
        self.browser = requests.Session()
        self.browser.cookies.set(*cookie)

    def work(self, watch: Watch, until: float, think: float, stopped: Event) -> None:
        """Until that moment (`time.monotonic`); between two pages, `think` seconds on average."""
        if think:
            stopped.wait(self.draw.uniform(0, think))
        while time.monotonic() < until and not stopped.is_set():
            self.one_step(watch)
            if think:
                stopped.wait(min(self.draw.expovariate(1 / think), 6 * think))

    def one_step(self, watch: Watch) -> None:
        (step,) = self.draw.choices(list(STEPS), list(STEPS.values()))
        step(self, watch, self.draw.choice(self.persons))

    def read(self, watch: Watch, page: str, path: str) -> str:
        return self._timed(watch, page, lambda: self._get(path))

    def write(self, watch: Watch, page: str, path: str, form: str, values: dict[str, Any]) -> None:
        told = {**dict(HIDDEN.findall(form)), "request_key": str(uuid4()), **values}
        headers = {"Referer": self.address + path}
        self._timed(
            watch,
            page,
            lambda: self.browser.post(
                self.address + path,
                told,
                headers=headers,
                allow_redirects=False,
                timeout=SLOWEST_SECONDS,
            ),
            expected=302,
        )

    def _get(self, path: str) -> requests.Response:
        return self.browser.get(self.address + path, allow_redirects=False, timeout=SLOWEST_SECONDS)

    def _timed(
        self, watch: Watch, page: str, ask: Callable[[], requests.Response], expected: int = 200
    ) -> str:
        began = time.perf_counter()
        try:
            answer = ask()
        except requests.RequestException as error:
            watch.note(Seen(page, time.perf_counter() - began, type(error).__name__))
            return ""
        wrong = "" if answer.status_code == expected else str(answer.status_code)
        watch.note(Seen(page, time.perf_counter() - began, wrong))
        return answer.text


def _today(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "Aujourd’hui", "/")


def _persons(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "Mes personnes", "/personnes/")


def _look_for(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "chercher un nom", "/personnes/?q=bena")


def _folder(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "dossier", f"/personnes/{person}/")


def _notes(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "suivi", f"/personnes/{person}/suivi/")


def _path(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "parcours", f"/personnes/{person}/parcours/")


def _directory(who: Professional, watch: Watch, person: str) -> None:
    who.read(watch, "annuaire", "/annuaire/?q=aide+alimentaire")


def _note(who: Professional, watch: Watch, person: str) -> None:
    path = f"/personnes/{person}/suivi/nouvelle/"
    form = who.read(watch, "note à écrire", path)
    told = {"kind": "interview", "medium": "phone", "held_on": time.strftime("%d/%m/%Y"), "audience": "team"}
    who.write(watch, "note enregistrée", path, form, told | {"synthesis": "Fait le point sur le logement."})


STEPS: dict[Callable[[Professional, Watch, str], None], int] = {
    _today: 20,
    _persons: 12,
    _look_for: 5,
    _folder: 25,
    _notes: 12,
    _path: 8,
    _directory: 8,
    _note: 10,
}
"""Out of a hundred clicks of a day: read more than written, one note every ten pages."""
