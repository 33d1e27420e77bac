"""A form sent again long after is no double click: that it was sent is forgotten after thirty days."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.audit.actions import forget_handled
from maillage.audit.models import HandledRequest
from tests.plugin import become

pytestmark = pytest.mark.django_db


def test_forms_already_received_are_forgotten_after_thirty_days():
    rows = {days: HandledRequest.objects.create(key=uuid4(), location="/personnes/1/") for days in (29, 31)}
    with become("maintenance"):
        for days, row in rows.items():
            HandledRequest.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))
    forget_handled()
    assert list(HandledRequest.objects.values_list("pk", flat=True)) == [rows[29].pk]
