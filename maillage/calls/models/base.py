"""What exists for whom, in PostgreSQL; `rules.access` says the same.

A file belongs to its structure; the jury holds it from the day it is handed in to the day of the letter. Who stepped
aside, or works for those who ask, does not see it meanwhile.
"""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

from maillage.governance.models.base import HERE, KEPT, ME, MINE, VisibleManager
from maillage.governance.models.expenses import SETTLED_HERE

CONFLICTS = "(SELECT * FROM maillage_definer.calls_conflicts())"
JOINED = "(SELECT * FROM maillage_definer.calls_joined())"
OPENED = "(SELECT * FROM maillage_definer.calls_opened())"
KNOWN_CALL = "call_id IN (SELECT id FROM calls_call)"
OF_MY_JURY = f"call_id IN (SELECT id FROM calls_call WHERE committee_id IN {MINE})"
OF_RUN_CALL = f"call_id IN (SELECT id FROM calls_call WHERE {SETTLED_HERE})"
OF_KEPT_CALL = f"call_id IN (SELECT id FROM calls_call WHERE committee_id IN {KEPT})"
JURY_FILES = "(SELECT * FROM maillage_definer.calls_judged())"
KEPT_FILES = "(SELECT * FROM maillage_definer.calls_kept())"
OWN_FILES = f"(SELECT id FROM calls_application WHERE structure_id = {HERE} OR id IN {JOINED})"
ZERO = Decimal("0")


def euros(label: str, **told: Any) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=11, decimal_places=2, validators=[MinValueValidator(ZERO)], **told
    )


__all__ = [
    "CONFLICTS",
    "HERE",
    "JOINED",
    "JURY_FILES",
    "KEPT",
    "KEPT_FILES",
    "KNOWN_CALL",
    "ME",
    "MINE",
    "OF_KEPT_CALL",
    "OF_MY_JURY",
    "OF_RUN_CALL",
    "OPENED",
    "OWN_FILES",
    "SETTLED_HERE",
    "ZERO",
    "VisibleManager",
    "euros",
]
