"""Who is asked, and what was answered. Of an anonymous questionnaire, nothing joins the two."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from maillage.consultations.enums import Channel
from maillage.consultations.models.base import ME, OF_KEPT, READ, VisibleManager
from maillage.consultations.models.questionnaires import Question, Questionnaire
from maillage.directory.models import Territory
from maillage.directory.models.base import NO_NULL
from maillage.permissions.constraints import RowSecurity


class Invitation(models.Model):
    """Somebody asked by name. `key` opens their page without an account. Says whether they answered, neither when nor what.
    Who it was is forgotten a while after the end (`forget_sql`)."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    email = models.EmailField("adresse", max_length=254)
    name = models.CharField("nom", max_length=120, blank=True, validators=NO_NULL)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField("invité le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)
    number = models.PositiveSmallIntegerField("mails", default=0)
    answered = models.BooleanField("a répondu", default=False)
    left_out_at = models.DateTimeField("ne veut plus de mail depuis le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(
                "questionnaire", Lower("email"), condition=~Q(email=""), name="consultations_invited_once"
            ),
            RowSecurity(name="consultations_invitation_seen", visible=f"user_id = {ME} OR {OF_KEPT}"),
        ]
        indexes = [
            models.Index(fields=["questionnaire", "email", "id"], name="consultations_invited_listed"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or "personne oubliée"


class Response(models.Model):
    """One answer to a questionnaire: the day, never the hour. `invitation` and `name` stay empty when it is anonymous."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, blank=True, related_name="response", db_constraint=False
    )
    name = models.CharField("nom", max_length=120, blank=True)
    channel = models.CharField("reçue", max_length=7, choices=Channel.listed)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    answered_on = models.DateField("le")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="saisie par",
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse"
        ordering = ["-answered_on", "public_id"]
        indexes = [
            models.Index(
                fields=["questionnaire", "-answered_on", "public_id"], name="consultations_response_listed"
            ),
            models.Index(fields=["questionnaire", "territory"], name="consultations_response_where"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="paper", entered_by__isnull=False)
                | (~Q(channel="paper") & Q(entered_by=None)),
                name="consultations_paper_entered",
            ),
            RowSecurity(name="consultations_response_seen", visible=READ),
        ]

    def __str__(self) -> str:
        return f"{self.answered_on:%d/%m/%Y}"


class Answer(models.Model):
    """What one response says to one question: a row for each choice, or each line of a table."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    row = models.PositiveSmallIntegerField("ligne", null=True, blank=True)
    choice = models.PositiveSmallIntegerField("choix", null=True, blank=True)
    number = models.DecimalField("nombre", max_digits=14, decimal_places=2, null=True, blank=True)
    text = models.TextField("texte", blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse à une question"
        verbose_name_plural = "réponses aux questions"
        ordering = ["question__position", "row", "choice", "pk"]
        indexes = [
            models.Index(
                fields=["questionnaire", "question", "row", "choice"], name="consultations_answer_counted"
            ),
            models.Index(fields=["questionnaire", "question", "response"], name="consultations_answer_given"),
        ]
        constraints = [RowSecurity(name="consultations_answer_seen", visible=READ)]

    def __str__(self) -> str:
        return self.text or str(self.choice)
