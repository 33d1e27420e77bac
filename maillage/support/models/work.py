from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.people.models import Person
from maillage.people.models.base import OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.support.enums import AppointmentState, DataRequestKind, DocumentKind
from maillage.support.models.base import (
    CONTENT_OWN,
    CONTENT_VISIBLE,
    PATH_OWN,
    PATH_VISIBLE,
    Content,
    OfPerson,
    VisibleManager,
    part_of_the_circle,
)
from maillage.vault.fields import SealedText

ITS_GOAL = "EXISTS (SELECT FROM support_goal g WHERE g.id = goal_id)"


class Goal(Content):
    """What the person wants to reach, in their words; agreed by both, revised when they wish, closed without a judgement."""

    words = SealedText("son objectif, dans ses mots")
    agreed_on = models.DateField("convenu le")
    review_on = models.DateField("à revoir le", null=True, blank=True)
    person_signed_on = models.DateField("signé par la personne le", null=True, blank=True)
    closed_on = models.DateField("terminé le", null=True, blank=True)
    outcome = SealedText("ce que la personne en dit", blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "objectif"
        constraints = [
            part_of_the_circle("support_goal_part"),
            RowSecurity(name="support_goal_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
            RowHistory(name="support_goal_history"),
        ]

    def __str__(self) -> str:
        return f"objectif du {self.agreed_on:%d/%m/%Y}"


class Step(models.Model):
    """Somebody's part of a goal: the person's, or a professional's."""

    id = identifier()
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps", verbose_name="objectif")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    what = SealedText("étape")
    who = models.CharField("qui s’en charge", max_length=120)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("ordre", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "étape"
        constraints = [
            RowSecurity(
                name="support_step_goal", visible=ITS_GOAL, own=f"person_id = {OWN_PERSON} AND {ITS_GOAL}"
            ),
            RowHistory(name="support_step_history"),
        ]

    def __str__(self) -> str:
        return self.who


class Progress(models.Model):
    """Where the person says they are, from 0 to 10 on their own scale, that day. Nobody else places the mark."""

    id = identifier()
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="progress", verbose_name="objectif")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    mark = models.PositiveSmallIntegerField("où j’en suis, de 0 à 10", validators=[MaxValueValidator(10)])
    words = SealedText("ce qu’elle en dit", blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "avancée"
        constraints = [
            models.CheckConstraint(condition=Q(mark__lte=10), name="support_progress_scale"),
            RowSecurity(
                name="support_progress_goal", visible=ITS_GOAL, own=f"person_id = {OWN_PERSON} AND {ITS_GOAL}"
            ),
        ]

    def __str__(self) -> str:
        return str(self.mark)


class Appointment(OfPerson):
    """A meeting agreed with the person. Not coming is a fact, without a fault."""

    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="avec"
    )
    starts_at = models.DateTimeField("date et heure")
    minutes = models.PositiveSmallIntegerField("durée en minutes", default=45)
    place = models.CharField("lieu", max_length=200)
    purpose = models.CharField("pour quoi", max_length=200, blank=True)
    remind = models.BooleanField("envoyer un rappel la veille", default=False)
    reminded_at = models.DateTimeField("rappel envoyé le", null=True)
    state = models.CharField(
        "état", max_length=10, choices=AppointmentState.listed, default=AppointmentState.PLANNED
    )
    sequence = models.PositiveSmallIntegerField("version du fichier d’agenda", default=0)

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        indexes = [
            models.Index(
                fields=["worker", "starts_at"], name="support_appointment_next", condition=Q(state="planned")
            )
        ]
        constraints = [
            RowSecurity(name="support_appointment_seen", visible=PATH_VISIBLE, own=PATH_OWN),
            RowHistory(name="support_appointment_history"),
        ]

    def __str__(self) -> str:
        return f"rendez-vous du {self.starts_at:%d/%m/%Y}"


class Promise(OfPerson):
    """What a structure owes the person by a date: an answer, a call, an appointment. Late is computed, never typed."""

    what = models.CharField("ce qui est promis", max_length=200)
    owed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    escalate_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="en cas de retard, prévenir",
    )
    made_on = models.DateField("promis le")
    working_days = models.PositiveSmallIntegerField("délai en jours ouvrés")
    due_on = models.DateField("dû le")
    kept_on = models.DateField("tenu le", null=True, blank=True)
    outcome = models.CharField("réponse donnée", max_length=200, blank=True)
    escalated_at = models.DateTimeField("signalé le", null=True)

    class Meta:
        verbose_name = "engagement"
        indexes = [
            models.Index(
                fields=["owed_by", "due_on"], name="support_promise_due", condition=Q(kept_on__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("made_on")),
                name="support_promise_dates",
                violation_error_message="L’échéance précède la promesse.",
            ),
            RowSecurity(name="support_promise_seen", visible=PATH_VISIBLE, own=PATH_OWN),
            RowHistory(name="support_promise_history"),
        ]

    def __str__(self) -> str:
        return self.what


class Document(Content):
    """A paper of the person's. Its content is sealed outside the database, and only ever handed over as a file."""

    kind = models.CharField("nature", max_length=20, choices=DocumentKind.listed)
    title = models.CharField("intitulé", max_length=160)
    key = models.CharField("clé du fichier", max_length=80)
    name = models.CharField("nom du fichier", max_length=160)
    media_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    note = models.ForeignKey(
        "Note", models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name="note"
    )

    class Meta:
        verbose_name = "document"
        constraints = [
            part_of_the_circle("support_document_part"),
            RowSecurity(name="support_document_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
            RowHistory(name="support_document_history"),
        ]

    def __str__(self) -> str:
        return self.title


class DataRequest(models.Model):
    """The person asks for what is kept on them, for a correction, or to be erased. Owed within a month (GDPR, art. 12)."""

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    kind = models.CharField("demande", max_length=20, choices=DataRequestKind.listed)
    words = SealedText("ses mots", blank=True)
    asked_on = models.DateField("demandé le")
    due_on = models.DateField("réponse due le")
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answer = SealedText("réponse", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="répondu par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "demande sur ses données"
        verbose_name_plural = "demandes sur ses données"
        constraints = [
            RowSecurity(
                name="support_datarequest_seen",
                visible=f"person_id {PERSON_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="support_datarequest_history"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
