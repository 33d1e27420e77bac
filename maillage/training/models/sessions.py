"""A session: when, where, for whom, how many seats and kept for which employers; who asks to come, who came."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.training.enums import ActivityKind, Asked, Audience, DayPart, Funding, ProviderKind, Rubric
from maillage.training.models.base import (
    HELD_SESSIONS,
    LED_HERE,
    ME,
    OF_SESSION,
    WRITES_HERE,
    hours,
    in_structure,
    public_id,
    signer,
)
from maillage.training.models.rulebook import Theme

MOST_SEATS = 2000
SEEN_REGISTRATION = f"user_id = {ME} OR {LED_HERE} OR session_id IN {HELD_SESSIONS}"
OWN_OR_HELD = f"registration_id IN (SELECT id FROM training_registration WHERE user_id = {ME} OR session_id IN {HELD_SESSIONS})"


def seats(label: str, **told: object) -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    return models.PositiveSmallIntegerField(label, validators=limits, **told)


class Session(models.Model):
    """`shared_on`: from that day, seats that an employer left free go to the first who wait, whoever their employer is.
    `practice`: the public identifier of a practice sheet. Finished, what was signed no longer changes."""

    public_id = public_id()
    structure = in_structure("organisée par")
    user = signer("écrite par")
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    kind = models.CharField("type", max_length=20, choices=ActivityKind.listed)
    rubric = models.CharField("rubrique", max_length=8, choices=Rubric.listed, blank=True)
    about = long_text("de quoi il s’agit", 3000)
    acquired = long_text("ce que l’on saura faire", 2000)
    provider = short_text("organisme", 150)
    provider_kind = models.CharField(
        "type d’organisme", max_length=11, choices=ProviderKind.listed, blank=True
    )
    place = short_text("lieu", 200)
    remote = models.BooleanField("à distance", default=False)
    audiences = ArrayField(
        models.CharField(max_length=13, choices=Audience.listed),
        verbose_name="pour qui",
        default=list,
        blank=True,
    )
    seats = seats("places", null=True, blank=True)
    shared_on = models.DateField("places remises en commun le", null=True, blank=True)
    asks_until = models.DateField("inscriptions jusqu’au")
    cost = models.DecimalField(
        "coût par personne",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    funding = ArrayField(
        models.CharField(max_length=8, choices=Funding.listed),
        verbose_name="payée par",
        default=list,
        blank=True,
    )
    funding_more = short_text("précision sur le financement", 200)
    practice = models.UUIDField("fiche pratique liée", null=True, blank=True)
    source_code = short_text("identifiant dans le catalogue d’origine", 60)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    site = models.CharField("adresse du site", max_length=200, blank=True, default="", editable=False)
    """Where the links of mails lead; told at the publication."""
    cancelled_on = models.DateField("annulée le", null=True, blank=True)
    cancelled_why = short_text("pourquoi", 300)
    finished_at = models.DateTimeField("terminée le", null=True, blank=True)
    themes = models.ManyToManyField(Theme, through="SessionTheme", related_name="sessions")

    objects = VisibleManager()

    class Meta:
        verbose_name = "session de formation"
        verbose_name_plural = "sessions de formation"
        ordering = ["starts_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="training_session_dates",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_why="")
                | Q(cancelled_on__isnull=False, finished_at=None) & ~Q(cancelled_why=""),
                name="training_session_cancelled_with_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(published_at__isnull=False),
                name="training_session_finished_once_published",
            ),
            models.UniqueConstraint(
                fields=["structure", "source_code"],
                condition=~Q(source_code=""),
                name="training_session_imported_once",
                violation_error_message="Cette session est déjà là.",
            ),
            models.UniqueConstraint(
                fields=["structure", "title", "starts_on"],
                condition=Q(cancelled_on=None),
                name="training_session_once",
                violation_error_message="Une session de ce titre commence déjà ce jour-là.",
            ),
            RowSecurity(name="training_session_seen", visible=f"published_at IS NOT NULL OR {WRITES_HERE}"),
            RowHistory(name="training_session_history"),
        ]
        indexes = [models.Index(fields=["ends_on"], name="training_session_ends")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:session", args=[self.public_id])


class SessionTheme(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="tags")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="tags")

    objects = VisibleManager()

    class Meta:
        verbose_name = "thème d’une session"
        verbose_name_plural = "thèmes des sessions"
        constraints = [
            models.UniqueConstraint(fields=["session", "theme"], name="training_sessiontheme_once"),
            RowSecurity(name="training_sessiontheme_seen", visible=OF_SESSION),
            RowHistory(name="training_sessiontheme_history"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} : {self.theme_id}"


class HalfDay(models.Model):
    """What is signed for."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="half_days")
    on = models.DateField("jour")
    part = models.CharField("moment", max_length=10, choices=DayPart.listed)
    hours = hours("heures", 5)

    objects = VisibleManager()

    class Meta:
        verbose_name = "demi-journée"
        verbose_name_plural = "demi-journées"
        ordering = ["on", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "on", "part"],
                name="training_halfday_once",
                violation_error_message="Cette demi-journée est déjà dans la session.",
            ),
            RowSecurity(name="training_halfday_seen", visible=OF_SESSION),
            RowHistory(name="training_halfday_history"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_part_display()}"


