"""A household as a test case without a name: for a jurist to correct, and to offer to those who write the law's model.

The format is that of `engine/tests/cases`. Names and refs go; the commune becomes another one that the law treats in the
same way; each date of birth becomes another one of the same age, the only ones kept being those to which a right is
sensitive that month.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from .budget import WINDOW
from .months import label, month_number, serial
from .results import BenefitResult, Screening
from .screening import screen
from .situation import CHARGE_KINDS, INCOME_KINDS, BudgetLine, Household, Member
from .system import versions
from .zones import stand_in

_HOME = ("housing", "rent", "flat_share", "union")
_ADULT = (
    "activity", "disability_rate", "unfit_for_work", "nationality", "permit_years", "pregnant", "dependency_level",
    "ass_entitled", "taxed_alone", "scholarship",
)  # fmt: skip
_CHILD = ("in_school", "shared_custody", "disability_rate", "activity")
_QUARTER = 4  # months that `each_month` stands for


def anonymous(household: Household, month: str) -> Household:
    """The same rights, to the cent, with nothing left that points to anybody."""
    refs = {one.ref: f"{one.role}{rank}" for rank, one in enumerate(household.members)}
    members = tuple(
        replace(one, ref=refs[one.ref], first_name=None, last_name=None) for one in household.members
    )
    budget = tuple(
        replace(line, member=refs[line.member], source=None)
        for line in household.budget
        if line.kind not in CHARGE_KINDS and line.month > label(serial(month_number(month)) - WINDOW)
    )
    commune = stand_in(household.commune) if household.commune else None
    return _rejuvenated(
        replace(household, ref="case", members=members, budget=budget, commune=commune), month
    )


def _rejuvenated(household: Household, month: str) -> Household:
    """Dates of birth moved one by one, as far from the real one as the rights of the month allow."""
    (expected,) = screen([household], month)
    for rank, member in enumerate(household.members):
        if member.birth_date is None:
            continue
        tried = [_with_birth(household, rank, born) for born in _other_births(member.birth_date, month)]
        same = (one for one, found in zip(tried, screen(tried, month), strict=True) if _same(found, expected))
        household = next(same, tried[-1])
    return household


def _other_births(born: date, month: str) -> tuple[date, ...]:
    """The middle of the same year of age; the same month when a right depends on it, never the day."""
    now = serial(month_number(month))
    months = now - (born.year * 12 + born.month - 1) - (born.day > 1)
    middle = now - (months // 12 * 12 + 6)
    day = 1 if born.day == 1 else 2  # the day counts for the age of the month: the first, or any other
    return date(middle // 12, middle % 12 + 1, 1), date(born.year, born.month, day)


def _with_birth(household: Household, rank: int, born: date) -> Household:
    members = list(household.members)
    members[rank] = replace(members[rank], birth_date=born)
    return replace(household, members=tuple(members))


def _same(found: Screening, expected: Screening) -> bool:
    told = ("status", "amount", "low", "high", "first_quarter")
    return all(
        getattr(one, name) == getattr(other, name)
        for one, other in zip(found.benefits, expected.benefits, strict=True)
        for name in told
    )


def case_of(household: Household, month: str) -> dict[str, Any]:
    """The case, with what the engine answers today as what is expected: the jurist corrects it."""
    household = anonymous(household, month)
    (found,) = screen([household], month)
    return {
        "name": "à nommer",
        "month": month,
        "home": {name: getattr(household, name) for name in _HOME}
        | {"commune": household.commune, "tax": household.reference_income},
        "members": [_member(household, one, month) for one in household.members],
        **_expected(found),
        "how": "résultat de Maillage, à vérifier ("
        + ", ".join(f"{name} {number}" for name, number in versions().items())
        + ")",
        "source": "à donner : le texte et l’article",
    }


def _member(household: Household, one: Member, month: str) -> dict[str, Any]:
    names = _CHILD if one.role == "child" else _ADULT
    facts = {name: getattr(one, name) for name in names}
    return {"role": one.role, "born": one.birth_date, **facts, **_budget(household, one, month)}


def _budget(household: Household, one: Member, month: str) -> dict[str, Any]:
    """`each_month` when the four months before are the same; otherwise month by month, null where it is not known."""
    now = serial(month_number(month))
    usual = [label(now - back) for back in range(_QUARTER, 0, -1)]
    each: dict[str, float] = {}
    apart: dict[str, dict[str, float | None]] = {}
    lines = [line for line in household.budget if line.member == one.ref]
    for kind in dict.fromkeys(line.kind for line in lines):
        known = _by_month([line for line in lines if line.kind == kind])
        if set(known) == set(usual) and len(set(known.values())) == 1:
            each[kind] = known[usual[0]]
        elif known:
            apart[kind] = dict.fromkeys(usual) | known
    told: dict[str, Any] = {"each_month": each} if each else {}
    told |= {"month_by_month": apart} if apart else {}
    unknown = [kind for kind in INCOME_KINDS if kind not in each and kind not in apart]
    return told | ({"unknown": unknown} if unknown and one.role != "child" else {})


def _by_month(lines: list[BudgetLine]) -> dict[str, float]:
    known: dict[str, float] = {}
    for line in lines:
        if line.amount is not None and line.certainty != "unknown":
            known[line.month] = round(known.get(line.month, 0.0) + line.amount, 2)
    return known


def _expected(found: Screening) -> dict[str, Any]:
    sorted_out: dict[str, dict[str, Any]] = {"expect": {}, "expect_status": {}, "expect_range": {}}
    for result in found.benefits:
        place, value = _answer(result)
        sorted_out[place][result.code] = value
    return {place: values for place, values in sorted_out.items() if values}


def _answer(result: BenefitResult) -> tuple[str, Any]:
    from .benefits import BENEFIT

    unit = BENEFIT[result.code].unit
    if result.status == "range" and unit != "right":
        return "expect_range", [result.low, result.high]
    if result.status in ("entitled", "not_entitled") and unit == "right":
        return "expect", result.status == "entitled"
    if result.status in ("entitled", "not_entitled"):
        return "expect", result.amount
    return "expect_status", result.status
