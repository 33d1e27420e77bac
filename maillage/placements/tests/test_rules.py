"""What closes a place, how many a host really has, a list changed gesture by gesture, weeks that clash, figures that name nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.placements.enums import Bar
from maillage.placements.queries.inputs import FAR, kilometres
from maillage.placements.queries.rounds import HIDDEN, masked
from maillage.placements.rules import (
    Away,
    Course,
    Place,
    clashes,
    closed_by,
    limit_of,
    lists,
    really_open,
    weeks,
)

COURSE = Course("deass", 2, 7, frozenset(), frozenset(), date(2027, 2, 1), date(2027, 4, 30))
PLACE = Place(1, 5, "2", frozenset(), "", None, None, 1)


@pytest.mark.parametrize(
    ("course", "place", "agreed", "expected"),
    [
        ({}, {}, None, None),
        ({}, {"seats": 0}, None, Bar.GONE),
        ({}, {"diplomas": frozenset({"dees"})}, None, Bar.DIPLOMA),
        ({}, {"diplomas": frozenset({"dees", "deass"})}, None, None),
        ({"levels": frozenset({"1"})}, {}, None, Bar.LEVEL),
        ({"levels": frozenset({"1", "2"})}, {}, None, None),
        ({"referents": frozenset({"deass"})}, {}, None, Bar.REFERENT),
        ({"referents": frozenset({"deass"})}, {"referent": "deass"}, None, None),
        ({}, {"starts_on": date(2027, 2, 2)}, None, Bar.DATES),
        ({}, {"ends_on": date(2027, 4, 29)}, None, Bar.DATES),
        ({}, {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}, None, None),
        ({}, {}, frozenset(), Bar.SITE),
        ({}, {}, frozenset({(7, 6), (8, 5)}), Bar.SITE),
        ({}, {}, frozenset({(7, 5)}), None),
    ],
)
def test_the_first_rule_that_closes_a_place(course, place, agreed, expected):
    assert closed_by(COURSE._replace(**course), PLACE._replace(**place), agreed) == expected


@pytest.mark.parametrize(
    ("tutors", "quota", "room", "expected"),
    [
        (None, None, None, None),
        (2, None, None, 6),
        (0, None, None, 0),
        (2, 4, None, 4),
        (None, 4, None, 4),
        (2, None, 1, 1),
        (None, 4, 9, 4),
        (None, 0, 9, 0),
    ],
)
def test_what_limits_a_host(tutors, quota, room, expected):
    assert limit_of(tutors, quota, room) == expected


@given(st.dictionaries(st.integers(1, 20), st.integers(1, 9)), st.none() | st.integers(0, 40))
def test_a_host_never_opens_more_than_it_declared_nor_than_it_may(declared, limit):
    real = really_open(declared, limit)
    assert real.keys() == declared.keys()
    assert all(0 <= real[key] <= declared[key] for key in declared)
    assert sum(real.values()) == min(sum(declared.values()), limit if limit is not None else 10**6)


PLACES = st.lists(st.integers(1, 30), unique=True, max_size=8)


@given(PLACES, st.integers(1, 30), st.sampled_from([-1, 1]))
def test_a_gesture_moves_one_place_and_keeps_the_others_in_order(listed, place, step):
    after = lists.moved(place, step)(listed)
    assert sorted(after) == sorted(listed)
    assert [one for one in after if one != place] == [one for one in listed if one != place]
    if place in listed:
        at = min(max(listed.index(place) + step, 0), len(listed) - 1)
        assert after.index(place) == at


@given(PLACES, st.integers(1, 30))
def test_a_place_is_added_once_and_leaves_whole(listed, place):
    after = lists.added(place)(listed)
    assert after == (listed if place in listed else [*listed, place])
    assert lists.removed(place)(after) == [one for one in listed if one != place]


@given(PLACES, st.dictionaries(st.integers(1, 30), st.integers(1, 9)))
def test_typed_ranks_lose_nothing_and_nothing_typed_changes_nothing(listed, ranks):
    assert sorted(lists.reordered(ranks)(listed)) == sorted(listed)
    assert lists.reordered({})(listed) == listed


def test_the_place_typed_first_comes_first():
    assert lists.reordered({30: 1})([10, 20, 30]) == [30, 10, 20]
    assert lists.reordered({10: 3})([10, 20, 30]) == [20, 30, 10]


def away(school, starts_on, ends_on, students=10):
    return Away(school, "DEASS 2", starts_on, ends_on, students)


def test_weeks_where_two_schools_want_places_at_once():
    one = away("A", date(2027, 2, 1), date(2027, 2, 14))
    other = away("B", date(2027, 2, 10), date(2027, 2, 20), 30)
    found = clashes([one, other, away("A", date(2027, 3, 1), date(2027, 3, 7))])
    assert [(week.monday, week.students) for week in found] == [(date(2027, 2, 8), 40)]
    assert [week.monday for week in weeks([one])] == [date(2027, 2, 1), date(2027, 2, 8)]
    assert clashes([one, one._replace(who="DEES 1")]) == []


COUNTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=2), st.lists(st.integers(0, 12), min_size=4, max_size=4), max_size=5
)


@given(COUNTS)
def test_no_small_count_is_told_nor_worked_out_from_a_row_or_a_column(rows):
    told = masked(rows)
    assert told.keys() == rows.keys()
    for name, row in rows.items():
        assert all(cell in (count, HIDDEN) for cell, count in zip(told[name], row, strict=True))
        assert all(cell == HIDDEN for cell, count in zip(told[name], row, strict=True) if 0 < count < 5)
        assert told[name].count(HIDDEN) != 1 or sum(row) == row[told[name].index(HIDDEN)]
    for column in range(4):
        hidden = [name for name in rows if told[name][column] == HIDDEN]
        total = sum(row[column] for row in rows.values())
        assert len(hidden) != 1 or total == rows[hidden[0]][column]


def test_kilometres_from_commune_to_commune():
    assert kilometres((47.39, 0.69), (47.17, 0.24)) == 42
    assert kilometres((47.39, 0.69), (47.39, 0.69)) == 0
    assert kilometres((None, None), (47.39, 0.69)) == FAR
