"""gunicorn's own settings file: each worker loads the rules of law in the background while it already answers."""

import logging
import os
import threading

from django.utils import timezone

from maillage.config.memory import keep_what_is_loaded
from maillage.config.monitoring.logs import Discreet, Plain

control_socket_disable = True
"""It would write in the home of the services' user, and nobody asked for it."""
DISCREET = Discreet()


def on_starting(server: object) -> None:
    """Requests are counted from zero each time the service starts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    from maillage.config.monitoring.counters import forget_former_service
    from maillage.config.monitoring.requests import metrics_are_on

    if metrics_are_on():
        forget_former_service()


def when_ready(server: object) -> None:
    """Before the first fork: every worker shares what is loaded, and none says the address that it was asked for."""
    hush()
    keep_what_is_loaded()


def on_reload(server: object) -> None:
    """gunicorn has just laid its own formatters again."""
    hush()


def hush() -> None:
    """What gunicorn writes by itself: an error that broke an answer being sent quotes nobody."""
    errors = logging.getLogger("gunicorn.error")
    errors.addFilter(DISCREET)
    for handler in errors.handlers:
        handler.setFormatter(Plain())


def post_worker_init(worker: object) -> None:
    threading.Thread(target=_load_rules_of_law, name="rules-of-law", daemon=True).start()


def _load_rules_of_law() -> None:
    from maillage.rights.engine import warm_up

    warm_up(timezone.localdate().strftime("%Y-%m"))
    keep_what_is_loaded()
