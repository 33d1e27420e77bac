"""What if: the change only counts from its month, the quarter lags, and nothing else moves."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from maillage.rights.engine import Change, net_minimum_wage, project, screen
from maillage.rights.engine.projection import MONTHS

from .situations import household, simple

MONTH = "2026-11"


def alone(**home):
    return simple(home={"housing": "private_tenant", "rent": 400, **home})


def test_nothing_moves_without_a_change_and_the_first_month_is_that_of_today():
    found = project(alone(), MONTH, Change("rent", "2026-12", "", 400))
    np.testing.assert_allclose(found.before.total, found.after.total)
    (today,) = screen([alone()], "2026-11")
    assert found.before.benefits["rsa"][0] == pytest.approx(today["rsa"].amount, abs=0.05)
    assert found.months == ("2026-12", *(f"2027-{month:02d}" for month in range(1, 12)))


def test_a_half_time_job_lowers_rsa_and_opens_ppa_after_the_lag():
    half = net_minimum_wage(MONTH) / 2
    found = project(alone(), MONTH, Change("job", "2026-12", "applicant0", half))
    rsa, ppa = found.after.benefits["rsa"], found.after.benefits["ppa"]
    assert found.after.own[0] == pytest.approx(half, abs=0.01)
    np.testing.assert_allclose(rsa[:3], found.before.benefits["rsa"][:3])
    assert rsa[3] < rsa[0]
    assert ppa[0] == 0 < ppa[3] < ppa[6]
    assert all(rsa[start] == rsa[start + 1] == rsa[start + 2] for start in range(0, MONTHS, 3))
    assert found.after.total.min() > found.before.total.max()


def test_a_job_lost_counts_at_once_and_brings_its_benefit():
    working = simple(activity="employed", each_month={"wage": 1443})
    found = project(working, MONTH, Change("job_lost", "2027-02", "applicant0", 900))
    np.testing.assert_allclose(found.after.own[:2], 1443)
    np.testing.assert_allclose(found.after.own[2:], 900)
    without = project(working, MONTH, Change("job_lost", "2027-02", "applicant0"))
    assert without.after.benefits["rsa"][1] == 0 < without.after.benefits["rsa"][2]


def test_a_child_counts_from_the_month_after_the_birth():
    expecting = simple(pregnant=True)
    found = project(expecting, MONTH, Change("birth", "2027-01"))
    paje, asf = found.after.benefits["paje"], found.after.benefits["asf"]
    assert paje[1] == 0 < paje[2]
    assert asf[1] == 0 < asf[2]
    assert not found.before.benefits["paje"].any()


def test_a_dearer_rent_raises_housing_aid_from_its_month():
    found = project(alone(rent=200), MONTH, Change("rent", "2027-03", "", 300))
    aid = found.after.benefits["housing_aid"]
    assert aid[2] == found.before.benefits["housing_aid"][2] < aid[3]


def test_who_reaches_65_gets_the_minimum_pension_that_month():
    born = datetime.date(1962, 2, 1)
    pensioner = {"role": "applicant", "born": born, "activity": "retired"}
    found = project(
        household({"month": MONTH, "home": {"housing": "homeless"}, "members": [pensioner]}),
        MONTH,
        Change("rent", "2026-12", "", 0),
    )
    aspa = found.before.benefits["aspa"]
    assert aspa[1] == 0 < aspa[2]


def test_the_past_is_not_rewritten_by_what_comes():
    """A wage to come must not leak into the months before, nor into the tax notice of two years ago."""
    family = household(
        {
            "month": MONTH,
            "home": {"housing": "homeless", "tax": None},
            "members": [
                {"role": "applicant", "born": datetime.date(1986, 1, 15)},
                {"role": "child", "born": datetime.date(2015, 1, 1)},
                {"role": "child", "born": datetime.date(2018, 1, 1)},
            ],
        }
    )
    found = project(family, MONTH, Change("job", "2027-06", "applicant0", 9000))
    np.testing.assert_allclose(found.after.benefits["af"], found.before.benefits["af"])
    np.testing.assert_allclose(found.after.total[:6], found.before.total[:6])


def test_what_cannot_be_answered_is_left_out_and_named():
    found = project(simple(unknown=["wage"]), MONTH, Change("rent", "2026-12", "", 0))
    assert "rsa" in found.left_out
    assert "rsa" not in found.before.benefits
