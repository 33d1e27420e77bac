from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

HELD: list[Callable[[Any, Any], Any]] = []
"""What else is held about a person, here and in other contexts, for the hand-over: function(actor, person) to a `queries.held.Section`."""

CARRIED: list[Callable[[], tuple[Any, ...]]] = []
"""Tables of other contexts with rows of a person and a structure: a structure that closes takes its own away."""


class SupportConfig(AppConfig):
    name = "maillage.support"
    verbose_name = "accompagnement"

    def ready(self):
        from maillage.directory.queries.cards import FROM_FOLDER
        from maillage.directory.queries.diagnosis import DEMAND, SUPPLY
        from maillage.directory.queries.lines import MORE_LINES
        from maillage.people.queries import OWN_PAGES, OWN_PANELS, PANELS
        from maillage.support.queries.folder import own_panel, panel
        from maillage.support.queries.held_questions import held_questions
        from maillage.support.queries.orientations import orient_url, oriented, without_answer
        from maillage.support.queries.referents import direct_lines

        FROM_FOLDER.append(orient_url)
        MORE_LINES.append(direct_lines)
        DEMAND.append(oriented)
        SUPPLY.append(without_answer)
        HELD.append(held_questions)
        PANELS.append(("support/_folder.html", panel))
        OWN_PANELS.append(("support/_own.html", own_panel))
        OWN_PAGES.extend(
            [
                ("Ce qui est écrit", "support:own_notes"),
                ("Ce qui a été fait", "support:own_path"),
                ("Questions posées", "support:own_questions"),
                ("Mes données", "support:own_data"),
            ]
        )
