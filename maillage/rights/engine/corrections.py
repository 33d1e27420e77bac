"""Dated corrections of parameters that the packaged law does not carry yet. Each has its source and a test.

Complémentaire santé solidaire: the ceiling for one person in metropolitan France is revalued each 1 April.
openfisca-france 176.1.8 stops at 10 166 € (1 April 2024); the ceiling with contribution is 35 % above
(CSS art. L861-1 2°). 10 339 € and 13 957 € from 1 April 2025: arrêté du 28 mars 2025 fixant le montant du plafond
de ressources de la complémentaire santé solidaire.
"""

from __future__ import annotations

from typing import Any

CORRECTIONS_VERSION = "2025-04-css.1"
CSS_CEILING = "prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu.plafond_base"
CSS_CEILING_VALUES = (("2025-04-01", 10339.0),)
CSS_STILL_VALID_ON = "2026-03-31"


def apply_corrections(system: Any) -> None:
    """Change the parameters in place, only where the package is silent: a later package wins."""
    parameter = find_parameter(system, CSS_CEILING)
    for start, value in CSS_CEILING_VALUES:
        if not any(known.instant_str >= start for known in parameter.values_list):
            parameter.update(start=start, value=value)
            parameter.metadata["last_value_still_valid_on"] = CSS_STILL_VALID_ON
    type(system).get_parameters_at_instant.cache_clear()


def find_parameter(system: Any, path: str) -> Any:
    node = system.parameters
    for name in path.split("."):
        node = node.children[name]
    return node
