from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "maillage.support"
    verbose_name = "accompagnement"

    def ready(self):
        from maillage.people.queries import OWN_PAGES, OWN_PANELS, PANELS
        from maillage.support.queries.folder import own_panel, panel

        PANELS.append(("support/_folder.html", panel))
        OWN_PANELS.append(("support/_own.html", own_panel))
        OWN_PAGES.extend(
            [
                ("Ce qui est écrit", "support:own_notes"),
                ("Ce qui a été fait", "support:own_path"),
                ("Mes données", "support:own_data"),
            ]
        )
