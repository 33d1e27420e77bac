"""The hand-checked cases, each to the cent (2 cents of tolerance: the model counts in single precision)."""

from __future__ import annotations

from functools import cache

import pytest

from maillage.rights.engine import CODES, explain, screen

from .situations import cases, household

CASES = cases()


@cache
def screened(month):
    """All the cases of a month in one batch: name → screening."""
    those = [case for case in CASES if str(case["month"]) == month]
    found = screen([household(case) for case in those], month)
    return dict(zip([case["name"] for case in those], found, strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['month']} {case['name']}")
def test_case(case):
    check(case, screened(str(case["month"]))[case["name"]])


def check(case, found):
    """What the case expects is what was found."""
    for code, expected in case.get("expect", {}).items():
        result = found[code]
        if isinstance(expected, bool):
            assert (result.status == "entitled") is expected, (code, result)
        else:
            assert result.status in ("entitled", "not_entitled", "received"), (code, result)
            assert result.amount == pytest.approx(expected, abs=0.02), (code, result)
            assert result.status != "not_entitled" or expected == 0
    for code, status in case.get("expect_status", {}).items():
        assert found[code].status == status
    for code, (low, high) in case.get("expect_range", {}).items():
        assert found[code].status == "range"
        assert (found[code].low, found[code].high) == (pytest.approx(low), pytest.approx(high, abs=0.02))


@pytest.mark.parametrize(
    "case", [case for case in CASES if "expect_why" in case], ids=lambda case: case["name"]
)
def test_why_of_case(case):
    explanation = explain(household(case), str(case["month"]))
    for code, nodes in case["expect_why"].items():
        values = {node.label: node.value for node in explanation[code].why}
        for label, expected in nodes.items():
            assert values[label] == pytest.approx(expected, abs=0.02)


def test_there_are_enough_cases_and_each_benefit_has_one():
    assert len(CASES) >= 60
    assert all(case["how"] and case["source"] for case in CASES)
    expected = {
        code for case in CASES for code in {**case.get("expect", {}), **case.get("expect_status", {})}
    }
    assert expected == set(CODES)


def test_names_are_unique():
    keys = [(str(case["month"]), case["name"]) for case in CASES]
    assert len(set(keys)) == len(keys)
