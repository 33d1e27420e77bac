from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.people.models import Person
from maillage.people.models.base import OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.vault.fields import SealedText


class RetentionRule(models.Model):
    """How long a file is kept from the last contact: open to the team, then archived, then erased. With its source.

    Of the rows begun, the latest applies; a former one stays, for who asks what was applied then.
    """

    code = models.CharField("code", max_length=40, primary_key=True)
    label = models.CharField("nom", max_length=120)
    active_months = models.PositiveSmallIntegerField("mois avant l’archive")
    archived_months = models.PositiveSmallIntegerField("mois d’archive")
    text = models.CharField("texte", max_length=300)
    source = models.URLField("source")
    since = models.DateField("en vigueur depuis", unique=True)

    class Meta:
        verbose_name = "durée de conservation"
        verbose_name_plural = "durées de conservation"
        constraints = [
            models.CheckConstraint(condition=Q(active_months__gte=1), name="support_retention_active"),
        ]

    def __str__(self) -> str:
        return self.label


class LegalHold(models.Model):
    """A file that must not be archived nor erased before a date: an appeal, a lawsuit. Read by the person too."""

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    reason = SealedText("pourquoi")
    until = models.DateField("jusqu’au")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="posée par"
    )
    placed_at = models.DateTimeField("posée le", auto_now_add=True)
    lifted_at = models.DateTimeField("levée le", null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="levée par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "suspension de l’effacement"
        verbose_name_plural = "suspensions de l’effacement"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lifted_at=None),
                name="support_legalhold_one",
                violation_error_message="L’effacement de ce dossier est déjà suspendu.",
            ),
            RowSecurity(
                name="support_legalhold_seen",
                visible=f"person_id {PERSON_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="support_legalhold_history"),
        ]

    def __str__(self) -> str:
        return f"suspension jusqu’au {self.until:%d/%m/%Y}"
