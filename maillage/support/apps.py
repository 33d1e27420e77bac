from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "maillage.support"
    verbose_name = "accompagnement"

    def ready(self):
        from maillage.people.queries import PANELS
        from maillage.support.queries.folder import panel

        PANELS.append(("support/_folder.html", panel))
