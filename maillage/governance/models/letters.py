"""What an expert by experience, or an unpaid member, is asked to do and what is paid for them."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, long_text
from maillage.governance.enums import ExpenseKind, ParticipantStatus
from maillage.governance.models.base import Dated, VisibleManager, dates_in_order
from maillage.governance.models.committees import Committee, Occupant
from maillage.governance.models.expenses import OWN_OR_SETTLED
from maillage.permissions.constraints import RowHistory, RowSecurity


class MissionLetter(Dated):
    """For a member or for somebody named, never for a folder. The participant chooses their own status."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="letters")
    occupant = models.ForeignKey(
        Occupant, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name="membre"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="compte"
    )
    name = models.CharField("prénom et nom", max_length=120, validators=NO_NULL)
    mission = long_text("ce qui est demandé", 2000)
    hours = models.PositiveSmallIntegerField("heures prévues")
    covers = ArrayField(
        models.CharField(max_length=9, choices=ExpenseKind.listed), verbose_name="frais payés", default=list
    )
    status = models.CharField(
        "statut choisi", max_length=9, choices=ParticipantStatus.listed, blank=True, default=""
    )
    signed_on = models.DateField("signée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "lettre de mission"
        verbose_name_plural = "lettres de mission"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            dates_in_order("governance_missionletter_dates"),
            models.CheckConstraint(
                condition=models.Q(signed_on=None) | ~models.Q(status=""),
                name="governance_letter_signed_with_a_status",
                violation_error_message="Choisissez d’abord un statut.",
            ),
            RowSecurity(name="governance_missionletter_seen", visible=OWN_OR_SETTLED),
            RowHistory(name="governance_missionletter_history"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:letter", args=[self.public_id])

    @property
    def covered(self) -> list[str]:
        return [ExpenseKind(one).label for one in self.covers]
