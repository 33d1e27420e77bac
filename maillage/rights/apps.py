from typing import Any

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "maillage.rights"
    verbose_name = "droits"

    def ready(self) -> None:
        from maillage.people.queries import HOUSEHOLD_PANELS, PANELS
        from maillage.support.queries.held import HELD

        HOUSEHOLD_PANELS.append(("rights/_panel.html", _panel))
        PANELS.append(("rights/_panel.html", _person_panel))
        HELD.append(_held)


def _panel(actor: Any, household: Any) -> dict[str, Any] | None:
    from maillage.rights.presentation import panel

    return panel(actor, household)


def _person_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.rights.presentation import person_panel

    return person_panel(actor, person)


def _held(actor: Any, person: Any) -> Any:
    from maillage.rights.queries.situations import held

    return held(actor, person)
