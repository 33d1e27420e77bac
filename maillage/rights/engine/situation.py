"""What the engine receives about one household, with the codes of docs/reference/household-facts.md.

`None` means unknown; `0` and `False` mean known to be zero, known to be no. Nothing is zero by default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HOUSING = (
    "homeless", "hosted", "social_tenant", "private_tenant",
    "furnished_tenant", "residence", "owner", "buyer",
)  # fmt: skip
UNIONS = ("married", "civil_union", "cohabiting")
ROLES = ("applicant", "partner", "child", "other")
ACTIVITIES = ("employed", "self_employed", "unemployed", "student", "apprentice", "retired", "inactive")
NATIONALITIES = ("french", "european", "other")
CERTAINTIES = ("known", "estimated", "unknown")
INCOME_KINDS = (
    "wage", "self_employment", "unemployment", "sickness", "pension", "disability_pension",
    "alimony_received", "alimony_paid", "capital", "rental", "other_income",
)  # fmt: skip
RECEIVED_KINDS = (
    "rsa", "ppa", "aah", "mva", "asi", "aspa", "ass", "housing_aid",
    "af", "cf", "asf", "paje", "apa", "css",
)  # fmt: skip
CHARGE_KINDS = ("rent", "energy", "debt", "other_charge")
KINDS = INCOME_KINDS + RECEIVED_KINDS + CHARGE_KINDS


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One amount (€, ≥ 0) of one month ('2026-08') of one member (`Member.ref`).

    `amount` None or certainty 'unknown' says: there is something to know, and it is not known.
    """

    member: str
    month: str
    kind: str
    amount: float | None
    certainty: str = "known"
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Names are carried for the caller's own use; no computation reads them."""

    ref: str
    role: str
    first_name: str | None = None
    last_name: str | None = None
    birth_date: date | None = None
    activity: str | None = None
    disability_rate: float | None = None
    unfit_for_work: bool | None = None
    nationality: str | None = None
    permit_years: float | None = None
    pregnant: bool | None = None
    shared_custody: bool | None = None
    in_school: bool | None = None
    dependency_level: int | None = None
    ass_entitled: bool | None = None
    taxed_alone: bool | None = None
    scholarship: bool | None = None


@dataclass(frozen=True, slots=True)
class Household:
    ref: str
    members: tuple[Member, ...]
    budget: tuple[BudgetLine, ...] = ()
    commune: str | None = None
    housing: str | None = None
    rent: float | None = None
    flat_share: bool | None = None
    union: str | None = None
    reference_income: float | None = None
