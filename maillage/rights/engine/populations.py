"""Core's populations, with what core recomputes at each call kept: values already known, who has which role.

Same results; a value already in the cache is found without going through the checks and the tracer of
`Simulation.calculate` (most of the time spent on one household). With `trace` on, core's own way is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from openfisca_core.periods import Period
from openfisca_core.populations import ADD, GroupPopulation, Population
from openfisca_core.projectors import projectable


@cache
def _months_or_years(period: Period, unit: Any) -> tuple[Period, ...]:
    return tuple(period.get_subperiods(unit))


def _known_value(population: Any, name: str, period: Any, options: Sequence[str] | None) -> Any:
    """The value already in the cache, or None."""
    holder = population._holders.get(name)
    if holder is None or type(period) is not Period or population.simulation.trace:
        return None
    arrays = holder._memory_storage._arrays
    if options is None:
        return arrays.get(period)
    if len(options) != 1 or options[0] != ADD:
        return None
    parts = [arrays.get(part) for part in _months_or_years(period, holder.variable.definition_period)]
    if any(part is None for part in parts):
        return None
    return sum(parts[1:], start=parts[0]) if len(parts) > 1 else parts[0]


class FastPopulation(Population):  # type: ignore[misc]
    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        known = _known_value(self, variable_name, period, options)
        return known if known is not None else super().__call__(variable_name, period, options)

    @projectable  # type: ignore[untyped-decorator]
    def has_role(self, role: Any) -> Any:
        return self.simulation.populations[role.entity.key].role_mask(role)


class FastGroupPopulation(GroupPopulation):  # type: ignore[misc]
    def set_roles(self, codes: Any) -> None:
        """`codes` (N,): position of each person's role in `entity.flattened_roles`."""
        self._role_codes = codes
        self._members_role = np.array(self.entity.flattened_roles, dtype=object)[codes]
        self._masks: dict[str, Any] = {}
        self._holders_of_role: dict[str, Any] = {}
        self._persons_at: dict[int, Any] = {}

    def role_mask(self, role: Any) -> Any:
        if role.key not in self._masks:
            wanted = [sub.key for sub in (role.subroles or (role,))]
            keys = [known.key for known in self.entity.flattened_roles]
            self._masks[role.key] = np.isin(self._role_codes, [keys.index(key) for key in wanted])
        return self._masks[role.key]

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        known = _known_value(self, variable_name, period, options)
        return known if known is not None else super().__call__(variable_name, period, options)

    @projectable  # type: ignore[untyped-decorator]
    def value_from_person(self, array: Any, role: Any, default: Any = 0) -> Any:
        """As core's: the value of the one person with this role in each group, `default` where there is none."""
        groups, persons = self._groups_and_persons(role)
        values = np.asarray(array)
        result = np.full(self.count, default, dtype=values.dtype)
        result[groups] = values[persons]
        return type(array)(result, array.possible_values) if hasattr(array, "possible_values") else result

    @projectable  # type: ignore[untyped-decorator]
    def value_nth_person(self, n: int, array: Any, default: Any = 0) -> Any:
        """As core's: the value of the person in position n of each group, `default` where there are fewer."""
        if n not in self._persons_at:
            persons = np.nonzero(self.members_position == n)[0]
            self._persons_at[n] = (self.members_entity_id[persons], persons)
        groups, persons = self._persons_at[n]
        values = np.asarray(array)
        result = np.full(self.count, default, dtype=values.dtype)
        result[groups] = values[persons]
        return type(array)(result, array.possible_values) if hasattr(array, "possible_values") else result

    def _groups_and_persons(self, role: Any) -> tuple[Any, Any]:
        if role.key not in self._holders_of_role:
            persons = np.nonzero(self.role_mask(role))[0]
            self._holders_of_role[role.key] = (self.members_entity_id[persons], persons)
        return self._holders_of_role[role.key]  # type: ignore[no-any-return]


def keep_periods() -> None:
    """Periods are immutable: their arithmetic, done thousands of times per simulation, is kept."""
    setattr(Period, "offset", cache(Period.offset))  # noqa: B010
    for name in ("last_month", "last_3_months", "last_year", "n_2", "this_year", "first_month"):
        setattr(Period, name, property(cache(getattr(Period, name).fget)))
