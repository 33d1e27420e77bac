"""Who reads and who writes what training keeps, in PostgreSQL; `rules` says the same."""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from maillage.governance.models.base import HERE, ME

OFFICER = "maillage_actor_has('training_officer')"
HOLDS = "(maillage_actor_has('training_officer') OR maillage_actor_has('animator'))"
LEADS = "(maillage_actor_has('training_officer') OR maillage_actor_has('team_leader'))"
WRITES_HERE = f"(structure_id = {HERE} AND {HOLDS})"
OFFICER_HERE = f"(structure_id = {HERE} AND {OFFICER})"
LED_HERE = f"(structure_id = {HERE} AND {LEADS})"
HELD_SESSIONS = f"(SELECT id FROM training_session WHERE {WRITES_HERE})"
OF_SESSION = "session_id IN (SELECT id FROM training_session)"


def public_id() -> models.UUIDField:
    return models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)


def signer(label: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options
    )


def place(label: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name=label, **options
    )


def hours(label: str, most: int, **options: object) -> models.DecimalField:
    limits = [MinValueValidator(Decimal("0.5")), MaxValueValidator(most)]
    return models.DecimalField(label, max_digits=5, decimal_places=2, validators=limits, **options)


__all__ = [
    "HELD_SESSIONS",
    "HERE",
    "HOLDS",
    "LEADS",
    "LED_HERE",
    "ME",
    "OFFICER",
    "OFFICER_HERE",
    "WRITES_HERE",
]
