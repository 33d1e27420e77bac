from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

PANELS: list[tuple[str, Callable[[Any, Any], dict[str, Any] | None]]] = []
"""Panels of a person's folder that higher contexts add in their `AppConfig.ready()`:
(template, function(actor, person) → its context, or None to show nothing)."""

HOUSEHOLD_PANELS: list[tuple[str, Callable[[Any, Any], dict[str, Any] | None]]] = []
"""The same for a household's page: function(actor, household)."""


class PeopleConfig(AppConfig):
    name = "maillage.people"
    verbose_name = "personnes"
