"""What happens during a placement: absences, assessments, a student who asks for support, what is funded."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.conventions.enums import AbsenceKind, AidKind, AidUnit, Moment, Side
from maillage.conventions.models.base import (
    NO_NULL,
    OF_ASKED,
    OF_FOLLOWED,
    OF_NEAR,
    OF_PAID,
    SIGNED_IN,
    VisibleManager,
    long_text,
    public_id,
    short_text,
)
from maillage.conventions.models.conventions import Convention
from maillage.directory.models import Structure, Territory
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.vault.fields import SealedText

AUTHOR = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class Interruption(models.Model):
    """Days when the trainee is not there. `kind` says what it does to the count; the reason holds nothing of health."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="interruptions")
    first = models.DateField("du")
    last = models.DateField("au")
    kind = models.CharField("type", max_length=12, choices=AbsenceKind.listed)
    reason = short_text("pourquoi", 200)
    user = models.ForeignKey(verbose_name="par", **AUTHOR)

    objects = VisibleManager()

    class Meta:
        verbose_name = "absence ou interruption"
        verbose_name_plural = "absences et interruptions"
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="conventions_interruption_dates",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            models.UniqueConstraint(
                fields=["convention", "first"],
                name="conventions_interruption_once",
                violation_error_message="Une absence qui commence ce jour est déjà écrite.",
            ),
            RowSecurity(name="conventions_interruption_seen", visible=OF_FOLLOWED),
            RowHistory(name="conventions_interruption_history"),
        ]

    def __str__(self) -> str:
        return f"du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}"


class Assessment(models.Model):
    """In words, without a mark: by the tutor and by the student, midway and at the end."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="assessments")
    moment = models.CharField("quand", max_length=7, choices=Moment.listed)
    side = models.CharField("par", max_length=7, choices=Side.listed)
    skills = models.TextField("compétences", validators=NO_NULL)
    strengths = long_text("ce qui aide à apprendre", 4000)
    difficulties = long_text("ce qui est difficile", 4000)
    next_steps = long_text("la suite", 4000)
    user = models.ForeignKey(verbose_name="auteur", **AUTHOR)
    written_at = models.DateTimeField("écrite le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "évaluation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "moment", "side"],
                name="conventions_assessment_once",
                violation_error_message="Cette évaluation est déjà écrite.",
            ),
            RowSecurity(name="conventions_assessment_seen", visible=OF_NEAR),
            RowHistory(name="conventions_assessment_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}, par {self.get_side_display()}"


class SupportRequest(models.Model):
    """A trainee in difficulty writes to their school, and to nobody else. Sealed under a key of its own."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    convention = models.ForeignKey(Convention, models.CASCADE, related_name="support_requests")
    words = SealedText("ce qui se passe", owner="key_owner")
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    answer = SealedText("réponse", blank=True, owner="key_owner")
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(verbose_name="répondue par", null=True, blank=True, **AUTHOR)

    objects = VisibleManager()

    class Meta:
        verbose_name = "demande de soutien"
        verbose_name_plural = "demandes de soutien"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="conventions_supportrequest_answered",
            ),
            RowSecurity(name="conventions_supportrequest_seen", visible=OF_ASKED),
        ]

    def __str__(self) -> str:
        return f"demande du {self.asked_at:%d/%m/%Y}"

    @property
    def key_owner(self) -> UUID:
        return self.id


class Funding(models.Model):
    """What somebody pays of the gratification of a convention; what nobody pays is counted, never typed."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="fundings")
    funder = models.CharField("qui finance", max_length=160, validators=NO_NULL)
    amount = models.DecimalField("montant (€)", max_digits=9, decimal_places=2)
    granted_on = models.DateField("accordé le")
    user = models.ForeignKey(verbose_name="par", **AUTHOR)

    objects = VisibleManager()

    class Meta:
        verbose_name = "financement"
        ordering = ["granted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="conventions_funding_some",
                violation_error_message="Écrivez un montant supérieur à zéro.",
            ),
            RowSecurity(name="conventions_funding_seen", visible=OF_PAID),
            RowHistory(name="conventions_funding_history"),
        ]

    def __str__(self) -> str:
        return self.funder


class Aid(models.Model):
    """What a territory offers to trainees, as last checked. `amount` is unknown when it is not said."""

    public_id = public_id()
    title = models.CharField("nom de l’aide", max_length=160, validators=NO_NULL)
    kind = models.CharField("pour quoi", max_length=8, choices=AidKind.listed)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="territoire")
    giver = models.CharField("qui la donne", max_length=160, validators=NO_NULL)
    conditions = long_text("à qui, à quelles conditions", 2000)
    how = long_text("comment la demander", 2000)
    link = models.URLField("page de l’aide", max_length=500, blank=True)
    amount = models.DecimalField("montant (€)", max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField("versé", max_length=5, choices=AidUnit.listed, default=AidUnit.ONCE)
    from_km = models.PositiveSmallIntegerField("à partir de (km)", default=0)
    checked_on = models.DateField("vérifiée le")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="tenue par")
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "aide aux stagiaires"
        verbose_name_plural = "aides aux stagiaires"
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="conventions_aid_amount",
                violation_error_message="Écrivez un montant supérieur à zéro, ou laissez vide.",
            ),
            RowSecurity(name="conventions_aid_seen", visible=SIGNED_IN),
            RowHistory(name="conventions_aid_history"),
        ]

    def __str__(self) -> str:
        return self.title
