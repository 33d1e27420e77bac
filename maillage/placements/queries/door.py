"""What signed links open, without an account: to a host, one question and who comes; to a student, their list and their result."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of
from maillage.placements.models import Candidate
from maillage.placements.rules import student_behind
from maillage.web.signed_keys import key_in, signed

USE = "maillage.placements.host"
COMING = "maillage.placements.coming"
STUDENT = "maillage.placements.student"


@dataclass(frozen=True)
class Opened:
    key: UUID
    facts: Any


def token_of(key: UUID) -> str:
    return signed(key, USE)


def coming_token(key: UUID) -> str:
    """Of another link than the one that asked for places months before, and that others may have been given since."""
    return signed(key, COMING)


def opened_by(token: str, use: str = USE) -> Opened | None:
    key = key_in(token, use)
    found = rows_of("placements_host_opened(%s::uuid)", key) if key else []
    return Opened(key, found[0]) if key and found else None


def coming_to(opened: Opened) -> list[Any]:
    """Once results are out, until placements end."""
    return rows_of("placements_host_incoming(%s::uuid)", opened.key)


@dataclass(frozen=True)
class Linked:
    """`actor`: whose rows the link reaches, and no others."""

    actor: Actor
    student: UUID


def student_token(key: UUID) -> str:
    return signed(key, STUDENT)


def student_linked(token: str) -> Linked | None:
    """None for a link that was taken back, or whose session is over."""
    key = key_in(token, STUDENT)
    if key is None:
        return None
    with acting(student_behind(key)) as actor:
        found = Candidate.objects.visible_to(actor).values_list("public_id", flat=True).first()
    return Linked(actor, found) if found else None
