"""A commission from its agenda to its decisions: who is on it, who reads what and until when, what is decided once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.governance.actions import decisions, gatherings, minutes
from maillage.governance.models import Gathering, Minutes, Occupant, Presence
from maillage.governance.tests.factories import make_gathering, make_seat
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of
from maillage.referrals.actions import answering, deciding, sending
from maillage.referrals.actions import cases as actions
from maillage.referrals.actions.deciding import Ruling
from maillage.referrals.enums import CaseState, HearingWay, Outcome, Reason, RequestState
from maillage.referrals.models import Case, Event, SchemeRequest, SentSection
from maillage.referrals.queries import cases as queries
from maillage.referrals.rules.cases import SIGN_FIRST
from maillage.referrals.tests.commission import (
    cases_of,
    chosen,
    filled,
    make_commission,
    make_sitting,
    received,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
REFUSED = Ruling(Outcome.REFUSED, Reason.NO_PLACE, "Tout est occupé.", "Rappelez le 115 ce soir.")
ACCEPTED = Ruling(Outcome.ACCEPTED)


@pytest.fixture
def commission(town):
    return make_commission(town)


def decide(commission, sitting, rows, ruling=ACCEPTED):
    with acting(commission.keeper) as by:
        return deciding.decide(by=by, gathering=sitting, chosen=chosen(rows), ruling=ruling)


def read_by(actor):
    """Codes of the parts that PostgreSQL shows."""
    with acting(actor):
        return set(SentSection.objects.values_list("code", flat=True))


def test_the_agenda_is_filled_once_the_oldest_due_first(town, commission):
    rows = received(town, 3)
    with become("maintenance"):
        for days, one in zip((5, -2, 9), rows, strict=True):
            due = timezone.localdate() + timedelta(days=days)
            SchemeRequest.objects.filter(pk=one.pk).update(due_on=due)
    sitting = make_sitting(commission)
    with acting(commission.keeper) as by:
        assert actions.fill(by=by, gathering=sitting) == 3
        assert actions.fill(by=by, gathering=sitting) == 0
        found = queries.lines(by, sitting)
    assert [one.case.request_id for one in found] == [rows[1].pk, rows[0].pk, rows[2].pk]
    assert [one.request.is_late(timezone.localdate()) for one in found] == [True, False, False]


def test_members_have_initials_and_the_parts_agreed_to_without_how_to_reach_the_person(town, commission):
    sitting = filled(town, commission)
    parts = set(town.transitional.sections)
    assert read_by(commission.keeper) == parts
    assert read_by(commission.first) == parts - {"identity", "contact"}
    with acting(commission.first) as by:
        (line,) = queries.lines(by, sitting)
        assert line.name.startswith("N. A. E. 0.")


def test_a_seat_gives_nothing_before_the_undertaking(town, commission):
    filled(town, commission, signed=("keeper",))
    assert read_by(commission.first) == set()
    with acting(commission.first):
        assert not Case.objects.exists()
        assert not SchemeRequest.objects.exists()


def test_the_sheet_closes_when_the_record_is_approved(town, commission):
    sitting = filled(town, commission)
    decide(commission, sitting, cases_of(sitting))
    later = make_gathering(commission.committee, timezone.now() + timedelta(days=30))
    with acting(commission.keeper) as by:
        decisions.close_gathering(by=by, gathering=sitting)
        written = minutes.write_minutes(by=by, gathering=sitting, version=0, text="Tout est dit.")
        assert read_by(commission.first)
    with acting(commission.keeper) as by:
        minutes.approve_minutes(by=by, minutes=Minutes.objects.get(pk=written.pk), approved_in=later)
    assert read_by(commission.first) == read_by(commission.keeper) == set()
    with acting(commission.keeper) as by:
        (line,) = queries.lines(by, sitting)
    assert (line.request, line.brief, line.case.outcome) == (None, None, Outcome.ACCEPTED)


def test_an_agreement_taken_back_closes_the_sheet_and_the_agenda_says_so(town, commission):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    with acting(town.worker) as by:
        sending.withdraw(by=by, request=case.request, version=case.request.version)
    assert read_by(commission.first) == read_by(commission.keeper) == set()
    with acting(commission.keeper) as by:
        (line,) = queries.lines(by, sitting)
        assert not line.waits
        assert line.request is None
    with pytest.raises(Forbidden):
        decide(commission, sitting, [case])


@pytest.mark.parametrize("who", ["first", "keeper"])
def test_whoever_steps_aside_sees_nothing_more_of_it_at_any_sitting(town, commission, who):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    with acting(getattr(commission, who)) as by:
        actions.step_aside(by=by, case=case)
        assert not Case.objects.exists()
        assert not SchemeRequest.objects.exists()
        assert not SentSection.objects.exists()
    other = "keeper" if who == "first" else "first"
    assert read_by(getattr(commission, other))


def test_an_officer_of_the_scheme_who_stepped_aside_no_longer_reads_it_in_their_inbox(town, commission):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    assert read_by(town.shelter)
    with become("maintenance"):
        told = {"request": case.request, "person_id": case.person_id, "structure_id": case.structure_id}
        actions.CaseRecusal.objects.create(gathering=sitting, user_id=town.shelter.user_id, **told)
    assert read_by(town.shelter) == set()
    assert read_by(town.worker)


def test_a_decision_is_the_requests_own_told_by_the_commission(town, commission):
    sitting = filled(town, commission)
    (case,) = decide(commission, sitting, cases_of(sitting), REFUSED)
    with become("maintenance"):
        request = SchemeRequest.objects.get(pk=case.request_id)
        event = Event.objects.filter(request=request).latest("recorded_at")
        case.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.REFUSED, Reason.NO_PLACE)
    assert request.decided_by == commission.committee.name
    assert (event.kind, event.by_label) == ("decided", commission.committee.name)
    assert (case.state, case.outcome, case.reason) == (CaseState.DECIDED, Outcome.REFUSED, Reason.NO_PLACE)


def test_several_are_decided_the_same_way_with_one_reason(town, commission):
    sitting = filled(town, commission, 4)
    decide(commission, sitting, cases_of(sitting)[:3], REFUSED)
    with become("maintenance"):
        states = [one.request.state for one in Case.objects.select_related("request").order_by("rank")]
    assert states == ["refused"] * 3 + ["received"]


def test_ranks_of_a_batch_follow_one_another(town, commission):
    sitting = filled(town, commission, 3)
    ruling = Ruling(Outcome.WAITING, rank=4, rank_means="Trois mois environ.")
    decide(commission, sitting, cases_of(sitting), ruling)
    with become("maintenance"):
        assert [one.request.rank for one in cases_of(sitting)] == [4, 5, 6]


def test_of_a_batch_all_are_decided_or_none(town, commission):
    sitting = filled(town, commission, 3)
    rows = cases_of(sitting)
    decide(commission, sitting, rows[1:2])
    with pytest.raises(Forbidden) as refusal:
        decide(commission, sitting, rows, REFUSED)
    assert refusal.value.reason == deciding.TAKEN.format(2)
    assert [one.state for one in cases_of(sitting)] == ["listed", "decided", "listed"]


def test_a_request_that_changed_since_it_was_read_is_told(town, commission):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    with acting(town.shelter) as by:
        told = {"on": timezone.localdate(), "request": case.request, "version": case.request.version}
        answering.complete(by=by, **told)
    with pytest.raises(Forbidden) as refusal:
        decide(commission, sitting, [case])
    assert refusal.value.reason.startswith("Situation 1\u00a0: Quelqu’un vient de modifier")


def test_a_refusal_without_what_comes_next_is_refused(town, commission):
    sitting = filled(town, commission)
    with pytest.raises(ValidationError):
        decide(commission, sitting, cases_of(sitting), Ruling(Outcome.REFUSED, Reason.NO_PLACE))


def test_without_a_required_college_nothing_is_decided_and_it_is_named(town, commission):
    sitting = filled(town, commission, present=(0,))
    with pytest.raises(Forbidden) as refusal:
        decide(commission, sitting, cases_of(sitting))
    assert "il manque 1 au collège «\u00a0Personnes concernées\u00a0»" in refusal.value.reason


@pytest.mark.parametrize("account", [True, False])
def test_who_stepped_aside_is_not_counted_on_another_seat_either(town, commission, account):
    """A member sits again, later, on the seat of another organisation: with an account or under the same name."""
    sitting = filled(town, commission, present=(0,))
    (case,) = cases_of(sitting)
    seat = commission.seats[1]
    with become("maintenance"):
        Occupant.objects.filter(pk=seat.pk).update(**({} if account else {"user": None}))
        seat.refresh_from_db()
    with acting(commission.keeper) as by:
        actions.step_aside(by=by, case=case, occupant=seat)
    with become("maintenance"):
        Occupant.objects.filter(pk=seat.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    again = make_seat(commission.committee, 1, seat.user, name=f" {seat.name.upper()}")
    with become("maintenance"):
        Presence.objects.create(gathering=sitting, occupant=again, name=again.name, minutes=60)
    with pytest.raises(Forbidden) as refusal:
        decide(commission, sitting, [case])
    assert "il manque 1" in refusal.value.reason


def test_each_case_has_its_rank_and_who_keeps_nothing_is_given_none(town, commission):
    sitting = filled(town, commission, 2)
    first, second = cases_of(sitting)
    assert (first.rank, second.rank) == (1, 2)
    with acting(commission.keeper):
        assert value_of("next_case_rank(%s::bigint)", sitting.pk) == 3
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=second.pk).update(rank=1)
    for name in ("first", "second"):
        with acting(getattr(commission, name)):
            assert value_of("next_case_rank(%s::bigint)", sitting.pk) is None


def test_whoever_stepped_aside_is_not_counted_for_that_case_alone(town, commission):
    sitting = filled(town, commission, 2)
    rows = cases_of(sitting)
    with acting(commission.second) as by:
        actions.step_aside(by=by, case=rows[0])
    with pytest.raises(Forbidden):
        decide(commission, sitting, rows[:1])
    assert len(decide(commission, sitting, rows[1:])) == 1


@pytest.mark.parametrize(
    ("hindrance", "said"),
    [
        ("not begun", deciding.NOT_BEGUN),
        ("unsigned", SIGN_FIRST),
        ("nobody noted", deciding.NOBODY),
        ("member", None),
    ],
)
def test_what_prevents_a_decision(town, commission, hindrance, said):
    sitting = filled(town, commission)
    who = commission.first if hindrance == "member" else commission.keeper
    with become("maintenance"):
        if hindrance == "not begun":
            soon = timezone.now() + timedelta(hours=1)
            Gathering.objects.filter(pk=sitting.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=1))
        if hindrance == "unsigned":
            actions.Undertaking.objects.filter(user_id=who.user_id).delete()
        if hindrance == "nobody noted":
            Presence.objects.filter(gathering=sitting).delete()
    with acting(who) as by, pytest.raises(Forbidden, match=said and re.escape(said)):
        deciding.decide(by=by, gathering=sitting, chosen=chosen(cases_of(sitting)), ruling=ACCEPTED)


def test_a_postponed_case_comes_back_by_itself_on_the_next_agenda(town, commission):
    sitting = filled(town, commission, 2)
    later = make_gathering(commission.committee, timezone.now() + timedelta(days=7))
    case = cases_of(sitting)[0]
    with acting(commission.keeper) as by:
        actions.take_off(by=by, case=case, state=CaseState.POSTPONED, why="Attendre le diagnostic.")
    assert [one.request_id for one in cases_of(later)] == [case.request_id]


def test_what_a_closed_sitting_left_goes_to_the_one_planned_after(town, commission):
    """Also what its keeper stepped aside from."""
    sitting = filled(town, commission, 2)
    left = cases_of(sitting)
    with acting(commission.keeper) as by:
        actions.step_aside(by=by, case=left[1])
        decisions.close_gathering(by=by, gathering=sitting)
        start = timezone.now() + timedelta(days=7)
        told = {"title": "Suite", "starts_at": start, "ends_at": start + timedelta(hours=2), "place": "Tours"}
        planned = gatherings.plan_gathering(by=by, committee=commission.committee, values=told)
    assert {one.request_id for one in cases_of(planned)} == {one.request_id for one in left}
    assert [one.state for one in cases_of(sitting)] == ["postponed"] * 2


def test_what_a_cancelled_sitting_held_waits_again(town, commission):
    sitting = filled(town, commission)
    with acting(commission.keeper) as by:
        gatherings.cancel_gathering(by=by, gathering=sitting, reason="Neige")
    assert read_by(commission.first) == set()
    again = make_sitting(commission)
    with acting(commission.keeper) as by:
        assert actions.fill(by=by, gathering=again) == 1


def test_the_person_says_how_they_want_to_be_heard_and_the_commission_reads_it(town, commission):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    with acting(town.worker) as by:
        actions.hear(by=by, request=case.request, way=HearingWay.ATTEND)
        actions.hear(
            by=by, request=case.request, way=HearingWay.WORDS, words="Je veux rester près de l’école."
        )
    with acting(commission.first) as by:
        (line,) = queries.lines(by, sitting)
        assert line.hearing.words == "Je veux rester près de l’école."
    decide(commission, sitting, [case])
    with acting(town.worker) as by, pytest.raises(Forbidden):
        actions.hear(by=by, request=case.request, way=HearingWay.NONE)
