"""A questionnaire long over: who was asked is forgotten, then who signed; what was counted stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.accounts.tests.factories import make_user
from maillage.consultations.actions import invitations
from maillage.consultations.models import Invitation, Response
from maillage.consultations.tests.factories import (
    link,
    make_invitation,
    make_questionnaire,
    make_response,
    touraine,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db


def closed_for(days):
    """Two were asked, of whom one signed an answer."""
    ended = timedelta(days=-days)
    row = make_questionnaire(
        open_for=ended, opens_at=timezone.now() + ended - timedelta(days=9), anonymous=False
    )
    with become("maintenance"):
        user, place = make_user(), touraine()
    asked = make_invitation(row, name="Awa Diop", territory=place, answered=True)
    make_invitation(row, user=user, territory=place)
    make_response(row, invitation=asked, name="Awa Diop", channel="link")
    return row, asked


@pytest.mark.parametrize(("days", "asked", "signed"), [(80, 2, 1), (95, 0, 1), (700, 0, 1), (740, 0, 0)])
def test_who_was_asked_then_who_signed_is_forgotten(client, days, asked, signed):
    row, one = closed_for(days)
    address = link(one)
    for _ in range(2):
        invitations.forget()
    with become("maintenance"):
        rows = Invitation.objects.filter(questionnaire=row)
        assert rows.exclude(email="").count() == asked
        assert rows.filter(name="Awa Diop").count() == bool(asked)
        assert rows.filter(user__isnull=False).count() == bool(asked)
        assert (rows.filter(territory__code="37").count(), rows.filter(answered=True).count()) == (2, 1)
        assert Response.objects.filter(questionnaire=row).exclude(name="").count() == signed
    assert client.get(address).status_code == (200 if asked else 404)


def test_an_open_questionnaire_forgets_nobody():
    row, _ = closed_for(-3)
    invitations.forget()
    with become("maintenance"):
        assert Invitation.objects.filter(questionnaire=row).exclude(email="").count() == 2
