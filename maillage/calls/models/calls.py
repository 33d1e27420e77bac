"""A call, who pays, what it asks, its help desk. Where it is follows from its dates, at the second it is read."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.calls.enums import CallKind, QuestionKind
from maillage.calls.models.base import (
    HERE,
    KNOWN_CALL,
    ME,
    MINE,
    OF_RUN_CALL,
    SETTLED_HERE,
    VisibleManager,
    euros,
)
from maillage.directory.enums import CATEGORIES
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Committee
from maillage.permissions.constraints import RowHistory, RowSecurity


class Call(models.Model):
    """`committee` is its jury; the structure that runs the jury carries the call. `zones` as in the directory.

    `short_under`: up to this amount, the short form is enough. `term_months`: of a label, how long it is held.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="calls", verbose_name="jury")
    kind = models.CharField("nature", max_length=8, choices=CallKind.listed, default=CallKind.CALL)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    purpose = models.TextField("ce qui est cherché", validators=NO_NULL)
    themes = ArrayField(models.CharField(max_length=60), verbose_name="sujets", default=list, blank=True)
    zones = ArrayField(models.CharField(max_length=24), verbose_name="territoires", default=list, blank=True)
    funded_from = models.DateField("projets du", null=True, blank=True)
    funded_until = models.DateField("au", null=True, blank=True)
    opens_at = models.DateTimeField("ouvre le")
    closes_at = models.DateTimeField("ferme le")
    letter_until = models.DateField("lettres d’intention jusqu’au", null=True, blank=True)
    joint_until = models.DateField("travail en commun jusqu’au", null=True, blank=True)
    decision_on = models.DateField("décisions vers le", null=True, blank=True)
    amount = euros("somme en tout", null=True, blank=True)
    short_under = euros("dossier court jusqu’à", null=True, blank=True)
    criteria = ArrayField(models.CharField(max_length=200), verbose_name="critères", default=list)
    remedies = long_text("recours", 1500)
    answer_days = models.PositiveSmallIntegerField("jours pour répondre aux questions", default=5)
    term_months = models.PositiveSmallIntegerField("durée en mois", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    collegial_at = models.DateTimeField("discussion ouverte le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "appel"
        ordering = ["closes_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="calls_call_dates",
                violation_error_message="L’appel ferme après avoir ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(funded_from=None) | Q(funded_until=None) | Q(funded_until__gte=F("funded_from")),
                name="calls_call_period",
                violation_error_message="La fin des projets vient après leur début.",
            ),
            RowSecurity(
                name="calls_call_seen",
                visible=f"published_at IS NOT NULL OR committee_id IN {MINE} OR {SETTLED_HERE}",
            ),
            RowHistory(name="calls_call_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calls:call", args=[self.public_id])

    @property
    def is_label(self) -> bool:
        return self.kind == CallKind.LABEL

    @property
    def theme_names(self) -> list[str]:
        return [CATEGORIES.get(one, one) for one in self.themes]


class Funder(models.Model):
    """Who pays a part: one file, one report for all of them."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="funders")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    amount = euros("sa part")

    objects = VisibleManager()

    class Meta:
        verbose_name = "financeur"
        ordering = ["-amount", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "structure"],
                name="calls_funder_once",
                violation_error_message="Ce financeur est déjà dans la liste.",
            ),
            RowSecurity(name="calls_funder_seen", visible=KNOWN_CALL),
            RowHistory(name="calls_funder_history"),
        ]

    def __str__(self) -> str:
        return str(self.structure)


class Question(models.Model):
    """`key` is the same from one call to the next: what was answered there is offered here."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions")
    key = models.SlugField("mot-clé", max_length=40)
    label = models.CharField("question", max_length=200, validators=NO_NULL)
    help = short_text("aide", 300)
    kind = models.CharField("réponse", max_length=6, choices=QuestionKind.listed, default=QuestionKind.TEXT)
    longest = models.PositiveIntegerField("signes au plus", default=1500)
    short = models.BooleanField("posée aussi dans le dossier court", default=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "question d’un appel"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "key"],
                name="calls_question_once",
                violation_error_message="Une question de cet appel a déjà ce mot-clé.",
            ),
            RowSecurity(name="calls_question_seen", visible=KNOWN_CALL),
            RowHistory(name="calls_question_history"),
        ]

    def __str__(self) -> str:
        return self.label


class HelpAnswer(models.Model):
    """A question and its answer, for everybody. Nothing here leads to who asked."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="answers")
    question = models.CharField("question", max_length=500, validators=NO_NULL)
    answer = models.TextField("réponse", validators=NO_NULL)
    answered_on = models.DateField("répondu le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse à tous"
        ordering = ["answered_on", "pk"]
        constraints = [
            RowSecurity(name="calls_helpanswer_seen", visible=KNOWN_CALL),
            RowHistory(name="calls_helpanswer_history"),
        ]

    def __str__(self) -> str:
        return self.question


class HelpRequest(models.Model):
    """What a structure asked, in private, until it is answered to everybody."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="requests")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="compte"
    )
    question = models.CharField("question", max_length=500, validators=NO_NULL)
    asked_on = models.DateField("posée le")
    due_on = models.DateField("réponse pour le")
    answer = models.ForeignKey(HelpAnswer, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VisibleManager()

    class Meta:
        verbose_name = "question posée"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "structure", "user", "question"],
                condition=Q(answer=None),
                name="calls_helprequest_once",
            ),
            RowSecurity(
                name="calls_helprequest_seen",
                visible=f"structure_id = {HERE} OR user_id = {ME} OR {OF_RUN_CALL}",
            ),
            RowHistory(name="calls_helprequest_history"),
        ]

    def __str__(self) -> str:
        return self.question


class Intent(models.Model):
    """A letter of intent: a few lines, early. Shared, other structures read it and may propose to work together."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="intents")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    title = models.CharField("nom du projet", max_length=150, validators=NO_NULL)
    words = models.TextField("en quelques lignes", validators=NO_NULL)
    shared = models.BooleanField("lue par les autres structures", default=False)
    sent_on = models.DateField("envoyée le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "lettre d’intention"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "structure"],
                name="calls_intent_once",
                violation_error_message="Votre structure a déjà envoyé sa lettre.",
            ),
            RowSecurity(
                name="calls_intent_seen",
                visible=f"structure_id = {HERE} OR (shared AND {HERE} IS NOT NULL) OR {OF_RUN_CALL}",
            ),
            RowHistory(name="calls_intent_history"),
        ]

    def __str__(self) -> str:
        return self.title
