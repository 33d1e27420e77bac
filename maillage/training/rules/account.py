"""The account of a year: what counts, for how much, and why. Plain numbers: the same facts in any order give the same answer.

Hours that count are added up, then told in half-days; what is left over is told too, and counts with the next training.
A capped kind counts up to its cap, in the order of its days. A line that a human upheld counts whole, beside any cap.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from maillage.training.enums import Answer, Effect

ZERO = Decimal(0)
HALVES = 2


class Fact(NamedTuple):
    """One training of the year. `effect`, `cap` (hours) and `why` come from the version of the rule that decided;
    `answer`: what a human said when it was contested."""

    key: int
    kind: str
    on: date
    hours: Decimal
    effect: str
    why: str
    cap: Decimal | None = None
    answer: str = ""


class Decided(NamedTuple):
    """`counted`: hours, between nothing and all of them."""

    key: int
    counted: Decimal
    why: str


class Account(NamedTuple):
    decided: list[Decided]
    hours: Decimal
    half_days: int
    left_over: Decimal
    missing: int

    @property
    def days(self) -> Decimal:
        return Decimal(self.half_days) / HALVES


def account(facts: Iterable[Fact], hours_a_day: Decimal, days: Decimal) -> Account:
    """`missing`: half-days still to be had this year."""
    ordered = sorted(facts, key=lambda fact: (fact.on, fact.key))
    caps = _caps(ordered)
    used: dict[str, Decimal] = {}
    decided = []
    for fact in ordered:
        told = _decided(fact, caps.get(fact.kind, ZERO), used.get(fact.kind, ZERO))
        if _is_capped(fact):
            used[fact.kind] = used.get(fact.kind, ZERO) + told.counted
        decided.append(told)
    return _summed(decided, hours_a_day, days)


def _is_capped(fact: Fact) -> bool:
    return fact.effect == Effect.CAPPED and fact.answer != Answer.YES


def _caps(facts: list[Fact]) -> dict[str, Decimal]:
    """When a rule changed within the year, the best of its caps."""
    found: dict[str, Decimal] = {}
    for fact in filter(_is_capped, facts):
        found[fact.kind] = max(found.get(fact.kind, ZERO), fact.cap or ZERO)
    return found


def _decided(fact: Fact, cap: Decimal, used: Decimal) -> Decided:
    if fact.answer == Answer.YES:
        return Decided(
            fact.key, fact.hours, "Compte\u00a0: la ligne a été contestée, et une personne l’a acceptée."
        )
    if fact.effect == Effect.NOT:
        return Decided(fact.key, ZERO, f"Ne compte pas\u00a0: {fact.why}")
    if fact.effect == Effect.COUNTS:
        return Decided(fact.key, fact.hours, f"Compte\u00a0: {fact.why}")
    return _capped(fact, cap, used)


def _capped(fact: Fact, cap: Decimal, used: Decimal) -> Decided:
    counted = min(fact.hours, max(ZERO, cap - used))
    if counted == fact.hours:
        return Decided(fact.key, counted, f"Compte\u00a0: {fact.why}")
    before = f", dont {said(used)} déjà comptées" if used else ""
    how = f"Compte pour {said(counted)} sur {said(fact.hours)}" if counted else "Ne compte plus"
    return Decided(fact.key, counted, f"{how}\u00a0: {fact.why} Plafond\u00a0: {said(cap)}{before}.")


def said(hours: Decimal) -> str:
    """ "3 h 30" """
    whole, minutes = divmod(int(hours * 60), 60)
    return f"{whole}\u00a0h\u00a0{minutes:02d}" if minutes else f"{whole}\u00a0h"


def _summed(decided: list[Decided], hours_a_day: Decimal, days: Decimal) -> Account:
    total = sum((one.counted for one in decided), ZERO)
    half = hours_a_day / HALVES
    half_days = int(total // half)
    missing = max(0, int(days * HALVES) - half_days)
    return Account(decided, total, half_days, total - half_days * half, missing)
