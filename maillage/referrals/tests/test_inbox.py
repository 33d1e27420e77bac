"""What a scheme received, page by page in the order it is due, whatever its number; and how many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.people.models import Conflict
from maillage.permissions.context import acting
from maillage.referrals.enums import WITH_THEM
from maillage.referrals.models import CaseRecusal, Referral, SchemeRequest
from maillage.referrals.queries.inbox import Counts, Inbox, counts
from maillage.referrals.queries.referrals import received_requests
from maillage.referrals.tests.factories import sent
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
STATES = (*WITH_THEM, "refused")


@pytest.fixture
def received(town):
    """Thirty, of two schemes of the fund, in every state, some without a due day, many due the same day: copies of one sent."""
    model = sent(town)
    with become("maintenance"):
        kept = SchemeRequest.objects.get(pk=model.pk)
        schemes = (town.fund, make_scheme(town.there, "budget"))
        SchemeRequest.objects.filter(pk=kept.pk).update(state="withdrawn")
        for n in range(30):
            document = Referral(
                person_id=kept.person_id,
                structure_id=kept.structure_id,
                worker_id=kept.worker_id,
                began_on=TODAY(),
            )
            document.save(force_insert=True)
            kept.pk, kept.link, kept.referral, kept.scheme = uuid4(), uuid4(), document, schemes[n % 2]
            kept.state, refused = STATES[n % 5], n % 5 == 4
            kept.due_on = None if n % 7 == 0 else TODAY() + timedelta(days=n % 4 - 2)
            kept.outcome, kept.reason = ("refused", "other") if refused else ("", "")
            kept.decided_on = TODAY() if refused else None
            kept.answers = kept.sent_answers = kept.words = kept.next_step = ""
            kept.save(force_insert=True)


def expected(actor, states):
    """By the rules and a sort in Python."""
    with acting(actor):
        rows = list(received_requests(actor).filter(state__in=states))
    far = TODAY() + timedelta(days=9999)
    return [one.pk for one in sorted(rows, key=lambda one: (one.due_on or far, one.sent_at, one.pk))]


@pytest.mark.parametrize("wanted", ["", "refused"])
@pytest.mark.parametrize("size", [1, 4, 25])
def test_pages_follow_one_another_in_the_order_that_is_due(town, received, wanted, size):
    states = (wanted,) if wanted else WITH_THEM
    whole = expected(town.officer, states)
    with acting(town.officer):
        found = Inbox(town.officer, wanted)
        assert found.count() == len(whole) == (6 if wanted else 24)
        pages = [found[first : first + size] for first in range(0, len(whole), size)]
    assert [one.pk for page in pages for one in page] == whole


def test_whoever_else_finds_nothing_there(town, received):
    for name in ("worker", "shelter", "stranger", "person"):
        actor = getattr(town, name)
        with acting(actor):
            assert (Inbox(actor).count(), Inbox(actor)[0:9], counts(actor, TODAY())) == (0, [], Counts())


def test_who_stepped_aside_or_is_kept_out_counts_nothing_of_it(town, received):
    with acting(town.officer):
        before = counts(town.officer, TODAY())
        (first,) = Inbox(town.officer)[0:1]
    with become("maintenance"):
        from maillage.governance.tests.factories import make_committee, make_gathering

        told = {"person_id": first.person_id, "structure_id": first.structure_id, "request": first}
        CaseRecusal.objects.create(
            gathering=make_gathering(make_committee()), user_id=town.officer.user_id, **told
        )
    with acting(town.officer):
        after = counts(town.officer, TODAY())
        assert (after.every, after.late) == (before.every - 1, before.late - 1)
        assert first.pk not in [one.pk for one in Inbox(town.officer)[0:25]]
    with become("maintenance"):
        Conflict.objects.create(person=town.samira, agent_id=town.officer.user_id, by_id=town.worker.user_id)
    with acting(town.officer):
        assert (counts(town.officer, TODAY()), Inbox(town.officer)[0:25]) == (Counts(), [])


def test_each_number_is_that_of_the_rules(town, received):
    with acting(town.officer):
        rows = received_requests(town.officer).filter(state__in=WITH_THEM)
        due = (TODAY(), TODAY() + timedelta(days=7))
        expected = Counts(
            rows.count(), rows.filter(state="sent").count(), rows.filter(due_on__range=due).count(),
            rows.filter(due_on__lt=TODAY()).count(),
        )  # fmt: skip
        assert counts(town.officer, TODAY()) == expected
        assert min(expected.waiting, expected.due, expected.late) > 0