class Quota(models.Model):
    """Seats kept for an employer; without one, free seats for volunteers and persons concerned."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="quotas")
    structure = in_structure("employeur", null=True, blank=True)
    seats = seats("places")

    objects = VisibleManager()

    class Meta:
        verbose_name = "places d’un employeur"
        verbose_name_plural = "places des employeurs"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "structure"],
                nulls_distinct=False,
                name="training_quota_once",
                violation_error_message="Ces places sont déjà comptées.",
            ),
            RowSecurity(name="training_quota_seen", visible=OF_SESSION),
            RowHistory(name="training_quota_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure or 'bénévoles et personnes concernées'} : {self.seats}"


class Registration(models.Model):
    """One person for one session, in the order they asked. Without an account: typed by who organises, nobody's employee."""

    public_id = public_id()
    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations")
    user = signer("personne", null=True, blank=True)
    structure = in_structure("employeur", null=True, blank=True)
    name = models.CharField("prénom et nom", max_length=160, validators=NO_NULL)
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    state = models.CharField("réponse", max_length=9, choices=Asked.listed, default=Asked.ASKED)
    answer_due = models.DateField("réponse due le")
    answered_by = signer("répondu par", null=True, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    reason = short_text("pourquoi", 300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "inscription à une formation"
        verbose_name_plural = "inscriptions aux formations"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=~Q(state="withdrawn"),
                name="training_registered_once",
                violation_error_message="Vous êtes déjà inscrit à cette session.",
            ),
            models.UniqueConstraint(
                fields=["session", "name"],
                condition=Q(user=None) & ~Q(state="withdrawn"),
                name="training_guest_once",
                violation_error_message="Cette personne est déjà inscrite.",
            ),
            models.CheckConstraint(
                condition=Q(user=None, structure=None) | Q(user__isnull=False, structure__isnull=False),
                name="training_registration_employer",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by=None, answered_on=None)
                | Q(state="withdrawn")
                | Q(state__in=("agreed", "refused"), answered_by__isnull=False, answered_on__isnull=False),
                name="training_registration_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="training_registration_refused_with_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
            RowSecurity(name="training_registration_seen", visible=SEEN_REGISTRATION),
            RowHistory(name="training_registration_history"),
        ]
        indexes = [
            models.Index(
                fields=["structure", "answer_due"], condition=Q(state="asked"), name="training_to_answer"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Who came to a half-day: signed by themself that day, or typed by who organises."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="presences")
    half_day = models.ForeignKey(HalfDay, models.PROTECT, related_name="presences")
    user = signer("noté par")
    signed_at = models.DateTimeField("noté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "présence à une formation"
        verbose_name_plural = "présences aux formations"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "half_day"], name="training_presence_once"),
            RowSecurity(name="training_presence_seen", visible=OWN_OR_HELD),
            RowHistory(name="training_presence_history"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} : {self.half_day_id}"
