"""From the founding of a committee to approved minutes, by its actions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_user
from maillage.audit.models import Entry
from maillage.governance.actions import committees, decisions, gatherings, minutes
from maillage.governance.enums import DecisionKind, Ending, Rank
from maillage.governance.forms.gatherings import end_of_day
from maillage.governance.models import (
    AgendaItem,
    Amendment,
    College,
    Committee,
    Decision,
    Duty,
    Gathering,
    Minutes,
    Occupant,
    Presence,
    Recusal,
)
from maillage.governance.queries import duties
from maillage.governance.rules import Voices
from maillage.governance.tests.factories import (
    LONG_AGO,
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
    seat_person,
)
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

VALUES = {"kind": "local", "name": "Comité du Cher", "starts_on": LONG_AGO, "mission": ""}


class Table:
    """A committee of two colleges, three seats in the first and one in the second, its secretary acting."""

    def __init__(self, **told):
        with become("maintenance"):
            self.committee = make_committee(**told)
            self.user = make_user()
            make_duty(self.committee, self.user)
        self.members = [make_seat(self.committee) for _ in range(3)]
        self.concerned = make_seat(self.committee, college=1, expert=True)
        self.gathering = make_gathering(self.committee)
        self.item = make_item(self.gathering, "Louer une salle")
        self.actor = Actor(user_id=self.user.pk, label="Secrétaire")
        self.first, self.second = College.objects.filter(committee=self.committee).values_list(
            "pk", flat=True
        )

    def come(self, *occupants, guests=()):
        told = {one.pk: 90 for one in occupants}
        return gatherings.note_presences(
            by=self.actor, gathering=self.gathering, present=told, guests=list(guests)
        )

    def decide(self, kind=DecisionKind.DECIDE, item=None, first=(2, 0, 0), second=(1, 0, 0), **more):
        told = {"kind": kind, "text": "Louer la salle", "owner": "", "due_on": None, **more}
        voices = {self.first: Voices(*first), self.second: Voices(*second)}
        return decisions.record_decision(by=self.actor, item=item or self.item, values=told, voices=voices)


@pytest.fixture
def table(db):
    """Everything in it is done by the secretary."""
    with become("maintenance"):
        made = Table()
    with acting(made.actor):
        yield made


# Founding


@pytest.fixture
def animator(db):
    with become("maintenance"):
        member = make_member(Role.ANIMATOR)
    with acting(actor_of(member)) as actor:
        yield actor


def test_a_local_committee_is_born_with_its_ethics_space(animator):
    made = committees.found_committee(
        by=animator, values=VALUES, colleges=["État", "Usagers"], territories=[]
    )
    space = Committee.objects.get(parent=made)
    assert (space.kind, space.name) == ("ethics", "Espace éthique\u00a0: Comité du Cher")
    assert list(made.colleges.values_list("name", flat=True)) == ["État", "Usagers"]
    assert set(Duty.objects.filter(user_id=animator.user_id).values_list("committee", "kind")) == {
        (made.pk, "secretary"),
        (space.pk, "secretary"),
    }
    assert list(Entry.objects.filter(verb="committee_founded").values_list("object_id", flat=True))


def test_a_social_worker_founds_nothing(db):
    with become("maintenance"):
        worker = actor_of(make_member(Role.SOCIAL_WORKER))
    with acting(worker), pytest.raises(Forbidden):
        committees.found_committee(by=worker, values=VALUES, colleges=[], territories=[])


def test_a_seat_stays_when_persons_change(table):
    seat = table.members[0].seat
    new = committees.seat_somebody(
        by=table.actor,
        seat=seat,
        values={"name": "Nadia Roux", "rank": Rank.TITULAR, "starts_on": date(2024, 3, 1)},
    )
    former = Occupant.objects.get(pk=table.members[0].pk)
    assert (former.ends_on, new.ends_on, seat.occupants.count()) == (date(2024, 2, 29), None, 2)


def test_nobody_sits_from_a_day_before_the_one_they_follow(table):
    told = {"name": "Nadia Roux", "rank": Rank.TITULAR, "starts_on": LONG_AGO}
    with pytest.raises(Forbidden, match="occupe déjà"):
        committees.seat_somebody(by=table.actor, seat=table.members[0].seat, values=told)


# Quorum and votes


def test_nothing_is_decided_without_the_quorum_of_each_college(table):
    table.come(*table.members)
    with pytest.raises(Forbidden, match="Personnes concernées"):
        table.decide()
    assert Decision.objects.count() == 0
    table.come(*table.members, table.concerned)
    assert table.decide().adopted is True


def test_a_guest_makes_no_quorum_and_a_seat_counts_once(table):
    substitute = seat_person(table.members[0].seat, rank=Rank.SUBSTITUTE)
    table.come(table.members[0], substitute, table.concerned, guests=["Préfète", "Maire"])
    with pytest.raises(Forbidden, match="il manque 1 au collège"):
        table.decide()


def test_a_vacant_seat_is_not_counted(table):
    with become("maintenance"):
        Occupant.objects.filter(pk__in=[one.pk for one in table.members[1:]]).update(ends_on=date(2021, 1, 1))
    table.come(table.members[0], table.concerned)
    assert table.decide(first=(1, 0, 0)).adopted is True


def test_more_voices_than_members_present_are_refused(table):
    table.come(*table.members, table.concerned)
    with pytest.raises(Forbidden, match="4 voix pour 3 présents"):
        table.decide(first=(4, 0, 0))


def test_whoever_steps_aside_counts_neither_in_the_quorum_nor_in_the_vote(table):
    table.come(*table.members, table.concerned)
    gatherings.step_aside(by=table.actor, item=table.item, occupant=table.concerned)
    with pytest.raises(Forbidden, match="Personnes concernées"):
        table.decide(second=(0, 0, 0))


def test_one_against_stops_a_consensus(table):
    table.come(*table.members, table.concerned)
    made = table.decide(first=(2, 1, 0))
    assert made.adopted is False
    assert list(made.tallies.values_list("present", "in_favour", "against", "abstained")) == [
        (3, 2, 1, 0),
        (1, 1, 0, 0),
    ]


def test_the_same_point_is_decided_once(table):
    table.come(*table.members, table.concerned)
    table.decide()
    with pytest.raises(Forbidden, match="a déjà sa décision"):
        table.decide()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_record_the_same_vote_one_row():
    with become("maintenance"):
        table = Table()
    with acting(table.actor):
        table.come(*table.members, table.concerned)

    def record(_):
        try:
            with acting(table.actor):
                return table.decide().pk
        except Forbidden as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        answers = list(clerks.map(record, range(2)))
    with become("maintenance"):
        assert Decision.objects.count() == 1
    assert sorted(isinstance(one, int) for one in answers) == [False, True]


# Tracks, the end of a sitting, what is owed


def test_an_open_track_comes_back_until_it_is_ended(table):
    track = table.decide(DecisionKind.TRACK, owner="DRJSCS")
    told = {"title": "Suivante", "place": "Bourges"}
    later = timezone.now() + timedelta(days=30)
    told |= {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    plan = {"by": table.actor, "committee": table.committee, "values": told}
    second = gatherings.plan_gathering(**plan)
    assert list(second.items.values_list("track", flat=True)) == [track.pk]
    decisions.end_decision(by=table.actor, decision=track, ending=Ending.DONE, note="", on=date.today())
    assert gatherings.plan_gathering(**plan).items.count() == 0


def test_a_track_left_while_the_next_meeting_is_planned_joins_it(table):
    later = make_gathering(table.committee, timezone.now() + timedelta(days=9))
    track = table.decide(DecisionKind.TRACK)
    assert list(AgendaItem.objects.filter(gathering=later).values_list("track", flat=True)) == [track.pk]


def test_a_track_is_dropped_with_a_reason(table):
    track = table.decide(DecisionKind.TRACK)
    with pytest.raises(Forbidden, match="pourquoi"):
        decisions.end_decision(
            by=table.actor, decision=track, ending=Ending.DROPPED, note=" ", on=date.today()
        )


def test_a_closed_sitting_no_longer_changes(table):
    table.come(*table.members, table.concerned)
    decisions.close_gathering(by=table.actor, gathering=table.gathering)
    for act in (table.come, table.decide):
        with pytest.raises(Forbidden, match="close"):
            act()
    assert Presence.objects.count() == 4


def test_a_sitting_that_did_not_begin_is_not_closed(table):
    table.gathering = make_gathering(table.committee, timezone.now() + timedelta(days=1))
    table.come(*table.members)
    with pytest.raises(Forbidden, match="pas encore commencé"):
        decisions.close_gathering(by=table.actor, gathering=table.gathering)


def test_a_member_records_nothing(table):
    user = make_user()
    make_seat(table.committee, user=user)
    member = Actor(user_id=user.pk)
    with acting(member), pytest.raises(Forbidden):
        gatherings.add_item(by=member, gathering=table.gathering, values={"title": "x"})


def test_after_its_last_day_a_duty_gives_nothing(table):
    with become("maintenance"):
        Duty.objects.filter(user=table.user).update(ends_on=date.today() - timedelta(days=1))
    with pytest.raises(Forbidden):
        gatherings.add_item(by=table.actor, gathering=table.gathering, values={"title": "x"})


def test_two_coordinate_at_once_each_with_their_days(table):
    with become("maintenance"):
        one, other = make_user(), make_user()
    today = date.today()
    with become("maintenance"):
        boss = actor_of(make_member(Role.ADMINISTRATOR, table.committee.structure))
    with acting(boss):
        told = {"by": boss, "committee": table.committee, "kind": "coordinator"}
        first = committees.give_duty(user=one, starts_on=today - timedelta(days=30), **told)
        second = committees.give_duty(user=other, starts_on=today, **told)
        assert committees.give_duty(user=other, starts_on=today, **told) == second, "given twice is one"
        assert [duty.user_id for duty in duties(table.committee, today) if duty.kind == "coordinator"] == [
            one.pk,
            other.pk,
        ]
        committees.end_duty(by=boss, duty=first, last=today)
        later = [duty.user_id for duty in duties(table.committee, today + timedelta(days=1))]
    assert (one.pk in later, other.pk in later) == (False, True)
    for user in (one, other):
        actor = Actor(user_id=user.pk, label="Coordination")
        with acting(actor):
            gatherings.add_item(by=actor, gathering=table.gathering, values={"title": f"De {user.pk}"})


# Minutes


def test_two_secretaries_lose_no_word(table):
    minutes.write_minutes(by=table.actor, gathering=table.gathering, version=0, text="Un.")
    kept = minutes.write_minutes(by=table.actor, gathering=table.gathering, version=1, text="Un. Deux.")
    with pytest.raises(minutes.WrittenBetween) as told:
        minutes.write_minutes(by=table.actor, gathering=table.gathering, version=1, text="Un. Trois.")
    assert (told.value.now.text, kept.version) == ("Un. Deux.", 2)
    again = minutes.write_minutes(by=table.actor, gathering=table.gathering, version=1, text="Un. Deux.")
    assert again.version == 2


def test_minutes_are_approved_later_once_every_change_asked_for_is_answered(table):
    kept = minutes.write_minutes(by=table.actor, gathering=table.gathering, version=0, text="Dit.")
    minutes.share_minutes(by=table.actor, minutes=kept)
    asked = minutes.ask_amendment(by=table.actor, minutes=kept, passage="Dit", proposal="Dit et redit")
    with pytest.raises(Forbidden, match="séance suivante"):
        minutes.approve_minutes(by=table.actor, minutes=kept, approved_in=table.gathering)
    later = make_gathering(table.committee, timezone.now() + timedelta(days=9))
    with pytest.raises(Forbidden, match="chaque demande"):
        minutes.approve_minutes(by=table.actor, minutes=kept, approved_in=later)
    minutes.answer_amendment(by=table.actor, amendment=asked, accepted=True, answer="")
    minutes.approve_minutes(by=table.actor, minutes=kept, approved_in=later)
    approved = Minutes.objects.get()
    assert (len(approved.digest), approved.approved_in) == (64, later)
    with pytest.raises(Forbidden, match="ne change plus"):
        minutes.write_minutes(by=table.actor, gathering=table.gathering, version=1, text="autre")
    with pytest.raises(Forbidden, match="ne change plus"):
        minutes.ask_amendment(by=table.actor, minutes=approved, passage="", proposal="x")
    assert Amendment.objects.get().accepted is True


# Embargo


@given(st.dates(date(2020, 1, 1), date(2035, 12, 30)))
def test_an_embargo_holds_until_the_last_second_of_its_day_in_paris(day):
    paris = ZoneInfo("Europe/Paris")
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=paris)
    assert end_of_day(day) - last == timedelta(seconds=1)


def test_gatherings_are_cancelled_once(table):
    gatherings.cancel_gathering(by=table.actor, gathering=table.gathering, reason="grève")
    with pytest.raises(Forbidden, match="annulée"):
        gatherings.cancel_gathering(by=table.actor, gathering=table.gathering, reason="grève")
    assert Gathering.objects.get().cancelled_why == "grève"


def step_aside(table, occupant):
    with become("maintenance"):
        return Recusal.objects.create(item=table.item, gathering=table.gathering, occupant=occupant)


def test_what_comes_back_stays_under_embargo_and_out_of_sight_of_who_stepped_aside(table):
    until = timezone.now() + timedelta(days=40)
    with become("maintenance"):
        AgendaItem.objects.filter(pk=table.item.pk).update(embargo_until=until)
        table.item.refresh_from_db()
    step_aside(table, table.members[0])
    table.come(*table.members, table.concerned)
    table.decide(DecisionKind.TRACK, first=(0, 0, 0), second=(0, 0, 0))
    values = {"title": "La suite", "place": "Tours", "starts_at": timezone.now() + timedelta(days=9)}
    values["ends_at"] = values["starts_at"] + timedelta(hours=1)
    coming = gatherings.plan_gathering(by=table.actor, committee=table.committee, values=values)
    back = AgendaItem.objects.get(gathering=coming)
    assert back.embargo_until == until
    with become("maintenance"):
        assert (
            Recusal.objects.filter(item=back).values_list("occupant", flat=True).get() == table.members[0].pk
        )


def test_minutes_wait_for_the_end_of_an_embargo(table):
    with become("maintenance"):
        AgendaItem.objects.filter(pk=table.item.pk).update(embargo_until=timezone.now() + timedelta(days=40))
    written = minutes.write_minutes(by=table.actor, gathering=table.gathering, version=0, text="Dit.")
    later = make_gathering(table.committee, timezone.now() + timedelta(days=5))
    with pytest.raises(Forbidden, match="sous embargo"):
        minutes.approve_minutes(by=table.actor, minutes=written, approved_in=later)
