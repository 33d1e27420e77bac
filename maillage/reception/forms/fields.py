"""A day to come."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.web.fields import DateField


class ComingField(DateField):
    """A day to come, within two years."""

    def validate(self, value: Any) -> None:
        self.earliest = timezone.localdate()
        self.latest = self.earliest + timedelta(days=2 * 365)
        super().validate(value)
