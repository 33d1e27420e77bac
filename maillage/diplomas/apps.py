from django.apps import AppConfig


class DiplomasConfig(AppConfig):
    name = "maillage.diplomas"
    verbose_name = "diplômes et passerelles"
