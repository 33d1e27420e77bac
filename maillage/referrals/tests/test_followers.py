"""A worker leaves, or follows the person no more: whoever follows them now finds what is owed, and is written to."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.models import Membership, User
from maillage.accounts.tests.factories import client_of
from maillage.people.models import Attachment, Channel
from maillage.permissions.context import acting
from maillage.referrals.actions import place_answers
from maillage.referrals.actions.lateness import follow_requests
from maillage.referrals.actions.telling import tell_answered, tell_proposed
from maillage.referrals.models import SchemeRequest
from maillage.referrals.queries import referrals as queries
from maillage.referrals.queries.today import followed
from maillage.referrals.tests.factories import sent
from maillage.referrals.tests.place_factories import offered
from maillage.support.models import Accompaniment
from maillage.web.wording import day
from tests.plugin import become

pytestmark = pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
TODAY = timezone.localdate


def follows_no_more(town):
    Attachment.objects.filter(worker_id=town.worker.user_id).update(ended_at=timezone.now())


def leaves_the_structure(town):
    rows = Membership.objects.filter(user_id=town.worker.user_id)
    rows.update(since=TODAY() - timedelta(days=9), until=TODAY() - timedelta(days=1))


def has_no_account_any_more(town):
    User.objects.filter(pk=town.worker.user_id).update(is_active=False)


DEPARTURES = [follows_no_more, leaves_the_structure, has_no_account_any_more]


def late_request(town):
    request = sent(town)
    with become("maintenance"):
        told = {"state": "received", "received_on": TODAY(), "due_on": TODAY() - timedelta(days=1)}
        SchemeRequest.objects.filter(pk=request.pk).update(**told)
    return request


def mine(actor):
    with acting(actor):
        return [one.pk for one in queries.mine(actor)]


def late_of(actor):
    with acting(actor):
        return dict(followed(actor, TODAY())).get("Réponses de dispositifs en retard", 0)


@pytest.mark.parametrize("leaves", DEPARTURES)
def test_who_follows_her_now_finds_what_is_owed(town, leaves):
    request = late_request(town)
    assert (mine(town.worker), mine(town.mate), late_of(town.mate)) == ([request.pk], [], 0)
    with become("maintenance"):
        leaves(town)
    assert (mine(town.mate), late_of(town.mate)) == ([request.pk], 1)
    assert mine(town.colleague) == mine(town.stranger) == mine(town.officer) == []


def test_the_page_says_who_followed_it_before(town):
    late_request(town)
    with become("maintenance"):
        client = client_of(Membership.objects.get(user_id=town.mate.user_id))
        leaves_the_structure(town)
    page = client.get("/demandes/").content.decode()
    assert f"suivie avant vous par {town.members['worker'].user}" in page


@pytest.mark.parametrize("leaves", DEPARTURES)
def test_mails_go_to_who_stands_in(town, leaves):
    request = late_request(town)
    with become("maintenance"):
        leaves(town)
    mate = User.objects.get(pk=town.mate.user_id)
    assert tell_answered(request_id=request.pk)
    assert follow_requests().told == 1
    assert {one.to[0] for one in mail.outbox} == {mate.email, town.members["officer"].user.email}
    assert str(mate) in next(one.body for one in mail.outbox if "en retard" in one.subject)


def test_her_referent_comes_before_the_rest_of_the_team(town):
    """The one who followed her for longer would be written to otherwise."""
    request = late_request(town)
    other = User.objects.get(pk=town.colleague.user_id)
    with become("maintenance"):
        told = {"person": town.samira, "structure": town.here}
        Attachment.objects.create(worker=other, reason="relais", **told)
        Accompaniment.objects.create(
            person=town.samira, referent=other, referent_structure=town.here, lead_structure=town.here,
            referent_since=TODAY(), opened_on=TODAY(),
        )  # fmt: skip
        follows_no_more(town)
    assert tell_answered(request_id=request.pk)
    assert [one.to for one in mail.outbox] == [[other.email]]


def test_a_place_proposed_is_told_with_its_last_day_and_nothing_else(town):
    with become("maintenance"):
        Channel.objects.create(person=town.samira, kind="email", value="samira@boite.example")
    offer = offered(town)
    with become("maintenance"):
        jobs = ProcrastinateJob.objects.filter(task_name="maillage.referrals.tell_proposed")
        assert [UUID(one.args["offer"]) for one in jobs] == [offer.pk]
    assert tell_proposed(offer_id=offer.pk)
    worker, person = mail.outbox
    assert (worker.to, person.to) == ([town.members["worker"].user.email], ["samira@boite.example"])
    assert day(offer.answer_by) in worker.body
    for one in mail.outbox:
        for secret in ("Samira", "BENALI", offer.what, str(offer.place), "SIAO"):
            assert secret not in one.subject + one.body
    with acting(town.person):
        place_answers.decline(by=town.person, offer=offer, version=offer.version)
    assert tell_proposed(offer_id=offer.pk)
    assert len(mail.outbox) == 2


def test_nobody_follows_her_any_more(town):
    request = late_request(town)
    with become("maintenance"):
        Attachment.objects.update(ended_at=timezone.now())
    assert not tell_answered(request_id=request.pk)
    assert mail.outbox == []
