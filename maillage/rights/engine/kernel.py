"""The canonical order of calculation for one chunk, with what was received before.

Month by month from M-3 to M, always in the same order, each variable finding every earlier month already there: the
pair AAH / ASI reads three months of each other, and a request in another order makes core cut the loop elsewhere.

What was received before (M-15..M-1): the real amounts, by month, where known; otherwise nothing for M-15..M-4, and
M-3..M-1 recomputed with RSA = 0. Since March 2025 RSA and prime d'activité look at M-4 too: what a birth or a birthday
changes is then computed for that month, and the rest, which costs more, is taken as it is found for M-3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .benefits import CODES
from .budget import WINDOW
from .columns import Float32
from .groups import OTHER
from .inputs import QUARTER_OF_RULE, Inputs
from .system import PERIODS

# variable, kind of budget line, level
SEQUENCE = (
    ("aah", "aah", "person"),
    ("asi", "asi", "person"),
    ("aspa", "aspa", "family"),
    ("ass", "ass", "person"),
    ("af", "af", "family"),
    ("cf", "cf", "family"),
    ("asf", "asf", "family"),
    ("paje_base", "paje", "family"),
    ("aide_logement", "housing_aid", "family"),
    ("caah", "mva", "person"),
)
RECOMPUTED_FROM = WINDOW - 4  # position of M-3
FIRST_LOOKED_AT = WINDOW - 5  # position of M-4
OF_AGES = ("aspa", "af", "cf", "asf", "paje_base")
ZERO_BEFORE = ("af_base", "cf_non_majore_avant_cumul", "rsa_forfait_asf")


@dataclass(slots=True)
class Kernel:
    inputs: Inputs
    computed: dict[str, NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inputs.fill()

    @property
    def simulation(self) -> Any:
        return self.inputs.simulation

    def release(self) -> None:
        """Free the arrays at once: a simulation and its populations hold each other, and wait for the collector."""
        for population in self.simulation.populations.values():
            population._holders.clear()

    def value(self, name: str) -> NDArray[Any]:
        """A variable of the month screened, at its own level (person, family…)."""
        return np.asarray(self.simulation.calculate(name, PERIODS.month(self.inputs.month)))

    def run(self) -> None:
        for position, month in enumerate(self.inputs.window[:FIRST_LOOKED_AT]):
            self._put_received(position, month)
        if self.inputs.month >= QUARTER_OF_RULE:
            self._begin_quarter()
        else:
            self._put_received(FIRST_LOOKED_AT, self.inputs.window[FIRST_LOOKED_AT])
            self._recompute(RECOMPUTED_FROM)
        for position in range(RECOMPUTED_FROM + 1, WINDOW - 1):
            self._recompute(position)
        self.computed = {
            name: self._recompute_one(name, kind, level, WINDOW - 1) for name, kind, level in SEQUENCE
        }

    def run_from(self, other: Kernel, households: NDArray[np.intp]) -> None:
        """As if nothing had been received before M; the benefits of M are those found by `other`.

        `self` holds the given households of `other`, in that order.
        """
        for position, month in enumerate(self.inputs.window[:-1]):
            self._put_received(position, month)
        members, _ = other.inputs.columns.members_of(households)
        for name, _, level in SEQUENCE:
            found = np.asarray(other.simulation.calculate(name, PERIODS.month(self.inputs.month)))
            values = found[members] if level == "person" else self._spread_families(found[households])
            self.inputs.put(name, self.inputs.month, values)

    def _spread_families(self, values: NDArray[Any]) -> NDArray[Any]:
        result = np.zeros(self.inputs.families, dtype=values.dtype)
        result[: len(values)] = values
        return result

    def _put_received(self, position: int, month: int) -> None:
        for name, kind, level in SEQUENCE:
            self.inputs.put(name, month, self._received(name, kind, level, position))
        self.inputs.put("rsa", month, self._received("rsa", "rsa", "family", position))
        for name in ZERO_BEFORE:
            self.inputs.put(name, month, self.inputs.zeros(name))

    def _received(self, name: str, kind: str, level: str, position: int) -> NDArray[Any]:
        known = self.inputs.budget.series(kind).known
        if known is None:
            return self.inputs.zeros(name)
        amounts = np.nan_to_num(known[position])
        return amounts if level == "person" else self._by_family(amounts)

    def _by_family(self, amounts: Float32) -> NDArray[np.float64]:
        ids = self.inputs.groups["famille"].ids
        return np.bincount(ids, weights=amounts, minlength=self.inputs.families).astype(np.float64)

    def _recompute(self, position: int) -> None:
        month = self.inputs.window[position]
        self.inputs.put("rsa", month, self._received("rsa", "rsa", "family", position))
        for name, kind, level in SEQUENCE:
            self._recompute_one(name, kind, level, position)

    def _begin_quarter(self) -> None:
        """M-4, in part with the amounts of M-3, and M-3."""
        month = self.inputs.window[FIRST_LOOKED_AT]
        self.inputs.put("rsa", month, self._received("rsa", "rsa", "family", FIRST_LOOKED_AT))
        costly = [one for one in SEQUENCE if one[0] not in OF_AGES]
        for name, kind, level in costly:
            self.inputs.put(name, month, self._received(name, kind, level, FIRST_LOOKED_AT))
        for name, kind, level in SEQUENCE:
            if name in OF_AGES:
                self._recompute_one(name, kind, level, FIRST_LOOKED_AT)
        self._recompute(RECOMPUTED_FROM)
        for name, kind, level in costly:
            found = np.asarray(self.simulation.calculate(name, PERIODS.month(month + 1)))
            known = self.inputs.budget.series(kind).known
            row = None if known is None else known[FIRST_LOOKED_AT]
            self.inputs.put(name, month, found if row is None else self._known_or(row, found, level))

    def _known_or(self, row: Float32, computed: NDArray[Any], level: str) -> NDArray[Any]:
        """The amounts really received where they are known."""
        there = ~np.isnan(row)
        if not there.any():
            return computed
        amounts: NDArray[Any] = np.nan_to_num(row)
        if level == "family":
            amounts, there = self._by_family(amounts), self._by_family(there) > 0
        return np.where(there, amounts, computed)

    def _recompute_one(self, name: str, kind: str, level: str, position: int) -> NDArray[Any]:
        """Compute, then let the amount really received take its place for whatever comes next."""
        month = self.inputs.window[position]
        computed = self.simulation.calculate(name, PERIODS.month(month))
        known = self.inputs.budget.series(kind).known
        if known is not None:
            row = known[position]
            if position == WINDOW - 1:
                row = self.inputs.budget.series(kind).last_known((WINDOW - 3, WINDOW - 2, WINDOW - 1))
            taken = self._known_or(row, computed, level)
            if taken is not computed:
                self.inputs.put(name, month, taken)
        return np.asarray(computed)

    def amounts(self) -> Float32:
        """(B, H) amount of each benefit in the order of `CODES`."""
        return np.stack([self.amount(code) for code in CODES])

    def amount(self, code: str) -> Float32:
        """(H,) one benefit; 1 or 0 for a right without amount of its own."""
        return np.asarray(self._amount(code), dtype=np.float32)

    def _amount(self, code: str) -> NDArray[Any]:
        if code in _PERSON_RESULTS:
            return self._by_household(self.computed[_PERSON_RESULTS[code]])
        if code in ("aspa", "housing_aid"):
            return self._first(self.computed["aide_logement" if code == "housing_aid" else code])
        if code in _NET_OF:
            return self._first(self.computed[_NET_OF[code]]) * self._after_crds()
        if code == "ars":
            return self._first(self._school_allowance())
        if code == "apa":
            return self._by_household(self.value("apa_eligibilite")) > 0
        return (
            self._first(self.value(_FAMILY_RESULTS[code])) > 0
            if code in _RIGHTS
            else self._first(self.value(code))
        )

    def _school_allowance(self) -> NDArray[Any]:
        """From 16 on, a child out of school opens no right to it (CSS art. L543-1): the package counts them by their age
        of December, so they are taken as independent that month, for the time of this calculation."""
        year, december = self.inputs.month // 12, self.inputs.month // 12 * 12 + 11
        columns = self.inputs.columns
        grown = columns.birth_date <= np.datetime64(f"{year - 16}-09-15")
        own_means = np.asarray(self.simulation.calculate("autonomie_financiere", PERIODS.month(december)))
        self.inputs.put("autonomie_financiere", december, own_means | (grown & (columns.in_school == 0)))
        found = np.asarray(self.simulation.calculate("ars_nette_crds", PERIODS.year(year)))
        self.inputs.put("autonomie_financiere", december, own_means)
        return found

    def _by_household(self, values: NDArray[Any]) -> NDArray[np.float64]:
        columns = self.inputs.columns
        mine = np.where(columns.role == OTHER, 0, values)
        return np.bincount(columns.household, weights=mine, minlength=len(columns)).astype(np.float64)

    def _first(self, by_family: NDArray[Any]) -> NDArray[Any]:
        """Families 0 to H-1 are those of the applicants."""
        return by_family[: len(self.inputs.columns)]

    def _after_crds(self) -> float:
        """Share left by the CRDS (0.5 %) on family benefits (ordonnance 96-50 art. 14)."""
        parameters = self.simulation.tax_benefit_system.get_parameters_at_instant(
            PERIODS.month(self.inputs.month).start
        )
        return 1 - float(parameters.prelevements_sociaux.contributions_sociales.crds)


_PERSON_RESULTS = {"aah": "aah", "mva": "caah", "asi": "asi", "ass": "ass"}
_NET_OF = {"af": "af", "cf": "cf", "asf": "asf", "paje": "paje_base"}
_FAMILY_RESULTS = {"css_free": "cmu_c", "css_contribution": "css_participation_forfaitaire"}
_RIGHTS = tuple(_FAMILY_RESULTS)
