from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "maillage.schemes"
    verbose_name = "dispositifs"
