"""What the signed link of a host opens, without an account: one question, and what it answered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

USE = "maillage.placements.host"


@dataclass(frozen=True)
class Opened:
    key: UUID
    facts: Any


def token_of(key: UUID) -> str:
    return signed(key, USE)


def opened_by(token: str) -> Opened | None:
    key = key_in(token, USE)
    found = rows_of("placements_host_opened(%s::uuid)", key) if key else []
    return Opened(key, found[0]) if key and found else None
