"""What the signed link of a team opens, without an account: its night, its sectors, the lines it sent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.counts.rules import in_order
from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

USE = "maillage.counts.team"


@dataclass(frozen=True)
class Opened:
    key: UUID
    facts: Any
    rounds: list[Any]

    @property
    def takes(self) -> bool:
        """Lines may still arrive; a phone may send after the close what it saw before."""
        return bool(self.facts.opened_at and not self.facts.published_at)

    @property
    def is_open(self) -> bool:
        return self.takes and not self.facts.closed_at

    def lines(self) -> list[Any]:
        return rows_of("count_lines(%s::uuid)", self.key)


def token_of(key: UUID) -> str:
    return signed(key, USE)


def opened_by(token: str) -> Opened | None:
    key = key_in(token, USE)
    found = rows_of("count_team(%s::uuid)", key) if key else []
    if key is None or not found:
        return None
    rounds = rows_of("count_rounds(%s::uuid)", key)
    return Opened(key, found[0], sorted(rounds, key=lambda one: (in_order(one.sector), one.again)))
