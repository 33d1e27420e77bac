"""Households for the tests, written as in the cases: what is not said is known to be nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from maillage.rights.engine import BudgetLine, Household, Member
from maillage.rights.engine.months import label, month_number, serial
from maillage.rights.engine.situation import INCOME_KINDS

ADULT = {
    "activity": "inactive", "disability_rate": 0, "unfit_for_work": False, "nationality": "french",
    "pregnant": False, "dependency_level": 6, "ass_entitled": False, "taxed_alone": False,
    "scholarship": False,
}  # fmt: skip
CHILD = {"in_school": True, "shared_custody": False, "disability_rate": 0}
OWN = ("role", "born", "each_month", "month_by_month", "unknown")


def cases() -> list[dict[str, Any]]:
    folder = Path(__file__).parent / "cases"
    return [case for file in sorted(folder.glob("*.yaml")) for case in yaml.safe_load(file.read_text())]


def household(case: dict[str, Any]) -> Household:
    home, month = dict(case["home"]), str(case["month"])
    home = {"commune": "37261", "rent": 0, "flat_share": False, "reference_income": home.pop("tax", 0)} | home
    members, lines = [], []
    for index, given in enumerate(case["members"]):
        ref = f"{given['role']}{index}"
        members.append(member(ref, given))
        lines += budget(ref, month, given)
    return Household("household", tuple(members), tuple(lines), **home)


def member(ref: str, given: dict[str, Any]) -> Member:
    known = CHILD if given["role"] == "child" else ADULT
    said = {key: value for key, value in given.items() if key not in OWN}
    return Member(ref, given["role"], birth_date=given.get("born"), **(known | said))


def budget(ref: str, month: str, given: dict[str, Any]) -> list[BudgetLine]:
    """M-4 to M-1, every kind of income of an adult, except the kinds listed as unknown; other months where one is said.

    null, for a month, is a month that is not known.
    """
    known = {} if given["role"] == "child" else dict.fromkeys(INCOME_KINDS, 0)
    each = {kind: amount for kind, amount in known.items() if kind not in given.get("unknown", ())}
    each |= given.get("each_month", {})
    usual = [label(serial(month_number(month)) - back) for back in range(4, 0, -1)]
    months = {kind: dict.fromkeys(usual, amount) for kind, amount in each.items()}
    for kind, told in given.get("month_by_month", {}).items():
        months.setdefault(kind, {}).update({str(when): amount for when, amount in told.items()})
    return [
        BudgetLine(ref, when, kind, amount)
        for kind, by_month in months.items()
        for when, amount in sorted(by_month.items())
        if amount is not None
    ]


def simple(month: str = "2026-11", housing: str = "homeless", **applicant: Any) -> Household:
    import datetime

    born = datetime.date(1986, 1, 15)
    home = {"housing": housing, **applicant.pop("home", {})}
    return household(
        {"month": month, "home": home, "members": [{"role": "applicant", "born": born} | applicant]}
    )
