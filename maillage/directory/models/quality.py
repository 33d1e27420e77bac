"""How a card stays true: who confirmed it and when, what was said to be wrong, what was answered, who was asked."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.directory.enums import ReportState, VerificationOutcome
from maillage.directory.models.base import long_text
from maillage.directory.models.offers import Service
from maillage.directory.models.structures import Structure


def about(target: str) -> models.CheckConstraint:
    """Of a structure or of one of its services, not of both."""
    return models.CheckConstraint(
        condition=Q(structure__isnull=False, service=None) | Q(structure=None, service__isnull=False),
        name=f"directory_{target}_one_card",
    )


class Verification(models.Model):
    """Somebody said that a card is true, or corrected it; append-only.

    `changes`: field → [before, after], as JSON. It holds public data, or what professionals read of the card.
    """

    structure = models.ForeignKey(Structure, models.CASCADE, null=True, related_name="verifications")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="verifications")
    outcome = models.CharField("constat", max_length=10, choices=VerificationOutcome.listed)
    on = models.DateField("le")
    by = models.CharField("par", max_length=200)
    changes = models.JSONField("ce qui a changé", default=dict)

    class Meta:
        verbose_name = "vérification"
        ordering = ["-on", "-pk"]
        constraints = [about("verification")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} le {self.on}"


class ErrorReport(models.Model):
    """What somebody, signed in or not, says is wrong. Whoever wrote it reads the answer at its address, `token`."""

    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, models.CASCADE, null=True, related_name="reports")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="reports")
    text = long_text("ce qui est faux", 2000)
    reported_on = models.DateField("signalé le")
    state = models.CharField("état", max_length=10, choices=ReportState.listed, default=ReportState.OPEN)
    answer = long_text("réponse", 2000)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answered_by = models.CharField("répondu par", max_length=200, blank=True)

    class Meta:
        verbose_name = "signalement d’erreur"
        verbose_name_plural = "signalements d’erreur"
        ordering = ["-reported_on", "-pk"]
        constraints = [
            about("report"),
            models.CheckConstraint(
                condition=Q(state="open", answered_on=None)
                | (~Q(state="open") & Q(answered_on__isnull=False)),
                name="directory_report_answered",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="directory_report_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return self.text[:60]


class ReviewRequest(models.Model):
    """A link sent to a structure's address: read again your cards, without an account, until a date.

    The link holds the number of this row, signed; it opens while the structure still gives this address. `site`: what the
    link begins with, for the reminder that nobody clicks.
    """

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="review_requests")
    email = models.EmailField("adresse e-mail")
    sent_on = models.DateField("envoyée le")
    until = models.DateField("jusqu’au")
    reminded_on = models.DateField("rappelée le", null=True)
    answered_on = models.DateField("répondue le", null=True)
    site = models.CharField("adresse de Maillage", max_length=200)

    class Meta:
        verbose_name = "demande de relecture"
        verbose_name_plural = "demandes de relecture"
        constraints = [
            models.UniqueConstraint(fields=["structure", "sent_on"], name="directory_review_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.sent_on}"
