"""What each source counts, against rows laid by hand: what is in, what is out, on which side of each bound."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure, make_user
from maillage.calls.models import Ruling
from maillage.calls.tests.factories import make_call, make_file, make_jury
from maillage.conventions.models import Convention, SupportRequest
from maillage.governance.models import Decision
from maillage.governance.tests.factories import make_committee, make_gathering, make_item
from maillage.observatory.actions.releases import COUNTING
from maillage.observatory.catalogue import entries
from maillage.observatory.sources import OF_THINGS, SOURCES
from maillage.observatory.tests import factories as make
from maillage.people.models import Person
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of
from maillage.practices.tests.factories import make_reuse, make_sheet
from maillage.referrals.models import Referral, SchemeRequest
from maillage.rights.models import Claim
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become

pytestmark = pytest.mark.django_db
FIRST, LAST, DAY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 8, 1)
MARCH = date(2026, 3, 2)


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def counted(source: str) -> dict[tuple[str, str], int]:
    """Of the whole country, without what is nil."""
    with acting(COUNTING):
        rows = rows_of(f"tally_{source}(%s::date, %s::date, %s::date)", FIRST, LAST, DAY)
    return {(one.one, one.two): one.counted for one in rows if one.level == "country"}


@pytest.fixture(autouse=True)
def maintenance(request):
    with become("maintenance"):
        yield


def ask(member, scheme, due, took=None, **told):
    """A request that was sent on 2 March and answered after so many days."""
    person = Person.objects.create(called=f"P {uuid4()}")
    referral = Referral.objects.create(
        person=person, structure=member.structure, worker=member.user, began_on=MARCH
    )
    decided = {"decided_on": MARCH + timedelta(days=took), "outcome": "accepted"} if took is not None else {}
    about = {"referral": referral, "scheme": scheme, "person": person, "structure": member.structure}
    agreed = {"agreed": ["who"], "agreed_at": at(MARCH), "way": "spoken", "sent_at": at(MARCH, 23)}
    rest = {"state": "decided" if decided else "sent", "due_on": due, "worker": member.user}
    SchemeRequest.objects.create(**{**about, **agreed, **rest, **decided, **told})


def test_delays_are_those_of_answers_owed_in_the_period():
    member = make_member(Role.SOCIAL_WORKER)
    scheme = make_scheme(member.structure)
    for took in (0, 30, 31, 61, 62, None):
        ask(member, scheme, LAST, took)
    ask(member, scheme, LAST + timedelta(days=1), 3)
    ask(member, scheme, FIRST - timedelta(days=1))
    ask(member, scheme, LAST, state="withdrawn")
    kind = scheme.kind
    found = counted("delays")
    assert found["", ""] == found[kind, ""] == 6
    assert (found[kind, "month"], found[kind, "two_months"]) == (2, 2)
    assert (found[kind, "longer"], found[kind, "none"]) == (1, 1)


def test_rights_found_are_followed_until_the_money_is_there():
    structure = make_structure()
    for state, ending, day in (
        ("paid", "", MARCH), ("paid", "", LAST), ("filed", "", MARCH), ("refused", "", MARCH), ("declined", "", MARCH),
        ("closed", "no_appeal", MARCH), ("closed", "mistake", MARCH), ("closed", "double", MARCH),
        ("paid", "", LAST + timedelta(days=1)),
    ):  # fmt: skip
        person = Person.objects.create(called=f"P {uuid4()}")
        told = {"ending": ending, "found_on": day, "proposed_on": day, "reason": "fear"}
        Claim.objects.create(person=person, structure=structure, benefit="rsa", state=state, **told)
    found = counted("found")
    assert found["rsa", ""] == 6
    assert (found["rsa", "opened"], found["rsa", "going"]) == (2, 2)
    assert (found["rsa", "declined"], found["rsa", "stopped"]) == (1, 1)


def test_meetings_are_held_cancelled_or_never_closed():
    committee = make_committee()
    for told in ({"held_at": at(MARCH, 18)}, {"held_at": at(MARCH, 18)}, {"cancelled_at": at(MARCH)}, {}):
        make_gathering(committee, at(MARCH), **told)
    make_gathering(committee, at(LAST + timedelta(days=1)))
    found = counted("meetings")
    assert found["local", ""] == 4
    assert (found["local", "held"], found["local", "cancelled"], found["local", "open"]) == (2, 1, 1)


def test_decisions_are_followed_when_somebody_owes_them():
    committee = make_committee()
    gathering = make_gathering(committee, at(MARCH))
    owed = {"owner": "Le secrétariat"}
    for told in (
        {**owed, "ending": "done", "ended_on": MARCH},
        {**owed, "ending": "dropped", "ended_on": MARCH, "ending_note": "Sans moyens."},
        {"due_on": DAY - timedelta(days=1)},
        {"due_on": DAY},
        {"kind": "track"},
        {},
        {**owed, "adopted": False},
        {**owed, "decided_at": at(FIRST - timedelta(days=1))},
    ):
        about = {
            "kind": "decide",
            "text": "Ouvrir le lundi.",
            "adopted": True,
            "decided_at": at(MARCH),
            **told,
        }
        Decision.objects.create(committee=committee, gathering=gathering, item=make_item(gathering), **about)
    found = counted("resolutions")
    assert found["local", ""] == 5
    assert (found["local", "done"], found["local", "dropped"]) == (1, 1)
    assert (found["local", "late"], found["local", "open"]) == (1, 2)


def test_trials_elsewhere_are_those_published_and_not_withdrawn():
    user, here, there = make_user(), make_structure(), make_structure()
    sheet, gone = make_sheet(user, here), make_sheet(user, here)
    make_reuse(sheet, user, there, began_on=MARCH)
    make_reuse(sheet, user, there, began_on=LAST, result="failed")
    make_reuse(sheet, user, there, began_on=LAST + timedelta(days=1))
    make_reuse(sheet, user, here, began_on=MARCH, published=False)
    make_reuse(sheet, user, here, began_on=FIRST, withdrawn_on=LAST, withdrawn_why="Erreur.")
    make_reuse(gone, user, there, began_on=MARCH)
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_on=LAST, withdrawn_why="Dépassée.")
    assert counted("reuses") == {("", ""): 2, ("worked", ""): 1, ("failed", ""): 1}


def test_files_are_answered_so_long_after_the_call_closed():
    jury = make_jury()
    gathering = make_gathering(jury, at(MARCH))
    call = make_call(jury)
    type(call).objects.filter(pk=call.pk).update(opens_at=at(date(2026, 1, 2)), closes_at=at(MARCH, 23))
    for took, outcome in ((92, "granted"), (93, "refused"), (184, "reserve"), (None, "granted")):
        row = make_file(call, state="submitted")
        notified = MARCH + timedelta(days=took) if took else None
        Ruling.objects.create(
            application=row, gathering=gathering, outcome=outcome, reasons="Dit.", tallies=[], decided_at=at(MARCH),
            notified_on=notified,
        )  # fmt: skip
    make_file(call, state="submitted")
    make_file(call)
    found = counted("files")
    assert found["call", ""] == 5
    assert (found["call", "quarter"], found["call", "half"]) == (1, 1)
    assert (found["call", "longer"], found["call", "none"]) == (1, 2)


def placement(school, host, hours, **told):
    made = {"school": school, "made_in": school, "host": host, "student_name": "Paul Petit", "calendar": {}}
    signed = {"version": 1, "signed_version": 1, "starts_on": MARCH, "ends_on": LAST}
    return Convention.objects.create(**{**made, **signed, "hours": hours, **told})


def test_placements_stand_on_one_side_of_308_hours_and_end_with_a_cause():
    school, host = make_structure(), make_structure()
    for hours in (35, 308, 309, 500):
        placement(school, host, hours)
    placement(school, host, 308.5, dropped_on=MARCH, drop_cause="money")
    placement(school, host, 400, signed_version=0)
    placement(school, host, 20, status="immersion")
    placement(school, None, 400, status="abroad", host_abroad="Un centre", country="Belgique")
    placement(school, host, 400, ends_on=LAST + timedelta(days=1))
    found = counted("internships")
    assert found["", ""] == 5
    assert (found["under", ""], found["over", ""]) == (2, 3)
    assert (found["", "whole"], found["over", "money"]) == (4, 1)


def test_support_of_students_is_counted_by_how_soon_their_school_answers():
    school, host = make_structure(), make_structure()
    row, teacher = placement(school, host, 400), make_user()
    for took in (0, 7, 8, None):
        asked = SupportRequest.objects.create(convention=row, words="C’est difficile.")
        answered = (
            {"answered_at": at(MARCH + timedelta(days=took)), "answered_by": teacher}
            if took is not None
            else {}
        )
        SupportRequest.objects.filter(pk=asked.pk).update(asked_at=at(MARCH, 23), **answered)
    assert counted("hardships") == {("", ""): 4, ("week", ""): 2, ("longer", ""): 1, ("none", ""): 1}


def test_nobody_else_is_given_a_count():
    make_gathering(make_committee(), at(MARCH))
    for source in SOURCES:
        with acting(make.held(make.RECEPTIONS).first):
            rows = rows_of(f"tally_{source}(%s::date, %s::date, %s::date)", FIRST, LAST, DAY)
            assert (source, list(rows)) == (source, [])


@pytest.mark.parametrize("code", [one.code for one in entries().values() if not one.declared])
def test_every_indicator_that_is_counted_is_prepared_and_masks_what_is_few(code):
    """Thirteen of one structure: counted, and nothing of it told."""
    place = make.held(code)
    if SOURCES[entries()[code].source] in [one.SOURCE for one in OF_THINGS]:
        committee = make_committee(place.here)
        for _ in range(13):
            make_gathering(committee, at(date(2026, 9, 1)), held_at=at(date(2026, 9, 1), 18))
    release = make.prepared(place.first, make.indicator(code))
    with become("maintenance"):
        assert [cell for cell in release.snapshot.cells if cell[8] == 0] == []


def test_meetings_of_four_secretariats_are_told_and_those_of_one_are_not():
    place = make.held("seances-tenues")
    for commune, number in ((make.TOURS, 12), (make.TOURS, 12), (make.LOCHES, 12), (make.LOCHES, 12)):
        committee = make_committee(make_structure(commune=commune))
        for rank in range(number):
            held = {"held_at": at(date(2026, 9, 1), 18)} if rank % 2 else {"cancelled_at": at(MARCH)}
            make_gathering(committee, at(date(2026, 9, 1)), **held)
    alone = make_committee(make_structure(commune=make.TOURS), kind="persons")
    for _ in range(12):
        make_gathering(alone, at(date(2026, 9, 1)), held_at=at(date(2026, 9, 1), 18))
    told = make.released(place, "seances-tenues").table
    assert ["country", "", "", "", 60] in told
    assert ["epci", "200071587", "", "held", 12] in told
    assert not [one for one in told if one[2] == "persons"], "a single secretariat was told"
