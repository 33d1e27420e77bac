"""What was written to hosts and students: what, to whom, when; never a word of it."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from maillage.permissions.constraints import RowSecurity
from maillage.placements.enums import Mail
from maillage.placements.models.base import OF_RUN, OF_SCHOOL, VisibleManager
from maillage.placements.models.seats import Host
from maillage.placements.models.sessions import Session
from maillage.placements.models.students import Candidate


class Letter(models.Model):
    """A mail, once. `part`: which one of its kind (a round, a decision, a place). `queued_at`: left to a job."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="letters")
    kind = models.CharField("mail", max_length=11, choices=Mail.listed)
    part = models.BigIntegerField("lequel", default=0)
    host = models.ForeignKey(Host, models.PROTECT, null=True, related_name="+", verbose_name="structure")
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, related_name="+", verbose_name="étudiant"
    )
    due_at = models.DateTimeField("dû le", db_default=TransactionNow())
    queued_at = models.DateTimeField("confié le", null=True)
    sent_at = models.DateTimeField("parti le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "mail d’une session de stages"
        verbose_name_plural = "mails d’une session de stages"
        constraints = [
            models.CheckConstraint(
                condition=Q(host=None, candidate__isnull=False) | Q(host__isnull=False, candidate=None),
                name="placements_letter_to_one",
            ),
            models.UniqueConstraint(
                fields=["host", "kind", "part"], condition=Q(candidate=None), name="placements_letter_to_host"
            ),
            models.UniqueConstraint(
                fields=["candidate", "kind", "part"], condition=Q(host=None), name="placements_letter_to_student"
            ),
            RowSecurity(
                name="placements_letter_seen",
                visible=f"{OF_RUN} OR candidate_id IN (SELECT id FROM placements_candidate WHERE {OF_SCHOOL})",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["id"], condition=Q(queued_at=None), name="placements_letter_waiting")]

    def __str__(self) -> str:
        return self.kind
