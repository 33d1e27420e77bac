"""docs/accessibility: the 106 criteria of RGAA 4.1.2, each with what shows it; counts are those of the rows."""

import re
from collections import Counter
from typing import NamedTuple

import pytest

from tests.architecture.test_french_spacing import BREAKS
from tests.architecture.test_requirements import NAMED, ROOT, is_a_test

KIT = ROOT / "docs" / "accessibility"
PAGES = ("grille.md", "declaration.md", "plan.md")
TEXTS = {name: (KIT / name).read_text(encoding="utf-8") for name in PAGES}
HOW_MANY = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""Criteria of each theme, in order."""
OFFICIAL = [f"{theme}.{rank}" for theme, many in enumerate(HOW_MANY, 1) for rank in range(1, many + 1)]
STATES = ("conforme", "non conforme", "non applicable", "non évalué")
LINE = re.compile(r"^\|\s*(\d+\.\d+)\s*\|(.*)\|$", re.M)
ROOTS = ("maillage/", "tests/", "docs/")


class Row(NamedTuple):
    number: str
    what: str
    state: str
    shown: str


def rows_of(text: str) -> list[Row]:
    """A line that is not four cells becomes a row where nothing is right."""
    cells = [(number, [one.strip() for one in rest.split("|")]) for number, rest in LINE.findall(text)]
    return [Row(number, *(told if len(told) == 3 else ["", "", ""])) for number, told in cells]


def cited(text: str) -> list[str]:
    return [one for one in NAMED.findall(text) if one.startswith(ROOTS)]


def missing(text: str) -> list[str]:
    there = {one: is_a_test(one) if "::" in one else (ROOT / one).exists() for one in cited(text)}
    return [one for one, is_there in there.items() if not is_there]


def is_whole(row: Row) -> bool:
    """What is said to be so, or not to be so, cites where."""
    judged = row.state in ("conforme", "non conforme")
    return row.state in STATES and bool(row.what and row.shown) and bool(cited(row.shown) or not judged)


def counts(rows: list[Row]) -> str:
    found = Counter(row.state for row in rows)
    return ", ".join(f"{found[state]} {state}" for state in STATES)


def shares(rows: list[Row]) -> list[str]:
    """Among those that apply, then among those that somebody looked at."""
    found = Counter(row.state for row in rows)
    good, seen = found["conforme"], found["conforme"] + found["non conforme"]
    applied = seen + found["non évalué"]
    return [f"{good} sur {many}, soit {100 * good // many}\u00a0%" for many in (applied, seen)]


ROWS = rows_of(TEXTS["grille.md"])


def test_the_numbering_is_the_official_one():
    assert len(OFFICIAL) == 106
    assert [row.number for row in ROWS] == OFFICIAL


def test_each_criterion_is_judged_with_what_shows_it():
    assert [row.number for row in ROWS if not is_whole(row)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_cited_path_and_test_exists(page):
    assert missing(TEXTS[page]) == []


def test_the_counts_at_the_top_are_those_of_the_rows():
    assert f"- Comptes\u00a0: {counts(ROWS)}." in TEXTS["grille.md"].splitlines()


def test_the_statement_says_the_counts_and_shares_of_the_grid():
    said = [counts(ROWS), *shares(ROWS)]
    assert [one for one in said if one not in TEXTS["declaration.md"]] == []


def test_whatever_is_not_shown_to_conform_is_planned():
    lacking = [row.number for row in ROWS if row.state in ("non conforme", "non évalué")]
    planned = set(re.findall(r"\b\d+\.\d+\b", TEXTS["plan.md"]))
    assert [number for number in lacking if number not in planned] == []


@pytest.mark.parametrize("page", PAGES)
def test_signs_stay_with_their_word(page):
    assert BREAKS.findall(re.sub(r"`[^`]*`", "x", TEXTS[page])) == []


def test_what_is_wrong_is_found():
    one, two = rows_of("| 1.1 | a | conforme | `x` |\n| 1.2 | b | peut-être |\n")
    assert (is_whole(one), is_whole(two), two.state) == (False, False, "")
    assert missing("`maillage/nowhere.py`, `tests/e2e/test_grid.py::test_nothing`, `role`") == [
        "maillage/nowhere.py",
        "tests/e2e/test_grid.py::test_nothing",
    ]
