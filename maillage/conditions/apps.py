from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "maillage.conditions"
    verbose_name = "temps et conditions de travail"
