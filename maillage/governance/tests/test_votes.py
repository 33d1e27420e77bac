"""Quorum by college and what votes decide, as truth tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.governance.enums import DecisionMode
from maillage.governance.rules import College, Count, Voices, is_adopted, missing, quorum

counts = st.builds(
    Count,
    st.builds(College, st.integers(1, 9), st.just("c"), st.integers(0, 100), st.booleans()),
    st.integers(0, 60),
    st.integers(0, 60),
)


@pytest.mark.parametrize(
    ("percent", "required", "filled", "needed"),
    [
        (50, False, 4, 2),
        (50, False, 5, 3),
        (0, False, 5, 0),
        (0, True, 5, 1),
        (100, False, 3, 3),
        (50, True, 0, 1),
        (33, False, 9, 3),
        (34, False, 9, 4),
    ],
)
def test_how_many_seats_a_college_needs(percent, required, filled, needed):
    assert Count(College(1, "c", percent, required), filled, 0).needed == needed


def test_each_college_counts_apart():
    full = Count(College(1, "État", 50, True), 4, 4)
    empty = Count(College(2, "Personnes concernées", 50, True), 2, 0)
    assert (quorum([full]), quorum([full, empty]), missing([full, empty])) == (True, False, [empty])


@given(counts)
def test_one_more_present_never_loses_the_quorum(count):
    more = Count(count.college, count.filled, count.present + 1)
    assert more.lacking <= count.lacking


@pytest.mark.parametrize(
    ("mode", "favour", "against", "adopted"),
    [
        (DecisionMode.CONSENSUS, 3, 0, True),
        (DecisionMode.CONSENSUS, 30, 1, False),
        (DecisionMode.CONSENSUS, 0, 0, False),
        (DecisionMode.MAJORITY, 3, 2, True),
        (DecisionMode.MAJORITY, 2, 2, False),
        (DecisionMode.MAJORITY, 0, 0, False),
        (DecisionMode.TWO_THIRDS, 4, 2, True),
        (DecisionMode.TWO_THIRDS, 3, 2, False),
        (DecisionMode.TWO_THIRDS, 0, 0, False),
    ],
)
def test_what_votes_decide(mode, favour, against, adopted):
    assert is_adopted(mode, [Voices(favour, against, abstained=7)]) is adopted


@given(st.sampled_from(DecisionMode.values), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_colleges_are_added_and_abstentions_count_for_nobody(mode, favour, against, abstained):
    together = is_adopted(mode, [Voices(favour, against, abstained)])
    assert is_adopted(mode, [Voices(favour, 0), Voices(0, against)]) == together
