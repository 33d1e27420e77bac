"""The guides of users name what is on screen, word for word, and pictures that exist, are described and are used."""

import ast
import html
import re
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/guides/usagers"
GUIDES = sorted(FOLDER.glob("*.md"))
PICTURES = sorted((FOLDER / "images").iterdir())
MOST_LINES, MOST_OCTETS, MOST_OCTETS_IN_ALL = 120, 80_000, 3_000_000
NAMED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)", re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)")
COMMENTS = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
MARKS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
WORDS = re.compile(r'"([^"]*)"')
FORMER = ("tu", "toi", "ton", "tes")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text)).strip(" .,:›…\n")


@cache
def on_screen() -> frozenset[str]:
    """Every text between two marks of a template, every word given to a tag, every string of the code."""
    said: set[str] = set()
    for path in (ROOT / "maillage").rglob("templates/**/*.html"):
        text = COMMENTS.sub("", path.read_text())
        said.update(MARKS.split(text))
        said.update(word for mark in MARKS.findall(text) for word in WORDS.findall(mark))
    for path in (ROOT / "maillage").rglob("*.py"):
        if "tests" not in path.parts:
            nodes = ast.walk(ast.parse(path.read_text()))
            said.update(
                node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
    return frozenset(map(plain, said))


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_names_in_bold_are_on_screen(path):
    text = path.read_text().replace("**Ce que vous verrez**", "").replace("**Ce qui peut gêner**", "")
    named = {plain(name) for name in NAMED.findall(text)} - {"en gras"}
    assert named, f"{path.name} names nothing"
    assert sorted(named - on_screen()) == []


def test_a_name_that_is_nowhere_is_found():
    assert plain("Recevoir quelqu’un") in on_screen()
    assert plain("Recevoir quelqu’un d’autre demain") not in on_screen()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_pictures_and_links_lead_somewhere(path):
    text = path.read_text()
    for words, picture in PICTURE.findall(text):
        assert len(words) >= 20, f"{picture} is not described"
        assert (FOLDER / picture).is_file(), f"{picture} does not exist"
    for link in LINK.findall(text):
        assert (FOLDER / link).exists(), f"{link} does not exist"


def test_each_picture_is_of_use_and_light():
    used = {name for path in GUIDES for _, name in PICTURE.findall(path.read_text())}
    assert {f"images/{picture.name}" for picture in PICTURES} == used
    heavy = [picture.name for picture in PICTURES if picture.stat().st_size > MOST_OCTETS]
    assert heavy == []
    assert sum(picture.stat().st_size for picture in PICTURES) <= MOST_OCTETS_IN_ALL
    for picture in PICTURES:
        with Image.open(picture) as image:
            assert len(set(image.convert("L").resize((50, 50)).tobytes())) > 10, f"{picture.name} is empty"


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guides_are_short_polite_and_well_spaced(path):
    text = path.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    words = set(re.findall(r"\w+", text.lower()))
    assert not words & set(FORMER)
    code_free = re.sub(r"`[^`]*`", "", text)
    assert re.findall(r"\S [:;?!»%](?=[\s<.,)*]|$)|« ", code_free) == []


def test_the_help_shows_these_guides_and_no_other():
    shown = {path.name for path in (ROOT / "maillage/pages/texts/guides").glob("*.md")}
    assert {path.name for path in GUIDES} - {"README.md"} == shown


def test_each_guide_is_in_the_contents():
    contents = (FOLDER / "README.md").read_text()
    assert [
        path.name for path in GUIDES if path.name != "README.md" and f"({path.name})" not in contents
    ] == []
