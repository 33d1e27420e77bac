"""A refusal contested, a silence noted for what it is worth, a request decided anew."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.governance.tests.parity import succeeds
from maillage.people.tests.factories import enter_space
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of
from maillage.referrals.actions import answering
from maillage.referrals.actions import appeals as actions
from maillage.referrals.enums import AppealOutcome, Outcome, Reason, RequestState
from maillage.referrals.models import Appeal, SchemeRequest
from maillage.referrals.tests.factories import sent
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PRESIDENT, COURT = "président du conseil départemental", "tribunal administratif"


@pytest.fixture
def worker(town):
    return client_of(town.members["worker"])


@pytest.fixture
def person(town):
    client = Client()
    with become("maintenance"):
        enter_space(client, town.samira)
    return client


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


def refused(town):
    request = sent(town)
    with acting(town.officer):
        return answering.decide(
            by=town.officer, request=request, version=request.version, on=TODAY(), outcome=Outcome.REFUSED,
            reason=Reason.BUDGET, next_step="Le CCAS.",
        )  # fmt: skip


def lodged(town, request, by=None, **more):
    by = by or town.worker
    told = {"authority": PRESIDENT, "on": TODAY(), **more}
    with acting(by):
        return actions.lodge(by=by, request=request, version=request.version, **told)


def reread(request, by):
    with acting(by):
        return SchemeRequest.objects.get(pk=request.pk)


def late(town, silence="refused", scheme=None):
    """Sent and received long ago; the answer was due yesterday."""
    request = sent(town, scheme)
    day = TODAY() - timedelta(days=1)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=request.pk).update(
            state="received", received_on=day - timedelta(days=100), due_on=day, silence=silence,
            sent_at=timezone.now() - timedelta(days=102),
        )  # fmt: skip
    return reread(request, town.worker)


@pytest.mark.parametrize("who", ["worker", "person"])
def test_a_refusal_is_contested_by_the_person_or_with_them(town, who):
    request = refused(town)
    made = lodged(town, request, getattr(town, who), grounds="Le calcul oublie mon loyer.")
    assert made.decision_on == TODAY()
    assert made.refused_for == "les crédits sont épuisés"
    assert made.lodge_by == request.contest_by
    assert made.answer_due_on > TODAY() + timedelta(days=55)
    assert not made.against_silence
    with acting(town.worker):
        assert Appeal.objects.get().grounds == "Le calcul oublie mon loyer."


def test_a_court_owes_no_answer_by_silence(town):
    assert lodged(town, refused(town), authority=COURT).answer_due_on is None


def test_one_appeal_at_a_time(town):
    request = refused(town)
    lodged(town, request)
    again = reread(request, town.worker)
    with pytest.raises(Forbidden) as refusal:
        lodged(town, again)
    assert refusal.value.reason == actions.ALREADY


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"authority": "le roi"}, "authority"),
        ({"on": TODAY() - timedelta(days=9)}, "on"),
        ({"received_on": TODAY() - timedelta(days=1)}, "received_on"),
    ],
)
def test_an_appeal_that_cannot_be(town, wrong, field):
    request = refused(town)
    with pytest.raises(ValidationError) as refusal:
        lodged(town, request, **wrong)
    assert list(refusal.value.error_dict) == [field]


def test_what_is_not_refused_is_not_contested(town):
    with pytest.raises(Forbidden):
        lodged(town, sent(town))


def test_won_it_is_decided_anew_and_the_first_decision_stays_written(town):
    request = refused(town)
    made = lodged(town, request, shared=True)
    now = reread(request, town.officer)
    with acting(town.officer):
        told = {"outcome": AppealOutcome.WON, "on": TODAY()}
        now = actions.answer_appeal(by=town.officer, appeal=made, version=now.version, **told)
        assert (now.state, now.outcome, now.decided_on, now.contest_by) == (
            RequestState.COMPLETE,
            "",
            None,
            None,
        )
        assert now.due_on > TODAY()
        told = {"on": TODAY(), "outcome": Outcome.ACCEPTED}
        now = answering.decide(by=town.officer, request=now, version=now.version, **told)
    assert now.state == RequestState.ACCEPTED
    with acting(town.person):
        kept = Appeal.objects.get()
        assert (kept.outcome, kept.refused_for) == ("won", "les crédits sont épuisés")


def test_lost_the_next_one_is_counted_from_its_answer(town):
    request = refused(town)
    made = lodged(town, request)
    now = reread(request, town.worker)
    on = TODAY()
    with acting(town.worker):
        told = {"outcome": AppealOutcome.LOST, "on": on}
        now = actions.answer_appeal(by=town.worker, appeal=made, version=now.version, **told)
    assert now.state == RequestState.REFUSED
    assert lodged(town, now, authority=COURT).decision_on == on


def test_the_silence_of_an_appeal_is_noted_only_once_its_delay_is_over(town):
    request = refused(town)
    made = lodged(town, request)
    now = reread(request, town.worker)
    told = {"by": town.worker, "version": now.version, "outcome": AppealOutcome.SILENT, "on": TODAY()}
    with acting(town.worker), pytest.raises(Forbidden) as refusal:
        actions.answer_appeal(appeal=made, **told)
    assert refusal.value.reason == actions.NOT_YET


def test_the_person_alone_goes_on_after_an_appeal_that_nobody_answered(town, person):
    """From their phone: they note the silence, and the next appeal is theirs to lodge."""
    request = refused(town)
    made = lodged(town, request)
    version = reread(request, town.person).version
    address = url("own_appeal_silence", request.pk, made.pk)
    assert address not in person.get(url("own_request", request.pk)).content.decode()
    assert "pas écoulé" in person.post(address, {"version": version}, follow=True).content.decode()
    with become("maintenance"):
        due = TODAY() - timedelta(days=1)
        Appeal.objects.update(
            answer_due_on=due,
            lodged_on=TODAY() - timedelta(days=70),
            decision_on=TODAY() - timedelta(days=70),
        )
        SchemeRequest.objects.update(decided_on=TODAY() - timedelta(days=70))
    page = person.get(url("own_request", request.pk)).content.decode()
    assert address in page
    assert "Je ne suis pas d’accord" not in page
    stale = person.post(address, {"version": version + 1}, follow=True).content.decode()
    assert "vient de modifier cette demande" in stale
    told = person.post(address, {"version": version}, follow=True).content.decode()
    assert "Vous pouvez contester encore" in told
    assert "Je ne suis pas d’accord" in told
    with acting(town.person):
        found = Appeal.objects.get()
        assert (found.outcome, found.answered_on) == ("silent", due)
    assert lodged(town, reread(request, town.person), town.person, authority=COURT).decision_on == due


def test_of_an_appeal_answered_in_time_the_person_notes_no_silence(town):
    request = refused(town)
    made = lodged(town, request)
    version = reread(request, town.person).version
    for name in ("person", "worker", "officer"):
        with acting(getattr(town, name)):
            assert value_of("note_own_appeal_silence(%s::uuid, %s::integer)", made.pk, version) is False


def test_the_scheme_reads_the_grounds_only_when_the_person_wants_it(town):
    lodged(town, refused(town), grounds="Entre nous")
    with acting(town.officer):
        assert not Appeal.objects.exists()
    with become("maintenance"):
        Appeal.objects.update(shared=True)
    with acting(town.officer):
        assert Appeal.objects.get().grounds == "Entre nous"


@pytest.mark.parametrize("who", ["worker", "person"])
@pytest.mark.parametrize(("worth", "state"), [("refused", "refused"), ("granted", "accepted")])
def test_silence_is_worth_what_the_text_says_from_the_day_it_was_due(town, who, worth, state):
    request, by = late(town, worth), getattr(town, who)
    with acting(by):
        actions.note_silence(by=by, request=request, version=request.version)
        now = SchemeRequest.objects.get(pk=request.pk)
        next_step = now.next_step
    assert (now.state, now.decided_on, now.decided_by) == (state, request.due_on, "silence")
    assert bool(now.contest_by) == bool(next_step) == (worth == "refused")
    assert now.reason == ("silence" if worth == "refused" else "")
    if worth == "refused":
        assert lodged(town, now, by).against_silence


@pytest.mark.parametrize("who", ["worker", "person"])
def test_a_promise_sooner_than_the_law_is_late_and_not_yet_an_answer(town, who):
    """Five days promised: on the sixth it is late; silence is worth a refusal after two months."""
    request, by = late(town), getattr(town, who)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=request.pk).update(received_on=TODAY() - timedelta(days=10))
    with acting(by), pytest.raises(Forbidden) as refusal:
        actions.note_silence(by=by, request=request, version=request.version)
    assert refusal.value.reason == actions.NOT_YET
    with acting(town.person):
        call = "note_own_silence(%s::uuid, %s::integer, %s::date, %s::bytea)"
        assert value_of(call, request.pk, request.version, TODAY(), b"") is False


@pytest.mark.parametrize("who", ["worker", "person"])
def test_a_silence_that_means_nothing_is_not_a_refusal(town, who):
    request, by = late(town, "nothing"), getattr(town, who)
    with acting(by), pytest.raises(Forbidden) as refusal:
        actions.note_silence(by=by, request=request, version=request.version)
    assert refusal.value.reason == actions.WORTH_NOTHING


def test_before_the_day_silence_means_nothing_yet(town):
    request = sent(town)
    with acting(town.officer):
        request = answering.acknowledge(by=town.officer, request=request, version=request.version, on=TODAY())
    with acting(town.worker), pytest.raises(Forbidden) as refusal:
        actions.note_silence(by=town.worker, request=request, version=request.version)
    assert refusal.value.reason == actions.NOT_YET


def test_postgresql_too_refuses_that_the_person_decides(town):
    """The function alone notes a silence; it checks the day by itself."""
    request = late(town)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=request.pk).update(due_on=TODAY())
    with acting(town.person):
        told = (request.pk, request.version, TODAY(), b"")
        call = "note_own_silence(%s::uuid, %s::integer, %s::date, %s::bytea)"
        assert value_of(call, *told) is False


def test_from_the_person_s_phone(town, person, worker):
    request = late(town)
    page = person.get(url("own_request", request.pk)).content.decode()
    assert "Ils n’ont pas répondu à temps" in page
    answer = person.post(url("own_note_silence", request.pk), {"version": request.version})
    assert answer.status_code == 302
    page = person.get(url("own_request", request.pk)).content.decode()
    assert "Je ne suis pas d’accord" in page
    version = reread(request, town.person).version
    told = {"version": version, "on": f"{TODAY():%d/%m/%Y}", "grounds": "Je n’ai rien reçu"}
    refusal = person.post(url("own_lodge", request.pk), told)
    assert refusal.status_code == 422
    assert "Je n’ai rien reçu" in refusal.content.decode()
    answer = person.post(url("own_lodge", request.pk), told | {"authority": PRESIDENT})
    assert answer.status_code == 302, answer.content.decode()
    with acting(town.person):
        made = Appeal.objects.get()
    for client, name in ((person, "own_appeal_letter"), (worker, "appeal_letter")):
        letter = client.get(url(name, request.pk, made.pk))
        assert (letter.status_code, letter["Content-Type"]) == (200, "application/pdf")
    answered = worker.post(
        url("answer_appeal", request.pk, made.pk),
        {"version": version + 1, "on": f"{TODAY():%d/%m/%Y}", "outcome": "won"},
    )
    assert answered.status_code == 302, answered.content.decode()
    assert "accepté" in person.get(url("own_request", request.pk)).content.decode().lower()


@pytest.mark.parametrize("name", ["worker", "mate", "colleague", "officer", "shelter", "stranger", "person"])
def test_nobody_rewrites_what_was_contested(town, name):
    made = lodged(town, refused(town), grounds="Mes mots", shared=True)
    with acting(getattr(town, name)):
        rows = Appeal.objects.filter(pk=made.pk)
        assert not succeeds(rows.update, authority="un autre")
        assert succeeds(rows.update, outcome="lost", answered_on=TODAY()) == (
            name in ("worker", "mate", "officer")
        )
