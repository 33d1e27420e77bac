"""Every page that each persona reaches from the home page by its links: shown, accessible, never too wide, silent."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit
from zlib import crc32

import pytest
from lxml import etree
from playwright.sync_api import Error

from tests.depth import count, deep
from tests.e2e.eyes import complaints

NUMBERS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+")
# Files to save, not pages; signing out ends the visit.
NOT_PAGES = re.compile(
    r"\.pdf|\.zip|\.txt|\.docx|\.odt|/documents-de-seance/|\.ics|\.csv|\.svg|\.json|\.xlsx|/api/v1/|/fichier/|/export/|format=csv|/telecharger/|/imprimer/|/formulaire/|/static/|/deconnexion/|/modele"
)
# How many of each page are looked at: two folders are not alike, more of them teach nothing.
OF_EACH = {"/personnes/#/": 2}
TOGETHER = {
    "those who follow": (
        ("claire", 24),
        ("sophie", 24),
        ("helene", 8),
        ("karim", 20),
        ("yann", 20),
        ("dominique", 8),
    ),
    "those who follow nobody": (("maud", 30), ("nadege", 8), ("luc", 6), ("ines", 11)),
}
"""They share most pages: what one was shown is not looked at again for the next, but for `THEIRS`. With each, how many kinds
of pages they reach at least."""
THEIRS = ("/", "/personnes/", "/personnes/#/")
"""Another page for each."""
ONE_IN = deep(5, 1)
"""Kinds of pages that are drawn and judged at each change, always the same; the others are read, and their links followed."""
DIRECTORY = {"maud"}
"""Everybody reaches the same pages of the directory: whoever keeps all the cards looks at them."""
LISTED = re.compile(
    r"(/annuaire/(?:couverture/[^/]+/[^/]+|balisage|doublons/[^/]+)/|/diplomes/fiches/|/observatoire/)[a-z-]+/"
)
"""One theme, one diploma, one indicator of each is enough."""
HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
LINKS = """links => [...new Set(links.map(link => new URL(link.getAttribute("href"), document.baseURI).href.split("#")[0]))]"""
UNKNOWN = re.compile(r"Tag [a-z]+ invalid")
looked_at: set[str] = set()
"""Kinds of pages, by anybody of this run."""


@pytest.mark.parametrize("together", TOGETHER)
def test_every_page_is_shown_to_everybody(visitor, together):
    for persona, pages in TOGETHER[together][: deep(2, len(TOGETHER[together]))]:
        tab = visitor().signs_in(persona).reads("Aujourd’hui").tab
        found = walk(tab, persona in DIRECTORY, frozenset(looked_at))
        assert {path: faults for path, faults in found.items() if faults} == {}, persona
        assert len(found) >= pages, persona
        count("pages", len(found))
        looked_at.update({kind_of(url) for url in found} - set(THEIRS))


@pytest.mark.parametrize(
    "path",
    [
        "/compte/connexion/",
        "/compte/mot-de-passe/oublie/",
        "/mon-espace/entrer/",
        "/composants/",
        "/nulle-part/",
    ],
)
def test_pages_open_to_all(visitor, path):
    tab = visitor().tab
    assert tab.goto(path).status in (200, 404)
    assert complaints(tab) == []


def walk(tab, directory=True, known=frozenset()):
    """Path → what is wrong with it, for each kind of page reached; those `known` or left to the bar are only followed."""
    found, seen = {}, {}
    waiting = [tab.url]
    while waiting:
        url = waiting.pop(0)
        kind = kind_of(url)
        if url in found or seen.get(kind, 0) >= OF_EACH.get(kind, 1):
            continue
        seen[kind] = seen.get(kind, 0) + 1
        looks = kind not in known and is_drawn(kind)
        status, links, html = shown(tab, url) if looks else read(tab, url)
        if status is None:
            continue
        found[url] = badly_written(html) + (complaints(tab) if looks else [])
        found[url] += [] if status == 200 else [f"status {status}"]
        waiting += [
            link.split("#")[0]
            for link in links
            if inside(link, tab.url) and (directory or "/annuaire/" not in link)
        ]
    return found


def is_drawn(kind):
    return kind in THEIRS or crc32(kind.encode()) % ONE_IN == 0


def shown(tab, url):
    """Its status, where its links lead, its text; no status for a file, that is saved and leaves the page where it was."""
    try:
        response = tab.goto(url)
    except Error as refusal:
        if "Download is starting" not in str(refusal):
            raise
        return None, [], ""
    return response.status, tab.eval_on_selector_all("a[href]", LINKS), response.text()


def read(tab, url):
    """The same without drawing it."""
    response = tab.context.request.get(url)
    if "text/html" not in response.headers.get("content-type", ""):
        return None, [], ""
    text = response.text()
    return response.status, [urljoin(response.url, unescape(link)) for link in HREF.findall(text)], text


def badly_written(html):
    """What a parser mends by itself: tags that cross, close nothing or stay open, identifiers written twice. It does not know
    the elements that came after HTML 4."""
    parser = etree.HTMLParser(recover=True)
    etree.fromstring(html.encode(), parser)
    return [f"line {one.line}: {one.message}" for one in parser.error_log if not UNKNOWN.match(one.message)]


def kind_of(url):
    """The page without its numbers; another month or another list of the same page is the same kind."""
    return LISTED.sub(r"\1#/", NUMBERS.sub("#", urlsplit(url).path))


def inside(link, here):
    return urlsplit(link).netloc == urlsplit(here).netloc and not NOT_PAGES.search(link)


def test_every_page_that_anybody_reaches(visitor):
    tab = visitor().tab
    tab.goto("/annuaire/?q=loyer&commune=37072")
    found = walk(tab)
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert len(found) >= 15
