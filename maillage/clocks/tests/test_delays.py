"""When an answer is due, and when it is late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.clocks.delays import Delay, Unit, days_late, due_on
from maillage.clocks.working_days import is_working_day

DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))
DELAYS = st.builds(Delay, st.integers(0, 40), st.sampled_from(Unit))


@pytest.mark.parametrize(
    ("received", "n", "unit", "due"),
    [
        (date(2026, 11, 25), 10, Unit.WORKING_DAYS, date(2026, 12, 9)),
        (date(2026, 4, 2), 2, Unit.WORKING_DAYS, date(2026, 4, 7)),
        (date(2026, 11, 28), 0, Unit.WORKING_DAYS, date(2026, 11, 30)),
        (date(2026, 11, 25), 15, Unit.CALENDAR_DAYS, date(2026, 12, 10)),
        (date(2026, 11, 25), 3, Unit.CALENDAR_DAYS, date(2026, 11, 30)),
        (date(2026, 4, 1), 1, Unit.MONTHS, date(2026, 5, 4)),
        (date(2026, 9, 30), 2, Unit.MONTHS, date(2026, 11, 30)),
        (date(2026, 12, 31), 2, Unit.MONTHS, date(2027, 3, 1)),
        (date(2027, 12, 31), 2, Unit.MONTHS, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, Unit.MONTHS, date(2026, 9, 30)),
        (date(2026, 12, 15), 12, Unit.MONTHS, date(2027, 12, 15)),
        (date(2026, 3, 14), 2, Unit.MONTHS, date(2026, 5, 15)),
    ],
)
def test_due_day(received, n, unit, due):
    assert due_on(received, Delay(n, unit)) == due


def test_a_delay_ends_later_where_good_friday_is_a_holiday():
    delay = Delay(1, Unit.CALENDAR_DAYS)
    assert due_on(date(2026, 4, 2), delay) == date(2026, 4, 3)
    assert due_on(date(2026, 4, 2), delay, "57") == date(2026, 4, 7)


@given(received=DAYS, delay=DELAYS, department=st.sampled_from(["", "67", "974"]))
def test_a_due_day_is_a_working_day_not_before_the_receipt(received, delay, department):
    due = due_on(received, delay, department)
    assert due >= received
    assert is_working_day(due, department)


@given(received=DAYS, n=st.integers(0, 40), unit=st.sampled_from(Unit))
def test_one_more_is_never_sooner(received, n, unit):
    assert due_on(received, Delay(n, unit)) <= due_on(received, Delay(n + 1, unit))


@pytest.mark.parametrize(
    ("today", "answered_on", "late"),
    [
        (date(2026, 12, 9), None, 0),
        (date(2026, 12, 10), None, 1),
        (date(2027, 12, 9), date(2026, 12, 9), 0),
        (date(2027, 12, 9), date(2026, 12, 14), 5),
        (date(2026, 11, 1), None, 0),
    ],
)
def test_late(today, answered_on, late):
    due = date(2026, 12, 9)
    assert days_late(due, today, answered_on) == late


def test_a_delay_below_zero_is_refused():
    with pytest.raises(ValueError):
        Delay(-1, Unit.MONTHS)


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (Delay(10, Unit.WORKING_DAYS), "10\u00a0jours ouvrés"),
        (Delay(1, Unit.WORKING_DAYS), "1\u00a0jour ouvré"),
        (Delay(0, Unit.CALENDAR_DAYS), "0\u00a0jour"),
        (Delay(2, Unit.MONTHS), "2\u00a0mois"),
    ],
)
def test_in_words(delay, words):
    assert str(delay) == words
