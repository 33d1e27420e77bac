"""An alert, to whom its author chose; what the team proposes; who can be asked about what."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.conditions.enums import AlertKind, ProposalKind, Verdict
from maillage.conditions.models.base import AT_WORK, ME, MINE, STUDENT, TEAM, in_structure, signer
from maillage.directory.models.base import NO_NULL, long_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

ADDRESSED = f"({MINE} OR reader_id = {ME})"


class Alert(models.Model):
    """Read by its author and by the one reader they chose; counted by year, never below five."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user = signer("de")
    structure = in_structure()
    kind = models.CharField("de quoi il s’agit", max_length=10, choices=AlertKind.listed)
    words = models.TextField("ce qui s’est passé", max_length=4000, validators=NO_NULL)
    reader = signer("adressée à")
    created_at = models.DateTimeField("le", auto_now_add=True)
    due_on = models.DateField("réponse due le")
    closed_on = models.DateField("close le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "alerte"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reader=models.F("user")),
                name="conditions_alert_to_another",
                violation_error_message="Adressez l’alerte à quelqu’un d’autre que vous.",
            ),
            RowSecurity(name="conditions_alert_addressed", visible=ADDRESSED),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("conditions:alert", args=[self.pk])


class AlertReply(models.Model):
    """What was answered, or added. `in_risk_document`: carried to the structure's document of occupational risks (DUERP)."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="replies", verbose_name="alerte")
    user = signer("de")
    words = models.TextField("réponse", max_length=3000, validators=NO_NULL)
    in_risk_document = models.BooleanField("reporté au document unique (DUERP)", default=False)
    written_at = models.DateTimeField("le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse à une alerte"
        ordering = ["written_at", "pk"]
        constraints = [
            RowSecurity(
                name="conditions_alertreply_addressed",
                visible=f"alert_id IN (SELECT id FROM conditions_alert WHERE {ADDRESSED})",
            )
        ]

    def __str__(self) -> str:
        return f"réponse de {self.user}"


class Proposal(models.Model):
    """Raised by one of the team, read by the team, answered by who leads it, with a reason and by a date.

    Of a form: minutes lost each time `before`, and `after` it was mended.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user = signer("de")
    structure = in_structure()
    kind = models.CharField("sorte", max_length=10, choices=ProposalKind.listed)
    subject = models.CharField("objet", max_length=150, validators=NO_NULL)
    words = models.TextField("ce que vous proposez", max_length=3000, validators=NO_NULL)
    before = models.PositiveSmallIntegerField("minutes perdues chaque fois", null=True, blank=True)
    created_at = models.DateTimeField("le", auto_now_add=True)
    due_on = models.DateField("réponse due le")
    verdict = models.CharField("réponse", max_length=8, choices=Verdict.listed, blank=True)
    answer = long_text("motif", 2000)
    decided_by = signer("répondu par", null=True, blank=True)
    decided_on = models.DateField("répondu le", null=True, blank=True)
    mended_on = models.DateField("corrigé le", null=True, blank=True)
    after = models.PositiveSmallIntegerField("minutes perdues depuis", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "proposition de l’équipe"
        verbose_name_plural = "propositions de l’équipe"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", answer="", decided_by=None, decided_on=None)
                | (~Q(verdict="") & ~Q(answer="") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="conditions_proposal_answered",
                violation_error_message="Une réponse a son motif.",
            ),
            models.CheckConstraint(
                condition=Q(mended_on=None, after=None) | (Q(mended_on__isnull=False) & ~Q(verdict="")),
                name="conditions_proposal_mended",
            ),
            RowSecurity(name="conditions_proposal_seen", visible=TEAM),
            RowHistory(name="conditions_proposal_history"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("conditions:proposal", args=[self.pk])


class Expertise(models.Model):
    """What a colleague offers to be asked about; they withdraw it when they want."""

    user = signer("de")
    structure = in_structure()
    subject = models.CharField("sujet", max_length=100, validators=NO_NULL)
    words = long_text("ce qu’on peut me demander", 600)
    since = models.DateField("depuis le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "savoir partagé"
        verbose_name_plural = "savoirs partagés"
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure", "subject"],
                name="conditions_expertise_once",
                violation_error_message="Vous proposez déjà ce sujet.",
            ),
            RowSecurity(name="conditions_expertise_seen", visible=f"({AT_WORK} AND NOT {STUDENT}) OR {MINE}"),
        ]

    def __str__(self) -> str:
        return self.subject
