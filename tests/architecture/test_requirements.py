"""docs/reference/requirements.md: every row once, nothing named that is not there, counts that are those of the rows."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "reference" / "requirements.md"
HOW_MANY = 233
LINE = re.compile(r"^\|\s*(\d+)\s*\|(.*)\|$", re.M)
NAMED = re.compile(r"`([^`]+)`")
PAGES = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
STATES = ("done", "partly", "not yet", "outside")


class Row(NamedTuple):
    number: int
    priority: str
    what: str
    where: str
    shown: str

    @property
    def state(self) -> str:
        """Done unless its last cell says otherwise, and why."""
        return next((one for one in STATES if self.shown.startswith(f"{one}: ")), "done")


def rows_of(text: str) -> list[Row]:
    """A line that is not five cells becomes a row where nothing is right."""
    cells = [(int(number), [one.strip() for one in rest.split("|")]) for number, rest in LINE.findall(text)]
    return [Row(number, *(told if len(told) == 4 else ["?"] * 4)) for number, told in cells]


@cache
def defined_in(path: str) -> frozenset[str]:
    """`function` and `Class::method`, without importing anything."""
    file = ROOT / path
    body = ast.parse(file.read_text()).body if file.is_file() else []
    inside = {
        f"{one.name}::{two.name}" for one in body if isinstance(one, ast.ClassDef) for two in methods(one)
    }
    return frozenset(inside | {one.name for one in body if isinstance(one, ast.FunctionDef)})


def methods(told: ast.ClassDef) -> list[ast.FunctionDef]:
    return [one for one in told.body if isinstance(one, ast.FunctionDef)]


def is_a_test(cited: str) -> bool:
    path, _, name = cited.partition("::")
    return name.rpartition("::")[2].startswith("test_") and name in defined_in(path)


@cache
def words_of_pages() -> str:
    """What pages say, whatever the space before a sign."""
    files = [path for kind in ("*.py", "*.html") for path in (ROOT / "maillage").rglob(kind)]
    texts = (path.read_text() for path in files if not {"tests", "migrations"} & set(path.parts))
    return re.sub(r"\\u00a0|\u00a0|&shy;", lambda sign: "" if sign[0] == "&shy;" else " ", "\n".join(texts))


def wrong_tests(row: Row) -> list[str]:
    """Cited and not there; or a row that is done, and cites none."""
    cited = NAMED.findall(row.shown)
    alone = row.state == "done" and re.sub(r"`[^`]+`|[,\s]", "", row.shown)
    lacking = ["no test"] if row.state == "done" and not cited else []
    return [one for one in cited if not is_a_test(one)] + lacking + (["words beside tests"] if alone else [])


def wrong_places(row: Row) -> list[str]:
    files = [one for one in NAMED.findall(row.where) if not (ROOT / one).exists()]
    pages = [one for one in PAGES.findall(row.where) if one not in words_of_pages()]
    placed = NAMED.findall(row.where) or row.state in ("not yet", "outside")
    return files + pages + ([] if placed else ["no file"])


def counts(rows: list[Row]) -> str:
    found = Counter(row.state for row in rows)
    return ", ".join(f"{found[state]} {state}" for state in STATES)


def tops(rows: list[Row]) -> list[str]:
    first = [row for row in rows if row.priority == "1"]
    return [f"- All: {counts(rows)}.", f"- Priority 1 ({len(first)}): {counts(first)}."]


ROWS = rows_of(TABLE.read_text())


def test_each_number_is_there_once():
    told = Counter(row.number for row in ROWS)
    assert {
        n: told[n] for n in {*told, *range(1, HOW_MANY + 1)} if told[n] != 1 or n > HOW_MANY or n < 1
    } == {}


def test_each_row_is_whole():
    assert [row.number for row in ROWS if row.priority not in ("1", "2", "3") or not all(row)] == []


def test_every_cited_test_exists():
    assert {row.number: wrong for row in ROWS if (wrong := wrong_tests(row))} == {}


def test_every_place_exists():
    assert {row.number: wrong for row in ROWS if (wrong := wrong_places(row))} == {}


def test_the_counts_at_the_top_are_those_of_the_rows():
    said = [line for line in TABLE.read_text().splitlines() if line.startswith(("- All:", "- Priority 1 "))]
    assert said == tops(ROWS)


HERE = f"`tests/architecture/{Path(__file__).name}::{test_each_row_is_whole.__name__}`"


def test_what_is_wrong_is_found():
    where = "`maillage/nowhere.py`, *Page qui n’est nulle part*"
    text = f"| 1 | 1 | a | {where} | {HERE[:-1]}x` |\n| 2 | 2 | b | `maillage` | partly: c: {HERE} |\n| 3 | 1 | d |\n"
    one, two, three = rows_of(text)
    assert (wrong_tests(one), wrong_tests(two)) == ([f"{HERE[1:-1]}x"], [])
    assert (len(wrong_places(one)), wrong_places(two), three.priority) == (2, [], "?")
    assert tops([one, two])[1] == "- Priority 1 (1): 1 done, 0 partly, 0 not yet, 0 outside."
