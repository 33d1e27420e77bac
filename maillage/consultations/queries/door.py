"""What a signed link opens: one questionnaire, its questions, and what its holder said before when it is signed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in, signed

USE = "maillage.consultations.answer"


@dataclass(frozen=True)
class Opened:
    """`facts`: the questionnaire as PostgreSQL tells it at this moment, `phase` included."""

    key: UUID
    facts: Any
    questions: list[Any]

    @property
    def runs(self) -> bool:
        return bool(self.facts.phase == "open")


def token_of(key: UUID) -> str:
    return signed(key, USE)


def opened_by(token: str) -> Opened | None:
    key = key_in(token, USE)
    found = rows_of("survey_opened(%s::uuid)", key) if key else []
    if key is None or not found:
        return None
    return Opened(key, found[0], rows_of("survey_questions(%s::uuid)", key))


def said_before(opened: Opened) -> tuple[dict[int, list[Any]], int | None]:
    """By question, what the holder of a personal link already said; the territory they named."""
    if not opened.facts.personal or opened.facts.anonymous:
        return {}, None
    said: dict[int, list[Any]] = defaultdict(list)
    rows = rows_of("survey_said(%s::uuid)", opened.key)
    for row in rows:
        said[row.question_id].append(row)
    return said, rows[0].territory_id if rows else None
