from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    CANCELLED = "cancelled", "annulé"
    FAILED = "failed", "interrompu"
