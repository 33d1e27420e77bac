"""A question that is due: the referent is reminded by a link, a colleague is told by name, once each, of nobody."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.audit.models import Entry
from maillage.people.models import Attachment
from maillage.people.tests.factories import attach, make_person
from maillage.support.actions.question_reminders import Followed, follow_questions
from maillage.support.models import Act, DirectQuestion
from maillage.support.queries.questions import link_of
from maillage.support.tests.factories import make_question, make_referent
from tests.plugin import become

pytestmark = pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def town():
    with become("maintenance"):
        worker = make_member()
        leader = make_member(Role.TEAM_LEADER, worker.structure)
        someone = make_person()
        attach(worker, someone)
    return worker, leader, someone


def test_each_is_followed_once_and_says_nothing_of_her(town):
    worker, leader, someone = town
    with become("maintenance"):
        late = make_question(someone, worker, due_on=YESTERDAY, escalate_to_id=leader.user_id, subject="AAH")
        make_question(someone, worker, due_on=TODAY)
        make_question(someone, worker, due_on=TODAY + timedelta(days=1))
        make_question(someone, worker, due_on=YESTERDAY, state="answered", ended_on=TODAY)
        make_question(someone, worker, due_on=YESTERDAY, referent=make_referent(email=""))
    outs = [StringIO(), StringIO()]
    for out in outs:
        call_command("follow_questions", stdout=out)
    assert [out.getvalue().split(" Non")[0] for out in outs] == [
        "Référents relancés : 2. Retards signalés : 1.",
        "Référents relancés : 0. Retards signalés : 0.",
    ]
    to_referents = [one for one in mail.outbox if one.to == ["partenaires@caf.example"]]
    (told,) = [one for one in mail.outbox if one.to == [leader.user.email]]
    assert (len(to_referents), len(mail.outbox)) == (2, 3)
    assert str(worker.user) in told.body
    for sent in mail.outbox:
        for secret in ("Samira", "BENALI", "Benali", "AAH", "S. B.", str(someone.pk)):
            assert secret not in sent.subject + sent.body
    tokens = {one.body.split("/question/")[1].split("/")[0] for one in to_referents}
    assert late.link in {link_of(token) for token in tokens}
    with become("maintenance"):
        line = Act.objects.get()
        assert (line.what, line.outcome) == (
            f"Réponse en retard\u00a0: {late.asked_of}",
            f"signalé à {leader.user}",
        )
        assert Entry.objects.filter(verb="question_reminded").count() == 2


def test_nobody_follows_her_any_more_and_nothing_leaves(town):
    worker, _, someone = town
    with become("maintenance"):
        make_question(someone, worker, due_on=YESTERDAY)
        Attachment.objects.update(ended_at=timezone.now())
    assert follow_questions() == Followed(failed=1)
    assert mail.outbox == []


def test_a_mail_that_does_not_leave_marks_nothing(town, settings):
    worker, leader, someone = town
    settings.MAILLAGE_SENDERS = {"email": "maillage.nowhere.Sender"}
    with become("maintenance"):
        make_question(someone, worker, due_on=YESTERDAY, escalate_to_id=leader.user_id)
    assert follow_questions() == Followed(failed=1)
    with become("maintenance"):
        row = DirectQuestion.objects.get()
        assert (row.reminded_at, row.escalated_at) == (None, None)
        assert not Act.objects.exists()
