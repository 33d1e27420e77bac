"""Columns that many tables have: a public address, who signed, for which structure."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models


def public_id() -> models.UUIDField:
    return models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)


def signer(label: str, **options: Any) -> models.ForeignKey:
    """An account that did something: it stays as long as what it did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options
    )


def in_structure(label: str = "structure", **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name=label, **options
    )
