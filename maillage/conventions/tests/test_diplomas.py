"""Diplomas of conventions are those of the reference, live rows included; practice planned, done and asked for is on the page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.conventions import codes_sql
from maillage.conventions.actions import conventions as actions
from maillage.conventions.forms.fields import diplomas
from maillage.conventions.law import referents
from maillage.conventions.models import Convention, Tutor, Version
from maillage.conventions.queries.counting import practice
from maillage.conventions.queries.courses import entered_on, named, practice_asked
from maillage.conventions.rules import Calendar
from maillage.conventions.tests.factories import Placed, fresh
from maillage.diplomas.queries.diplomas import by_code
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


def as_before(placed):
    """What a row, its register and its version held when conventions had their own codes."""
    with become("maintenance"):
        Convention.objects.filter(pk=placed.row.pk).update(diploma_code="DEASS")
        Tutor.objects.filter(pk=placed.tutor.pk).update(diplomas=["DEES", "DEASS"])
        Version.objects.filter(convention=placed.row).update(values={"diploma_code": "DEASS", "year": 2})


def run_as_maintenance(statements):
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute(statements)


def test_live_rows_take_the_codes_of_the_reference_and_give_them_back():
    placed, draft = Placed().propose(), Placed()
    with become("maintenance"):
        before = Version.objects.get(convention=placed.row)
    as_before(placed)
    with become("maintenance"):
        Convention.objects.filter(pk=draft.row.pk).update(diploma_code="", status="immersion")
    for _ in range(2):
        run_as_maintenance(codes_sql.FORWARD)
    assert fresh(placed.row).diploma_code == "deass"
    assert fresh(draft.row).diploma_code == ""
    assert fresh(placed.tutor).diplomas == ["dees", "deass"]
    assert fresh(draft.tutor).diplomas == ["deass"]
    after = fresh(before)
    assert after.values == {"diploma_code": "deass", "year": 2}
    assert (after.text, after.digest) == (before.text, before.digest), "what was read and signed has changed"
    run_as_maintenance(codes_sql.BACKWARD)
    assert (fresh(placed.row).diploma_code, fresh(placed.tutor).diplomas) == ("DEASS", ["DEES", "DEASS"])


def test_an_amendment_withdrawn_after_the_change_gives_back_a_code_of_the_reference():
    placed = Placed().propose()
    as_before(placed)
    with become("maintenance"):
        kept = actions.KEPT_IN_VERSION
        old = {name: getattr(fresh(placed.row), name) for name in kept if name in ("diploma_code", "year")}
        Version.objects.filter(convention=placed.row).update(values=old)
        Convention.objects.filter(pk=placed.row.pk).update(version=2, signed_version=1)
    run_as_maintenance(codes_sql.FORWARD)
    with acting(placed.by) as by:
        actions.withdraw_amendment(by=by, convention=fresh(placed.row))
    assert fresh(placed.row).diploma_code == "deass"


def test_every_diploma_named_in_the_law_of_placements_is_in_the_reference():
    known = by_code()
    assert {code for one in known for code in referents(one)} <= set(known)
    assert referents("deass") == ("deass",)
    assert [code for code, _ in diplomas(blank=False)] == list(known)
    assert named(["deass", "ancien"]) == ["Diplôme d’État d’assistant de service social", "ANCIEN"]


@pytest.mark.parametrize(
    ("starts", "year", "entered", "asked"),
    [
        (date(2027, 2, 1), 1, date(2026, 9, 1), 1925),
        (date(2027, 2, 1), 2, date(2025, 9, 1), 1820),
        (date(2026, 10, 1), 1, date(2026, 9, 1), 1925),
        (date(2027, 2, 1), 9, date(2018, 9, 1), 1820),
        (date(1999, 2, 1), 1, date(1998, 9, 1), None),
    ],
)
def test_practice_is_that_of_the_rules_of_the_entry(starts, year, entered, asked):
    row = Convention(starts_on=starts, year=year, diploma_code="deass")
    assert (entered_on(row), practice_asked(row)) == (entered, asked)
    assert practice_asked(Convention(starts_on=starts, year=year, diploma_code="ancien")) is None


def test_hours_done_are_those_before_today_and_hours_planned_are_all():
    today = timezone.localdate()
    placed = Placed(first=today - timedelta(days=28), last=today + timedelta(days=27)).propose()
    with acting(placed.by):
        told = practice(placed.row, today)
        end = practice(placed.row, placed.row.ends_on + timedelta(days=1))
        start = practice(placed.row, placed.row.starts_on)
    calendar = Calendar.weekly(placed.row.starts_on, placed.row.ends_on)
    assert calendar == placed.periods
    assert told.planned == end.planned == end.done == placed.row.hours
    assert start.done == 0
    assert 0 < told.done < told.planned


def test_the_page_sets_what_is_planned_and_done_against_what_is_asked():
    placed = Placed().propose()
    page = client_of(placed.officer).get(placed.row.get_absolute_url()).text.replace("\u00a0", " ")
    asked = practice_asked(placed.row)
    assert "Pratique, tous stages" in page
    assert f"{asked:,} h du DEASS".replace(",", " ") in page.replace("\u202f", " ")
    assert "à prévoir" in page
