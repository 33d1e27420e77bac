"""The cases that OpenFisca-France publishes, through `maillage screen`: what agreed goes on agreeing."""

import re
from pathlib import Path

import pytest

from .published.__main__ import converted
from .published.running import CASES, SHARED, agrees, cases, screened

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "published-cases.md"
DIFFERS = {"C1", "C4", "C5"}  # explained in the page
TOLD = [case for case in cases() if "household" in case]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return screened(TOLD, tmp_path_factory.mktemp("published"))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: f"{case['ref']} {case['name']}")
def test_case(case, found):
    amounts = {code: found[case["ref"]][code]["amount"] for code in case["expect"]}
    agreed = {code: agrees(case, code, amount) for code, amount in amounts.items()}
    assert all(agreed.values()) is (case["ref"] not in DIFFERS), amounts


def test_the_page_says_how_many():
    left_out = [case for case in cases() if "left_out" in case]
    text = PAGE.read_text(encoding="utf-8")
    assert f"{len(cases())} cases" in text
    assert f"{len(TOLD)} can be told" in text
    assert f"{len(TOLD) - len(DIFFERS)} agree" in text
    assert set(re.findall(r"\bC\d+\b", text)) == DIFFERS | {case["ref"] for case in left_out}


@pytest.mark.skipif(not SHARED.exists(), reason="the suite's cases are not beside this checkout")
def test_the_cases_kept_are_those_of_the_suite():
    assert converted() == cases(), f"write {CASES.name} again: python -m maillage.rights.tests.published"
