"""At 23:59:59 in Paris it is still today, whoever is asked: Python, PostgreSQL, what is late, what is in force."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.governance.models import EthicsReferral, Mandate, Occupant, Output
from maillage.governance.queries.mandates import Progress
from maillage.governance.rules import access
from maillage.governance.sql import IN_FORCE, TODAY
from maillage.governance.tests.factories import make_committee, make_seat
from tests.plugin import become

PARIS = ZoneInfo("Europe/Paris")
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
"""Days of 23 and of 25 hours."""
DAYS = st.one_of(st.dates(date(2020, 1, 1), date(2035, 12, 30)), st.sampled_from(CHANGES))
pytestmark = pytest.mark.django_db


def last_second(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=PARIS)


def day_in_postgresql(moment: datetime) -> date:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TODAY.replace('now()', '%s::timestamptz')}", [moment])
        return cursor.fetchone()[0]


@given(DAYS)
def test_python_and_postgresql_change_day_at_the_same_second(day):
    moment, after = last_second(day), last_second(day) + timedelta(seconds=1)
    assert timezone.localdate(moment) == day_in_postgresql(moment) == day
    assert timezone.localdate(after) == day_in_postgresql(after) == day + timedelta(days=1)


@given(DAYS)
def test_the_whole_last_day_is_in_time(day):
    tomorrow = day + timedelta(days=1)
    for one in (Output(due_on=day), EthicsReferral(due_on=day)):
        assert (one.is_late(day), one.is_late(tomorrow)) == (False, True), type(one)
    mandate = Mandate(due_on=day)
    assert (Progress(mandate, day).overdue, Progress(mandate, tomorrow).overdue) == (False, True)


@given(DAYS)
def test_a_term_holds_its_last_day_and_no_longer(day):
    seated = make_seat(make_committee())
    with become("maintenance"):
        Occupant.objects.filter(pk=seated.pk).update(starts_on=day, ends_on=day)
    days = [day - timedelta(days=1), day, day + timedelta(days=1)]
    with become("maintenance"):
        by_rule = [Occupant.objects.filter(access.in_force(one), pk=seated.pk).exists() for one in days]
        by_policy = [_in_force(seated.pk, last_second(one)) for one in days]
    assert by_rule == by_policy == [False, True, False]


def _in_force(pk: int, moment: datetime) -> bool:
    condition = IN_FORCE.format(row="o").replace("now()", f"'{moment.isoformat()}'::timestamptz")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM governance_occupant o WHERE o.id = {pk} AND {condition})")
        return cursor.fetchone()[0]
