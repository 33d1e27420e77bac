from uuid import uuid4

from django.conf import settings
from django.db import models

from maillage.jobs.enums import State
from maillage.permissions.constraints import RowSecurity


class Job(models.Model):
    """Long work that somebody asked for, as they follow it: counts, state, where its result is.

    The queue itself is procrastinate's; this row is what a screen shows. It holds no personal data.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="demandé par")
    label = models.CharField("intitulé", max_length=200)
    noun = models.CharField("ce qui est compté", max_length=40, default="ligne")
    state = models.CharField("état", max_length=10, choices=State.listed, default=State.WAITING)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("à faire", null=True)
    message = models.CharField("message", max_length=500, blank=True)
    result_url = models.CharField("résultat", max_length=300, blank=True)
    cancel_asked = models.BooleanField("annulation demandée", default=False)
    created_at = models.DateTimeField("demandé le", auto_now_add=True)
    started_at = models.DateTimeField("commencé le", null=True)
    ended_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="jobs_job_owner")]
        constraints = [
            RowSecurity(name="jobs_job_own", visible="owner_id = (SELECT maillage_actor_user())"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display()})"

    @property
    def ended(self) -> bool:
        return self.state in (State.DONE, State.CANCELLED, State.FAILED)
