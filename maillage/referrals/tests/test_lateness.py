"""An answer that is late is told once, by name, and of nobody; whoever instructs gets their day in numbers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure
from maillage.people.models import Attachment, Channel
from maillage.people.tests.factories import attach, make_person
from maillage.referrals.actions.lateness import Followed, follow_requests
from maillage.referrals.models import Event, Referral, SchemeRequest
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become

pytestmark = pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def town():
    with become("maintenance"):
        worker = make_member()
        leader = make_member(Role.TEAM_LEADER, worker.structure)
        officer = make_member(Role.SCHEME_OFFICER, make_structure("SIAO"))
        someone = make_person()
        attach(worker, someone)
        Channel.objects.create(person=someone, kind="email", value="samira@boite.example")
    return worker, leader, officer, someone


def made(town, due_on, state="received", **more):
    worker, _, officer, someone = town
    now = timezone.now()
    with become("maintenance"):
        told = {"person": someone, "structure": worker.structure}
        referral = Referral.objects.create(worker=worker.user, began_on=TODAY, **told)
        return SchemeRequest.objects.create(
            referral=referral, scheme=make_scheme(officer.structure), worker=worker.user, state=state, due_on=due_on,
            agreed=["identity"], agreed_at=now, way="oral", sent_at=now, received_on=TODAY, **told, **more,
        )  # fmt: skip


def test_each_is_told_once_by_name_and_of_nobody(town):
    worker, leader, officer, someone = town
    late = made(town, YESTERDAY)
    made(town, TODAY)
    made(town, YESTERDAY, "accepted", decided_on=TODAY, outcome="accepted")
    made(town, None, "sent")
    outs = [StringIO(), StringIO()]
    for out in outs:
        call_command("follow_requests", stdout=out)
    assert [out.getvalue().split(". Non")[0] for out in outs] == [
        "Retards signalés : 1. Chargés de dispositif prévenus : 1",
        "Retards signalés : 0. Chargés de dispositif prévenus : 1",
    ]
    by_address = {}
    for one in mail.outbox:
        by_address.setdefault(one.to[0], []).append(one)
    assert {key: len(rows) for key, rows in by_address.items()} == {
        worker.user.email: 1, leader.user.email: 1, "samira@boite.example": 1, officer.user.email: 2,
    }  # fmt: skip
    assert str(worker.user) in by_address[leader.user.email][0].body
    assert late.scheme.name in by_address[worker.user.email][0].body
    assert late.scheme.name not in by_address["samira@boite.example"][0].body
    counts = by_address[officer.user.email][0].body
    assert "1\u00a0réponse à recevoir" in counts
    assert "1\u00a0réponse à rendre sous sept jours" in counts
    assert "1\u00a0réponse en retard" in counts
    for sent in mail.outbox:
        for secret in ("Samira", "BENALI", "Benali", str(someone.pk)):
            assert secret not in sent.subject + sent.body
    with become("maintenance"):
        line = Event.objects.get(kind="late")
        assert line.words == f"Signalé à {leader.user}."
        assert SchemeRequest.objects.get(pk=late.pk).escalated_at is not None


def test_nobody_follows_her_any_more_and_nothing_leaves(town):
    made(town, YESTERDAY)
    with become("maintenance"):
        Attachment.objects.update(ended_at=timezone.now())
    assert follow_requests() == Followed(officers=1, failed=1)
    assert [one.to for one in mail.outbox] == [[town[2].user.email]]


def test_a_mail_that_does_not_leave_marks_nothing(town, settings):
    made(town, YESTERDAY)
    settings.MAILLAGE_SENDERS = {"email": "maillage.nowhere.Sender"}
    with pytest.raises(ImportError):
        follow_requests()
    with become("maintenance"):
        assert SchemeRequest.objects.get().escalated_at is None
        assert not Event.objects.exists()


def test_what_is_taken_back_is_late_for_nobody(town):
    made(town, YESTERDAY, "withdrawn", withdrawn_at=timezone.now())
    assert follow_requests() == Followed()
    assert mail.outbox == []
