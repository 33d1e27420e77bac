"""Who reads and who writes what training keeps, in PostgreSQL; `rules` says the same."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from maillage.directory.models.columns import in_structure, public_id, signer
from maillage.governance.models.base import HERE, ME

OFFICER = "maillage_actor_has('training_officer')"
HOLDS = "(maillage_actor_has('training_officer') OR maillage_actor_has('animator'))"
LEADS = "(maillage_actor_has('training_officer') OR maillage_actor_has('team_leader'))"
WRITES_HERE = f"(structure_id = {HERE} AND {HOLDS})"
OFFICER_HERE = f"(structure_id = {HERE} AND {OFFICER})"
LED_HERE = f"(structure_id = {HERE} AND {LEADS})"
HELD_SESSIONS = f"(SELECT id FROM training_session WHERE {WRITES_HERE})"
OF_SESSION = "session_id IN (SELECT id FROM training_session)"


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
    "in_structure",
    "public_id",
    "signer",
]
