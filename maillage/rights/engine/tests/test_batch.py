"""A batch gives what its households give alone, in any order, and what core's own lookups and populations give."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.rights.engine import ResultColumns, screen_columns
from maillage.rights.engine import populations as fast
from maillage.rights.engine.inputs import Inputs
from maillage.rights.engine.kernel import Kernel
from maillage.rights.engine.months import month_number, serial

from .random_columns import random_columns

MONTH = "2026-11"
NUMBER = serial(month_number(MONTH))


def assert_same(left: ResultColumns, right: ResultColumns, order=slice(None)):
    for field in fields(ResultColumns):
        expected, found = getattr(left, field.name)[..., order], getattr(right, field.name)
        if expected.dtype.kind == "f":
            np.testing.assert_allclose(found, expected, atol=0.02, err_msg=field.name)
        else:
            np.testing.assert_array_equal(found, expected, err_msg=field.name)


def test_500_households_in_one_batch_and_in_chunks():
    columns = random_columns(500, seed=1)
    batch = screen_columns(columns, MONTH)
    assert_same(batch, screen_columns(columns, MONTH, chunk=125))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_batch_equals_one_by_one(seed):
    """50 households in all: each alone takes as long as a thousand together."""
    columns = random_columns(25, seed=seed, unknown=0.1)
    assert_same(screen_columns(columns, MONTH), screen_columns(columns, MONTH, chunk=1))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_a_household_is_the_same_among_ten_and_among_fifty(seed):
    columns = random_columns(50, seed=seed, unknown=0.1)
    assert_same(screen_columns(columns, MONTH), screen_columns(columns, MONTH, chunk=10))


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_order_of_households_and_rows_is_irrelevant(seed):
    draw = np.random.default_rng(seed)
    columns = random_columns(60, seed=seed, unknown=0.05)
    results = screen_columns(columns, MONTH)
    order = draw.permutation(60)
    assert_same(results, screen_columns(columns.take(order), MONTH), order)
    shuffled = columns.take_members(draw.permutation(len(columns.role)))
    assert_same(results, screen_columns(shuffled, MONTH))


def test_quick_populations_and_lookups_change_nothing(monkeypatch):
    from openfisca_core.parameters import VectorialParameterNodeAtInstant
    from openfisca_core.populations import GroupPopulation, Population

    from maillage.rights.engine import parameter_lookup

    columns = random_columns(80, seed=5)
    quick = Kernel(Inputs(columns, NUMBER))
    quick.run()
    monkeypatch.setattr(
        VectorialParameterNodeAtInstant, "build_from_node_name", staticmethod(parameter_lookup.core_lookup)
    )
    for name in ("__call__", "has_role"):
        monkeypatch.setattr(fast.FastPopulation, name, getattr(Population, name))
    for name in ("__call__", "value_from_person", "value_nth_person"):
        monkeypatch.setattr(fast.FastGroupPopulation, name, getattr(GroupPopulation, name))
    slow = Kernel(Inputs(columns, NUMBER))
    slow.run()
    np.testing.assert_allclose(quick.amounts(), slow.amounts(), atol=0.001)


def test_a_wage_in_a_repeated_line_adds_up():
    from dataclasses import replace

    columns = random_columns(30, seed=9)
    half = columns.line_amount / 2
    doubled = {
        name: np.concatenate([getattr(columns, name)] * 2)
        for name in ("line_member", "line_month", "line_kind")
    }
    twice = replace(columns, **doubled, line_amount=np.concatenate([half, half]))
    assert_same(screen_columns(columns, MONTH), screen_columns(twice, MONTH))


@pytest.mark.parametrize(
    ("column", "value"), [("household", 99), ("line_member", -2), ("line_amount", -1.0), ("role", 3)]
)
def test_columns_refuse_what_points_nowhere(column, value):
    from dataclasses import asdict

    from maillage.rights.engine import columns_from_arrays

    values = {name: array.copy() for name, array in asdict(random_columns(4)).items()}
    values[column][0] = value
    with pytest.raises(ValueError):
        columns_from_arrays(**values)
