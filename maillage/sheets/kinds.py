"""What a column of a household file is.

Codes are those of docs/reference/household-facts.md, with their scope in front because a household and a
member both have a `ref`, a home and a budget both have a `rent`: `household.ref`,
`member.ref`, `budget.wage`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Scope(StrEnum):
    HOUSEHOLD = "household"
    MEMBER = "member"
    BUDGET = "budget"


class Kind(StrEnum):
    """What a cell holds, hence how it is read."""

    REFERENCE = "reference"
    NAME = "name"
    COMMUNE = "commune"
    CHOICE = "choice"
    YES_NO = "yes_no"
    BIRTH_DATE = "birth_date"
    AMOUNT = "amount"
    RATE = "rate"
    YEARS = "years"
    LEVEL = "level"


@dataclass(frozen=True)
class Column:
    """One column of the template. `choices`: code → French words, the first being the one we write."""

    scope: Scope
    fact: str
    header: str
    kind: Kind
    help: str
    example: str
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        return f"{self.scope}.{self.fact}"

    @property
    def monthly(self) -> bool:
        """Whether the header may carry a month: `salaire_net 2026-08`."""
        return self.scope is Scope.BUDGET
