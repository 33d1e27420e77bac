"""Weeks, what a team's add up to, the week that is drawn."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.conditions.actions.times import note_analysis, note_week, plan
from maillage.conditions.forms.times import HoursField
from maillage.conditions.models import WeekTime
from maillage.conditions.queries.times import colleagues, own_analysis_minutes, team_months
from maillage.conditions.rules import is_sampled, is_still_typed, monday_of, month_closes, sampled_week
from maillage.conditions.tests.factories import make_analysis, make_plan, make_week
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def five(team):
    """The worker, the mate, the newcomer, and two more."""
    with become("maintenance"):
        more = [make_member(Role.SOCIAL_WORKER, team.here) for _ in range(2)]
    return [team.worker, team.mate, team.newcomer, *more]


def test_a_team_of_four_is_never_added_up(team, five):
    for member in five[:4]:
        make_week(member, date(2025, 9, 1))
    with acting(team.leader_actor):
        assert team_months(team.leader_actor, LONG_AGO) == []


def test_a_month_is_an_average_week_beside_what_was_planned(team, five):
    make_plan(team.leader, date(2025, 1, 6), face=40, reflective=6)
    for rank, member in enumerate(five):
        make_week(member, date(2025, 9, 1), face=30 + rank, reflective=5)
    make_analysis(team.leader, *five, day=date(2025, 9, 3))
    with acting(team.leader_actor):
        (month,) = team_months(team.leader_actor, LONG_AGO)
    assert (month.month, month.persons, month.weeks) == (date(2025, 9, 1), 5, 5)
    assert (month.done["face"], month.done["reflective"]) == (Decimal("16.0"), Decimal("2.5"))
    assert month.planned
    assert month.planned["face"] == Decimal("20.0")
    assert month.analysed == Decimal("10.0")


def test_a_month_still_typed_is_not_told(team, five):
    this_week = monday_of(timezone.localdate())
    for member in five:
        make_week(member, this_week)
    with acting(team.leader_actor):
        assert team_months(team.leader_actor, LONG_AGO) == []


def test_another_structure_and_a_student_are_told_nothing(team, five):
    for member in five:
        make_week(member, date(2025, 9, 1))
    for actor in (team.stranger_actor, team.far_leader_actor, team.student_actor):
        with acting(actor):
            assert team_months(actor, LONG_AGO) == []


def test_what_was_retyped_is_told_from_five_who_were_asked(team, five):
    monday = sampled_week(2025, 3)
    for member in five[:4]:
        make_week(member, monday, face=30, reflective=0, retyped=6)
    beside = [monday + timedelta(days=7), monday - timedelta(days=7)]
    make_week(five[4], next(one for one in beside if one.month == monday.month))
    with acting(team.leader_actor):
        assert [one.retyped for one in team_months(team.leader_actor, LONG_AGO)] == [None]
    make_week(five[4], monday, face=30, reflective=0, retyped=6)
    with acting(team.leader_actor):
        assert [one.retyped for one in team_months(team.leader_actor, LONG_AGO)] == [20]


def test_a_week_noted_twice_is_one_week(team):
    monday = monday_of(timezone.localdate())
    with acting(team.worker_actor):
        for face in (10, 20):
            note_week(by=team.worker_actor, monday=monday, half_hours={"face": face})
        assert list(WeekTime.objects.values_list("face", flat=True)) == [20]


def test_a_week_of_a_closed_month_or_to_come_is_refused(team):
    this_week = monday_of(timezone.localdate())
    for monday in (this_week - timedelta(weeks=10), this_week + timedelta(weeks=1)):
        with acting(team.worker_actor), pytest.raises(Forbidden, match="ne se change plus"):
            note_week(by=team.worker_actor, monday=monday, half_hours={"face": 10})


def test_a_plan_begins_on_a_monday_and_who_leads_decides_it(team):
    with acting(team.leader_actor), pytest.raises(ValidationError, match="lundi"):
        plan(by=team.leader_actor, since=date(2026, 9, 8), half_hours={"face": 10})
    with acting(team.worker_actor), pytest.raises(Forbidden):
        plan(by=team.worker_actor, since=date(2026, 9, 7), half_hours={"face": 10})


def test_a_session_counts_for_who_was_there(team):
    day = timezone.localdate()
    values = {"day": day, "minutes": 90, "facilitator": "Paule Marin", "outside": True}
    with acting(team.leader_actor):
        note_analysis(by=team.leader_actor, values=values, present=[team.worker.user])
    for actor, minutes in ((team.worker_actor, 90), (team.mate_actor, 0)):
        with acting(actor):
            assert own_analysis_minutes(actor, day, day) == minutes


def test_a_student_is_nobody_s_colleague(team):
    with acting(team.leader_actor):
        assert team.student.user not in colleagues(team.leader_actor)


@given(st.integers(2000, 2100), st.integers(1, 4))
def test_one_monday_of_each_quarter_is_drawn(year, quarter):
    monday = sampled_week(year, quarter)
    assert (monday.weekday(), monday.year, (monday.month + 2) // 3) == (0, year, quarter)
    assert is_sampled(monday)
    assert not is_sampled(monday + timedelta(days=7)) or not is_sampled(monday - timedelta(days=7))


def test_the_draw_can_be_done_again_by_hand():
    """printf 'Maillage 2026-T4' | sha256sum, modulo the thirteen Mondays from 5 October on."""
    drawn = int(sha256(b"Maillage 2026-T4").hexdigest(), 16)
    mondays = [date(2026, 10, 5) + timedelta(weeks=rank) for rank in range(13)]
    assert mondays[-1] == date(2026, 12, 28)
    assert sampled_week(2026, 4) == mondays[drawn % 13]


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(monday_of))
def test_a_week_is_typed_until_the_tenth_of_the_next_month(monday):
    last = month_closes(monday)
    assert last.day == 10
    assert (last.year * 12 + last.month) - (monday.year * 12 + monday.month) == 1
    assert is_still_typed(monday, last)
    assert not is_still_typed(monday, last + timedelta(days=1))
    assert not is_still_typed(monday, monday - timedelta(days=1))


@pytest.mark.parametrize(
    ("typed", "half_hours"),
    [("", 0), ("3", 6), ("3,5", 7), ("3.5", 7), ("3 h 30", 7), ("3h", 6), ("0h30", 1), (" 12 ", 24)],
)
def test_hours_are_read_as_people_write_them(typed, half_hours):
    assert HoursField().clean(typed) == half_hours


@pytest.mark.parametrize(
    "typed", ["trois", "3h20", "-1", "1e9", "NaN", "Infinity", "71", "h30m", "3h3h", "3,25"]
)
def test_hours_that_are_not_half_hours_are_refused(typed):
    with pytest.raises(ValidationError, match="demi-heures"):
        HoursField().clean(typed)
