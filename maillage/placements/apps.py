from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "maillage.placements"
    verbose_name = "stages"
