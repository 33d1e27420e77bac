"""What is hidden of small counts can't be found again by a subtraction."""

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


def test_of_several_choices_few_who_did_not_are_hidden_too():
    assert hidden_apart([10, 3, 18, 0], 20) == {1, 2}
