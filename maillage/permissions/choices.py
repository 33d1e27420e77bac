from typing import Any

from django.db.models import TextChoices


class Choices(TextChoices):
    """A small closed list. A field takes `choices=X.listed`: a label that changes makes no migration."""

    @classmethod
    def listed(cls) -> list[tuple[str, Any]]:
        return list(cls.choices)
