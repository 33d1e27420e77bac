"""Every test of this context is in November 2026: the months of the law do not move under it."""

from datetime import date

import pytest

from maillage.rights.tests.factories import TODAY


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(
        "django.utils.timezone.localdate", lambda *args: date(TODAY.year, TODAY.month, TODAY.day)
    )
