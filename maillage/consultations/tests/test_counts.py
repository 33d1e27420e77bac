"""What is hidden of small counts can't be found again by a subtraction."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.consultations.rules import HIDDEN_BELOW, hidden, hidden_apart


@pytest.mark.parametrize(
    ("counts", "away"),
    [
        ([10, 20], set()),
        ([0, 10, 20], set()),
        ([3, 20], {0, 1}),
        ([3, 6, 20], {0, 1}),
        ([2, 3, 20], {0, 1}),
        ([1, 1, 7, 20], {0, 1, 2}),
        ([4, 4, 10], {0, 1, 2}),
        ([4, 4, 4, 10, 20], {0, 1, 2, 3}),
        ([1, 1, 1, 1, 1, 10, 20], {0, 1, 2, 3, 4, 5}),
        ([6, 6, 4, 9], {0, 1, 2}),
        ([0, 4, 0], {1}),
        ([], set()),
    ],
)
def test_what_is_hidden(counts, away):
    assert hidden(counts) == away


@settings(max_examples=25)
@given(st.lists(st.integers(0, 40), max_size=8))
def test_the_sum_of_what_is_hidden_tells_no_small_count(counts):
    away = hidden(counts)
    assert all(place in away for place, count in enumerate(counts) if 0 < count < HIDDEN_BELOW)
    shown = [count for place, count in enumerate(counts) if place not in away and count]
    if away and shown:
        assert len(away) > 1
        assert sum(counts[place] for place in away) >= HIDDEN_BELOW


def test_no_small_count_is_found_again_by_who_knows_the_rule():
    """All that may be behind each table shown with its sum: nowhere one number alone, unless nothing else was left to hide."""
    told = {}
    for counts in product(range(14), repeat=3):
        away = hidden(counts)
        shown = tuple(None if place in away else count for place, count in enumerate(counts))
        told.setdefault((shown, sum(counts)), []).append(counts)
    found = 0
    for (shown, _), behind in told.items():
        if max(max(one) for one in behind) > 9 or not any(one and one >= HIDDEN_BELOW for one in shown):
            continue
        for place, count in enumerate(shown):
            if count is None:
                found += 1
                assert len({one[place] for one in behind}) > 1, behind
    assert found > 20


def test_of_several_choices_few_who_did_not_are_hidden_too():
    assert hidden_apart([10, 3, 18, 0], 20) == {1, 2}
