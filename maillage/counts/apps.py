from django.apps import AppConfig


class CountsConfig(AppConfig):
    name = "maillage.counts"
    verbose_name = "nuits de comptage"
