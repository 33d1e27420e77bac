"""From a session opened to a line of an account, by the same actions as the pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.directory.rules.counts import hidden
from maillage.files.uploads import Upload
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.training.actions import account as accounts
from maillage.training.actions import finishing, registrations, rulebook, sessions
from maillage.training.actions.finishing import FINISHED
from maillage.training.actions.sessions import Half
from maillage.training.enums import Turn
from maillage.training.models import AccountLine, Declaration, Presence, Registration, RuleVersion, Session
from maillage.training.queries import account as queries
from maillage.training.queries.sessions import rooms
from maillage.training.queries.team import coverage, team
from maillage.training.queries.waiting import lines as waiting
from maillage.training.tests import factories as make
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year


class People:
    def __init__(self):
        with become("maintenance"):
            self.here, self.there = make_structure(), make_structure()
            self.officer = make_member(Role.TRAINING_OFFICER, self.here)
            self.leader = make_member(Role.TEAM_LEADER, self.here)
            self.worker = make_member(Role.SOCIAL_WORKER, self.here)
            self.school = make_member(Role.TRAINING_OFFICER)
            self.animator = make_member(Role.ANIMATOR)

    def actor(self, name):
        return actor_of(getattr(self, name))

    def act(self, name, action, **told):
        actor = self.actor(name)
        with acting(actor):
            return action(by=actor, **told)


@pytest.fixture
def people():
    return People()


def opened(people, by="school", day=None, halves=2, **told):
    day = day or TODAY + timedelta(days=30)
    values = {"title": "Aller vers", "kind": "thematic", "asks_until": day, **told}
    parts = ["1morning", "2afternoon"][:halves]
    laid = [Half(day, part, Decimal("3.5")) for part in parts]
    row = people.act(by, sessions.open_session, values=values, halves=laid)
    people.act(by, sessions.publish_session, session=row)
    with become("maintenance"):
        return Session.objects.get(pk=row.pk)


def year_of(people, name="worker"):
    actor = people.actor(name)
    with acting(actor):
        return queries.year_of(actor, YEAR)


def followed(people, kind="thematic", name="worker"):
    """Through a session, today: asked, agreed, signed, finished."""
    session = opened(people, day=TODAY, kind=kind, title=f"Formation {kind}")
    row = people.act(name, registrations.ask, session=session)
    people.act("officer", registrations.answer, registration=row, agreed=True)
    with become("maintenance"):
        row.refresh_from_db()
    for half in session.half_days.all():
        people.act(name, finishing.sign, registration=row, half_day=half)
    assert people.act("school", finishing.finish, session=session) == 1
    return session


def test_from_a_request_to_a_line_that_says_why(people):
    followed(people)
    followed(people, "mandatory")
    told = year_of(people)
    assert [(one.line.title, one.decided.counted) for one in told.told] == [
        ("Formation thematic", 7),
        ("Formation mandatory", 0),
    ]
    assert told.told[1].decided.why.startswith("Ne compte pas\u00a0: les formations réglementaires")
    assert (told.account.half_days, told.account.missing, told.adoption) == (2, 4, None)
    assert {one.line.version.code for one in told.told} == {"livre-blanc"}


def test_asked_twice_it_is_one_and_withdrawn_it_may_be_asked_again(people):
    session = opened(people)
    first = people.act("worker", registrations.ask, session=session)
    assert people.act("worker", registrations.ask, session=session).pk == first.pk
    people.act("worker", registrations.withdraw, registration=first)
    assert people.act("worker", registrations.ask, session=session).pk != first.pk


def test_an_answer_is_given_once_and_a_refusal_says_why(people):
    row = people.act("worker", registrations.ask, session=opened(people))
    with pytest.raises(ValidationError):
        people.act("leader", registrations.answer, registration=row, agreed=False)
    people.act("leader", registrations.answer, registration=row, agreed=False, reason="Effectif.")
    with pytest.raises(Forbidden):
        people.act("officer", registrations.answer, registration=row, agreed=True)


def test_nobody_agrees_for_oneself(people):
    row = people.act("leader", registrations.ask, session=opened(people))
    with pytest.raises(Forbidden):
        people.act("leader", registrations.answer, registration=row, agreed=True)


def test_a_session_closed_or_cancelled_takes_nobody(people):
    late = opened(people, title="Close", asks_until=TODAY - timedelta(days=1))
    gone = opened(people, title="Annulée")
    people.act("school", sessions.cancel_session, session=gone, why="Trop peu de demandes.")
    gone.refresh_from_db()
    for session in (late, gone):
        with pytest.raises(Forbidden):
            people.act("worker", registrations.ask, session=session)


def test_seats_kept_for_an_employer_are_not_taken_by_another_until_they_are_shared(people):
    session = opened(people, seats=2)
    people.act("school", sessions.keep_seats, session=session, structure=people.there, seats=2)
    row = people.act("worker", registrations.ask, session=session)

    def turn():
        with acting(people.actor("worker")):
            return (
                rooms(people.actor("worker"), [Session.objects.get(pk=session.pk)])[session.pk]
                .turns[row.pk]
                .turn
            )

    assert turn() == Turn.WAITING
    with become("maintenance"):
        Session.objects.filter(pk=session.pk).update(shared_on=TODAY)
    assert turn() == Turn.IN


def test_a_seat_is_not_kept_for_ever_when_the_employer_does_not_answer(people):
    session = opened(people, seats=1)
    row = people.act("worker", registrations.ask, session=session)
    with become("maintenance"):
        Registration.objects.filter(pk=row.pk).update(answer_due=TODAY - timedelta(days=1))
    other = people.act("leader", registrations.ask, session=session)
    with acting(people.actor("worker")):
        turns = rooms(people.actor("worker"), [session])[session.pk].turns
    assert (turns[row.pk].turn, turns[other.pk].turn) == (Turn.OUT, Turn.IN)


def test_kept_seats_never_exceed_those_of_the_session(people):
    session = opened(people, seats=3)
    people.act("school", sessions.keep_seats, session=session, structure=people.here, seats=2)
    with pytest.raises(ValidationError):
        people.act("school", sessions.keep_seats, session=session, structure=people.there, seats=2)
    with become("maintenance"):
        assert list(session.quotas.values_list("structure", "seats")) == [(people.here.pk, 2)]


def test_a_half_day_with_presences_stays(people):
    session = opened(people, day=TODAY)
    row = people.act("worker", registrations.ask, session=session)
    people.act("officer", registrations.answer, registration=row, agreed=True)
    pair = (row.pk, session.half_days.all()[1].pk)
    people.act("school", finishing.note_presences, session=session, came={pair})
    values = {"title": session.title, "kind": session.kind, "asks_until": TODAY}
    with pytest.raises(ValidationError):
        halves = [Half(TODAY, "1morning", Decimal("3.5"))]
        people.act("school", sessions.write_session, session=session, values=values, halves=halves)


def test_the_sheet_says_who_came_and_nobody_from_elsewhere(people):
    session, other = opened(people, day=TODAY), opened(people, day=TODAY, title="Autre")
    row = people.act("worker", registrations.ask, session=session)
    people.act("officer", registrations.answer, registration=row, agreed=True)
    mine, theirs = session.half_days.first().pk, other.half_days.first().pk
    people.act("school", finishing.note_presences, session=session, came={(row.pk, mine), (row.pk, theirs)})
    with become("maintenance"):
        assert list(Presence.objects.values_list("half_day", flat=True)) == [mine]
    people.act("school", finishing.note_presences, session=session, came=set())
    with become("maintenance"):
        assert not Presence.objects.exists()


def test_who_wants_to_know_that_a_training_is_finished_is_told_in_the_same_transaction(people):
    heard = []
    FINISHED.append(lambda by, told: heard.append((by.label, told.user_id, told.title, told.on)))
    try:
        session = followed(people)
        assert people.act("school", finishing.finish, session=session) == 0
    finally:
        FINISHED.pop()
    assert heard == [(people.actor("school").label, people.worker.user_id, "Formation thematic", TODAY)]


def test_a_listener_that_fails_leaves_nothing(people):
    session = make.make_session(people.school, on=make.PAST)
    make.make_presences(make.make_registration(session, people.worker, by=people.officer), people.school.user)

    def fails(by, told):
        raise RuntimeError

    FINISHED.append(fails)
    try:
        with pytest.raises(RuntimeError):
            people.act("school", finishing.finish, session=session)
    finally:
        FINISHED.pop()
    with become("maintenance"):
        assert not AccountLine.objects.exists()
        assert Session.objects.get(pk=session.pk).finished_at is None


DECLARED = {"title": "Colloque", "kind": "conference", "provider": "", "theme": None, "hours": Decimal(7)}


def test_a_training_done_elsewhere_counts_once_the_employer_confirmed_it(people):
    values = {**DECLARED, "starts_on": TODAY, "ends_on": TODAY}
    paper = Upload("attestation.txt", "Présente toute la journée.".encode())
    row = people.act("worker", accounts.declare, values=values, upload=paper)
    assert year_of(people).account.half_days == 0
    people.act("officer", accounts.answer_declaration, declaration=row, accepted=True)
    assert year_of(people).account.half_days == 2
    with acting(people.actor("officer")):
        assert accounts.read_file(by=people.actor("officer"), declaration=row) == paper.content
    with pytest.raises(Forbidden):
        people.act("officer", accounts.answer_declaration, declaration=row, accepted=False, reason="Non.")


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_on": TODAY + timedelta(days=1)},
        {"hours": Decimal(8)},
        {"starts_on": TODAY.replace(year=YEAR - 2, day=1), "ends_on": TODAY.replace(year=YEAR - 2, day=1)},
        {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)},
    ],
    ids=["to come", "more than a day", "too old", "ends before"],
)
def test_a_declaration_that_cannot_be_is_refused_in_words(people, changed):
    with pytest.raises(ValidationError):
        values = {**DECLARED, "starts_on": TODAY, "ends_on": TODAY, **changed}
        people.act("worker", accounts.declare, values=values)


def test_a_declaration_is_withdrawn_while_nobody_answered(people):
    row = people.act("worker", accounts.declare, values={**DECLARED, "starts_on": TODAY, "ends_on": TODAY})
    people.act("worker", accounts.withdraw_declaration, declaration=row)
    with become("maintenance"):
        assert not Declaration.objects.exists()


def test_a_line_contested_follows_what_a_human_answers(people):
    followed(people, "mandatory")
    line = year_of(people).told[0].line
    row = people.act("worker", accounts.contest, line=line, words="C’était sur la pratique.")
    assert row.structure_id == people.here.pk
    with pytest.raises(Forbidden):
        people.act("worker", accounts.contest, line=line, words="Encore.")
    assert year_of(people).account.half_days == 0
    people.act("officer", accounts.answer_contest, contest=row, accepted=True, reason="D’accord.")
    assert year_of(people).account.half_days == 2


def test_the_account_proposes_first_the_themes_that_one_never_followed(people):
    programme = make.make_programme(people.animator, ["Aller vers", "Numérique"])
    done, new = programme.themes.order_by("title")
    make.make_line(people.school, people.worker, people.actor("school"), themes=[done])
    known = make.make_session(people.school, themes=[done])
    fresh = make.make_session(people.school, on=make.SOON + timedelta(days=9), themes=[new])
    make.make_session(people.school, kind="mandatory", themes=[new])
    full = make.make_session(people.school, themes=[new], seats=1)
    make.make_registration(full, people.leader, by=people.officer)
    actor = people.actor("worker")
    with acting(actor):
        found = [(one.pk, themes) for one, _, themes in queries.proposed(actor)]
    assert found == [(fresh.pk, ["Numérique"]), (known.pk, [])]


def test_a_rule_is_adopted_once_at_a_time(people):
    version = RuleVersion.objects.get()
    told = {
        "version": version,
        "territory": None,
        "decision": "Note",
        "starts_on": TODAY - timedelta(days=300),
    }
    row = people.act("officer", rulebook.adopt, **told)
    followed(people)
    assert year_of(people).adoption.pk == row.pk
    people.act("officer", rulebook.end_adoption, adoption=row, ends_on=TODAY)
    with pytest.raises(Forbidden):
        people.act("officer", rulebook.end_adoption, adoption=row, ends_on=TODAY)
    with pytest.raises(Forbidden):
        people.act("officer", rulebook.adopt, **{**told, "territory": people.here.commune})


def crew(people, count):
    with become("maintenance"):
        return [make_member(Role.SOCIAL_WORKER, people.here) for _ in range(count)]


def counted(people, name="leader"):
    actor = people.actor(name)
    with acting(actor):
        return team(actor, YEAR)


def test_a_team_smaller_than_five_shows_no_number(people):
    followed(people)
    told = counted(people)
    assert (told.persons, told.shares, told.half_days, told.missing) == (3, None, None, None)


def test_a_team_is_told_in_shares_and_the_same_as_accounts_are(people):
    """Eleven workers: six with two half-days, five with nothing more than what does not count."""
    members = [people.worker, *crew(people, 10)]
    with become("maintenance"):
        for one in (people.officer, people.leader):
            one.__class__.objects.filter(pk=one.pk).update(role=Role.STUDENT)
        leader = make_member(Role.TEAM_LEADER, people.here, user=people.leader.user)
    session = make.make_session(people.school, on=make.PAST)
    other = make.make_session(people.school, on=make.PAST, kind="mandatory")
    for rank, one in enumerate(members):
        row = make.make_registration(session if rank < 6 else other, one)
        make.make_presences(row, people.school.user)
    for one in (session, other):
        people.act("school", finishing.finish, session=one)
    actor = actor_of(leader)
    with acting(actor):
        told = team(actor, YEAR if make.PAST.year == YEAR else YEAR - 1)
    assert (told.persons, told.shares) == (12, [6, 6, 0, 0])
    assert (told.half_days, told.missing) == (12, 12 * 6 - 12)


def test_small_shares_are_hidden_as_everywhere(people):
    members = crew(people, 8)
    session = make.make_session(people.school, on=make.PAST)
    for one in members[:2]:
        make.make_presences(make.make_registration(session, one), people.school.user)
    people.act("school", finishing.finish, session=session)
    actor = people.actor("leader")
    with acting(actor):
        told = team(actor, make.PAST.year)
    real = [9, 2, 0, 0]
    assert told.shares == [None if place in hidden(real) else real[place] for place in range(4)]


def test_a_theme_followed_by_fewer_than_five_does_not_say_by_how_many(people):
    programme = make.make_programme(people.animator, ["Aller vers", "Numérique"])
    one, two = programme.themes.order_by("title")
    for theme, count in ((one, 2), (two, 5)):
        session = make.make_session(people.school, on=make.PAST, themes=[theme])
        for member in crew(people, count):
            make.make_presences(make.make_registration(session, member), people.school.user)
        people.act("school", finishing.finish, session=session)
    actor, few = people.actor("leader"), people.actor("school")
    with acting(actor):
        assert [n for _, n in coverage(actor, programme, make.PAST.year)] == [None, 5]
    with acting(few):
        assert coverage(few, programme, make.PAST.year) == []


def test_whoever_leads_nothing_reads_no_number(people):
    for name in ("worker", "animator"):
        assert counted(people, name) is None


def test_what_waits_is_told_with_its_date_to_who_answers(people):
    session = opened(people)
    people.act("worker", registrations.ask, session=session)
    people.act("worker", accounts.declare, values={**DECLARED, "starts_on": TODAY, "ends_on": TODAY})

    def told(name):
        actor = people.actor(name)
        with acting(actor):
            return [one["action"] for one in waiting(actor)]

    assert {name: told(name) for name in ("officer", "leader", "worker", "school")} == {
        "officer": ["Répondre", "Répondre"],
        "leader": ["Répondre"],
        "worker": [],
        "school": [],
    }
