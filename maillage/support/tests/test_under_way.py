"""A person's page leads to what is under way, in as many queries whatever there is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.support.tests.factories import make_appointment, make_promise
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_the_next_meetings_and_what_is_late_lead_to_their_pages(town):
    with become("maintenance"):
        make_appointment(town.samira, town.worker, timezone.now() + timedelta(days=1))
        make_promise(town.samira, town.worker, TODAY - timedelta(days=1))
    page = client_of(town.worker).get(reverse("people:person", args=[town.samira.pk])).content.decode()
    assert "MDS, bureau 3" in page
    assert "Rappeler la CAF" in page
    assert "En retard." in page
    for name in ("goals", "appointments", "promises", "documents"):
        assert reverse(f"support:{name}", args=[town.samira.pk]) in page


def test_only_those_who_follow_her_are_led_to_what_they_may_read(town):
    with become("maintenance"):
        overseer = make_member(Role.RIGHTS_LEAD, town.here)
    for member, led in ((town.partner, True), (overseer, False)):
        page = client_of(member).get(reverse("people:person", args=[town.samira.pk])).content.decode()
        for name in ("goals", "documents"):
            assert (reverse(f"support:{name}", args=[town.samira.pk]) in page) is led
        assert reverse("support:promises", args=[town.samira.pk]) in page


def test_more_under_way_takes_no_more_queries(town):
    client, url = client_of(town.worker), reverse("people:person", args=[town.samira.pk])

    def more():
        mate = make_member(structure=town.here)
        make_appointment(town.samira, mate, timezone.now() + timedelta(days=1))
        make_promise(town.samira, mate, TODAY)

    with become("maintenance"):
        more()
    few = count_queries(client, url)
    with become("maintenance"):
        more()
        more()
    assert count_queries(client, url) == few
