"""Working time by kind, in half-hours: what is planned, what each notes for themselves; sessions of practice analysis, without content."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractIsoWeekDay

from maillage.conditions.enums import TimeKind
from maillage.conditions.models.base import LED, MINE, OURS, TEAM, in_structure, signer
from maillage.directory.models.base import NO_NULL
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

LONGEST_WEEK = 140
KINDS = tuple(str(one) for one in TimeKind)
TOTAL = models.F(KINDS[0])
for _kind in KINDS[1:]:
    TOTAL = TOTAL + models.F(_kind)


class HalfHours(models.Model):
    """Six columns, in half-hours."""

    face = models.PositiveSmallIntegerField(TimeKind.FACE.label, default=0)
    coordination = models.PositiveSmallIntegerField(TimeKind.COORDINATION.label, default=0)
    administrative = models.PositiveSmallIntegerField(TimeKind.ADMINISTRATIVE.label, default=0)
    reflective = models.PositiveSmallIntegerField(TimeKind.REFLECTIVE.label, default=0)
    training = models.PositiveSmallIntegerField(TimeKind.TRAINING.label, default=0)
    travel = models.PositiveSmallIntegerField(TimeKind.TRAVEL.label, default=0)

    class Meta:
        abstract = True

    @property
    def by_kind(self) -> dict[str, int]:
        return {kind: getattr(self, kind) for kind in KINDS}

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())


class TimePlan(HalfHours):
    """What a full-time week of this structure is meant to hold, from a Monday on."""

    structure = in_structure()
    since = models.DateField("à partir du")
    by = signer("décidé par")
    created_at = models.DateTimeField("noté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "temps prévu"
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "since"],
                name="conditions_plan_once",
                violation_error_message="Un temps prévu commence déjà ce jour-là\u00a0: choisissez un autre lundi.",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=False)
                & models.lookups.LessThanOrEqual(TOTAL, LONGEST_WEEK)
                & models.lookups.GreaterThan(TOTAL, 0),
                name="conditions_plan_total",
                violation_error_message="Une semaine compte entre une demi-heure et 70 heures.",
            ),
            RowSecurity(name="conditions_plan_seen", visible=TEAM),
            RowHistory(name="conditions_plan_history"),
        ]

    def __str__(self) -> str:
        return f"à partir du {self.since}"


class WeekTime(HalfHours):
    """One's own week. Nobody else reads it: others read sums over five persons (`sql.team_times`).

    `retyped`: part of it spent writing again what was written already, in half-hours; asked one week a quarter, None otherwise.
    """

    user = signer("de")
    structure = in_structure()
    monday = models.DateField("semaine du")
    retyped = models.PositiveSmallIntegerField("dont temps de ressaisie", null=True, blank=True)
    updated_at = models.DateTimeField("noté le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "semaine de travail"
        verbose_name_plural = "semaines de travail"
        ordering = ["-monday"]
        indexes = [models.Index(fields=["structure", "monday"], name="conditions_week_team")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure", "monday"],
                name="conditions_week_once",
                violation_error_message="Cette semaine est déjà notée\u00a0: ouvrez-la pour la changer.",
            ),
            models.CheckConstraint(
                condition=models.lookups.Exact(ExtractIsoWeekDay("monday"), 1),
                name="conditions_week_monday",
                violation_error_message="Une semaine commence un lundi.",
            ),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(TOTAL, LONGEST_WEEK)
                & models.lookups.GreaterThan(TOTAL, 0),
                name="conditions_week_total",
                violation_error_message="Une semaine compte entre une demi-heure et 70 heures\u00a0: vérifiez les durées.",
            ),
            models.CheckConstraint(
                condition=Q(retyped=None) | models.lookups.LessThanOrEqual(models.F("retyped"), TOTAL),
                name="conditions_week_retyped",
                violation_error_message="Le temps de ressaisie fait partie de la semaine\u00a0: il ne peut pas la dépasser.",
            ),
            RowSecurity(name="conditions_week_own", visible=MINE),
        ]

    def __str__(self) -> str:
        return f"semaine du {self.monday}"


class Analysis(models.Model):
    """A session of practice analysis: who leads it, when, how long. What is said there is written nowhere."""

    structure = in_structure()
    day = models.DateField("le")
    minutes = models.PositiveSmallIntegerField("durée en minutes")
    facilitator = models.CharField("animée par", max_length=100, validators=NO_NULL)
    outside = models.BooleanField("animatrice ou animateur extérieur à la structure", default=True)
    by = signer("notée par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "séance d’analyse de la pratique"
        verbose_name_plural = "séances d’analyse de la pratique"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "day", "facilitator"],
                name="conditions_analysis_once",
                violation_error_message="Cette séance est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(15, 480)),
                name="conditions_analysis_minutes",
                violation_error_message="Une séance dure entre un quart d’heure et huit heures.",
            ),
            RowSecurity(name="conditions_analysis_seen", visible=TEAM),
        ]

    def __str__(self) -> str:
        return f"{self.facilitator}, le {self.day}"


class Presence(models.Model):
    """Who was there, known to them and to who leads the team."""

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="presences", verbose_name="séance")
    user = signer("présent")

    objects = VisibleManager()

    class Meta:
        verbose_name = "présence"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "user"], name="conditions_presence_once"),
            RowSecurity(
                name="conditions_presence_seen",
                visible=f"{MINE} OR analysis_id IN (SELECT id FROM conditions_analysis WHERE {LED})",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


__all__ = ["KINDS", "OURS", "Analysis", "Presence", "TimePlan", "WeekTime"]
