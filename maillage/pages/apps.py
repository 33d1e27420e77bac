from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "maillage.pages"
    verbose_name = "pages"

    def ready(self) -> None:
        from maillage.directory.queries.cards import FOLDER_OF
        from maillage.pages.queries import folder_of
        from maillage.people.queries import ARRIVALS
        from maillage.support.actions.path import note_visit

        FOLDER_OF.append(folder_of)
        ARRIVALS.append(lambda actor, person, why: note_visit(by=actor, person=person, why=why))
