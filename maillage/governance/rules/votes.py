"""Quorum by college, and what votes decide. Plain numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.governance.enums import DecisionMode


@dataclass(frozen=True)
class College:
    """`quorum`: percent of its filled seats; `required`: at least one of them, whatever the percent."""

    id: int
    name: str
    quorum: int
    required: bool


@dataclass(frozen=True)
class Count:
    """One college on one day: seats filled, seats present (a seat counts once, by its titular or its substitute)."""

    college: College
    filled: int
    present: int

    @property
    def needed(self) -> int:
        """The smallest number of present seats that reaches the percent, and one at least where one is required."""
        share = -(-self.filled * self.college.quorum // 100)
        return max(share, int(self.college.required))

    @property
    def lacking(self) -> int:
        return max(0, self.needed - self.present)


@dataclass(frozen=True)
class Voices:
    in_favour: int
    against: int
    abstained: int = 0


def quorum(counts: Iterable[Count]) -> bool:
    return not missing(counts)


def missing(counts: Iterable[Count]) -> list[Count]:
    """The colleges that lack somebody."""
    return [count for count in counts if count.lacking]


def is_adopted(mode: str, voices: Iterable[Voices]) -> bool:
    """Abstentions count for neither side; a decision nobody is for is not adopted."""
    listed = list(voices)
    favour = sum(one.in_favour for one in listed)
    against = sum(one.against for one in listed)
    if mode == DecisionMode.CONSENSUS:
        return favour > 0 and against == 0
    if mode == DecisionMode.TWO_THIRDS:
        return favour > 0 and 3 * favour >= 2 * (favour + against)
    return favour > against
