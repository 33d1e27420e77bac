"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from maillage.placements.actions import rounds
from maillage.placements.models import (
    Arbitration,
    Candidate,
    Cohort,
    Host,
    Immersion,
    Impossibility,
    Letter,
    Period,
    Placement,
    Priority,
    Run,
    School,
    Seat,
    Seed,
    Session,
    Trace,
    WishList,
)
from maillage.placements.rules import check_can_rank, student_behind, visible
from maillage.placements.tests.factories import (
    Region,
    fresh,
    make_bar,
    make_cohort,
    make_host,
    make_list,
    make_school,
    make_seat,
    make_session,
    move,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = sorted(apps.get_app_config("placements").get_models(), key=lambda model: model.__name__)
WHO = (
    "officer",
    "second",
    "school_officer",
    "other_officer",
    "awa",
    "chloe",
    "host",
    "other_host",
    "stranger",
    "linked",
    "nobody",
)
PHASES = ("seats", "wishes", "closed", "results")


def lived(phase):
    """A region where each table holds something, at this phase; a session in preparation beside."""
    region = Region("closed")
    make_cohort(region.school, referents=["deass"])
    asked = make_host(region.session, region.host.structure)
    with become("maintenance"):
        Letter.objects.create(session=region.session, kind="asked", host=asked)
        for one in (region.unsigned, region.other):
            Letter.objects.create(session=region.session, kind="opened", candidate=one)
        Priority.objects.create(candidate=region.unsigned, need="care")
        Period.objects.create(
            structure=region.school.structure, diploma_code="deass", year=1,
            starts_on=date(2027, 2, 1), ends_on=date(2027, 3, 1),
        )  # fmt: skip
        Immersion.objects.create(
            seat=region.seat, user=region.stranger.user, name="X", starts_on=date(2027, 2, 1), days=2
        )
    region.lists = [
        make_list(region.candidate, region.seat),
        make_list(region.unsigned, region.far_seat, region.seat),
        make_list(region.other, region.far_seat, shown=True, others=True),
    ]
    make_bar(region.lists[0], region.other_host.structure)
    prepared = make_session(region.officer.structure, published=False)
    make_school(prepared, region.school.structure)
    make_seat(prepared, region.host.structure)
    if phase in ("closed", "results"):
        region.run()
        settle(region)
    region.session = move(region.session, phase)
    return region


def settle(region):
    with become("maintenance"):
        unplaced = Candidate.objects.exclude(placements__ended_at=None, placements__isnull=False).get(
            session=region.session
        )
        seat = make_seat(region.session, region.host.structure)
    with acting(region.actor("officer")) as by:
        made = rounds.propose(by=by, candidate=unplaced, seat=seat, reason="Seule place près de chez elle.")
    with acting(region.actor("second")) as by:
        rounds.decide(by=by, arbitration=fresh(made), outcome="confirmed")


def actor_named(region, who):
    if who == "linked":
        return student_behind(region.unsigned.key)
    return ANONYMOUS if who == "nobody" else region.actor(who)


@pytest.mark.parametrize("phase", PHASES)
def test_rules_and_row_security_agree(phase):
    region, seen = lived(phase), set()
    for who in WHO:
        actor = actor_named(region, who)
        for model in TABLES:
            with become("maintenance"):
                by_rules = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
            with acting(actor):
                by_database = set(model.objects.values_list("pk", flat=True))
            assert by_rules == by_database, (who, model.__name__)
            seen |= {model} if by_database else set()
    empty = set() if phase in ("closed", "results") else {Run, Trace, Placement, Arbitration, Seed}
    assert set(TABLES) - seen == empty


@pytest.mark.parametrize(
    ("phase", "who", "lists"),
    [
        ("wishes", "awa", 1),
        ("wishes", "chloe", 1),
        ("wishes", "school_officer", 1),
        ("wishes", "other_officer", 1),
        ("wishes", "officer", 0),
        ("wishes", "linked", 1),
        ("wishes", "host", 0),
        ("closed", "officer", 3),
        ("closed", "host", 0),
        ("results", "host", 0),
        ("results", "stranger", 0),
    ],
)
def test_a_list_is_its_students_and_nobody_runs_before_the_close(phase, who, lists):
    """The school reads what is shown to it and what it wrote itself; a host never reads a rank."""
    region = lived(phase)
    with acting(actor_named(region, who)):
        assert WishList.objects.count() == lists


def test_a_host_learns_who_comes_after_the_results_and_nothing_else():
    region = lived("closed")
    with acting(region.actor("host")):
        assert (Placement.objects.count(), Trace.objects.count(), Candidate.objects.count()) == (0, 0, 0)
    move(region.session, "results")
    with acting(region.actor("host")):
        assert Placement.objects.count() == 2
        assert (Trace.objects.count(), Candidate.objects.count(), Priority.objects.count()) == (0, 0, 0)


def test_the_seed_is_read_by_nobody_before_the_close():
    region = lived("wishes")
    for who in WHO:
        with acting(actor_named(region, who)):
            assert Seed.objects.count() == 0, who
    move(region.session, "closed")
    with acting(ANONYMOUS):
        assert Seed.objects.count() == 1


def refused(*attempts):
    for attempt in attempts:
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            attempt()


@pytest.mark.parametrize("who", ["awa", "chloe", "host", "stranger", "school_officer", "officer"])
def test_nobody_writes_the_wishes_of_somebody_else(who):
    region = Region()
    lists = [make_list(region.candidate, region.seat), make_list(region.other, region.seat, shown=True)]
    own = {"awa": lists[0], "chloe": lists[1]}.get(who)
    with acting(region.actor(who)):
        for one in lists:
            changed = WishList.objects.filter(pk=one.pk).update(seats=[])
            assert changed == (1 if one == own else 0)
        if who != "school_officer":
            refused(lambda: WishList.objects.create(candidate=region.unsigned, seats=[region.seat.pk]))
    assert fresh(next(one for one in lists if one != own)).seats == [region.seat.pk]


def test_wishes_are_written_while_they_are_open_to_the_second():
    region = Region()
    row = make_list(region.candidate, region.seat)
    for phase, changed in (("seats", 0), ("wishes", 1), ("closed", 0), ("results", 0)):
        move(region.session, phase)
        with acting(region.actor("awa")):
            assert WishList.objects.filter(pk=row.pk).update(others=True) == changed, phase
    with acting(region.actor("awa")):
        refused(lambda: Impossibility.objects.create(wishes=row, structure=region.host.structure, kind="far"))


def test_a_link_writes_one_list_and_a_forged_one_none():
    region = lived("wishes")
    own = region.lists[1]
    with acting(student_behind(region.unsigned.key)):
        assert WishList.objects.update(others=True) == 1
        assert Candidate.objects.update(name="X") == 0
        refused(lambda: Letter.objects.create(session=region.session, kind="link", candidate=region.unsigned))
    assert fresh(own).others
    for stranger in (region.candidate.key, region.candidate.public_id, region.session.public_id):
        with acting(student_behind(stranger)):
            assert (WishList.objects.count(), Candidate.objects.count(), Seat.objects.count()) == (0, 0, 0)
    with acting(student_behind(region.unsigned.key)) as linked, pytest.raises(Forbidden):
        check_can_rank(linked, None, region.other_school.structure_id, region.other.key)


def test_nobody_edits_a_run_nor_adds_to_it():
    region = lived("closed")
    with become("maintenance"):
        run, trace = Run.objects.get(), Trace.objects.first()
    free = make_seat(region.session, region.host.structure)
    for who in ("officer", "awa", "host"):
        with acting(region.actor(who)):
            assert Run.objects.update(outputs="x") == 0
            assert Trace.objects.update(rank=1) == 0
            assert Trace.objects.all()._raw_delete("default") == Run.objects.all()._raw_delete("default") == 0
    with become("maintenance"):
        Run.objects.update(ran_at=timezone.now() - timedelta(seconds=1))
        Placement.objects.update(ended_at=timezone.now(), ended_why="host")
    with acting(region.actor("officer")):
        told = {"session": region.session, "candidate": region.candidate, "seat": free}
        refused(
            lambda: Run.objects.create(
                session=region.session, number=2, by=region.officer.user, seed="", digests={}, inputs="",
                outputs="", code="", figures={}, ran_at=timezone.now(),
            ),
            lambda: Trace.objects.create(run=run, candidate=trace.candidate, steps=[]),
            lambda: Placement.objects.create(round=1, run=run, **told),
            lambda: Placement.objects.create(round=3, arbitration=Arbitration.objects.first(), **told),
        )  # fmt: skip


def test_a_place_is_only_given_back_once():
    region = lived("results")
    with become("maintenance"):
        row = Placement.objects.filter(seat=region.seat).get()
    with acting(region.actor("host")):
        refused(lambda: Placement.objects.filter(pk=row.pk).update(seat=region.far_seat))
        assert Placement.objects.filter(pk=row.pk).update(ended_at=timezone.now(), ended_why="host") == 1
        refused(lambda: Placement.objects.filter(pk=row.pk).update(ended_at=None, ended_why=""))


def test_a_proposal_is_decided_by_somebody_else_and_stays_as_it_was():
    region = lived("closed")
    with acting(region.actor("officer")) as by:
        made = rounds.propose(by=by, candidate=region.candidate, seat=None, reason="Elle part.")
        told = {"outcome": "confirmed", "decided_at": timezone.now()}
        refused(
            lambda: Arbitration.objects.filter(pk=made.pk).update(decided_by=region.officer.user, **told),
            lambda: Arbitration.objects.filter(pk=made.pk).update(decided_by=region.second.user, **told),
        )
    with acting(region.actor("second")):
        rows = Arbitration.objects.filter(pk=made.pk)
        refused(lambda: rows.update(seat=region.seat, decided_by=region.second.user, **told))
        assert rows.update(decided_by=region.second.user, **told) == 1


def test_dates_that_were_promised_are_put_off_or_stay():
    region = Region()
    session = region.session
    with acting(region.actor("officer")):
        rows = Session.objects.filter(pk=session.pk)
        refused(
            lambda: rows.update(closes_at=timezone.now()),
            lambda: rows.update(commitment="0" * 64),
            lambda: rows.update(opens_at=session.seats_until),
        )
        assert (
            rows.update(closes_at=session.results_at, results_at=session.results_at.replace(year=2099)) == 1
        )
    for who in ("school_officer", "host", "awa"):
        with acting(region.actor(who)):
            assert Session.objects.update(title="X") == 0


@pytest.mark.parametrize("who", ["awa", "other_host", "stranger", "host", "other_officer"])
def test_seats_and_students_are_kept_by_those_who_answer_for_them(who):
    region = Region()
    with acting(region.actor(who)):
        assert Seat.objects.filter(pk=region.seat.pk).update(declared=9) == (0 if who != "host" else 1)
        assert Candidate.objects.filter(pk=region.candidate.pk).update(year=3) == 0
        refused(
            lambda: School.objects.create(session=region.session, structure=region.host.structure),
            lambda: Candidate.objects.create(
                session=region.session, school=region.school, number=99, name="X", diploma_code="x", year=1
            ),
            lambda: Cohort.objects.create(school=region.school, diploma_code="x", year=1),
            lambda: Seed.objects.create(session=region.session, secret="x"),
            lambda: Host.objects.create(session=region.session, structure=region.stranger.structure),
        )


def test_seats_change_until_their_date_and_students_until_the_close():
    region = Region()
    for phase, seat, student in (("seats", 1, 1), ("wishes", 1, 1), ("closed", 0, 0)):
        move(region.session, phase)
        with acting(region.actor("host")):
            assert Seat.objects.filter(pk=region.seat.pk).update(declared=2) == seat, phase
        with acting(region.actor("school_officer")):
            assert Candidate.objects.filter(pk=region.candidate.pk).update(year=2) == student, phase
