"""Whom PostgreSQL shows the rows of this context to; `rules` says the same."""

from maillage.directory.models.columns import in_structure, signer
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
    "in_structure",
    "signer",
]
LEADS = "(SELECT maillage_actor_has('team_leader'))"
AT_WORK = f"{HERE} IS NOT NULL"
STUDENT = "(SELECT maillage_actor_has('student'))"
MINE = f"user_id = {ME}"
OURS = f"structure_id = {HERE}"
TEAM = f"({OURS} AND NOT {STUDENT})"
LED = f"({OURS} AND {LEADS})"
