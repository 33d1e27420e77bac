"""Sessions of placements: one whose wishes are open, one in arbitration, one told. The school runs them and takes part, as small
regions do; its student ranks; the team leader hosts."""

from datetime import date, timedelta

from maillage.accounts.tests.factories import actor_of
from maillage.permissions.context import acting
from maillage.placements.actions import rounds
from maillage.placements.models import Immersion, Period, Placement
from maillage.placements.queries.door import coming_token, student_token, token_of
from maillage.placements.tests.factories import (
    fresh,
    make_bar,
    make_candidate,
    make_cohort,
    make_host,
    make_list,
    make_school,
    make_seat,
    make_session,
    move,
)
from tests.matrix.row import Row

WHO = (
    "anonymous", "outsider", "former", "administrator", "reception", "team_leader", "worker", "colleague", "stranger",
    "rights_lead", "partner", "person", "referent", "animator", "officer", "school", "student",
)  # fmt: skip
OUTSIDE = ("anonymous", "person", "referent")


def row(rest: str, **some: str) -> str:
    """One letter for whoever signs in; `L` outside, and what is told of some."""
    return "".join(some.get(who, "L" if who in OUTSIDE else rest) for who in WHO)


ALL, NO_FORM = "O" * 17, "M" * 17
SIGNED, ONLY_READ = row("O"), row("M")
RUNS, RUN_SENDS = row("F", school="O"), row("F", school="R")
TAUGHT, TAUGHT_SENDS = row("N", school="O"), row("N", school="R")
KNOWN = row("N", school="O", student="O")
HOSTING = row("F", team_leader="O", school="O")
OWN_SEAT, OWN_SEAT_SENDS = (
    row("N", team_leader="O", school="O"),
    row("N", team_leader="R", school="R"),
)
OPEN, STUDENT, LINK = ("placement_session",), ("placement_candidate",), ("placement_link",)

