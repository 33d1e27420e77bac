from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "maillage.rights"
    verbose_name = "droits"
