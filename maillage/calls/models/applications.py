"""A file: written by a structure, with partners who accept it; every version that was handed in is kept."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.calls.enums import WRITABLE, FileState
from maillage.calls.models.base import (
    CONFLICTS,
    HERE,
    JOINED,
    JURY_FILES,
    OF_MY_JURY,
    OWN_FILES,
    VisibleManager,
    euros,
)
from maillage.calls.models.calls import Call, Question
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity

SEEN = (
    f"((structure_id = {HERE} OR id IN {JOINED})"
    f" AND (state IN ('draft', 'to_correct', 'notified') OR id NOT IN {CONFLICTS}))"
    f" OR (state <> 'draft' AND {OF_MY_JURY} AND id NOT IN {CONFLICTS})"
)


class Application(models.Model):
    """One a structure and a call. Its reference says nothing of how many there are."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="applications", verbose_name="structure"
    )
    title = models.CharField("nom du projet", max_length=150, validators=NO_NULL)
    asked = euros("somme demandée", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=FileState.listed, default=FileState.DRAFT)
    to_correct = long_text("à corriger", 2000)
    correct_until = models.DateField("à corriger avant la fin du", null=True, blank=True)
    submitted_at = models.DateTimeField("déposé le", null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrit par"
    )
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "dossier"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "structure"],
                name="calls_application_once",
                violation_error_message="Votre structure a déjà un dossier pour cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="calls_application_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state="to_correct") | (Q(correct_until__isnull=False) & ~Q(to_correct="")),
                name="calls_application_corrected_by_a_day",
            ),
            RowSecurity(name="calls_application_seen", visible=SEEN),
            RowHistory(name="calls_application_history"),
        ]
        indexes = [models.Index(fields=["structure", "state"], name="calls_application_here")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calls:application", args=[self.public_id])

    @property
    def reference(self) -> str:
        return self.public_id.hex[:8].upper()

    @property
    def writable(self) -> bool:
        return self.state in WRITABLE


class Partner(models.Model):
    """Another structure of a joint file: the file leaves once each has accepted it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners", db_constraint=False)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    role = short_text("ce qu’elle fait dans le projet", 300)
    accepted_on = models.DateField("acceptée le", null=True, blank=True)
    refused_on = models.DateField("refusée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "partenaire"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "structure"],
                name="calls_partner_once",
                violation_error_message="Cette structure est déjà partenaire.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(refused_on=None), name="calls_partner_one_answer"
            ),
            RowSecurity(
                name="calls_partner_seen",
                visible=f"application_id IN (SELECT id FROM calls_application) OR (structure_id = {HERE}"
                f" AND application_id NOT IN {CONFLICTS})",
            ),
            RowHistory(name="calls_partner_history"),
        ]

    def __str__(self) -> str:
        return str(self.structure)


class Answer(models.Model):
    """As it is being written: the structure and its partners alone read it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers", db_constraint=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField("réponse", blank=True, validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="calls_answer_once"),
            RowSecurity(name="calls_answer_seen", visible=f"application_id IN {OWN_FILES}"),
            RowHistory(name="calls_answer_history"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} : {self.question_id}"


class FileVersion(models.Model):
    """What was handed in, word for word: what a jury reads. `content`: [{label, kind, text}]."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="versions", db_constraint=False)
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("nom du projet", max_length=150)
    asked = euros("somme demandée", null=True)
    content = models.JSONField("réponses")
    partners = models.JSONField("partenaires", default=list)
    submitted_at = models.DateTimeField("déposée le")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="déposée par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’un dossier"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="calls_fileversion_once"),
            RowSecurity(
                name="calls_fileversion_seen",
                visible=f"application_id IN {OWN_FILES} OR application_id IN {JURY_FILES}",
            ),
            RowHistory(name="calls_fileversion_history"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