EXPECTED: dict[str, Row] = {
    "placements:home": Row(ALL, NO_FORM),
    "placements:method": Row(ALL, NO_FORM),
    "placements:session": Row(ALL, NO_FORM, OPEN),
    "placements:prepare": Row(RUNS, RUNS),
    "placements:correct": Row(RUNS, RUNS, OPEN),
    "placements:publish": Row(RUNS, RUN_SENDS, OPEN),
    "placements:postpone": Row(RUNS, RUNS, OPEN),
    "placements:call_schools": Row(RUNS, RUNS, OPEN),
    "placements:hosts": Row(RUNS, ONLY_READ, OPEN),
    "placements:call_hosts": Row(RUNS, RUNS, OPEN),
    "placements:note_rooms": Row(ONLY_READ, RUN_SENDS, OPEN),
    "placements:limits": Row(OWN_SEAT, OWN_SEAT, ("placement_session", "placement_host_number")),
    "placements:add_seat": Row(HOSTING, HOSTING, OPEN),
    "placements:run": Row(ONLY_READ, RUN_SENDS, ("placement_session", "placement_round")),
    "placements:replay": Row(RUNS, ONLY_READ, ("placement_closed", "placement_round")),
    "placements:arbitrations": Row(RUNS, ONLY_READ, ("placement_closed",)),
    "placements:decide_together": Row(row("F"), row("F"), ("placement_closed",)),
    "placements:decide": Row(TAUGHT, TAUGHT, ("placement_arbitration",)),
    "placements:school": Row(TAUGHT, ONLY_READ, OPEN),
    "placements:add_student": Row(TAUGHT, TAUGHT, OPEN),
    "placements:paste": Row(TAUGHT, TAUGHT, OPEN),
    "placements:add_cohort": Row(TAUGHT, TAUGHT, OPEN),
    "placements:cohort": Row(TAUGHT, TAUGHT, ("placement_session", "placement_cohort_number")),
    "placements:remove_cohort": Row(
        ONLY_READ, TAUGHT_SENDS, ("placement_session", "placement_cohort_number")
    ),
    "placements:candidate": Row(KNOWN, ONLY_READ, STUDENT),
    "placements:change": Row(ONLY_READ, row("N", school="R", student="R"), STUDENT),
    "placements:choices": Row(KNOWN, row("N", school="O", student="R"), STUDENT),
    "placements:impossible": Row(KNOWN, KNOWN, STUDENT),
    "placements:take_back": Row(
        ONLY_READ, row("N", school="R", student="R"), ("placement_candidate", "placement_bar_number")
    ),
    "placements:result": Row(KNOWN, ONLY_READ, ("placement_told_candidate",)),
    "placements:linked_candidate": Row(ALL, NO_FORM, LINK),
    "placements:linked_change": Row(NO_FORM, "R" * 17, LINK),
    "placements:linked_choices": Row(ALL, "R" * 17, LINK),
    "placements:linked_impossible": Row(ALL, ALL, LINK),
    "placements:linked_take_back": Row(NO_FORM, "R" * 17, ("placement_link", "placement_bar_number")),
    "placements:linked_result": Row(ALL, NO_FORM, LINK),
    "placements:link_again": Row(TAUGHT, TAUGHT_SENDS, ("placement_unsigned",)),
    "placements:withdraw_student": Row(TAUGHT, TAUGHT_SENDS, STUDENT),
    "placements:propose": Row(
        row("N", school="O", student="F"), row("N", school="O", student="F"), ("placement_closed_candidate",)
    ),
    "placements:give_back": Row(
        row("N", team_leader="O", school="O", student="O"),
        row("N", team_leader="O", school="O", student="O"),
        ("placement_given",),
    ),
    "placements:make_convention": Row(ONLY_READ, row("N", school="R", student="R"), ("placement_given",)),
    "placements:places": Row(HOSTING, ONLY_READ),
    "placements:seat": Row(SIGNED, ONLY_READ, ("placement_seat",)),
    "placements:seat_form": Row(OWN_SEAT, OWN_SEAT, ("placement_seat",)),
    "placements:withdraw_seat": Row(OWN_SEAT, OWN_SEAT_SENDS, ("placement_seat",)),
    "placements:immersion": Row(SIGNED, SIGNED, ("placement_seat",)),
    "placements:answer_immersion": Row(
        row("F", team_leader="O", school="N"), row("F", team_leader="O", school="N"), ("placement_immersion",)
    ),
    "placements:answer": Row(ALL, ALL, ("placement_token",)),
    "placements:coming": Row(ALL, NO_FORM, ("placement_coming",)),
    "placements:calendars": Row(SIGNED, ONLY_READ),
    "placements:add_period": Row(RUNS, RUNS),
    "placements:period": Row(TAUGHT, TAUGHT, ("placement_period_number",)),
    "placements:remove_period": Row(ONLY_READ, TAUGHT_SENDS, ("placement_period_number",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    school, student = world.members["school"], world.members["student"]
    world.placement_round = 1
    world.placement_session = make_session(school.structure)
    taught = make_school(world.placement_session, school.structure)
    world.placement_cohort_number = make_cohort(taught).pk
    world.placement_candidate = make_candidate(taught, student.user, name="Étudiante du canari")
    listed = make_list(world.placement_candidate)
    world.placement_bar_number = make_bar(listed, world.members["stranger"].structure).pk
    world.placement_unsigned = make_candidate(taught, name="Étudiante du canari")
    make_list(world.placement_unsigned)
    world.placement_link = student_token(world.placement_unsigned.key)
    host = make_host(world.placement_session, world.here)
    world.placement_host_number, world.placement_token = host.pk, token_of(host.key)
    world.placement_coming = coming_token(host.key)
    world.placement_seat = make_seat(world.placement_session, world.here, immersions=True)
    world.placement_immersion = Immersion.objects.create(
        seat=world.placement_seat,
        user=world.members["stranger"].user,
        name="X",
        starts_on=date(2027, 2, 1),
        days=2,
    )
    world.placement_period_number = Period.objects.create(
        structure=school.structure, diploma_code="deass", year=1, starts_on=date.today(),
        ends_on=date.today() + timedelta(days=30),
    ).pk  # fmt: skip
    _told(world, school, student)


def _told(world, school, student) -> None:
    """Two sessions that ran: in one a student without a place waits for a decision, the other is told."""
    for phase in ("closed", "results"):
        session = make_session(school.structure, "closed")
        taught = make_school(session, school.structure)
        seat, other = make_seat(session, world.here), make_seat(session, world.here)
        one = make_candidate(taught, student.user, name="Étudiante du canari")
        waiting = make_candidate(taught)
        make_list(one, seat)
        with acting(actor_of(school)) as by:
            rounds.run(by=by, session=session, number=1)
            if phase == "closed":
                proposed = rounds.propose(
                    by=by, candidate=waiting, seat=fresh(other), reason="La seule place."
                )
        if phase == "closed":
            world.placement_closed, world.placement_closed_candidate = session, one
            world.placement_arbitration = proposed
        else:
            world.placement_told_candidate = one
            world.placement_given = Placement.objects.get(candidate=one)
            move(session, "results")
