"""How a session comes back: written, read again, said, unrolled."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.rules.recurrence import (
    LAST,
    Recurrence,
    Rhythm,
    days_between,
    in_words,
    read,
    written,
    zone_of,
)

SORTED_DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
WEEKS = st.builds(
    Recurrence, st.sampled_from([Rhythm.WEEKLY, Rhythm.ODD, Rhythm.EVEN]), SORTED_DAYS, st.just(1)
)
MONTHS = st.builds(Recurrence, st.just(Rhythm.MONTHLY), SORTED_DAYS, st.sampled_from([1, 2, 3, 4, LAST]))
DATES = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(st.one_of(WEEKS, MONTHS, st.just(Recurrence())))
def test_what_is_written_is_read_again(recurrence):
    assert read(written(recurrence)) == recurrence


@given(WEEKS, DATES)
def test_odd_and_even_weeks_are_those_of_the_year_wherever_unrolling_begins(recurrence, first):
    last = first + timedelta(days=400)
    wanted = {Rhythm.ODD: (1,), Rhythm.EVEN: (0,), Rhythm.WEEKLY: (0, 1)}[recurrence.rhythm]
    days = [first + timedelta(days=n) for n in range(401)]
    expected = [d for d in days if d.weekday() in recurrence.weekdays and d.isocalendar().week % 2 in wanted]
    assert days_between(date(2020, 1, 1), written(recurrence), None, first, last) == expected


@given(MONTHS, DATES)
def test_the_first_or_last_of_a_month(recurrence, first):
    last = first + timedelta(days=400)
    found = days_between(date(2020, 1, 1), written(recurrence), None, first, last)
    days = [first + timedelta(days=n) for n in range(401)]
    assert found == [d for d in days if d.weekday() in recurrence.weekdays and _rank(d, recurrence.rank)]


def _rank(day, rank):
    if rank == LAST:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == rank


def test_two_odd_weeks_follow_each_other_after_a_year_of_53():
    found = days_between(
        date(2026, 12, 1),
        written(Recurrence(Rhythm.ODD, (1,))),
        None,
        date(2026, 12, 20),
        date(2027, 1, 31),
    )
    assert found == [date(2026, 12, 29), date(2027, 1, 5), date(2027, 1, 19)]


def test_nothing_before_the_first_day_nor_after_the_last():
    rule = written(Recurrence(Rhythm.WEEKLY, (1,)))
    found = days_between(date(2026, 12, 8), rule, date(2026, 12, 22), date(2026, 1, 1), date(2027, 12, 31))
    assert found == [date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22)]


def test_once_is_its_own_day_only():
    once = date(2026, 12, 8)
    assert days_between(once, "", None, date(2026, 12, 1), date(2026, 12, 31)) == [once]
    assert days_between(once, "", None, date(2026, 12, 9), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Recurrence(), ""),
        (Recurrence(Rhythm.WEEKLY, (1,)), "tous les mardis"),
        (Recurrence(Rhythm.WEEKLY, (0, 1, 3)), "tous les lundis, mardis et jeudis"),
        (Recurrence(Rhythm.ODD, (1,)), "les mardis des semaines impaires"),
        (Recurrence(Rhythm.EVEN, (1, 4)), "les mardis et vendredis des semaines paires"),
        (Recurrence(Rhythm.MONTHLY, (1,), 1), "le premier mardi du mois"),
        (Recurrence(Rhythm.MONTHLY, (4,), LAST), "le dernier vendredi du mois"),
    ],
)
def test_in_words(recurrence, words):
    assert in_words(written(recurrence)) == words


def test_the_clock_on_the_wall():
    assert [str(zone_of(code)) for code in ("37261", "97411", "2A004")] == [
        "Europe/Paris",
        "Indian/Reunion",
        "Europe/Paris",
    ]
