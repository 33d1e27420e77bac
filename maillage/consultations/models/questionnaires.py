"""What is asked, by whom, until when, and each question."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.clocks.minutes import A_MINUTE
from maillage.consultations.enums import Level, Phase, QuestionKind
from maillage.consultations.models.base import KEPT, OF_KEPT, OF_KNOWN, VisibleManager
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Committee
from maillage.permissions.constraints import RowHistory, RowSecurity

ASKED = "id IN (SELECT * FROM maillage_definer.my_asked_surveys())"


class Questionnaire(models.Model):
    """Asked by a committee, or by a structure. `closes_at` is the first moment when it is over.

    In preparation, open, closed: read from its dates, never written. `open_key`: the link that anybody may answer by.
    `published_at`: since when everybody knows of it, by a picture of its results.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    purpose = long_text("à quoi il sert", 2000)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="instance"
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="structure"
    )
    anonymous = models.BooleanField("réponses anonymes", default=True)
    level = models.CharField("compté par", max_length=11, choices=Level.listed, default=Level.DEPARTEMENT)
    opens_at = models.DateTimeField("ouvert le", null=True, blank=True)
    closes_at = models.DateTimeField("finit le", null=True, blank=True)
    open_key = models.UUIDField("clé du lien ouvert", null=True, blank=True, unique=True, editable=False)
    published_at = models.DateTimeField("résultats publiés le", null=True, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "questionnaire"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee=None, structure__isnull=False)
                | Q(committee__isnull=False, structure=None),
                name="consultations_one_asks",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(closes_at__gte=F("opens_at")),
                name="consultations_questionnaire_dates",
            ),
            RowSecurity(
                name="consultations_questionnaire_seen",
                visible=f"{KEPT} OR published_at IS NOT NULL OR {ASKED}",
            ),
            RowHistory(name="consultations_questionnaire_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:questionnaire", args=[self.public_id])

    @property
    def asker(self) -> str:
        return str(self.committee.name if self.committee else self.structure.name if self.structure else "")

    @property
    def last_minute(self) -> datetime | None:
        """As it is said: « jusqu’au 15 janvier à 23 h 59 », that minute included."""
        return self.closes_at and self.closes_at - A_MINUTE

    def phase_at(self, moment: datetime) -> Phase:
        if self.opens_at is None or self.closes_at is None or moment < self.opens_at:
            return Phase.DRAFT
        return Phase.OPEN if moment < self.closes_at else Phase.CLOSED

    @property
    def phase(self) -> Phase:
        return self.phase_at(timezone.now())

    @property
    def runs(self) -> bool:
        return self.phase == Phase.OPEN


class Question(models.Model):
    """`choices`: what may be chosen, the columns of a table, the steps of a scale; `rows`: those of a table.

    Shown when `condition` was answered by its choice number `condition_choice`.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("place")
    kind = models.CharField("type", max_length=9, choices=QuestionKind.listed)
    title = models.CharField("question", max_length=300, validators=NO_NULL)
    help = short_text("aide")
    required = models.BooleanField("réponse demandée", default=False)
    choices = models.JSONField("choix", default=list, blank=True)
    rows = models.JSONField("lignes", default=list, blank=True)
    low = short_text("tout en bas de l’échelle", 60)
    high = short_text("tout en haut", 60)
    condition = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependents", verbose_name="seulement si"
    )
    condition_choice = models.PositiveSmallIntegerField("choix", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "question"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(kind="territory"),
                name="consultations_one_territory",
                violation_error_message="Ce questionnaire demande déjà le territoire.",
            ),
            models.CheckConstraint(
                condition=Q(condition=None, condition_choice=None)
                | Q(condition__isnull=False, condition_choice__isnull=False),
                name="consultations_whole_condition",
            ),
            RowSecurity(name="consultations_question_seen", visible=OF_KNOWN),
        ]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """More time, with its reason: everybody who is asked reads it."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="extensions")
    before = models.DateTimeField("finissait le")
    until = models.DateTimeField("finit le")
    reason = models.CharField("raison", max_length=300, validators=NO_NULL)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    decided_at = models.DateTimeField("décidée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "prolongation"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="consultations_extension_later"),
            RowSecurity(name="consultations_extension_seen", visible=OF_KNOWN),
        ]

    def __str__(self) -> str:
        return self.reason


class Snapshot(models.Model):
    """Results as they were that day, small counts hidden for good. `public`: everybody reads it."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="snapshots")
    taken_at = models.DateTimeField("prise le", auto_now_add=True)
    note = short_text("à savoir")
    responses = models.PositiveIntegerField("réponses")
    final = models.BooleanField("après la clôture")
    public = models.BooleanField("lue par tous", default=False)
    data = models.JSONField("résultats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "photo des résultats"
        verbose_name_plural = "photos des résultats"
        ordering = ["-taken_at", "-pk"]
        constraints = [
            RowSecurity(
                name="consultations_snapshot_seen", visible=f"({OF_KEPT}) OR (public AND {OF_KNOWN})"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_at:%d/%m/%Y}"
