"""Who accompanies trainees in a structure, and where a school sends them by agreement."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.conventions.enums import SiteState, TutorLineKind
from maillage.conventions.models.base import (
    LEADS,
    NO_NULL,
    OF_SITE,
    OFFICER,
    OWN_TUTOR,
    VisibleManager,
    long_text,
    public_id,
    short_text,
)
from maillage.directory.models import Structure
from maillage.permissions.constraints import RowHistory, RowSecurity


class Tutor(models.Model):
    """An account of the host's register. `diplomas`: codes of the diplomas held; `allowance`: what the employer gives for it."""

    public_id = public_id()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="compte"
    )
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    diplomas = ArrayField(models.CharField(max_length=30), verbose_name="diplômes", default=list, blank=True)
    since = models.DateField("tuteur depuis le")
    left_on = models.DateField("ne l’est plus depuis le", null=True, blank=True)
    allowance = models.DecimalField(
        "indemnité par mois de stage (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    allowance_words = short_text("comment la fonction est reconnue", 300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "tuteur"
        ordering = ["user__last_name", "user__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure"],
                name="conventions_tutor_once",
                violation_error_message="Cette personne est déjà au registre des tuteurs.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("since")),
                name="conventions_tutor_dates",
                violation_error_message="La fin vient après le début.",
            ),
            RowSecurity(name="conventions_tutor_seen", visible=f"{OFFICER} OR {OWN_TUTOR}"),
            RowHistory(name="conventions_tutor_history"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("conventions:tutor", args=[self.public_id])


class TutorLine(models.Model):
    """What a tutor learnt, gave or showed: an attestation sums it up. Hours, or words for a skill."""

    tutor = models.ForeignKey(Tutor, models.CASCADE, related_name="lines")
    kind = models.CharField("type", max_length=8, choices=TutorLineKind.listed)
    on = models.DateField("le")
    hours = models.DecimalField("heures", max_digits=6, decimal_places=2, null=True, blank=True)
    words = models.CharField("quoi", max_length=200, validators=NO_NULL)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne de tuteur"
        verbose_name_plural = "lignes de tuteur"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=TutorLineKind.SKILL, hours=None) | ~Q(kind=TutorLineKind.SKILL) & Q(hours__gt=0),
                name="conventions_tutorline_hours",
                violation_error_message="Écrivez le nombre d’heures.",
            ),
            RowSecurity(
                name="conventions_tutorline_seen",
                visible=f"tutor_id IN (SELECT id FROM conventions_tutor WHERE {OWN_TUTOR})",
            ),
            RowHistory(name="conventions_tutorline_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.words


class Site(models.Model):
    """A qualifying site: a school and a host agree on what trainees learn there, between two dates."""

    public_id = public_id()
    school = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="établissement")
    host = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure d’accueil")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    objectives = long_text("objectifs", 4000)
    conditions = long_text("conditions d’accueil", 4000)
    proposed_on = models.DateField("proposé le")
    accepted_on = models.DateField("accepté le", null=True, blank=True)
    refused_on = models.DateField("refusé le", null=True, blank=True)
    refused_why = short_text("pourquoi", 300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "site qualifiant"
        verbose_name_plural = "sites qualifiants"
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="conventions_site_dates",
                violation_error_message="L’accord finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=~Q(school=F("host")),
                name="conventions_site_two_parties",
                violation_error_message="Un accord se passe entre deux structures.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(refused_on=None), name="conventions_site_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(refused_on=None, refused_why="") | Q(refused_on__isnull=False) & ~Q(refused_why=""),
                name="conventions_site_refused_why",
                violation_error_message="Dites pourquoi.",
            ),
            RowSecurity(name="conventions_site_seen", visible=OF_SITE),
            RowHistory(name="conventions_site_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.school}, {self.host}"

    def get_absolute_url(self) -> str:
        return reverse("conventions:site", args=[self.public_id])

    def state_on(self, day: date) -> SiteState:
        if self.refused_on:
            return SiteState.REFUSED
        if day > self.ends_on:
            return SiteState.EXPIRED
        if not self.accepted_on:
            return SiteState.PROPOSED
        return SiteState.RUNNING if day >= self.starts_on else SiteState.COMING

    @property
    def state(self) -> SiteState:
        return self.state_on(timezone.localdate())


class SiteVisit(models.Model):
    site = models.ForeignKey(Site, models.CASCADE, related_name="visits")
    on = models.DateField("le")
    who = short_text("qui", 200)
    words = long_text("ce qui a été vu et convenu", 4000)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "visite"
        ordering = ["-on", "-pk"]
        constraints = [
            RowSecurity(
                name="conventions_sitevisit_seen", visible="site_id IN (SELECT id FROM conventions_site)"
            ),
            RowHistory(name="conventions_sitevisit_history"),
        ]

    def __str__(self) -> str:
        return f"visite du {self.on:%d/%m/%Y}"


class Headcount(models.Model):
    """How many people a host employs from a day, as it declares it: the quota of trainees is counted from it."""

    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    starts_on = models.DateField("à partir du")
    persons = models.PositiveIntegerField("effectif")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "effectif déclaré"
        verbose_name_plural = "effectifs déclarés"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "starts_on"], name="conventions_headcount_once"),
            models.CheckConstraint(
                condition=Q(persons__gte=1),
                name="conventions_headcount_some",
                violation_error_message="Écrivez un effectif d’au moins une personne.",
            ),
            RowSecurity(name="conventions_headcount_seen", visible=LEADS),
            RowHistory(name="conventions_headcount_history"),
        ]

    def __str__(self) -> str:
        return str(self.persons)
