"""The legal kit says of every table how long it keeps what, cites what exists, and lists its sources."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.test_french_spacing import BREAKS
from tests.architecture.test_row_security import OTHERS_WITH_POLICY, personal_tables

ROOT = Path(__file__).parents[2]
KIT = ROOT / "docs" / "legal"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(KIT.glob("*.md"))}
PAGES = {
    "README.md",
    "registre.md",
    "aipd.md",
    "information.md",
    "algorithmes.md",
    "durees.md",
    "sous-traitance.md",
}
TECHNICAL = {"accounts_user", "audit_entry", "audit_rowversion", "axes_accesslog", "django_session"}
TECHNICAL |= {"mfa_authenticator", "procrastinate_jobs", "vault_datakey"}
TABLE = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
TOLD = re.compile(r"`([^`\s]+)`")
ROOTS = ("maillage/", "tests/", "docs/", "benchmarks/")
FILES = re.compile(r"[\w./-]+\.(md|py|yml|yaml)")
SOURCE = re.compile(
    r"^\| (S\d+) \| (.+?) \| (confirmé dans le code|à confirmer)[^|]* \| (.+?) \|$", re.MULTILINE
)
CODE = re.compile(r"`[^`]*`")


def points_at_somebody(model) -> bool:
    return any(one.related_model is apps.get_model(settings.AUTH_USER_MODEL) for one in model._meta.fields)


def holding_persons() -> set[str]:
    pointing = {model._meta.db_table for model in apps.get_models() if points_at_somebody(model)}
    return personal_tables() | OTHERS_WITH_POLICY | TECHNICAL | pointing


def cited() -> list[tuple[str, str]]:
    found = [(page, one) for page, text in TEXTS.items() for one in TOLD.findall(text)]
    return [(page, one) for page, one in found if one.startswith(ROOTS) or FILES.fullmatch(one)]


def missing(one: str) -> str:
    """What is wrong with a citation, "" when it exists."""
    path, _, test = one.partition("::")
    if not (ROOT / path).exists():
        return f"{one}: no such file"
    body = (ROOT / path).read_text(encoding="utf-8") if test else ""
    return f"{one}: no such test" if test and f"def {test}(" not in body else ""


def test_the_kit_is_whole():
    assert PAGES - set(TEXTS) == set(), "missing in docs/legal"


def test_every_table_that_holds_persons_says_how_long():
    told = set(TABLE.findall(TEXTS["durees.md"]))
    known = {model._meta.db_table for model in apps.get_models()}
    assert len(holding_persons()) >= 250
    assert holding_persons() - told == set(), "tables missing in docs/legal/durees.md"
    assert told - known == set(), "tables of docs/legal/durees.md that no longer exist"


def test_a_rule_named_for_a_table_is_defined():
    text = TEXTS["durees.md"]
    rules = set(re.findall(r"^\| ([A-Z]\d?)(?:,[^|]*)? \|", text, re.MULTILINE))
    used = set(re.findall(r"^\| `\w+` \| [^|]+ \| ([A-Z]\d?)\b", text, re.MULTILINE))
    assert len(used) >= 15
    assert used - rules == set(), "rules used in docs/legal/durees.md without a line of their own"


def test_every_path_and_test_that_is_cited_exists():
    assert len(cited()) >= 200
    assert sorted({f"{page}: {wrong}" for page, one in cited() if (wrong := missing(one))}) == []


def test_every_source_is_listed_and_every_listed_source_serves():
    listed = [key for key, *_ in SOURCE.findall(TEXTS["README.md"])]
    used = {key for text in TEXTS.values() for key in re.findall(r"\[(S\d+)\]", text)}
    assert len(listed) == len(set(listed)), "a source is listed twice"
    assert used - set(listed) == set(), "sources missing in the table of docs/legal/README.md"
    assert set(listed) - used == set(), "sources of docs/legal/README.md that nothing cites"


@pytest.mark.parametrize("row", SOURCE.findall(TEXTS["README.md"]), ids=lambda row: row[0])
def test_a_source_said_to_be_in_the_code_is_there(row):
    key, source, status, where = row
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in TOLD.findall(where)]
    articles = re.findall(r"`([^`]+)`", source)
    assert status == "à confirmer" or (articles and texts), f"{key} says neither its article nor where it is"
    assert [one for one in articles if not any(one in text for text in texts)] == [], (
        f"{key} is not in {where}"
    )


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_signs_stay_with_their_word(page):
    assert BREAKS.findall(CODE.sub("x", TEXTS[page])) == [], f"plain spaces in docs/legal/{page}"


def test_what_does_not_exist_is_found():
    assert missing("maillage/nowhere.py")
    assert missing("maillage/people/rules.py::test_nothing")
    assert missing("maillage/people/rules.py") == ""
