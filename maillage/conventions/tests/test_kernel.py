"""What sessions of placements build on: a draft, free places of a host, agreements of a school and a host."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.conventions.actions import conventions as actions
from maillage.conventions.models import Convention, Headcount
from maillage.conventions.queries import quota_left
from maillage.conventions.queries.sites import agreed
from maillage.conventions.queries.tutors import free_places
from maillage.conventions.rules import Calendar
from maillage.conventions.tests.factories import Placed, fresh, make_site, make_tutor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


def test_a_platform_drafts_for_a_school(db):
    with become("maintenance"):
        platform, officer = make_member(Role.TRAINING_OFFICER), make_member(Role.TRAINING_OFFICER)
        student = make_member(Role.STUDENT, officer.structure)
    tutor = make_tutor()
    by = actor_of(platform)
    with acting(by):
        row = actions.draft(
            by=by,
            student=student.user,
            student_name="",
            school=officer.structure,
            host=tutor.structure,
            diploma_code="deass",
            year=2,
            periods=Calendar.weekly(date(2027, 1, 4), date(2027, 1, 29)),
            tutor=tutor,
            status="initial",
            source="placements",
        )
    assert (row.hours, row.starts_on, row.ends_on) == (140, date(2027, 1, 4), date(2027, 1, 29))
    assert (row.student_name, row.tutor_name) == (str(student.user), str(tutor.user))
    with acting(actor_of(officer)):
        assert list(Convention.objects.visible_to(actor_of(officer))) == [row]
        assert sorted(row.signers.values_list("role", flat=True)) == ["student", "tutor"]


def test_places_left_are_three_for_each_tutor_less_placements_not_over():
    placed = Placed()
    today = timezone.localdate()
    with acting(placed.by):
        assert free_places(placed.host) == 2
    make_tutor(placed.host)
    make_tutor(placed.host, left_on=today)
    with acting(placed.by):
        assert free_places(placed.host) == 5
        assert free_places(placed.host, placed.row.ends_on + timedelta(days=1)) == 6
        assert free_places(placed.school) == 0


def test_an_agreement_holds_between_its_dates_once_accepted():
    with become("maintenance"):
        school, host, other = make_structure(), make_structure(), make_structure()
        officer = make_member(Role.TRAINING_OFFICER, school)
    site = make_site(school, host)
    make_site(school, other, accepted=False)
    with acting(actor_of(officer)):
        assert agreed(school, host, site.starts_on)
        assert agreed(school, host, site.ends_on)
        assert not agreed(school, host, site.ends_on + timedelta(days=1))
        assert not agreed(school, other, site.starts_on)


@pytest.mark.parametrize(("persons", "left"), [(None, None), (19, 2), (20, 2), (21, 3), (100, 14)])
def test_the_quota_of_a_week(persons, left):
    placed = Placed().propose()
    if persons:
        with become("maintenance"):
            Headcount.objects.create(
                structure=placed.host, starts_on=date(2020, 1, 1), persons=persons, user=placed.leader.user
            )
    with acting(placed.by):
        assert quota_left(placed.host, placed.row.starts_on) == left
    assert fresh(placed.row).version == 1
