"""gunicorn's own settings file: each worker loads the rules of law in the background while it already answers."""

import threading

from django.utils import timezone

from maillage.config.memory import keep_what_is_loaded

control_socket_disable = True
"""It would write in the home of the services' user, and nobody asked for it."""


def when_ready(server: object) -> None:
    """Before the first fork: every worker shares what is loaded."""
    keep_what_is_loaded()


def post_worker_init(worker: object) -> None:
    threading.Thread(target=_load_rules_of_law, name="rules-of-law", daemon=True).start()


def _load_rules_of_law() -> None:
    from maillage.rights.engine import warm_up

    warm_up(timezone.localdate().strftime("%Y-%m"))
    keep_what_is_loaded()
