"""A session of a region: its fixed dates, its sealed seed, the schools that take part and what each allows."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.directory.models import Structure, Territory
from maillage.governance.models import Committee
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.placements.enums import Level, Moment, Phase
from maillage.placements.models.base import (
    NO_NULL,
    OF_SEEN,
    RUN_HERE,
    SIGNED_IN,
    VisibleManager,
    codes,
    long_text,
    public_id,
)


class Session(models.Model):
    """Dates do not move once published, but for a postponed close. `diplomas`: codes; empty, all of them.

    `commitment`: SHA-256 of the seed of the lottery, told when the session is published; the seed itself (`Seed`) is read by
    nobody before the close. `taken_over`: wishes were gathered elsewhere and loaded before it was published. `site`: where
    the links of its mails lead; without it, none leaves.
    """

    public_id = public_id()
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="plateforme")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="territoire")
    diplomas = codes("diplômes")
    about = long_text("à savoir", 3000)
    contact = models.CharField("à qui parler", max_length=200, validators=NO_NULL)
    needs_site = models.BooleanField("accord entre l’école et la structure exigé", default=False)
    seats_until = models.DateTimeField("les structures répondent jusqu’au")
    opens_at = models.DateTimeField("vœux à partir du")
    closes_at = models.DateTimeField("vœux jusqu’au")
    results_at = models.DateTimeField("résultats le")
    starts_on = models.DateField("stages du")
    ends_on = models.DateField("stages jusqu’au")
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="instance d’arbitrage",
    )
    taken_over = models.BooleanField("vœux recueillis ailleurs", default=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    commitment = models.CharField("empreinte de la graine", max_length=64, blank=True)
    site = models.CharField("adresse du site", max_length=200, blank=True, default="", editable=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "session de stages"
        verbose_name_plural = "sessions de stages"
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_until__lte=F("closes_at"), opens_at__lt=F("closes_at"), closes_at__lt=F("results_at")),
                name="placements_session_dates",
                violation_error_message="Les dates se suivent\u00a0: places, ouverture des vœux, clôture, résultats.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="placements_session_period",
                violation_error_message="La période de stage finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, commitment="") | Q(published_at__isnull=False) & ~Q(commitment=""),
                name="placements_session_committed",
            ),
            RowSecurity(name="placements_session_seen", visible=f"published_at IS NOT NULL OR {RUN_HERE}"),
            RowHistory(name="placements_session_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("placements:session", args=[self.public_id])

    def phase_at(self, now: datetime) -> Phase:
        if self.published_at is None:
            return Phase.PREPARED
        if now >= self.results_at:
            return Phase.RESULTS
        if now >= self.closes_at:
            return Phase.CLOSED
        return Phase.WISHES if now >= self.opens_at else Phase.SEATS

    @property
    def phase(self) -> Phase:
        return self.phase_at(timezone.now())


class Seed(models.Model):
    """Made by PostgreSQL when the session is published; read from the close on, by everybody."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="+")
    secret = models.CharField("graine", max_length=80)

    objects = VisibleManager()

    class Meta:
        verbose_name = "graine d’un tirage"
        constraints = [
            RowSecurity(
                name="placements_seed_seen",
                visible="session_id IN (SELECT id FROM placements_session WHERE published_at IS NOT NULL"
                " AND closes_at <= now())",
            ),
        ]

    def __str__(self) -> str:
        return self.secret


class School(models.Model):
    """A school that takes part, and enters its students."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="schools")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="école")

    objects = VisibleManager()

    class Meta:
        verbose_name = "école d’une session"
        verbose_name_plural = "écoles d’une session"
        ordering = ["structure__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "structure"],
                name="placements_school_once",
                violation_error_message="Cette école est déjà dans la session.",
            ),
            RowSecurity(name="placements_school_seen", visible=OF_SEEN),
        ]

    def __str__(self) -> str:
        return str(self.structure)


class Cohort(models.Model):
    """What a school allows to a year of a diploma: progressivity is data. An empty list allows everything.

    `referents`: diplomas one of which the referent must hold; `starts_on`, `ends_on`: its own period, that of the session
    when empty.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="cohorts")
    diploma_code = models.CharField("diplôme", max_length=20, validators=NO_NULL)
    year = models.PositiveSmallIntegerField("année")
    levels = codes("niveaux de difficulté permis", 1)
    referents = codes("diplômes du référent acceptés")
    starts_on = models.DateField("stage du", null=True, blank=True)
    ends_on = models.DateField("stage jusqu’au", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "règles d’une promotion"
        verbose_name_plural = "règles des promotions"
        ordering = ["diploma_code", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "diploma_code", "year"],
                name="placements_cohort_once",
                violation_error_message="Les règles de cette promotion existent déjà\u00a0: changez-les.",
            ),
            models.CheckConstraint(condition=Q(year__range=(1, 9)), name="placements_cohort_year"),
            models.CheckConstraint(
                condition=Q(levels__contained_by=Level.values), name="placements_cohort_levels"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="placements_cohort_period",
                violation_error_message="Écrivez les deux dates\u00a0: la seconde vient après la première.",
            ),
            RowSecurity(
                name="placements_cohort_seen", visible="school_id IN (SELECT id FROM placements_school)"
            ),
            RowHistory(name="placements_cohort_history"),
        ]

    def __str__(self) -> str:
        return f"{self.diploma_code}, {self.year}"


class Period(models.Model):
    """A period of a school's calendar, read by every school and every host: clashes are seen before they hurt."""

    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="école")
    diploma_code = models.CharField("diplôme", max_length=20, validators=NO_NULL)
    year = models.PositiveSmallIntegerField("année")
    moment = models.CharField(
        "pendant ce temps", max_length=9, choices=Moment.listed, default=Moment.PLACEMENT
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    students = models.PositiveSmallIntegerField("étudiants", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "période d’un calendrier"
        verbose_name_plural = "périodes des calendriers"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="placements_period_dates",
                violation_error_message="La période finit après avoir commencé.",
            ),
            models.CheckConstraint(condition=Q(year__range=(1, 9)), name="placements_period_year"),
            RowSecurity(name="placements_period_seen", visible=SIGNED_IN),
            RowHistory(name="placements_period_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.diploma_code}, {self.year}"
