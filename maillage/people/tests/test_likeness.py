from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.people.likeness import Identity, compare, near_dates, nearly

BORN = date(1992, 4, 30)


def strength(one, other, born=BORN, other_born=BORN):
    found = compare(Identity(one, born), Identity(other, other_born))
    return found and found.strength


def test_the_same_person_however_written():
    assert strength("Samira Benali", "BENALI Samira") == 4
    assert strength("Samira Benali", "Samirra Ben Ali") == 3
    assert strength("Jean-Paul Gauthier", "Gotier Jean Paul") == 3
    assert strength("Samira Benali", "Samira Bemali") == 2


def test_reasons_are_said():
    found = compare(Identity("Zoé Petit", BORN), Identity("petit zoe", date(1992, 4, 3)))
    assert found.reasons == ("même nom", "date de naissance proche (une erreur de frappe\u00a0?)")


def test_strangers_are_not_proposed():
    assert strength("Samira Benali", "Karim Diallo") is None
    assert strength("Samira Benali", "Samira Diallo") is None
    assert strength("Samira", "Samira Benali", other_born=date(1950, 1, 1)) is None
    assert strength("", "Samira Benali") is None


def test_a_homonym_of_another_age_is_shown_last():
    assert strength("Samira Benali", "Samira Benali", other_born=date(1950, 1, 1)) == 2


def test_without_a_date_a_name_alone_is_enough_to_look():
    assert strength("Samira", "Samira Benali", born=None) == 1


@pytest.mark.parametrize("other", [date(1992, 3, 30), date(1992, 4, 3), date(1929, 4, 30), date(1993, 4, 30)])
def test_one_slip_is_near(other):
    assert other in near_dates(BORN)


def test_day_and_month_swapped_are_near():
    assert date(1990, 12, 3) in near_dates(date(1990, 3, 12))


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_near_dates_are_few_and_go_both_ways(day):
    near = near_dates(day)
    assert day in near
    assert len(near) < 100
    assert all(day in near_dates(one) for one in near if one.year >= 1000)


@settings(max_examples=100, deadline=None)
@given(st.text("abcdefgz", min_size=4, max_size=10), st.integers(0, 9), st.sampled_from("xyq"))
def test_one_letter_more_is_nearly_the_same(word, place, letter):
    place = min(place, len(word))
    assert nearly(word, word[:place] + letter + word[place:])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.none() | st.dates(), st.none() | st.dates())
def test_likeness_goes_both_ways(one, other, born, other_born):
    there = compare(Identity(one, born), Identity(other, other_born))
    back = compare(Identity(other, other_born), Identity(one, born))
    assert (there and there.strength) == (back and back.strength)
