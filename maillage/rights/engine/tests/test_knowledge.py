"""Unknown is not zero; received is apart; what prevents an answer is named with who can give it."""

from __future__ import annotations

import datetime

import pytest

from maillage.rights.engine import BudgetLine, Household, Member, estimate, screen

from .situations import household, simple

MONTH = "2026-11"


def only(situation: Household, month: str = MONTH):
    return next(screen([situation], month))


def test_an_empty_person_has_no_right_invented():
    found = only(Household("h", (Member("a", "applicant"),)))
    assert found["rsa"].status == "missing"
    assert found["rsa"].amount is None
    codes = {fact.code for fact in found["rsa"].missing}
    assert {"birth_date", "activity", "nationality", "housing", "wage"} <= codes
    assert all(fact.provider for fact in found["rsa"].missing)
    assert found["af"].status == "not_entitled"
    assert {result.status for result in found.benefits} <= {"missing", "not_entitled"}


def test_unknown_wage_is_missing_and_zero_wage_is_not():
    assert only(simple(unknown=["wage"]))["rsa"].status == "missing"
    assert only(simple())["rsa"].amount == pytest.approx(651.69, abs=0.01)


def test_one_unknown_month_gives_a_range():
    known = simple(activity="employed")
    lines = tuple(line for line in known.budget if (line.kind, line.month) != ("wage", "2026-08"))
    found = only(
        Household(known.ref, known.members, lines, known.commune, known.housing, 0.0, False, None, 0.0)
    )
    rsa = found["rsa"]
    assert rsa.status == "range"
    assert (rsa.low, rsa.high) == (0, pytest.approx(651.69, abs=0.01))
    assert [fact.code for fact in rsa.missing] == ["wage"]


def test_a_line_marked_unknown_is_unknown():
    known = simple(activity="employed")
    lines = tuple(line for line in known.budget if line.kind != "wage")
    asked = tuple(
        BudgetLine("applicant0", f"2026-{month:02d}", "wage", None, "unknown") for month in (7, 8, 9)
    )
    found = only(
        Household("h", known.members, lines + asked, known.commune, known.housing, 0.0, False, None, 0.0)
    )
    assert found["rsa"].status == "missing"


def test_unknown_rent_gives_a_range_of_housing_aid():
    found = only(simple(housing="private_tenant", home={"rent": None}))
    assert found["housing_aid"].status == "range"
    assert found["housing_aid"].low < 150 < 300 < found["housing_aid"].high
    assert [fact.code for fact in found["housing_aid"].missing] == ["rent"]


def test_unknown_dwelling_leaves_a_range_of_rsa_and_no_housing_aid():
    found = only(simple(housing=None))
    rsa = found["rsa"]
    assert rsa.status == "range"
    assert (rsa.low, rsa.high) == (pytest.approx(573.49, abs=0.01), pytest.approx(651.69, abs=0.01))
    assert [fact.code for fact in rsa.missing] == ["housing"]
    assert found["housing_aid"].status == "missing"
    assert found["css_free"].status == "entitled"


def test_what_another_benefit_waits_for_does_not_widen_a_range():
    home = {"home": {"housing": None}, "members": [
        {"role": "applicant", "born": datetime.date(1986, 1, 15), "activity": "employed", "each_month": {"wage": 900},
         "unknown": ["alimony_received"]},
        {"role": "child", "born": datetime.date(2015, 2, 1)},
    ]}  # fmt: skip
    found = only(household({"month": MONTH} | home))
    assert found["asf"].status == "missing"
    assert (found["rsa"].status, found["ppa"].status) == ("not_entitled", "range")
    assert [fact.code for fact in found["ppa"].missing] == ["housing"]


def test_an_unknown_grant_leaves_a_range_of_a_student_s_housing_aid():
    born = datetime.date(2004, 5, 5)
    student = {"activity": "student", "born": born, "housing": "private_tenant"}
    aid = only(simple(**student, scholarship=None, home={"rent": 400}))["housing_aid"]
    without, granted = (
        only(simple(**student, scholarship=said, home={"rent": 400}))["housing_aid"].amount
        for said in (False, True)
    )
    assert (aid.status, aid.low, aid.high) == ("range", without, granted)
    assert without < granted
    assert [fact.code for fact in aid.missing] == ["scholarship"]


def test_a_resource_nobody_spoke_of_is_said_to_be_assumed():
    found = only(simple(unknown=["rental", "capital"]))
    assert found["rsa"].status == "entitled"
    assert not found["rsa"].certain
    assert {fact.code for fact in found["rsa"].assumed} == {"rental", "capital"}
    assert only(simple())["rsa"].certain


def test_received_benefits_are_apart_with_their_gap():
    found = only(simple(each_month={"rsa": 500}))
    assert found["rsa"].status == "received"
    assert found["rsa"].received == 500
    assert found["rsa"].gap == pytest.approx(151.69, abs=0.01)
    assert found.convention == "recomputed"


def test_what_is_received_counts_for_the_others():
    found = only(simple(each_month={"aah": 900}))
    assert found["aah"].status == "received"
    assert found["rsa"].amount == 0
    assert found.convention == "mixed"


def test_first_quarter_differs_when_another_benefit_starts():
    found = only(simple(activity="unemployed", ass_entitled=True))
    assert found["ass"].amount == pytest.approx(584.40, abs=0.01)
    assert found["rsa"].first_quarter == pytest.approx(651.69, abs=0.01)
    assert found["rsa"].amount < found["rsa"].first_quarter


def test_a_stranger_in_the_dwelling_changes_nothing():
    alone = simple()
    friend = Member("friend", "other", activity="employed")
    line = BudgetLine("friend", "2026-08", "wage", 3000)
    shared = Household(
        "h", (*alone.members, friend), (*alone.budget, line), "37261", "homeless", 0, False, None, 0
    )
    assert only(shared)["rsa"].amount == only(alone)["rsa"].amount


def test_estimates_are_floored():
    assert estimate("rsa", 651.69) == 650
    assert estimate("ppa", 236.24) == 236
    assert estimate("aspa", 340.0) == 340


@pytest.mark.parametrize("wrong", [{"housing": "castle"}, {"union": "friends"}])
def test_an_unknown_code_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="is not one of"):
        only(
            household(
                {"month": MONTH, "home": {"housing": "homeless", **wrong}, "members": [{"role": "applicant"}]}
            )
        )


def test_a_wrong_month_is_refused_in_a_clear_sentence():
    with pytest.raises(ValueError, match="n'est pas un mois"):
        only(simple(), "11/2026")
