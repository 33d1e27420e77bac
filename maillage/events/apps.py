from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "maillage.events"
    verbose_name = "inscriptions et forums"

    def ready(self) -> None:
        from maillage.events.actions.openings import tell_cancelled, tell_moved
        from maillage.events.queries.openings import links
        from maillage.governance.actions.gatherings import WHEN_CANCELLED, WHEN_MOVED
        from maillage.governance.queries import GATHERING_LINKS

        GATHERING_LINKS.append(links)
        WHEN_CANCELLED.append(tell_cancelled)
        WHEN_MOVED.append(tell_moved)
