"""From the folder to the answer: what is filled, agreed to, sent, received, decided; who may, and what the clock says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.referrals.actions import answering, drafting, sending
from maillage.referrals.actions.answering import Piece
from maillage.referrals.enums import Outcome, Provider, Reason, RequestState
from maillage.referrals.models import MissingPiece, ReferralSection, SchemeRequest, SentSection
from maillage.referrals.queries import referrals as queries
from maillage.referrals.queries.observed import observed
from maillage.referrals.tests.factories import agreed, begun, request_of, sent
from maillage.schemes.enums import Section
from maillage.support.models import Act
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_one_document_serves_several_schemes_with_the_parts_they_need_together(town):
    referral = begun(town, town.fund, town.transitional)
    with acting(town.worker):
        codes = [one.code for one in queries.sections_of(town.worker, referral)]
    wanted = set(town.fund.sections) | set(town.transitional.sections)
    assert codes == [one for one in Section.values if one in wanted]


def test_what_the_folder_knows_is_written_and_counted(town):
    referral = begun(town)
    with acting(town.worker):
        parts = {one.code: one for one in queries.sections_of(town.worker, referral)}
        counted = queries.reused(parts.values())
    assert parts["identity"].values["name"] == town.samira.full_name
    assert parts["identity"].known == sorted(parts["identity"].values)
    assert counted.known == sum(len(one.values) for one in parts.values())
    assert counted.total > counted.known > 0


def test_a_field_that_is_changed_is_no_longer_said_to_be_known(town):
    referral = begun(town)
    with acting(town.worker):
        part = ReferralSection.objects.get(referral=referral, code="identity")
        values = {**part.values, "name": "Samira B."}
        drafting.write_section(by=town.worker, section=part, version=1, values=values)
        again = ReferralSection.objects.get(pk=part.pk)
    assert again.values["name"] == "Samira B."
    assert "name" not in again.known
    assert "birth_date" in again.known


def test_two_who_write_the_same_part_lose_no_word(town):
    referral = begun(town)
    with acting(town.worker):
        part = ReferralSection.objects.get(referral=referral, code="request")
        drafting.write_section(by=town.worker, section=part, version=1, values={"what": "Un toit"})
    with acting(town.mate), pytest.raises(Forbidden) as refusal:
        drafting.write_section(by=town.mate, section=part, version=1, values={"what": "Autre chose"})
    assert refusal.value.reason == drafting.CHANGED


def test_nothing_leaves_without_the_person(town):
    request = request_of(town, begun(town))
    with acting(town.worker), pytest.raises(Forbidden) as refusal:
        sending.send(by=town.worker, request=request, version=request.version)
    assert refusal.value.reason == sending.NOT_AGREED


def test_what_changed_after_the_agreement_does_not_leave(town):
    request = agreed(town)
    with acting(town.worker):
        part = ReferralSection.objects.get(referral=request.referral, code="request")
        drafting.write_section(by=town.worker, section=part, version=1, values={"what": "Plus que dit"})
        with pytest.raises(Forbidden) as refusal:
            sending.send(by=town.worker, request=request, version=request.version)
    assert refusal.value.reason == sending.CHANGED_SINCE


def test_a_scheme_that_closed_in_between_receives_nothing(town):
    request = agreed(town)
    with become("maintenance"):
        type(town.fund).objects.filter(pk=town.fund.pk).update(ends_on=TODAY() - timedelta(days=1))
    with acting(town.worker), pytest.raises(Forbidden):
        sending.send(by=town.worker, request=request, version=request.version)


@pytest.mark.parametrize("kept_back", [[], ["charges"], ["resources", "charges"]])
def test_a_scheme_receives_what_it_needs_and_what_is_agreed_to(town, kept_back):
    parts = [one for one in town.fund.sections if one not in kept_back]
    request = sent(town, parts=parts)
    with acting(town.officer):
        assert {one.code for one in SentSection.objects.all()} == set(parts)
        assert {one.code for one in queries.sent_sections(town.officer, request)} == set(parts)
    with acting(town.shelter):
        assert not SchemeRequest.objects.exists()
        assert not SentSection.objects.exists()


def test_the_view_closes_when_the_agreement_is_taken_back_and_the_fact_stays(town):
    request = sent(town)
    with acting(town.person):
        sending.withdraw(by=town.person, request=request, version=request.version)
    with acting(town.officer):
        assert not SentSection.objects.exists()
        assert SchemeRequest.objects.get().state == RequestState.WITHDRAWN
        with pytest.raises(Forbidden):
            answering.acknowledge(by=town.officer, request=request, version=request.version + 1, on=TODAY())


def test_the_promise_counts_from_the_receipt_and_stops_while_papers_are_awaited(town):
    request, today = sent(town), TODAY()
    with acting(town.officer):
        request = answering.acknowledge(by=town.officer, request=request, version=request.version, on=today)
        due = request.due_on
        pieces = [Piece("Le bail", Provider.PERSON, "Une photo suffit")]
        request = answering.ask_missing(
            by=town.officer, request=request, version=request.version, on=today,
            complete_by=today + timedelta(days=15), pieces=pieces,
        )  # fmt: skip
        assert request.due_on == due + timedelta(days=15)
    with acting(town.person):
        piece = MissingPiece.objects.get()
        answering.give_piece(by=town.person, piece=piece, on=today)
    with acting(town.officer):
        request = answering.complete(
            by=town.officer, request=request, version=request.version, on=today + timedelta(days=5)
        )
    assert request.due_on == due + timedelta(days=5)
    assert request.state == RequestState.COMPLETE


def test_a_promise_from_the_complete_file_starts_again_with_the_last_paper(town):
    """Until papers are asked for, the file is taken to be complete."""
    request, today = sent(town, town.transitional), TODAY()
    with acting(town.shelter):
        told = {"by": town.shelter}
        request = answering.acknowledge(request=request, version=request.version, on=today, **told)
        assert request.due_on == today + timedelta(days=30)
        asked = {"on": today, "complete_by": today + timedelta(days=9), "pieces": []}
        request = answering.ask_missing(request=request, version=request.version, **asked, **told)
        assert request.due_on is None
        later = today + timedelta(days=3)
        request = answering.complete(request=request, version=request.version, on=later, **told)
    assert request.due_on == later + timedelta(days=30)


def test_a_refusal_gives_its_reason_the_way_of_appeal_and_what_comes_next(town):
    request, today = sent(town), TODAY()
    told = {"by": town.officer, "on": today, "outcome": Outcome.REFUSED}
    with acting(town.officer):
        for lacking in ({}, {"reason": Reason.BUDGET}, {"next_step": "Le CCAS"}):
            with pytest.raises(ValidationError):
                answering.decide(request=request, version=request.version, **told, **lacking)
        said = {"reason": Reason.BUDGET, "next_step": "Le CCAS reçoit le mardi."}
        request = answering.decide(request=request, version=request.version, **told, **said)
    assert request.state == RequestState.REFUSED
    assert request.contest_by > today + timedelta(days=55)
    assert request.decided_by == "Fonds de solidarité"


def test_two_answers_at_once_the_second_is_told(town):
    request = sent(town)
    told = {"by": town.officer, "request": request, "version": request.version, "on": TODAY()}
    with acting(town.officer):
        answering.decide(outcome=Outcome.ACCEPTED, **told)
        with pytest.raises(Forbidden):
            answering.decide(outcome=Outcome.ACCEPTED, **told)


def test_the_path_says_that_it_was_sent_and_never_what(town):
    sent(town)
    with acting(town.worker):
        assert [one.what for one in Act.objects.filter(kind="request")] == ["Demande envoyée à un dispositif"]


def test_the_observed_delay_is_told_from_five_answers(town):
    with become("maintenance"):
        for days in (2, 4, 6, 8):
            _answered(town, days)
        assert observed([town.fund.pk]) == {}
        _answered(town, 10)
        assert "6\u00a0jours" in observed([town.fund.pk])[town.fund.pk]


def _answered(town, days):
    referral = begun(town)
    request = request_of(town, referral)
    received = date.today() - timedelta(days=30)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=request.pk).update(
            state="accepted", agreed=["identity"], agreed_at=timezone.now(), way="self", sent_at=timezone.now(),
            received_on=received, decided_on=received + timedelta(days=days), outcome="accepted",
        )  # fmt: skip
