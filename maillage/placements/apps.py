from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "maillage.placements"
    verbose_name = "stages"

    def ready(self) -> None:
        from maillage.governance.queries import DECISION_LINKS
        from maillage.placements.queries.committee import settled_by

        DECISION_LINKS.append(settled_by)
