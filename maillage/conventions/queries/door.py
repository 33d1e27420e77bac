"""What the signed link of a signatory opens, without an account: the text to sign, and who answered."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

USE = "maillage.conventions.signer"


@dataclass(frozen=True)
class Opened:
    key: UUID
    facts: Any
    answers: list[Any]

    @property
    def mine(self) -> Any:
        return next(one for one in self.answers if one.role == self.facts.role)

    @property
    def waits(self) -> bool:
        return not (self.mine.signed_at or self.mine.refused_at or self.facts.dropped_on)


def token_of(key: UUID) -> str:
    return signed(key, USE)


def opened_by(token: str) -> Opened | None:
    key = key_in(token, USE)
    found = rows_of("conventions_link(%s::uuid)", key) if key else []
    if key is None or not found:
        return None
    facts = found[0]._replace(text=json.loads(found[0].text))
    return Opened(key, facts, rows_of("conventions_link_answers(%s::uuid)", key))
