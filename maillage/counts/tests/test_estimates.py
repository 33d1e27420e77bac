"""Against every sample that could have been drawn: right on average, and so is what it says of its own error."""

import math
import random
from itertools import combinations, product
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.counts.rules import Layer, captured_twice, extrapolated, rounded
from maillage.counts.rules.estimates import Estimate, student

POPULATIONS = st.lists(st.integers(0, 12), min_size=3, max_size=6)


def samples(population, size):
    return [Layer(len(population), chosen) for chosen in combinations(population, size)]


@settings(max_examples=40, deadline=None)
@given(POPULATIONS, POPULATIONS, st.integers(2, 3), st.integers(2, 3))
def test_over_all_samples_it_is_right_on_average(dense, sparse, some, others):
    drawn = list(product(samples(dense, some), samples(sparse, others)))
    totals = [sum(one.total for one in pair) for pair in drawn]
    truth = sum(dense) + sum(sparse)
    assert fmean(totals) == pytest.approx(truth)
    spread = fmean((total - truth) ** 2 for total in totals)
    assert fmean(sum(one.variance for one in pair) for pair in drawn) == pytest.approx(spread)


@settings(max_examples=60)
@given(POPULATIONS, st.integers(2, 6))
def test_the_interval_holds_what_was_seen_and_the_estimate(population, size):
    size = min(size, len(population))
    seen = sum(population[:size])
    told = extrapolated([Layer(len(population), population[:size])], seen)
    if told.low is None:
        assert size < len(population)
        assert len(set(population[:size])) == 1
    else:
        assert seen <= told.low <= told.total <= told.high
    if size == len(population):
        assert told == Estimate(seen, seen, seen)


def test_nineteen_intervals_out_of_twenty_hold_the_truth():
    """A simulated town: 40 dense sectors and 80 sparse ones, a third of each drawn, two thousand nights."""
    chance = random.Random(20)
    town = [[chance.randint(0, 15) for _ in range(40)], [chance.choice((0, 0, 1, 1, 2)) for _ in range(80)]]
    truth, held = sum(map(sum, town)), 0
    for _ in range(2000):
        told = extrapolated([Layer(len(one), chance.sample(one, len(one) // 3)) for one in town])
        held += told.low <= truth <= told.high
    assert 0.93 <= held / 2000 <= 0.97


def test_what_nobody_walked_is_not_made_up():
    assert extrapolated([Layer(4, [3, 2]), Layer(6, [])]) is None
    assert extrapolated([]) is None
    assert extrapolated([Layer(4, [3]), Layer(2, [1, 1])]) == Estimate(14, None, None)
    assert extrapolated([Layer(4, [3, 3]), Layer(0, [])]) == Estimate(12, None, None)
    assert extrapolated([Layer(2, [3, 3]), Layer(0, [])]) == Estimate(6, 6, 6)


def test_a_known_interval_by_hand():
    """Ten sectors, 4, 6 and 8 found in three: 60; variance 100 × 0.7 × 4 / 3; Student at 2 degrees."""
    told = extrapolated([Layer(10, [4, 6, 8])], 18)
    margin = 4.303 * math.sqrt(100 * 0.7 * 4 / 3)
    assert (told.total, told.low, told.high) == pytest.approx((60, max(60 - margin, 18), 60 + margin))


def test_few_degrees_make_it_wide():
    assert (student(1), student(2.9), student(30), student(500)) == (12.706, 4.303, 2.042, 2.042)


@settings(max_examples=60)
@given(st.integers(1, 14), st.data())
def test_chapman_is_right_on_average_when_two_passes_cover(there, data):
    """Over every set that the second team could have met; exact when both together could have met them all."""
    first = data.draw(st.integers(0, there))
    second = data.draw(st.integers(there - first, there))
    ways = [
        (math.comb(first, both) * math.comb(there - first, second - both), both)
        for both in range(max(0, first + second - there), min(first, second) + 1)
    ]
    mean = sum(weight * captured_twice(first, second, both).estimate.total for weight, both in ways)
    assert mean / math.comb(there, second) == pytest.approx(there)


def test_two_passes_by_hand():
    told = captured_twice(20, 15, 10)
    assert told.estimate.total == pytest.approx(21 * 16 / 11 - 1)
    assert 25 <= told.estimate.low <= told.estimate.total <= told.estimate.high
    assert told.share == pytest.approx(2 / 3)


def test_few_seen_twice_promise_nothing():
    assert captured_twice(8, 6, 4).estimate.low is None
    assert captured_twice(0, 0, 0) == (0, 0, 0, Estimate(0, None, None))


@pytest.mark.parametrize(
    ("estimate", "told"),
    [
        (Estimate(43.2, 31.5, 57.1), (45, 30, 60)),
        (Estimate(143.2, 131.5, 157.1), (140, 130, 160)),
        (Estimate(43, None, None), (45, None, None)),
    ],
)
def test_it_never_looks_exact(estimate, told):
    assert rounded(estimate) == told
