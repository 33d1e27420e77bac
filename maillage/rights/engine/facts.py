"""What a benefit needs to know, what is unknown, and who can tell.

Bits of a mask say which facts are meant: `FACTS[i]` is bit `1 << i`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .budget import WINDOW, Budget
from .columns import Columns
from .groups import APPLICANT, CHILD, PARTNER

Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fact:
    code: str
    label: str  # completes « il manque … »
    provider: str  # completes « à demander à … »


FACTS = (
    Fact("birth_date", "la date de naissance", "la personne (pièce d’identité, livret de famille)"),
    Fact("child_birth_date", "la date de naissance d’un enfant", "la personne (livret de famille)"),
    Fact("activity", "l’activité (emploi, chômage, études, retraite…)", "la personne"),
    Fact("nationality", "la nationalité", "la personne (pièce d’identité)"),
    Fact("permit_years", "l’ancienneté du titre de séjour", "la personne (titre de séjour, préfecture)"),
    Fact("union", "la forme de l’union (mariage, pacs, concubinage)", "la personne (livret de famille)"),
    Fact("housing", "le logement (locataire, hébergé, sans domicile…)", "la personne"),
    Fact("rent", "le loyer sans les charges", "la personne (quittance) ou le bailleur"),
    Fact("commune", "la commune du logement", "la personne"),
    Fact("disability_rate", "le taux d’incapacité", "la MDPH (décision de la CDAPH)"),
    Fact("unfit_for_work", "la reconnaissance de l’inaptitude au travail", "la CARSAT ou le médecin-conseil"),
    Fact("dependency_level", "le GIR", "l’équipe médico-sociale du département"),
    Fact("ass_entitled", "l’ouverture des droits à l’ASS", "France Travail"),
    Fact("in_school", "la scolarité d’un enfant de 15 ans ou plus", "la personne (certificat de scolarité)"),
    Fact("wage", "le salaire net", "la personne (bulletins de paie)"),
    Fact("self_employment", "le revenu d’indépendant", "la personne (déclarations à l’URSSAF)"),
    Fact("unemployment", "l’allocation chômage", "France Travail"),
    Fact("sickness", "les indemnités journalières", "la CPAM"),
    Fact("pension", "la pension de retraite brute", "les caisses de retraite"),
    Fact("disability_pension", "la pension d’invalidité", "la CPAM"),
    Fact("alimony_received", "la pension alimentaire reçue", "la personne (jugement) ou la CAF"),
    Fact("alimony_paid", "la pension alimentaire versée", "la personne (jugement)"),
    Fact("capital", "les revenus de placements", "la personne (avis d’impôt, banque)"),
    Fact("rental", "les revenus fonciers", "la personne (avis d’impôt)"),
    Fact("other_income", "les autres ressources", "la personne"),
    Fact("reference_income", "le revenu fiscal de référence", "la personne (avis d’impôt)"),
    Fact(
        "rsdae",
        "la reconnaissance d’une restriction d’accès à l’emploi (RSDAE)",
        "la MDPH (décision de la CDAPH)",
    ),
    Fact("scholarship", "la bourse d’études", "la personne (notification du Crous)"),
)
FACT = {fact.code: index for index, fact in enumerate(FACTS)}
INCOME_FACTS = (
    "wage", "self_employment", "unemployment", "sickness", "pension", "disability_pension",
    "alimony_received", "alimony_paid", "capital", "rental", "other_income",
)  # fmt: skip


def facts_of(mask: int) -> tuple[Fact, ...]:
    return tuple(fact for index, fact in enumerate(FACTS) if mask >> index & 1)


class Knowledge:
    """For each household of a chunk: which facts are unknown where they matter."""

    def __init__(self, columns: Columns, budget: Budget, month: int, quarter: tuple[int, ...]) -> None:
        self.columns, self.budget, self.month, self.quarter = columns, budget, month, quarter
        role = columns.role
        self.adult = (role == APPLICANT) | (role == PARTNER)
        self.child = role == CHILD
        birth = columns.birth_date
        born = birth.astype("datetime64[M]").astype(np.int64) + 1970 * 12
        self.age = np.where(np.isnat(birth), np.nan, (month - born) / 12)  # years, to the month
        self._unknown: dict[str, Bool] = {}
        self._partly: dict[str, Bool] = {}
        self._assumed: dict[str, Bool] = {}

    def any_member(self, mask: Bool) -> Bool:
        """(H,) a member of the household is in the mask (N,)."""
        result = np.zeros(len(self.columns), dtype=bool)
        result[self.columns.household[mask]] = True
        return result

    def unknown(self, fact: str) -> Bool:
        if fact not in self._unknown:
            self._unknown[fact] = self._find_unknown(fact)
        return self._unknown[fact]

    def _find_unknown(self, fact: str) -> Bool:
        if fact in INCOME_FACTS:
            return self._income_unknown(fact)
        finder: Callable[[Knowledge], Bool] = _FINDERS[fact]
        return finder(self)

    def expected(self, kind: str) -> Bool:
        """(N,) adults of whom this resource is always asked: the others are taken as having none, and it is said."""
        columns = self.columns
        if kind == "wage":
            return np.asarray(self.adult)
        activity = {"self_employment": 1, "unemployment": 2, "pension": 5}
        if kind in activity:
            return np.asarray(self.adult & (columns.activity == activity[kind]))
        if kind == "alimony_received":  # of a lone parent
            couple = self.any_member(columns.role == PARTNER)
            return np.asarray(self.adult & (~couple & self.any_member(self.child))[columns.household])
        if kind == "disability_pension":
            return np.asarray(self.adult & ((columns.disability_rate >= 50) | (columns.unfit_for_work == 1)))
        return np.zeros(len(columns.role), dtype=bool)

    def _income_unknown(self, kind: str) -> Bool:
        """(H,) the resource is expected of someone and no recent month of it is known."""
        recent = ~np.isnan(self.budget.series(kind).last_known(tuple(range(WINDOW - 5, WINDOW))))
        return self.any_member(self.expected(kind) & ~recent)

    def quarter_partly_known(self, kind: str) -> Bool:
        """(H,) something is known of the resource, but not every month of the reference quarter."""
        if kind not in self._partly:
            series = self.budget.series(kind)
            recent = ~np.isnan(series.last_known(tuple(range(WINDOW - 5, WINDOW))))
            partly = recent & ~series.is_known(self.quarter)
            self._partly[kind] = self.any_member((self.adult | self.child) & partly)
        return self._partly[kind]

    def assumed_none(self, kind: str) -> Bool:
        """(H,) nothing is known of the resource for an adult, and it is taken as absent."""
        if kind not in self._assumed:
            nothing = self.adult & ~self.budget.series(kind).any_line()
            self._assumed[kind] = self.any_member(nothing)
        return self._assumed[kind]


def _tenant(know: Knowledge) -> Bool:
    return np.isin(know.columns.housing, (2, 3, 4, 5))


def _adult_code(name: str) -> Callable[[Knowledge], Bool]:
    return lambda know: know.any_member(know.adult & (getattr(know.columns, name) < 0))


def _half_disabled(know: Knowledge) -> Bool:
    rate = know.columns.disability_rate
    return know.any_member(know.adult & (rate >= 50) & (rate < 80) & (know.age < 62))


_FINDERS: dict[str, Callable[[Knowledge], Bool]] = {
    "birth_date": lambda know: know.any_member(know.adult & np.isnan(know.age)),
    "child_birth_date": lambda know: know.any_member(know.child & np.isnan(know.age)),
    "activity": _adult_code("activity"),
    "nationality": _adult_code("nationality"),
    "permit_years": lambda know: know.any_member(
        know.adult & (know.columns.nationality == 2) & np.isnan(know.columns.permit_years)
    ),
    "union": lambda know: know.any_member(know.columns.role == PARTNER) & (know.columns.union < 0),
    "housing": lambda know: know.columns.housing < 0,
    "rent": lambda know: _tenant(know) & np.isnan(know.columns.rent),
    "commune": lambda know: _tenant(know) & (know.columns.commune == b""),
    "disability_rate": lambda know: know.any_member(know.adult & np.isnan(know.columns.disability_rate)),
    "unfit_for_work": lambda know: know.any_member(
        know.adult & (know.age >= 62) & (know.age < 65) & (know.columns.unfit_for_work < 0)
    ),
    "dependency_level": lambda know: know.any_member(
        know.adult & ~(know.age < 60) & (know.columns.dependency_level < 0)
    ),
    "ass_entitled": lambda know: know.any_member(
        know.adult & (know.columns.activity == 2) & (know.columns.ass_entitled < 0)
    ),
    "in_school": lambda know: know.any_member(know.child & (know.age >= 15) & (know.columns.in_school < 0)),
    "rsdae": _half_disabled,
    "scholarship": lambda know: know.any_member(
        (know.columns.role == APPLICANT) & (know.columns.activity == 3) & (know.columns.scholarship < 0)
    ),
    "reference_income": lambda know: np.isnan(know.columns.reference_income),
}
