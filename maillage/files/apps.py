from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "maillage.files"
    verbose_name = "fichiers"
