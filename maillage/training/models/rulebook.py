"""The rules of the account, dated, with their source; who adopted them; the triennial programme and its themes."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models.base import Dated, dates_in_order
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.training.enums import ActivityKind, Effect, Rubric
from maillage.training.models.base import in_structure, public_id, signer

ALL = "true"


class RuleVersion(models.Model):
    """From a day on, what counts. Loaded from the pack (`catalogue`), never written on a page."""

    code = models.SlugField("règle", max_length=40)
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=150)
    status = models.TextField("ce que vaut cette règle")
    source = models.TextField("source")
    source_url = models.URLField("adresse de la source", max_length=500)
    starts_on = models.DateField("à partir du")
    hours_a_day = models.DecimalField("heures d’une journée", max_digits=4, decimal_places=2)
    days = models.DecimalField("jours par an", max_digits=4, decimal_places=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’une règle"
        verbose_name_plural = "versions des règles"
        ordering = ["code", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="training_ruleversion_once"),
            models.UniqueConstraint(fields=["code", "starts_on"], name="training_ruleversion_one_a_day"),
            models.CheckConstraint(
                condition=Q(hours_a_day__gt=0, hours_a_day__lte=24), name="training_ruleversion_hours"
            ),
            RowSecurity(name="training_ruleversion_seen", visible=ALL),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def half_day(self) -> Decimal:
        """Its hours."""
        return self.hours_a_day / 2


class KindRule(models.Model):
    """What a version makes of one kind of activity."""

    version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="kinds")
    kind = models.CharField("activité", max_length=20, choices=ActivityKind.listed)
    effect = models.CharField("effet", max_length=6, choices=Effect.listed)
    cap_hours = models.DecimalField("plafond", max_digits=5, decimal_places=2, null=True, blank=True)
    why = models.CharField("pourquoi", max_length=300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "règle d’une activité"
        verbose_name_plural = "règles des activités"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="training_kindrule_once"),
            models.CheckConstraint(
                condition=Q(effect="capped", cap_hours__isnull=False)
                | ~Q(effect="capped") & Q(cap_hours=None),
                name="training_kindrule_cap",
            ),
            RowSecurity(name="training_kindrule_seen", visible=ALL),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.get_effect_display()}"


class Adoption(Dated):
    """A structure adopts a rule for those who work there, or for all who work on a territory. `decision`: which one."""

    code = models.SlugField("règle", max_length=40)
    structure = in_structure("adoptée par")
    territory = models.ForeignKey(
        "directory.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pour tout le territoire",
    )
    decision = models.CharField("décision", max_length=200, validators=NO_NULL)
    user = signer("noté par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "adoption d’une règle"
        verbose_name_plural = "adoptions des règles"
        ordering = ["-starts_on", "pk"]
        constraints = [
            dates_in_order("training_adoption_dates"),
            models.UniqueConstraint(
                fields=["structure", "territory"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="training_adoption_once",
                violation_error_message="Une règle est déjà adoptée ici. Mettez-y fin avant d’en adopter une autre.",
            ),
            RowSecurity(name="training_adoption_seen", visible=ALL),
            RowHistory(name="training_adoption_history"),
        ]

    def __str__(self) -> str:
        return self.decision


class Programme(models.Model):
    """Three years of themes, with the decision that adopted them."""

    public_id = public_id()
    structure = in_structure("tenu par")
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    decision = models.CharField("décision", max_length=200, validators=NO_NULL)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    user = signer("écrit par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "programme triennal"
        verbose_name_plural = "programmes triennaux"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="training_programme_dates",
                violation_error_message="Le programme finit après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["structure", "title"],
                name="training_programme_once",
                violation_error_message="Ce programme existe déjà.",
            ),
            RowSecurity(name="training_programme_seen", visible=ALL),
            RowHistory(name="training_programme_history"),
        ]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """One theme of a programme, in one of the four rubrics."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="themes")
    title = models.CharField("thème", max_length=150, validators=NO_NULL)
    rubric = models.CharField("rubrique", max_length=8, choices=Rubric.listed)
    about = long_text("de quoi il s’agit", 1000)
    source = short_text("d’où vient ce thème", 200)

    objects = VisibleManager()

    class Meta:
        verbose_name = "thème de formation"
        verbose_name_plural = "thèmes de formation"
        ordering = ["rubric", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                name="training_theme_once",
                violation_error_message="Ce thème est déjà dans le programme.",
            ),
            RowSecurity(name="training_theme_seen", visible=ALL),
            RowHistory(name="training_theme_history"),
        ]

    def __str__(self) -> str:
        return self.title
