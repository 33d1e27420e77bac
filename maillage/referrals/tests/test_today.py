"""« Aujourd’hui »: what is late, incomplete, answered, for whoever follows; what is due, for whoever instructs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.permissions.context import acting
from maillage.referrals.models import SchemeRequest
from maillage.referrals.queries.today import answers_due, followed
from maillage.referrals.tests.factories import sent
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def aged(town, **columns):
    request = sent(town)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=request.pk).update(**columns)


def test_each_reads_their_own_numbers(town):
    day = TODAY()
    aged(town, state="received", received_on=day, due_on=day - timedelta(days=1))
    aged(town, state="incomplete", received_on=day, due_on=day + timedelta(days=7))
    aged(town, state="complete", received_on=day, due_on=day + timedelta(days=8))
    aged(town, state="accepted", outcome="accepted", decided_on=day - timedelta(days=14))
    aged(town, state="accepted", outcome="accepted", decided_on=day - timedelta(days=15))
    aged(town)
    with acting(town.worker):
        assert [count for _, count in followed(town.worker, day)] == [1, 1, 1, 0]
        assert answers_due(town.worker, day) == []
    with acting(town.mate):
        assert [count for _, count in followed(town.mate, day)] == [0, 0, 0, 0]
    with acting(town.officer):
        assert [count for _, count in answers_due(town.officer, day)] == [1, 1, 1]
        assert followed(town.officer, day) == []
    with acting(town.shelter):
        assert [count for _, count in answers_due(town.shelter, day)] == [0, 0, 0]


@pytest.mark.parametrize("name", ["worker", "officer"])
def test_the_page_costs_the_same_with_one_and_three(town, name, django_assert_max_num_queries):
    client, costs, day = client_of(town.members[name]), [], TODAY()
    client.get("/")
    for _ in range(3):
        aged(town, state="received", received_on=day, due_on=day - timedelta(days=1))
        with django_assert_max_num_queries(90) as captured:
            page = client.get("/").content.decode()
        costs.append(len(captured))
    assert costs[0] == costs[2]
    assert "en retard" in page
