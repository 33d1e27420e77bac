"""What hosts offer: one answer a session, and the seats it opens."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models import Structure, Territory
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.placements.enums import Answer, Level, NoSeat, Said
from maillage.placements.models.base import (
    LINKED,
    ME,
    NO_NULL,
    OF_RUN,
    OWN_HOST,
    OWN_SEAT,
    PUBLISHED,
    SIGNED_IN,
    VisibleManager,
    codes,
    long_text,
    public_id,
    short_text,
)
from maillage.placements.models.sessions import Session

MOST_SEATS = 50


class Host(models.Model):
    """A structure asked how many seats it opens. `key` opens its answer without an account; `last`: last year's number.

    What limits it is noted before wishes close, and stays: `tutors`, how many are free, typed when it keeps no register;
    `room`, the places that those of its register leave; `quota`, the trainees that the law still allows. None: not known.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="hosts")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    last = models.PositiveSmallIntegerField("places l’an dernier", default=0)
    tutors = models.PositiveSmallIntegerField("tuteurs libres", null=True, blank=True)
    quota = models.PositiveSmallIntegerField("stagiaires que la loi permet encore", null=True, blank=True)
    room = models.PositiveSmallIntegerField("places que ses tuteurs laissent", null=True, blank=True)
    answer = models.CharField("réponse", max_length=7, choices=Answer.listed, blank=True)
    reason = models.CharField("raison", max_length=5, choices=NoSeat.listed, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "structure sollicitée"
        verbose_name_plural = "structures sollicitées"
        ordering = ["structure__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "structure"],
                name="placements_host_once",
                violation_error_message="Cette structure est déjà sollicitée.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="placements_host_answered",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(answer=Answer.NONE), name="placements_host_reason"
            ),
            RowSecurity(name="placements_host_seen", visible=f"{OWN_HOST} OR {OF_RUN}"),
            RowHistory(name="placements_host_history"),
        ]

    def __str__(self) -> str:
        return str(self.structure)


class Seat(models.Model):
    """Places of one kind in one host, `declared` times. `diplomas`: codes accepted, empty for all. `local_first`: students
    of the same département come first there; the only priority of its own that a host may set."""

    public_id = public_id()
    session = models.ForeignKey(Session, models.PROTECT, related_name="seats")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    title = models.CharField("service ou mission", max_length=120, validators=NO_NULL)
    commune = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="commune")
    level = models.CharField("difficulté", max_length=1, choices=Level.listed, default=Level.SOME)
    diplomas = codes("diplômes acceptés")
    referent = models.CharField("diplôme du référent", max_length=20, blank=True, validators=NO_NULL)
    conditions = long_text("conditions", 1000)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    declared = models.PositiveSmallIntegerField(
        "places", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    local_first = models.BooleanField("étudiants du département d’abord", default=False)
    immersions = models.BooleanField("courtes immersions possibles (1 à 5 jours)", default=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "place de stage"
        verbose_name_plural = "places de stage"
        ordering = ["structure__name", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="placements_seat_dates",
                violation_error_message="Écrivez les deux dates\u00a0: la seconde vient après la première.",
            ),
            models.CheckConstraint(
                condition=Q(declared__range=(1, MOST_SEATS)),
                name="placements_seat_number",
                violation_error_message=f"Écrivez un nombre de 1 à {MOST_SEATS}.",
            ),
            RowSecurity(
                name="placements_seat_seen",
                visible=f"{OWN_HOST} OR {OF_RUN} OR (({SIGNED_IN} OR {LINKED} IS NOT NULL) AND {PUBLISHED})",
            ),
            RowHistory(name="placements_seat_history"),
        ]
        indexes = [models.Index(fields=["structure"], name="placements_seat_host")]

    def __str__(self) -> str:
        return f"{self.title}, {self.structure}"

    def get_absolute_url(self) -> str:
        return reverse("placements:seat", args=[self.public_id])


class Immersion(models.Model):
    """One to five days of somebody who thinks of this profession, on a seat of the session."""

    public_id = public_id()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    name = models.CharField("nom", max_length=160, validators=NO_NULL)
    starts_on = models.DateField("à partir du")
    days = models.PositiveSmallIntegerField("jours")
    words = long_text("ce que vous venez y voir", 1000)
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    answer = models.CharField("réponse", max_length=3, choices=Said.listed, blank=True)
    why = short_text("pourquoi", 200)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="répondue par",
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "immersion"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(1, 5)),
                name="placements_immersion_days",
                violation_error_message="Une immersion dure de 1 à 5 jours.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="placements_immersion_answered",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Said.NO, why=""),
                name="placements_immersion_refused_why",
                violation_error_message="Dites pourquoi\u00a0: la personne le lira.",
            ),
            models.UniqueConstraint(
                fields=["seat", "user", "starts_on"],
                name="placements_immersion_once",
                violation_error_message="Vous avez déjà demandé ces jours-là.",
            ),
            RowSecurity(name="placements_immersion_seen", visible=f"user_id = {ME} OR {OWN_SEAT}"),
            RowHistory(name="placements_immersion_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
