from typing import Any

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "maillage.reception"
    verbose_name = "accueil"

    def ready(self) -> None:
        from maillage.directory.queries.cards import FROM_FOLDER
        from maillage.people.queries import OWN_PANELS, PANELS
        from maillage.reception.queries import held, panels
        from maillage.reception.queries.receptions import orient_url
        from maillage.support.queries.held import HELD
        from maillage.support.queries.leaving import CARRIED

        FROM_FOLDER.append(orient_url)
        PANELS.append(("reception/_folder.html", panels.panel))
        OWN_PANELS.append(("reception/_own.html", panels.own_panel))
        HELD.extend([held.held_tasks, held.held_receptions])
        CARRIED.append(_carried)


def _carried() -> tuple[Any, ...]:
    from maillage.reception.models import Reception, Task

    return Task, Reception
