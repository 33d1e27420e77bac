from maillage.permissions.choices import Choices


class State(Choices):
    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    CANCELLED = "cancelled", "annulé"
    FAILED = "failed", "interrompu"
