"""From wishes to places: what each round gives, its replay, what a committee settles, what is given back."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.audit.models import Entry
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from maillage.placements import trace_words
from maillage.placements.actions import agreements, rounds, seats, sessions, wishes
from maillage.placements.actions.students import Entered, enter
from maillage.placements.models import (
    Arbitration,
    Candidate,
    Host,
    Placement,
    Run,
    Seat,
    Seed,
    Session,
    Trace,
    WishList,
)
from maillage.placements.queries.door import opened_by, token_of
from maillage.placements.queries.rounds import differences, worked_out
from maillage.placements.rules import lists
from maillage.placements.tests.factories import (
    Region,
    commune,
    dates,
    fresh,
    make_bar,
    make_candidate,
    make_cohort,
    make_host,
    make_list,
    make_seat,
    make_session,
    move,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db


def places(session):
    with become("maintenance"):
        rows = Placement.objects.filter(session=session, ended_at=None).order_by("pk")
        return {one.candidate_id: (one.seat_id, one.round) for one in rows}


def steps(candidate, number=1):
    with become("maintenance"):
        return Trace.objects.get(candidate=candidate, run__number=number).steps


def test_a_need_comes_first_then_the_year_and_each_reads_why():
    region = Region("closed")
    needing = make_candidate(region.other_school, need="care", year=1)
    younger = make_candidate(region.school, year=1)
    make_list(region.candidate, region.seat, region.far_seat)
    make_list(needing, region.seat)
    make_list(younger, region.far_seat)
    region.run()
    assert places(region.session) == {
        needing.pk: (region.seat.pk, 1),
        region.candidate.pk: (region.far_seat.pk, 1),
    }
    assert steps(region.candidate) == [
        {"s": region.seat.pk, "v": "full", "b": {"1": 1}},
        {"s": region.far_seat.pk, "v": "held"},
    ]
    assert steps(younger) == [{"s": region.far_seat.pk, "v": "full", "b": {"2": 1}}]
    lines = trace_words.first_round(steps(region.candidate), {}, [region.seat.pk, region.far_seat.pk])
    assert [one.words for one in lines] == [
        "La place a été donnée à un étudiant qui passait avant vous, par\u00a0: un besoin reconnu par leur école.",
        "C’est votre place.",
    ]


def test_what_is_closed_to_somebody_is_never_given_to_them():
    region = Region("closed")
    make_cohort(region.school, year=2, levels=["1"])
    listed = make_list(region.other, region.seat, region.far_seat, others=True)
    make_bar(listed, region.host.structure)
    make_bar(listed, region.other_host.structure)
    make_list(region.candidate, region.seat, others=True)
    region.run()
    region.run(2)
    assert places(region.session) == {}
    assert steps(region.candidate) == [{"s": region.seat.pk, "v": "barred", "r": "level"}]
    assert [one["r"] for one in steps(region.other)] == ["declared", "declared"]
    assert steps(region.other, 2) == steps(region.candidate, 2) == [{"v": "none_open"}]


def test_a_host_of_its_own_department_first_when_it_says_so():
    region = Region("closed")
    with become("maintenance"):
        Candidate.objects.filter(pk=region.other.pk).update(year=1, commune=commune("37072"))
        Seat.objects.filter(pk=region.seat.pk).update(local_first=True)
    make_list(region.candidate, region.seat)
    make_list(region.other, region.seat)
    region.run()
    assert places(region.session) == {region.other.pk: (region.seat.pk, 1)}
    assert steps(region.candidate)[0]["b"] == {"0": 1}


def test_the_second_round_places_who_accepted_it_and_moves_nobody():
    region = Region("closed")
    with become("maintenance"):
        Candidate.objects.filter(pk=region.other.pk).update(commune=commune("37072"), year=1)
    make_list(region.candidate, region.seat)
    make_list(region.other, region.seat, others=True)
    make_list(region.unsigned, region.seat)
    region.run()
    first = places(region.session)
    region.run(2)
    placed = {pk for pk, _ in first.items()}
    after = places(region.session)
    assert {pk: after[pk] for pk in placed} == first
    assert after[region.other.pk] == (region.far_seat.pk, 2)
    assert steps(region.other, 2) == [{"s": region.far_seat.pk, "v": "given", "km": 0, "n": 1}]
    refused = region.unsigned if region.unsigned.pk not in placed else region.candidate
    assert steps(refused, 2) == [{"v": "refused"}]


def test_figures_add_the_two_rounds_up():
    region = Region("closed")
    with become("maintenance"):
        Seat.objects.update(declared=20)
        Candidate.objects.update(withdrawn_at=timezone.now())
    for _ in range(6):
        make_list(make_candidate(region.school, diploma_code="deass"), region.seat)
        make_list(make_candidate(region.school, diploma_code="dees"), others=True)
    region.run()
    region.run(2)
    with become("maintenance"):
        last = Run.objects.get(number=2).figures["diploma"]
    assert last == {"deass": [6, 0, 0, 0], "dees": [0, 0, 6, 0]}


def test_a_round_is_done_once_after_the_close_by_who_runs_the_session():
    region = Region()
    make_list(region.candidate, region.seat)
    with pytest.raises(Forbidden, match="pas clos"):
        region.run()
    move(region.session, "closed")
    with acting(region.actor("school_officer")) as by, pytest.raises(Forbidden):
        rounds.run(by=by, session=region.session, number=1)
    with pytest.raises(Forbidden, match="premier tour"):
        region.run(2)
    region.run()
    with pytest.raises(Forbidden, match="déjà fait"):
        region.run()
    assert len(places(region.session)) == 1
    with become("maintenance"):
        assert Entry.objects.filter(verb="placements_round_run").count() == 1


def test_a_replay_gives_the_same_or_says_what_is_not():
    region = Region("closed")
    for one in (region.candidate, region.unsigned, region.other):
        make_list(one, region.seat, region.far_seat, others=True)
    region.run()
    region.run(2)
    with acting(region.actor("second")):
        made = {one.number: one for one in Run.objects.all()}
        assert [differences(made[n], worked_out(region.session, n)) for n in (1, 2)] == [[], []]
    with become("maintenance"):
        Seat.objects.filter(pk=region.seat.pk).update(declared=3)
    with acting(region.actor("second")):
        again = worked_out(region.session, 1)
        told = differences(made[1], again)
    assert told == ["ce qui est entré a changé\u00a0: places", "le résultat n’est pas le même"]


def test_the_seed_is_the_one_that_was_promised():
    region = Region()
    with acting(region.actor("officer")) as by:
        made = sessions.prepare(by=by, values=prepared())
        sessions.call_schools(by=by, session=made, structures=[region.school.structure])
        sessions.publish(by=by, session=made)
    made = move(made, "closed")
    with acting(ANONYMOUS):
        seed = Seed.objects.get(session=made)
    assert hashlib.sha256(seed.secret.encode()).hexdigest() == made.commitment
    assert len(seed.secret) == 64


def prepared(**told):
    told = {"title": "X", "territory": commune(), "contact": "x", **dates("seats"), **told}
    return {"starts_on": "2027-02-01", "ends_on": "2027-03-01", **told}


def test_a_session_is_published_with_its_schools_and_before_its_close():
    region = Region()
    with acting(region.actor("officer")) as by:
        made = sessions.prepare(by=by, values=prepared())
        with pytest.raises(Forbidden, match="écoles"):
            sessions.publish(by=by, session=made)
        sessions.call_schools(by=by, session=made, structures=[region.school.structure])
        sessions.correct(by=by, session=made, values=dates("closed"))
        with pytest.raises(Forbidden, match="déjà passée"):
            sessions.publish(by=by, session=made)
        with pytest.raises(ValidationError, match="se suivent"):
            sessions.correct(by=by, session=made, values={"results_at": timezone.now() - timedelta(days=30)})


def test_two_persons_settle_with_reasons_that_the_student_reads():
    region = Region("closed")
    make_list(region.candidate, region.seat)
    region.run()
    with acting(region.actor("officer")) as by:
        with pytest.raises(ValidationError, match="raisons"):
            rounds.propose(by=by, candidate=fresh(region.other), seat=region.far_seat, reason=" ")
        with pytest.raises(Forbidden, match="pas de place"):
            rounds.propose(by=by, candidate=fresh(region.other), seat=region.seat, reason="Elle la veut.")
        made = rounds.propose(
            by=by, candidate=fresh(region.candidate), seat=region.far_seat, reason="Plus près."
        )
        with pytest.raises(Forbidden, match="autre personne"):
            rounds.decide(by=by, arbitration=made, outcome="confirmed")
        with pytest.raises(Forbidden, match="Les arbitrages ont commencé"):
            rounds.run(by=by, session=region.session, number=2)
    with acting(region.actor("second")) as by:
        with pytest.raises(Forbidden, match="pourquoi"):
            rounds.decide(by=by, arbitration=made, outcome="refused")
        rounds.decide(by=by, arbitration=made, outcome="confirmed")
        with pytest.raises(Forbidden, match="déjà décidée"):
            rounds.decide(by=by, arbitration=made, outcome="refused", why="Non.")
    assert places(region.session) == {region.candidate.pk: (region.far_seat.pk, 3)}
    with acting(region.actor("awa")):
        assert Arbitration.objects.count() == 0
    move(region.session, "results")
    with acting(region.actor("awa")):
        assert [one.reason for one in Arbitration.objects.all()] == ["Plus près."]


def test_a_place_that_moved_since_is_not_taken_twice():
    region = Region("closed")
    make_list(region.candidate, region.seat)
    region.run()
    with acting(region.actor("officer")) as by:
        one = rounds.propose(by=by, candidate=fresh(region.other), seat=region.far_seat, reason="La seule.")
        two = rounds.propose(
            by=by, candidate=fresh(region.unsigned), seat=region.far_seat, reason="La seule."
        )
    with acting(region.actor("second")) as by:
        rounds.decide(by=by, arbitration=one, outcome="confirmed")
        with pytest.raises(Forbidden, match="pas de place"):
            rounds.decide(by=by, arbitration=two, outcome="confirmed")
    assert len(places(region.session)) == 2


@pytest.mark.parametrize(
    ("who", "why", "told"),
    [
        ("awa", "withdrew", True),
        ("awa", "host", False),
        ("school_officer", "left", True),
        ("host", "host", True),
        ("host", "left", False),
        ("officer", "left", True),
        ("officer", "moved", False),
        ("other_officer", "left", None),
        ("other_host", "host", None),
    ],
)
def test_who_may_give_a_place_back_and_saying_what(who, why, told):
    """None: it does not exist for them."""
    region = Region("closed")
    make_list(region.candidate, region.seat)
    region.run()
    move(region.session, "results")
    with acting(region.actor(who)) as by:
        row = Placement.objects.select_related("seat", "session").first()
        if told is None:
            assert row is None
        elif told:
            rounds.give_back(by=by, placement=row, why=why)
            with pytest.raises(Forbidden, match="déjà rendue"):
                rounds.give_back(by=by, placement=row, why=why)
        else:
            with pytest.raises(Forbidden):
                rounds.give_back(by=by, placement=row, why=why)
    assert (places(region.session) == {}) is bool(told)


def test_wishes_are_the_student_s_own_and_refused_with_the_rule_that_closes_a_place():
    region = Region()
    make_cohort(region.school, year=2, levels=["1"])
    open_seat = make_seat(region.session, region.host.structure, level="1")
    one = fresh(region.candidate)
    with acting(region.actor("awa")) as by:
        wishes.add(by=by, candidate=one, seat=open_seat)
        wishes.add(by=by, candidate=one, seat=open_seat)
        with pytest.raises(Forbidden, match="niveau de difficulté"):
            wishes.add(by=by, candidate=one, seat=region.seat)
        wishes.choose(by=by, candidate=one, others=True, shown=False)
        wishes.declare(by=by, candidate=one, structure=region.host.structure, kind="works")
        row = WishList.objects.get()
        assert (row.seats, row.others) == ([], True)
    with acting(region.actor("school_officer")) as by:
        with pytest.raises(Forbidden, match="lui-même"):
            wishes.rank(by=by, candidate=fresh(region.candidate), change=lists.added(open_seat.pk))
        assert wishes.rank(by=by, candidate=fresh(region.unsigned), change=lists.added(open_seat.pk)) == [
            open_seat.pk
        ]


@pytest.mark.parametrize(
    ("phase", "words"), [("seats", "pas encore"), ("closed", "clos"), ("results", "clos")]
)
def test_wishes_wait_for_their_opening_and_end_at_the_close(phase, words):
    region = Region(phase)
    with acting(region.actor("awa")) as by, pytest.raises(Forbidden, match=words):
        wishes.choose(by=by, candidate=fresh(region.candidate), others=True, shown=True)


def test_a_school_enters_many_students_once_with_numbers_of_the_whole_session():
    region = Region()
    told = [Entered("Inès Vidal", "deass", 2, need="care"), Entered("Paul Sorel", "dees", 1)]
    for school, officer, new in (
        (region.school, "school_officer", 2),
        (region.school, "school_officer", 0),
        (region.other_school, "other_officer", 2),
    ):
        with acting(region.actor(officer)) as by:
            assert enter(by=by, school=fresh(school), students=told) == new
    with become("maintenance"):
        rows = list(Candidate.objects.filter(session=region.session))
        assert len({one.number for one in rows}) == len(rows) == 7
        assert sum(hasattr(one, "priority") for one in rows) == 2
    with acting(region.actor("other_officer")) as by, pytest.raises(Forbidden):
        enter(by=by, school=fresh(region.school), students=told)


def answered(host, **told):
    opened = opened_by(token_of(host.key))
    seats.answer_by_link(key=opened.key, session_id=opened.facts.session_id, **told)
    with become("maintenance"):
        rows = Seat.objects.filter(session=host.session, structure=host.structure, withdrawn_at=None)
        return [(one.title, one.declared) for one in rows.order_by("pk")]


def test_a_host_answers_by_its_link_as_last_year_another_number_or_none():
    region = Region("seats")
    last = make_session(region.officer.structure, "results")
    with become("maintenance"):
        structure = region.stranger.structure
    make_seat(last, structure, title="Accueil", declared=2)
    make_seat(last, structure, title="Insertion")
    with acting(region.actor("officer")) as by:
        sessions.call_hosts(by=by, session=region.session, structures=[structure])
        host = Host.objects.get(structure=structure)
    assert host.last == 3
    assert answered(host, answer="renewed") == [("Accueil", 2), ("Insertion", 1)]
    assert answered(host, answer="renewed") == [("Accueil", 2), ("Insertion", 1)]
    assert answered(host, answer="none", reason="tutor") == []
    assert answered(host, answer="changed", number=4) == [("Accueil", 4)]
    assert fresh(host).reason == ""
    with become("maintenance"):
        Session.objects.filter(pk=region.session.pk).update(seats_until=timezone.now() - timedelta(hours=1))
    with pytest.raises(Forbidden, match="date est passée"):
        answered(host, answer="none")


def test_a_host_never_seen_opens_the_number_it_says():
    region = Region("seats")
    host = make_host(region.session, region.stranger.structure)
    assert answered(host, answer="changed", number=2) == [("Stage", 2)]


def test_a_place_becomes_a_convention_once():
    region = Region("closed")
    make_list(region.candidate, region.seat)
    region.run()
    move(region.session, "results")
    with acting(region.actor("school_officer")) as by:
        row = Placement.objects.select_related(
            "candidate__school__structure", "seat__structure", "session"
        ).get()
        made = agreements.make_convention(by=by, placement=row)
        assert (made.student_id, made.host_id, made.diploma_code) == (
            region.awa.user_id,
            region.host.structure_id,
            "deass",
        )
        with pytest.raises(Forbidden, match="existe déjà"):
            agreements.make_convention(by=by, placement=row)
    assert fresh(row).convention == made.public_id


def test_tutors_limit_what_is_given():
    region = Region("closed")
    with become("maintenance"):
        Seat.objects.filter(pk=region.seat.pk).update(declared=5)
    make_host(region.session, region.host.structure, tutors=1)
    some = [make_candidate(region.school) for _ in range(5)]
    for one in some:
        make_list(one, region.seat)
    region.run()
    assert len(places(region.session)) == 3


def test_a_school_needs_an_agreement_when_the_session_says_so():
    region = Region("closed", needs_site=True)
    make_list(region.candidate, region.seat)
    region.run()
    assert steps(region.candidate)[0]["r"] == "site"


def test_what_a_session_held_elsewhere_brings_is_loaded_before_it_is_published():
    region = Region()
    with acting(region.actor("officer")) as by:
        made = sessions.prepare(by=by, values=prepared(**dates("closed"), taken_over=True))
        sessions.call_schools(by=by, session=made, structures=[region.school.structure])
        seats.offer_many(
            by=by,
            session=made,
            tutors={},
            rows=[(region.host.structure, {"title": "Accueil", "commune": commune()})],
        )
        school, seat = made.schools.get(), Seat.objects.get(session=made)
        enter(by=by, school=school, students=[Entered("Inès Vidal", "deass", 2, wishes=[seat.pk])])
        sessions.publish(by=by, session=made)
        rounds.run(by=by, session=fresh(made), number=1)
        assert Placement.objects.get(session=made).seat_id == seat.pk
        with pytest.raises(Forbidden):
            enter(by=by, school=fresh(school), students=[Entered("X", "deass", 1, wishes=[seat.pk])])
