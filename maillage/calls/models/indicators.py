"""What is followed of the projects: always a number and its story together; whether it is still worth being asked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.calls.models.base import HERE, KNOWN_CALL, OF_MY_JURY, OF_RUN_CALL, VisibleManager
from maillage.calls.models.calls import Call
from maillage.calls.models.jury import Award
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Measure
from maillage.permissions.constraints import RowHistory, RowSecurity

FOLLOWED = f"(SELECT id FROM calls_award WHERE structure_id = {HERE} OR {OF_MY_JURY} OR {OF_RUN_CALL})"


class Indicator(models.Model):
    """Who answers for it, what it is for, what it costs to collect. Retired with a reason, never deleted."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="indicators")
    name = models.CharField("ce qui est compté", max_length=200, validators=NO_NULL)
    unit = models.CharField("unité", max_length=60, validators=NO_NULL)
    story = models.CharField("ce qui est raconté", max_length=300, validators=NO_NULL)
    purpose = models.CharField("à quoi il sert", max_length=300, validators=NO_NULL)
    owner = models.CharField("qui en répond", max_length=150, validators=NO_NULL)
    minutes = models.PositiveSmallIntegerField("minutes pour le remplir")
    since = models.DateField("depuis le")
    retired_on = models.DateField("retiré le", null=True, blank=True)
    retired_why = short_text("pourquoi", 500)

    objects = VisibleManager()

    class Meta:
        verbose_name = "indicateur"
        ordering = [F("retired_on").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name"],
                name="calls_indicator_once",
                violation_error_message="Cet indicateur existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_why="")
                | (Q(retired_on__isnull=False) & ~Q(retired_why="")),
                name="calls_indicator_retired_with_a_reason",
            ),
            RowSecurity(name="calls_indicator_seen", visible=KNOWN_CALL),
            RowHistory(name="calls_indicator_history"),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorReview(models.Model):
    """Once a year, what professionals and what concerned persons say of it: both, or nothing."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="reviews")
    call = models.ForeignKey(Call, models.CASCADE, related_name="+")
    on = models.DateField("relu le")
    professionals = models.TextField("ce qu’en disent les professionnels", validators=NO_NULL)
    persons = models.TextField("ce qu’en disent les personnes concernées", validators=NO_NULL)
    minutes = models.PositiveSmallIntegerField("minutes constatées")

    objects = VisibleManager()

    class Meta:
        verbose_name = "relecture d’un indicateur"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(professionals__regex=r"\S", persons__regex=r"\S"), name="calls_review_by_both"
            ),
            RowSecurity(name="calls_indicatorreview_seen", visible=KNOWN_CALL),
            RowHistory(name="calls_indicatorreview_history"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} : {self.on}"


class Value(models.Model):
    """A number and its story, for one project and one period. Neither goes without the other."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    number = models.DecimalField("nombre", max_digits=11, decimal_places=2)
    story = models.TextField("récit", validators=NO_NULL)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VisibleManager()

    class Meta:
        verbose_name = "valeur d’un indicateur"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "indicator", "starts_on"],
                name="calls_value_once",
                violation_error_message="Cet indicateur est déjà rempli pour cette période.",
            ),
            models.CheckConstraint(condition=Q(story__regex=r"\S"), name="calls_value_with_its_story"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="calls_value_dates",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            RowSecurity(name="calls_value_seen", visible=f"award_id IN {FOLLOWED}"),
            RowHistory(name="calls_value_history"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} : {self.number}"


class EndReview(models.Model):
    """What a project leaves: what it changed, what should go on, and the measure it became."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="review")
    changed = models.TextField("ce qui a changé", validators=NO_NULL)
    to_sustain = models.CharField("l’action à garder", max_length=200, validators=NO_NULL)
    needs = long_text("ce qu’il faut pour la garder", 1000)
    written_on = models.DateField("écrit le")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    sustained_on = models.DateField("reprise dans un plan le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "bilan"
        ordering = ["-written_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure=None, sustained_on=None)
                | Q(measure__isnull=False, sustained_on__isnull=False),
                name="calls_endreview_sustained",
            ),
            RowSecurity(name="calls_endreview_seen", visible="true"),
            RowHistory(name="calls_endreview_history"),
        ]

    def __str__(self) -> str:
        return self.to_sustain
