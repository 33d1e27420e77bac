from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "maillage.pages"
    verbose_name = "pages"
