"""What was written to those registered: what, to whom, when; never a word of it."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from maillage.permissions.constraints import RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.training.enums import Mail
from maillage.training.models.account import Contest
from maillage.training.models.base import HELD_SESSIONS
from maillage.training.models.sessions import Registration


class Letter(models.Model):
    """A mail, once. `part`: which one of its kind; `days`: digest of the days and the place that it told."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, related_name="letters", verbose_name="inscription"
    )
    contest = models.ForeignKey(
        Contest, models.PROTECT, null=True, related_name="+", verbose_name="ligne contestée"
    )
    kind = models.CharField("mail", max_length=9, choices=Mail.listed)
    part = models.CharField("lequel", max_length=32, blank=True)
    days = models.CharField("jours et lieu dits", max_length=32, blank=True)
    due_at = models.DateTimeField("dû le", db_default=TransactionNow())
    sent_at = models.DateTimeField("parti le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "mail d’une formation"
        verbose_name_plural = "mails d’une formation"
        constraints = [
            models.CheckConstraint(
                condition=Q(registration=None, contest__isnull=False)
                | Q(registration__isnull=False, contest=None),
                name="training_letter_to_one",
            ),
            models.UniqueConstraint(
                fields=["registration", "kind", "part"],
                condition=Q(contest=None),
                name="training_letter_once",
            ),
            models.UniqueConstraint(
                fields=["contest"], condition=Q(registration=None), name="training_letter_of_contest"
            ),
            RowSecurity(
                name="training_letter_seen",
                visible=f"registration_id IN (SELECT id FROM training_registration WHERE session_id IN {HELD_SESSIONS})",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
