"""The why of one household: reasons, thresholds, certainty, next step, trace."""

from __future__ import annotations

from functools import cache

import pytest

from maillage.rights.engine import BENEFITS, CODES, explain, screen
from maillage.rights.engine.reasons import REASONS

from .situations import simple

MONTH = "2026-11"


@cache
def explained():
    return explain(simple(activity="employed", each_month={"wage": 300}), MONTH, trace=True)


def test_every_benefit_is_explained_with_its_law():
    assert [each.benefit.code for each in explained().benefits] == list(CODES)
    for each in explained().benefits:
        assert 2 <= len(each.why) <= 6
        assert all(node.law for node in each.why)


def test_reasons_of_the_rsa_add_up():
    rsa = explained()["rsa"]
    values = {node.label: node.value for node in rsa.why}
    assert values["Âge, études et titre de séjour"] is True
    left = values["Montant forfaitaire du foyer"] - values["Ressources du trimestre, par mois"]
    assert left - values["Forfait logement retiré"] == pytest.approx(rsa.result.amount, abs=0.02)


def test_threshold_is_where_the_right_stops():
    rsa, css = explained()["rsa"], explained()["css_free"]
    assert explained().varied.code == "wage"
    assert rsa.threshold == 640  # 651.69 less the 6 € that are not paid, by steps of 20
    assert css.threshold == 860  # 10,339 / 12 = 861.58
    for wage, expected in ((640, "entitled"), (660, "not_entitled")):
        (found,) = screen([simple(activity="employed", each_month={"wage": wage})], MONTH)
        assert found["rsa"].status == expected


def test_no_threshold_where_the_income_changes_nothing():
    assert explained()["apa"].threshold is None
    assert explained()["af"].threshold is None


def test_certainty_says_what_is_missing_and_who_can_tell():
    unsure = explain(simple(unknown=["wage", "rental"]), MONTH)
    assert unsure["rsa"].certainty.startswith("Il manque : le salaire net (à demander à la personne")
    assert [fact.code for fact in unsure["rsa"].to_settle] == ["wage"]
    assert explained()["rsa"].certainty == "Tout ce que demande le calcul est connu."


def test_trace_goes_from_the_result_to_the_inputs():
    steps = explained().trace
    (top,) = [step for step in steps if step.variable == "rsa" and step.depth == 0]
    assert top.period == MONTH
    assert float(top.value) == pytest.approx(351.69, abs=0.01)
    assert max(step.depth for step in steps) >= 4
    assert explain(simple(), MONTH).trace == ()


def test_next_step_is_complete():
    for benefit in BENEFITS:
        assert all((benefit.name, benefit.body, benefit.law, benefit.online, benefit.documents))
        assert REASONS[benefit.code]
        assert benefit.form is None or len(benefit.form) == 5
