"""Known days of the calendar, and what must hold for any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.clocks.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
    public_holidays,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))
DEPARTMENTS = st.sampled_from(["", "35", "57", "67", "971", "974", "976", "988"])


def test_the_eleven_public_holidays_of_2026():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    ("year", "easter_monday"),
    [(2000, (4, 24)), (2008, (3, 24)), (2011, (4, 25)), (2024, (4, 1)), (2025, (4, 21)), (2038, (4, 26))],
)
def test_easter_monday(year, easter_monday):
    """Its earliest and latest of the century too: the library's own computation of Easter is what could break."""
    monday = date(year, *easter_monday)
    assert {monday, monday + timedelta(days=38), monday + timedelta(days=49)} <= public_holidays(year)


@pytest.mark.parametrize(
    ("day", "department", "works"),
    [
        (date(2026, 4, 3), "", True),
        (date(2026, 4, 3), "35", True),
        (date(2026, 4, 3), "67", False),
        (date(2026, 4, 3), "68", False),
        (date(2026, 4, 3), "57", False),
        (date(2025, 12, 26), "", True),
        (date(2025, 12, 26), "57", False),
        (date(2027, 12, 20), "", True),
        (date(2027, 12, 20), "974", False),
        (date(2026, 5, 22), "972", False),
        (date(2026, 5, 27), "971", False),
        (date(2026, 6, 10), "973", False),
        (date(2026, 4, 27), "976", False),
        (date(2026, 5, 25), "", False),
        (date(2026, 8, 15), "", False),
        (date(2026, 11, 28), "", False),
        (date(2026, 11, 29), "", False),
        (date(2026, 11, 25), "", True),
    ],
)
def test_who_works_when(day, department, works):
    assert is_working_day(day, department) == works


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 4, 3), 1, date(2026, 4, 7)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 5, 13), 1, date(2026, 5, 15)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),
        (date(2026, 4, 7), -1, date(2026, 4, 3)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_working_days_are_added(day, n, expected):
    assert add_working_days(day, n) == expected


def test_working_days_are_counted():
    assert working_days_between(date(2026, 5, 1), date(2026, 5, 31)) == 17
    assert working_days_between(date(2026, 5, 31), date(2026, 5, 1)) == -17
    assert working_days_between(date(2026, 5, 4), date(2026, 5, 4)) == 0


def test_a_year_has_its_working_days():
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 252


@given(day=DAYS, n=st.integers(1, 60), department=DEPARTMENTS)
def test_what_is_added_is_what_is_counted(day, n, department):
    later = add_working_days(day, n, department)
    assert is_working_day(later, department)
    assert working_days_between(day, later, department) == n


@given(day=DAYS, department=DEPARTMENTS)
def test_the_next_working_day_is_the_first_one(day, department):
    found = next_working_day(day, department)
    assert is_working_day(found, department)
    assert working_days_between(day, found, department) == int(found != day)


@given(a=DAYS, first=st.integers(0, 40), second=st.integers(0, 40))
def test_counting_in_two_steps_is_counting_in_one(a, first, second):
    middle, end = a + timedelta(days=first), a + timedelta(days=first + second)
    assert working_days_between(a, middle) + working_days_between(middle, end) == working_days_between(a, end)
