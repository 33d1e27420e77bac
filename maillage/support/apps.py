from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "maillage.support"
    verbose_name = "accompagnement"
