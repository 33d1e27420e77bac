from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

PANELS: list[tuple[str, Callable[[Any, Any], dict[str, Any] | None]]] = []
"""Panels of a person's folder that higher contexts add in their `AppConfig.ready()`:
(template, function(actor, person) → its context, or None to show nothing)."""

SPACE_KEY = "space"
"""Where a session keeps the access to a person's own space that opened it."""

HOUSEHOLD_PANELS: list[tuple[str, Callable[[Any, Any], dict[str, Any] | None]]] = []
"""The same for a household's page: function(actor, household)."""

ARRIVALS: list[Callable[[Any, Any, str], None]] = []
"""Who writes down why somebody came: function(actor, person, the reason in a line)."""

OWN_PANELS: list[tuple[str, Callable[[Any, Any], dict[str, Any] | None]]] = []
"""The same for what a person sees of themselves, in their own space."""

OWN_PAGES: list[tuple[str, str]] = []
"""Other pages of the person's own space: (label, URL name), in the order of its menu."""


class PeopleConfig(AppConfig):
    name = "maillage.people"
    verbose_name = "personnes"

    def ready(self) -> None:
        from maillage.accounts.queries import PERSON_ACTORS

        PERSON_ACTORS.append(_person_actor)


def _person_actor(session: Any) -> Any:
    from maillage.people.queries import person_actor

    return person_actor(session.get(SPACE_KEY))
