from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "maillage.practices"
    verbose_name = "fiches pratiques"
