"""The status of a measure, as a truth table; SQL counts as Python does; roll-up up to the country."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.tests.factories import make_member, make_structure, make_user
from maillage.directory.models import Territory
from maillage.governance.enums import EvidenceKind, MeasureStatus
from maillage.governance.models import Measure
from maillage.governance.queries.recommendations import Moved, roll_up, with_status
from maillage.governance.rules import status
from maillage.governance.tests.plan_factories import make_evidence, make_measure, make_plan
from tests.plugin import become

TODAY = date(2026, 11, 29)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
STEP, DONE = EvidenceKind.PROGRESS, EvidenceKind.DONE
TO_START, ENGAGED, HELD, LATE, DROPPED = (
    MeasureStatus[name] for name in ("TO_START", "ENGAGED", "HELD", "LATE", "DROPPED")
)


@pytest.mark.parametrize(
    ("due", "dropped", "told", "wanted"),
    [
        (None, None, [], TO_START),
        (AFTER, None, [], TO_START),
        (TODAY, None, [], TO_START),
        (BEFORE, None, [], LATE),
        (None, None, [(BEFORE, STEP)], ENGAGED),
        (TODAY, None, [(TODAY, STEP)], ENGAGED),
        (BEFORE, None, [(BEFORE, STEP)], LATE),
        (None, None, [(AFTER, STEP)], TO_START),
        (None, None, [(BEFORE, DONE)], HELD),
        (BEFORE, None, [(TODAY, DONE)], HELD),
        (BEFORE, None, [(AFTER, DONE)], LATE),
        (AFTER, None, [(BEFORE, STEP), (TODAY, DONE)], HELD),
        (BEFORE, TODAY, [(BEFORE, STEP)], DROPPED),
        (BEFORE, TODAY, [(BEFORE, DONE)], DROPPED),
        (BEFORE, AFTER, [], LATE),
    ],
)
def test_status(due, dropped, told, wanted):
    assert status(due, dropped, told, TODAY) == wanted


days = st.dates(date(2026, 11, 1), date(2026, 12, 31))
evidence = st.lists(st.tuples(days, st.sampled_from(EvidenceKind.values)), max_size=5)


@given(st.none() | days, evidence, days)
def test_what_is_held_stays_so_and_order_does_not_matter(due, told, today):
    found = status(due, None, told, today)
    assert status(due, None, told[::-1], today) == found
    if found == HELD:
        assert status(due, None, told, today + timedelta(days=30)) == HELD


@given(st.none() | days, evidence, days)
def test_late_only_past_its_date_without_being_done(due, told, today):
    late = status(due, None, told, today) == LATE
    done = any(kind == DONE and on <= today for on, kind in told)
    assert late == (due is not None and due < today and not done)


@pytest.mark.django_db
def test_postgresql_says_the_same_status():
    user, plan, wanted = make_user(), make_plan(make_structure()), {}
    choices = product(
        (None, BEFORE, TODAY, AFTER),
        (None, BEFORE, AFTER),
        ((), (STEP,), (DONE,), (STEP, DONE)),
        (BEFORE, AFTER),
    )
    for due, dropped, kinds, on in choices:
        told = {"dropped_on": dropped, "dropped_why": "Plus de local" if dropped else ""}
        measure = make_measure(plan, due_on=due, **told)
        for kind in kinds:
            make_evidence(measure, user, on, kind)
        make_evidence(measure, user, BEFORE, DONE, withdrawn_on=TODAY)
        wanted[measure.pk] = status(due, dropped, [(on, kind) for kind in kinds], TODAY)
    with become("maintenance"):
        assert dict(with_status(Measure.objects.all(), TODAY).values_list("pk", "state")) == wanted
    assert set(wanted.values()) == set(MeasureStatus)


def place(kind, code):
    return Territory.objects.get(kind=kind, code=code)


@pytest.mark.django_db
def test_what_moved_goes_up_to_the_country():
    user, here = make_member().user, make_structure()
    chinon, around = place("commune", "37072"), place("commune", "37072").epci
    indre, centre = place("departement", "37"), place("region", "24")
    for territory in (chinon, around, indre, centre, None, place("departement", "75")):
        make_measure(make_plan(here, published=True, territory=territory), "6.3")
    held = make_measure(make_plan(here, published=True, territory=chinon), "6.4", due_on=BEFORE)
    make_evidence(held, user, BEFORE, DONE)
    engaged = make_measure(make_plan(here, published=True, territory=chinon), "6.5")
    make_evidence(engaged, user, BEFORE)
    make_measure(make_plan(here, published=True, territory=chinon), "9.2", due_on=BEFORE)
    make_measure(make_plan(here, published=True, territory=chinon), "9.3", dropped_on=BEFORE, dropped_why="x")
    make_measure(make_plan(here, territory=chinon), "9.4")
    make_measure(make_plan(here, published=True, territory=chinon))
    moved = roll_up(TODAY)
    assert moved.of() == Moved(9, 1, 1, 1)
    assert moved.of(6) == Moved(8, 1, 1, 0)
    assert moved.of(9) == Moved(1, 0, 0, 1)
    assert moved.of(6, region=centre.pk) == Moved(6, 1, 1, 0)
    assert moved.of(6, departement=indre.pk) == Moved(5, 1, 1, 0)
    assert moved.of(9, departement=indre.pk) == Moved(1, 0, 0, 1)
    assert moved.of(departement=place("departement", "75").pk) == Moved(1, 0, 0, 0)
    assert moved.of(1) == Moved()
