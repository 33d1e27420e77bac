"""The account of training: what was declared elsewhere, lines with the rule that decided them, lines contested."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.training.enums import ActivityKind, Answer
from maillage.training.models.base import (
    ME,
    OFFICER_HERE,
    WRITES_HERE,
    hours,
    in_structure,
    public_id,
    signer,
)
from maillage.training.models.rulebook import Adoption, RuleVersion, Theme
from maillage.training.models.sessions import Session
from maillage.training.rules.account import said

OWN_OR_OFFICER = f"user_id = {ME} OR {OFFICER_HERE}"
ANSWERED = (
    Q(state="waiting", answered_by=None, answered_on=None)
    | Q(state="yes", answered_by__isnull=False, answered_on__isnull=False)
    | Q(state="no", answered_by__isnull=False, answered_on__isnull=False) & ~Q(reason="")
)
DECLARED_ONE_YEAR = Q(starts_on__year=F("ends_on__year"))


class Answered(models.Model):
    """Asked by somebody, owed by a structure before a day, answered by a human who says why when it is no."""

    public_id = public_id()
    user = signer("demandé par")
    structure = in_structure("à qui répondre")
    asked_on = models.DateField("demandé le")
    due_on = models.DateField("réponse due le")
    state = models.CharField("réponse", max_length=7, choices=Answer.listed, default=Answer.WAITING)
    answered_by = signer("répondu par", null=True, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    reason = short_text("pourquoi", 500)

    class Meta:
        abstract = True


class Declaration(Answered):
    """A training done elsewhere, with its attestation: the employer confirms it. The file is sealed under its own key."""

    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    provider = short_text("organisme", 150)
    kind = models.CharField("type", max_length=20, choices=ActivityKind.listed)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    hours = hours("heures", 700)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thème du programme"
    )
    file_key = models.CharField("fichier", max_length=40, blank=True)
    file_name = models.CharField("nom du fichier", max_length=200, blank=True)
    media_type = models.CharField("format", max_length=100, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "formation déclarée"
        verbose_name_plural = "formations déclarées"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="training_declaration_dates",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            models.CheckConstraint(
                condition=DECLARED_ONE_YEAR,
                name="training_declaration_one_year",
                violation_error_message="Déclarez à part ce qui a eu lieu chaque année.",
            ),
            models.CheckConstraint(
                condition=ANSWERED,
                name="training_declaration_answered",
                violation_error_message="Dites pourquoi.",
            ),
            models.UniqueConstraint(
                fields=["user", "title", "starts_on"],
                condition=~Q(state="no"),
                name="training_declaration_once",
                violation_error_message="Cette formation est déjà déclarée.",
            ),
            RowSecurity(name="training_declaration_seen", visible=OWN_OR_OFFICER),
            RowHistory(name="training_declaration_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:declaration", args=[self.public_id])

    @property
    def length(self) -> str:
        return said(self.hours)


class AccountLine(models.Model):
    """What was done in a year, from presences or from a declaration that was confirmed. Written by PostgreSQL alone
    (`sql`); `version`: the rule that decided; without `adoption`, nobody adopted it and the account is indicative."""

    public_id = public_id()
    user = signer("personne")
    structure = in_structure("employeur")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="lines")
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, blank=True, related_name="lines")
    title = models.CharField("formation", max_length=150)
    kind = models.CharField("type", max_length=20, choices=ActivityKind.listed)
    year = models.PositiveSmallIntegerField("année")
    first_on = models.DateField("du")
    last_on = models.DateField("au")
    hours = models.DecimalField("heures", max_digits=5, decimal_places=2)
    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+", verbose_name="règle")
    adoption = models.ForeignKey(
        Adoption, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="adoptée par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne du compte de formation"
        verbose_name_plural = "lignes du compte de formation"
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(session=None, declaration__isnull=False)
                | Q(session__isnull=False, declaration=None),
                name="training_line_from_one",
            ),
            models.UniqueConstraint(fields=["user", "session", "year"], name="training_line_once_a_session"),
            models.UniqueConstraint(fields=["declaration"], name="training_line_once_a_declaration"),
            RowSecurity(
                name="training_accountline_seen",
                visible=f"user_id = {ME} OR id IN (SELECT line_id FROM training_contest WHERE {WRITES_HERE})"
                f" OR declaration_id IN (SELECT id FROM training_declaration WHERE {OFFICER_HERE})",
            ),
            RowHistory(name="training_accountline_history"),
        ]
        indexes = [models.Index(fields=["user", "year"], name="training_line_of_user")]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        return said(self.hours)


class Contest(Answered):
    """« Cette journée devrait compter »: once a line. Answered yes, the line counts whole."""

    line = models.OneToOneField(AccountLine, models.PROTECT, related_name="contest")
    words = models.CharField("pourquoi", max_length=1000, validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne contestée"
        verbose_name_plural = "lignes contestées"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ANSWERED,
                name="training_contest_answered",
                violation_error_message="Dites pourquoi.",
            ),
            RowSecurity(name="training_contest_seen", visible=f"user_id = {ME} OR {WRITES_HERE}"),
            RowHistory(name="training_contest_history"),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        return reverse("training:contest", args=[self.public_id])
