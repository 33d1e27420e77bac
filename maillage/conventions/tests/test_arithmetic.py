"""Hours, days, months and euros: worked cases, the same counts done otherwise (`by_hand`), and what is always true."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maillage.conventions.arithmetic_words import duration_line, months_rows, owed_lines, presence_lines
from maillage.conventions.enums import Status
from maillage.conventions.law import limits, on, rates
from maillage.conventions.rules import (
    Absence,
    Calendar,
    Closed,
    Range,
    Unreadable,
    checked,
    duration,
    most_trainees,
    owed,
    presence,
)
from maillage.conventions.rules.presence import from_json, to_json
from maillage.conventions.tests import by_hand

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
day = date.fromisoformat


def calendar_of(case):
    return Calendar(
        tuple(
            Range(day(one["first"]), day(one["last"]), Decimal(one["hours"]), tuple(one["weekdays"]))
            for one in case.get("ranges", [])
        ),
        tuple((day(one["on"]), Decimal(one["hours"])) for one in case.get("days", [])),
        tuple(Closed(day(first), day(last)) for first, last in case.get("closed", [])),
        case.get("works_holidays", False),
    )


def counted(case):
    absences = [Absence(day(first), day(last), kind) for first, last, kind in case.get("absences", [])]
    told = presence(checked(calendar_of(case)), absences)
    others = {year: Decimal(hours) for year, hours in case.get("others", {}).items()}
    agreed = case.get("agreed")
    return told, owed(
        told, case.get("status", "initial"), others=others, agreed=Decimal(agreed) if agreed else None
    )


def test_there_are_enough_cases():
    assert len(CASES) >= 40
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case(case):
    told, due = counted(case)
    expected, total = case["expect"], sum(told.counted.values(), Decimal(0))
    length = duration(total)
    found = {
        "planned": sum(told.planned.values(), Decimal(0)),
        "present": sum(told.present.values(), Decimal(0)),
        "counted": total,
        "months": length.months,
        "days": length.days,
        "hours": length.hours,
        "amount": due.amount,
        "due": [one.year for one in due.years if one.amount],
        "too_long": [one.year for one in due.years if one.too_long],
    }
    numbers = {"planned", "present", "counted", "hours", "amount"}
    assert found == {
        name: Decimal(value) if name in numbers else value for name, value in expected.items()
    }, case["why"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_same_done_otherwise(case):
    told, due = counted(case)
    ranges = [
        (day(one["first"]), day(one["last"]), one["weekdays"], one["hours"]) for one in case.get("ranges", [])
    ]
    singles = [(day(one["on"]), one["hours"]) for one in case.get("days", [])]
    closed = [(day(first), day(last)) for first, last in case.get("closed", [])]
    hours = by_hand.hours_of(ranges, singles, closed, case.get("works_holidays", False))
    absences = [(day(first), day(last), kind == "leave") for first, last, kind in case.get("absences", [])]
    present, kept = by_hand.split(hours, absences)
    assert {on: Fraction(one) for on, one in told.present.items()} == present
    assert {on: Fraction(one) for on, one in told.assimilated.items()} == kept
    cents = by_hand.owed_cents(
        present, kept, case.get("status", "initial"), case.get("others"), case.get("agreed")
    )
    assert {one.year: int(one.amount * 100) for one in due.years} == cents


starts = st.dates(date(2024, 1, 1), date(2028, 12, 31))
quarters = st.integers(1, 48).map(lambda n: Decimal(n) / 4)
week = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))


@st.composite
def calendars(draw):
    first = draw(starts)
    ranges, at = [], first
    for length in draw(st.lists(st.integers(0, 120), min_size=1, max_size=4)):
        ranges.append(Range(at, at + timedelta(days=length), draw(quarters), draw(week)))
        at += timedelta(days=length + 1 + draw(st.integers(0, 20)))
    singles = draw(st.dictionaries(st.integers(0, 200), quarters, max_size=5))
    days = tuple((first + timedelta(days=n), hours) for n, hours in sorted(singles.items()))
    shut = draw(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20)), max_size=2))
    closed = tuple(Closed(first + timedelta(days=n), first + timedelta(days=n + m)) for n, m in shut)
    return Calendar(tuple(ranges), days, closed, draw(st.booleans()))


@given(calendars())
def test_any_calendar_is_counted_as_by_hand(calendar):
    told = presence(checked(calendar))
    ranges = [(one.first, one.last, one.weekdays, str(one.hours)) for one in calendar.ranges]
    singles = [(on, str(hours)) for on, hours in calendar.days]
    closed = [(one.first, one.last) for one in calendar.closed]
    by_day = by_hand.hours_of(ranges, singles, closed, calendar.works_holidays)
    assert {on: Fraction(one) for on, one in told.planned.items()} == by_day
    cents = by_hand.owed_cents(by_day, {}, "initial")
    assert {one.year: int(one.amount * 100) for one in owed(told, "initial").years} == cents


@given(
    calendars(),
    st.sampled_from(Status.values),
    st.none() | st.integers(1, 900).map(lambda n: Decimal(n) / 100),
)
def test_months_and_equal_parts_make_the_total(calendar, status, agreed):
    due = owed(presence(calendar), status, agreed=agreed)
    assert sum((amount for _, amount in due.months), Decimal(0)) == due.amount
    assert sum((amount for _, amount in due.smoothed), Decimal(0)) == due.amount
    assert len(months_rows(due)) == len(due.months)
    if status != Status.INITIAL and not agreed:
        assert due.amount == 0


@given(calendars())
def test_a_calendar_comes_back_as_it_was_kept(calendar):
    assert from_json(to_json(calendar)) == calendar


@given(calendars(), st.integers(0, 200), st.integers(0, 60))
def test_an_absence_never_adds_hours(calendar, after, length):
    away = Absence(calendar.first + timedelta(days=after), calendar.first + timedelta(days=after + length))
    whole, less = presence(calendar), presence(calendar, [away])
    assert sum(less.present.values()) <= sum(whole.present.values())
    assert owed(less, "initial").amount <= owed(whole, "initial").amount


@given(st.integers(0, 4000).map(lambda n: Decimal(n) / 4))
def test_a_duration_loses_nothing(total):
    told = duration(total)
    assert (told.months * 22 + told.days) * 7 + told.hours == total
    assert 0 <= told.days < 22
    assert 0 <= told.hours < 7


@given(calendars())
def test_every_calendar_is_said_in_words(calendar):
    told = presence(calendar)
    due = owed(told, "initial")
    lines = [
        *presence_lines(calendar, told),
        *owed_lines(due),
        duration_line(sum(told.counted.values(), Decimal(0))),
    ]
    assert all(lines)


def test_the_arithmetic_is_written_line_by_line():
    told, due = counted(CASES[1])
    lines = presence_lines(calendar_of(CASES[1]), told)
    plain = [one.replace("\u00a0", " ") for one in lines]
    assert plain == [
        "Du 4 janvier 2027 au 4 mars 2027, du lundi au vendredi, 7 h par jour : 44 jours × 7 h = 308 h",
        "Vendredi 5 mars 2027 : 1 h",
        "Heures prévues : 309 h",
    ]
    assert [one.replace("\u00a0", " ") for one in owed_lines(due)] == [
        "Année 2026-2027 : 309 h dans cette convention",
        "309 h > 308 h : la gratification est due dès la première heure (art. L124-6)",
        "309 h × 4,50 € = 1 390,50 € (minimum 4,50 € : 15 % de 30 €, depuis le 1er janvier 2026, à confirmer)",
    ]
    assert duration_line(Decimal(309)).replace("\u00a0", " ") == (
        "309 h ÷ 7 = 44 jours (reste 1 h) ; 44 jours ÷ 22 = 2 mois (reste 0 jour) : durée de 2 mois et 1 h"
    )


@pytest.mark.parametrize(
    ("calendar", "why"),
    [
        (Calendar(), "Ajoutez au moins une période"),
        (Calendar.weekly(date(2027, 2, 1), date(2027, 1, 1)), "Une période finit"),
        (Calendar.weekly(date(2027, 1, 1), date(2027, 2, 1), 13), "entre 0 et 12"),
        (Calendar.weekly(date(2027, 1, 1), date(2027, 2, 1), 0), "entre 0 et 12"),
        (Calendar.weekly(date(1, 1, 1), date(9999, 12, 31)), "moins de deux ans"),
        (Calendar((Range(date(2027, 1, 4), date(2027, 1, 8)), Range(date(2027, 1, 8), date(2027, 1, 9)))), "08/01/2027"),
        (Calendar((Range(date(2027, 1, 4), date(2027, 1, 8), Decimal(7), ()),)), "Cochez"),
        (Calendar(days=((date(2027, 1, 4), Decimal(7)),) * 2), "écrit deux fois"),
        (Calendar(days=((date(2020, 1, 4), Decimal(7)), (date(2027, 1, 4), Decimal(7)))), "deux ans"),
        (Calendar.weekly(date(2027, 1, 1), date(2027, 2, 1)).__class__(
            (Range(date(2027, 1, 4), date(2027, 1, 8)),), (), (Closed(date(2027, 2, 1), date(2027, 1, 1)),)), "Une fermeture"),
    ],
)  # fmt: skip
def test_periods_that_cannot_be_counted_say_why(calendar, why):
    with pytest.raises(Unreadable, match=why):
        checked(calendar)


def test_figures_of_law_are_dated_and_sourced():
    assert [one.starts_on for one in rates()] == sorted(one.starts_on for one in rates())
    assert all(one.source for one in [*rates(), *limits()])
    assert [on(rates(), date(year, 6, 1)).minimum for year in (2015, 2016, 2023, 2024, 2025, 2026)] == [
        Decimal(text) for text in ("3.60", "3.60", "4.05", "4.35", "4.35", "4.50")
    ]


@pytest.mark.parametrize(
    ("staff", "most"), [(1, 3), (19, 3), (20, 3), (21, 4), (26, 4), (27, 5), (100, 15), (101, 16)]
)
def test_the_quota_of_trainees(staff, most):
    """15 % rounded up from 20 upwards: 21 × 0.15 = 3.15, four."""
    assert most_trainees(staff, date(2027, 1, 4)) == most
