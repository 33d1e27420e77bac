from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "maillage.calls"
    verbose_name = "appels à projets et labels"
