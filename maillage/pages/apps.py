from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "maillage.pages"
    verbose_name = "pages"

    def ready(self) -> None:
        from maillage.directory.queries.cards import FOLDER_OF
        from maillage.pages.queries import folder_of

        FOLDER_OF.append(folder_of)
