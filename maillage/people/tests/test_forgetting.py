"""What only counted questions is forgotten after ninety days, whoever asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.accounts.tests.factories import make_user
from maillage.people.actions.access import forget_attempts
from maillage.people.models import MatchAttempt
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])


def test_questions_about_somebody_out_of_sight_are_forgotten_after_ninety_days():
    with become("maintenance"):
        rows = {days: MatchAttempt.objects.create(user=make_user()) for days in (89, 91)}
        for days, row in rows.items():
            MatchAttempt.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))
    forget_attempts()
    with become("maintenance"):
        assert list(MatchAttempt.objects.values_list("pk", flat=True)) == [rows[89].pk]
