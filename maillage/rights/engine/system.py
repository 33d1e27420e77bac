"""The tax-benefit system, loaded once, and simulations built from arrays.

`Simulation` objects are made directly from `members_entity_id` and `members_role`: core's `build_from_entities` is
quadratic. The populations below keep core's results and cache what core recomputes at each call.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .months import label

_lock = threading.Lock()

Ids = NDArray[np.intp]


def tax_benefit_system() -> Any:
    """The system with our corrections; some seconds the first time, then free. Never clone it."""
    with _lock:
        return _load()


@cache
def _load() -> Any:
    from openfisca_france import CountryTaxBenefitSystem

    from . import parameter_lookup, populations
    from .corrections import apply_corrections

    parameter_lookup.install()
    populations.keep_periods()
    system = CountryTaxBenefitSystem()
    apply_corrections(system)
    return system


def versions() -> dict[str, str]:
    """What a stored result must carry to be recomputed later."""
    from . import ENGINE_VERSION
    from .corrections import CORRECTIONS_VERSION

    return {
        "engine": ENGINE_VERSION,
        "openfisca-france": version("openfisca-france"),
        "openfisca-core": version("openfisca-core"),
        "corrections": CORRECTIONS_VERSION,
    }


@dataclass(frozen=True, slots=True)
class Grouping:
    """One kind of group: for each person (N,), the group's index and the position of the role in the entity."""

    count: int
    ids: Ids
    roles: NDArray[np.int8]


def build_simulation(persons: int, groups: dict[str, Grouping]) -> Any:
    """A simulation of `persons` people in the given groups, keyed famille, foyer_fiscal and menage."""
    from openfisca_core.simulations import Simulation

    from .populations import FastGroupPopulation, FastPopulation

    system = tax_benefit_system()
    people = FastPopulation(system.person_entity)
    people.count = persons
    populations: dict[str, Any] = {system.person_entity.key: people}
    for entity in system.group_entities:
        grouping = groups[entity.key]
        population = FastGroupPopulation(entity, people)
        population.count = grouping.count
        population.members_entity_id = grouping.ids
        population.set_roles(grouping.roles)
        populations[entity.key] = population
    return Simulation(system, populations)


class Periods:
    """Openfisca periods by serial month, built once."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._months: dict[int, Any] = {}

    def month(self, serial_month: int) -> Any:
        if serial_month not in self._months:
            self._months[serial_month] = self._get(label(serial_month))
        return self._months[serial_month]

    def year(self, year: int) -> Any:
        return self._get(f"{year:04d}")

    def rolling_year(self, serial_month: int) -> Any:
        """Twelve months from this one."""
        return self._get(f"year:{label(serial_month)}")

    def _get(self, text: str) -> Any:
        if text not in self._known:
            from openfisca_core import periods

            self._known[text] = periods.period(text)
        return self._known[text]


PERIODS = Periods()


def warm_up(month: str = "2026-11") -> None:
    """Load the system and the parameters of the months around, before forking or before the first request."""
    from .screening import screen
    from .situation import Household, Member

    nobody = Household("", (Member("", "applicant"),))
    list(screen([nobody], month))
