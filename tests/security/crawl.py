"""Everything a persona can reach by following links from the home page and from the matrix."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

from python_calamine import CalamineWorkbook

from tests.fuzz.pages import links_of
from tests.fuzz.world import pages_of

EXPORT = "/droits/export/xlsx/"
OUTSIDE = ("mailto:", "tel:", "http://testserver/static/", "/static/")
MOST = 1_500
ACTION = re.compile(r"/recommandations/(?:actions/)?[\d.]+/")
DAY = re.compile(r"/\d{4}-\d\d-\d\d/")
LISTED = re.compile(r"(/annuaire/(?:couverture/[a-z]+/\w+|balisage)/)[a-z-]+/(?:\w+/)?")
PLACE = re.compile(r"(/annuaire/couverture/[a-z]+/)\w+/")


NUMBERS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+")
COMMITTEES = (
    "/instances/",
    "/seances/",
    "/textes/",
    "/decisions/",
    "/mandats/",
    "/colleges/",
    "/fonctions/",
    "/commentaires/",
    "/pratiques/",
    "/appels/",
    "/dossiers-appels/",
    "/concertations/",
    "/contributions/",
    "/questionnaires/",
    "/rencontres/",
    "/projets-retenus/",
    "/comptages/",
    "/comptes-rendus/",
    "/syntheses/",
)
OF_EACH = 3
"""Neither a committee nor what stands beside it leads to a folder: three of each of their pages are enough."""


@dataclass
class Answer:
    persona: str
    url: str
    status: int
    headers: dict[str, str]
    cookies: dict[str, object]
    text: str


@dataclass
class Crawl:
    answers: list[Answer] = field(default_factory=list)

    def of(self, persona: str) -> list[Answer]:
        return [one for one in self.answers if one.persona == persona]


def text_of(response) -> str:
    """What a reader could find in an answer: a workbook is read cell by cell, a PDF as it was sent to be made."""
    body = response.getvalue() if getattr(response, "streaming", False) else response.content
    if "spreadsheetml" in response.get("Content-Type", ""):
        sheets = CalamineWorkbook.from_filelike(BytesIO(body))
        return repr([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names])
    return body.decode("utf-8", "replace")


def crawl(world, visitor, slow=(), also=()) -> Crawl:
    """GET every page that links lead to, once, at most `MOST` addresses; `slow`: parts of those left out;
    `also`: where else to begin."""
    found, waiting, seen, alike = (
        Crawl(),
        deque(["/", EXPORT, *also, *pages_of(world, visitor)]),
        set(),
        Counter(),
    )
    while waiting and len(found.answers) < MOST:
        url = waiting.popleft()
        kind = kind_of(url)
        if kind in seen or any(part in url for part in slow) or url.startswith(OUTSIDE) or len(url) > 300:
            continue
        seen.add(kind)
        if url.startswith(COMMITTEES):
            alike[NUMBERS.sub("#", kind)] += 1
            if alike[NUMBERS.sub("#", kind)] > OF_EACH:
                continue
        answer = answered_to(visitor.client, visitor.name, url)
        found.answers.append(answer)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += sorted(_local(link) for link in links_of(url, answer.text))
        if 300 <= answer.status < 400:
            waiting.append(_local(answer.headers["Location"]))
    return found


def answered_to(client, persona: str, url: str) -> Answer:
    response = client.get(url)
    told = dict(response.headers), dict(response.cookies), text_of(response)
    return Answer(persona, url, response.status_code, *told)


def kind_of(url: str) -> str:
    """The days of a session are alike, so are territories, their themes, and what the same questions are asked of."""
    url = ACTION.sub("/recommandations/one/", url)
    parts = urlsplit(PLACE.sub(r"\1place/", LISTED.sub(r"\1theme/", DAY.sub("/day/", url))))
    return f"{parts.path} {sorted(name for name, _ in parse_qsl(parts.query))}"


def _local(link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme not in ("", "http") or parts.netloc not in ("", "testserver"):
        return "mailto:elsewhere"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
