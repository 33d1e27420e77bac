from typing import Any

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "maillage.rights"
    verbose_name = "droits"

    def ready(self) -> None:
        from maillage.people.queries import HOUSEHOLD_PANELS

        HOUSEHOLD_PANELS.append(("rights/_panel.html", _panel))


def _panel(actor: Any, household: Any) -> dict[str, Any] | None:
    from maillage.rights.presentation import panel

    return panel(actor, household)
