"""A household written as a case without a name runs as the cases do, and answers the same."""

from __future__ import annotations

import datetime

import pytest
import yaml

from maillage.rights.engine import CODES, BudgetLine, Household, Member, screen
from maillage.rights.engine.case_file import case_of

from .situations import household
from .test_cases import check
from .test_direct import UNUSUAL

MONTH = "2026-11"
SAMIRA = Member(
    "3f0c", "applicant", "Samira", "BENALI", datetime.date(1992, 4, 30), "employed", 0.0, False, "french",
    None, False, None, None, 6, False, False,
)  # fmt: skip
LEO = Member(
    "77aa", "child", "Léo", "BENALI", datetime.date(2010, 12, 8), in_school=None, shared_custody=False
)
BUDGET = (
    BudgetLine("3f0c", "2026-07", "wage", 640.0, source="payslip"),
    BudgetLine("3f0c", "2026-09", "wage", 655.4),
    BudgetLine("3f0c", "2026-10", "rsa", 120.0),
    BudgetLine("3f0c", "2026-10", "alimony_received", None, "unknown"),
    BudgetLine("3f0c", "2026-10", "rent", 500.0),
    BudgetLine("3f0c", "2023-01", "wage", 9.0),
)
HOME = Household("dossier-12", (SAMIRA, LEO), BUDGET, "97411", "social_tenant", 450.0, None, None, None)


def written(situation: Household, month: str = MONTH) -> dict:
    text = yaml.safe_dump([case_of(situation, month)], allow_unicode=True, sort_keys=False)
    return yaml.safe_load(text)[0]


def test_nothing_points_to_anybody():
    text = yaml.safe_dump(written(HOME), allow_unicode=True)
    for told in (
        "Samira",
        "BENALI",
        "Léo",
        "3f0c",
        "77aa",
        "dossier-12",
        "1992-04-30",
        "2010-12-08",
        "2023-01",
        "97411",
    ):
        assert told not in text, told
    assert written(HOME)["home"]["commune"].startswith("974")


def test_the_case_runs_and_answers_the_same():
    case = written(HOME)
    (expected,), (found,) = screen([HOME], MONTH), screen([household(case)], MONTH)
    for code in CODES:
        assert (found[code].status, found[code].amount) == (expected[code].status, expected[code].amount), (
            code
        )
    check(case, found)


@pytest.mark.parametrize("one", UNUSUAL[::5], ids=lambda one: one["name"])
def test_so_do_households_out_of_the_ordinary(one):
    situation = household(one | {"month": MONTH})
    case = written(situation)
    (expected,), (found,) = screen([situation], MONTH), screen([household(case)], MONTH)
    for code in CODES:
        assert (found[code].status, found[code].amount) == (expected[code].status, expected[code].amount), (
            code
        )
    check(case, found)
