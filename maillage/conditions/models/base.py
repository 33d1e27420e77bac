"""Whom PostgreSQL shows the rows of this context to; `rules` says the same."""

from typing import Any

from django.conf import settings
from django.db import models

from maillage.governance.models.base import HERE, ME

__all__ = [
    "AT_WORK",
    "HERE",
    "LEADS",
    "LED",
    "ME",
    "MINE",
    "OURS",
    "STUDENT",
    "TEAM",
    "account",
    "in_structure",
]
LEADS = "(SELECT maillage_actor_has('team_leader'))"
AT_WORK = f"{HERE} IS NOT NULL"
STUDENT = "(SELECT maillage_actor_has('student'))"
MINE = f"user_id = {ME}"
OURS = f"structure_id = {HERE}"
TEAM = f"({OURS} AND NOT {STUDENT})"
LED = f"({OURS} AND {LEADS})"


def account(label: str, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options
    )


def in_structure() -> models.ForeignKey:
    return models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure"
    )
