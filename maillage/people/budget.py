"""What a month leaves to live on, with what is not known kept apart: an unknown amount is never counted as zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from maillage.clocks.months import months_up_to, shift
from maillage.people.enums import CHARGES, BudgetKind, Certainty


class Line(Protocol):
    """What is counted: a budget line, saved or not."""

    kind: str
    amount: Decimal | None
    certainty: str


@dataclass(frozen=True)
class Total:
    """`known`: the sum of what is known, None when nothing was said; `unknown`: kinds said to be unknown."""

    known: Decimal | None
    unknown: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return self.known is not None and not self.unknown


@dataclass(frozen=True)
class MonthTotal:
    resources: Total
    charges: Total

    @property
    def at_least(self) -> Decimal | None:
        """Lower bound of what is left; charges must all be known, resources may only be more."""
        return self._difference if self.charges.complete else None

    @property
    def at_most(self) -> Decimal | None:
        """Upper bound of what is left; resources must all be known, charges may only be more."""
        return self._difference if self.resources.complete else None

    @property
    def exact(self) -> Decimal | None:
        return self.at_least if self.resources.complete else None

    @property
    def _difference(self) -> Decimal | None:
        if self.resources.known is None and self.charges.known is None:
            return None
        return (self.resources.known or Decimal(0)) - (self.charges.known or Decimal(0))


def month_total(lines: Iterable[Line]) -> MonthTotal:
    """Totals of the lines of one month; the solidarity health cover is a right held, not an amount."""
    counted = [line for line in lines if line.kind != BudgetKind.CSS]
    charges = [line for line in counted if line.kind in CHARGES]
    return MonthTotal(_total([line for line in counted if line.kind not in CHARGES]), _total(charges))


def _total(lines: list[Line]) -> Total:
    known = [line.amount for line in lines if line.amount is not None]
    unknown = sorted({line.kind for line in lines if line.certainty == Certainty.UNKNOWN})
    return Total(sum(known, Decimal(0)) if known else None, tuple(unknown))


def previous_months(today: date, count: int = 4) -> list[date]:
    """The last full months before the current one, oldest first, each as its first day.

    Four: since March 2025 the RSA and the prime d'activité look at the months M-4 to M-2, the others at M-3 to M-1.
    """
    return months_up_to(shift(today, -1), count)
