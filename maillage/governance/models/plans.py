"""Recommendations and their actions, plans that adopt them, measures, dated evidence, what is raised to who can act."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Structure, Territory
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.directory.models.columns import public_id
from maillage.governance.enums import ActionTheme, DecisionLevel, EvidenceKind, Horizon, PlanKind
from maillage.governance.models.base import HERE, MINE, Dated, VisibleManager, dates_in_order
from maillage.governance.models.committees import Committee
from maillage.permissions.constraints import RowHistory, RowSecurity

OF_MINE = f"structure_id = {HERE} OR committee_id IN {MINE}"
TO_MINE = f"to_structure_id = {HERE} OR to_committee_id IN {MINE}"


def one_of(first: str, second: str, name: str) -> models.CheckConstraint:
    """One of the two, and one only."""
    only_first = Q(**{f"{first}__isnull": False, second: None})
    only_second = Q(**{first: None, f"{second}__isnull": False})
    return models.CheckConstraint(condition=only_first | only_second, name=name)


class Recommendation(Dated):
    """One of the fifteen, in our own words; written by `load_recommendations` alone."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    title = models.CharField("titre", max_length=150)
    aim = models.TextField("ce qu’elle vise")
    source = models.CharField("source", max_length=300)
    source_url = models.URLField("adresse de la source", max_length=500)

    objects = VisibleManager()

    class Meta:
        verbose_name = "recommandation"
        ordering = ["number"]
        constraints = [dates_in_order("governance_recommendation_dates")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("governance:recommendation", args=[self.number])


class RecommendedAction(Dated):
    """`code` (« 6.3 ») never changes its meaning; an action taken out of the catalogue ends, and stays."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="actions")
    code = models.CharField("code", max_length=6, unique=True)
    position = models.PositiveSmallIntegerField("rang")
    text = models.CharField("action", max_length=200)
    horizon = models.CharField("horizon", max_length=6, choices=Horizon.listed)
    level = models.CharField("qui peut en décider", max_length=10, choices=DecisionLevel.listed)
    themes = ArrayField(
        models.CharField(max_length=13, choices=ActionTheme.listed), verbose_name="thèmes", default=list
    )

    adopters = 0
    """How many structures and committees hold it in a published plan, once `queries.recommendations` counted."""

    objects = VisibleManager()

    class Meta:
        verbose_name = "action recommandée"
        verbose_name_plural = "actions recommandées"
        ordering = ["recommendation__number", "position"]
        constraints = [dates_in_order("governance_recommendedaction_dates")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def theme_labels(self) -> list[str]:
        return [ActionTheme(one).label for one in self.themes]


class Plan(Dated):
    """What a structure or a committee sets out to do, somewhere (everywhere without a territory), for a time."""

    public_id = public_id()
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="structure"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="instance"
    )
    kind = models.CharField("type", max_length=11, choices=PlanKind.listed, default=PlanKind.OWN)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    aims = long_text("ce qu’il vise", 2000)
    partners = long_text("avec qui", 1000)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="décline"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    published_on = models.DateField("publié le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "plan"
        ordering = ["title", "pk"]
        constraints = [
            dates_in_order("governance_plan_dates"),
            one_of("structure", "committee", "governance_plan_one_owner"),
            models.UniqueConstraint(
                fields=["structure", "committee", "title"],
                nulls_distinct=False,
                name="governance_plan_once",
                violation_error_message="Il y a déjà un plan de ce titre : donnez-lui un autre titre.",
            ),
            RowSecurity(name="governance_plan_seen", visible=f"published_on IS NOT NULL OR {OF_MINE}"),
            RowHistory(name="governance_plan_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:plan", args=[self.public_id])

    @property
    def holder(self) -> str:
        return str(self.committee or self.structure)


class Measure(models.Model):
    """Something a plan promises. Its status is computed from its evidence (`rules.plans.status`)."""

    public_id = public_id()
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    action = models.ForeignKey(
        RecommendedAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name="action recommandée",
    )
    title = models.CharField("mesure", max_length=200, validators=NO_NULL)
    owner = short_text("qui s’en charge", 150)
    due_on = models.DateField("pour le", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    dropped_on = models.DateField("abandonnée le", null=True, blank=True)
    dropped_why = long_text("pourquoi", 500)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "mesure"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "action"],
                name="governance_action_adopted_once",
                violation_error_message="Ce plan a déjà cette action.",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None, dropped_why="")
                | Q(dropped_on__isnull=False) & ~Q(dropped_why=""),
                name="governance_measure_dropped_with_a_reason",
                violation_error_message="Dites pourquoi elle est abandonnée.",
            ),
            RowSecurity(
                name="governance_measure_seen", visible="plan_id IN (SELECT id FROM governance_plan)"
            ),
            RowHistory(name="governance_measure_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#m-{self.public_id}"


class Evidence(models.Model):
    """What happened, on a day. Never changed; withdrawn when it was wrong, and no longer counted."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="evidence")
    on = models.DateField("le")
    kind = models.CharField("nature", max_length=8, choices=EvidenceKind.listed)
    what = models.CharField("ce qui a été fait", max_length=500, validators=NO_NULL)
    link = models.URLField("lien", max_length=500, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    told_at = models.DateTimeField("dit le", auto_now_add=True)
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "preuve"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on", "kind", "what"],
                condition=Q(withdrawn_on=None),
                name="governance_evidence_once",
            ),
            RowSecurity(
                name="governance_evidence_seen", visible="measure_id IN (SELECT id FROM governance_measure)"
            ),
            RowHistory(name="governance_evidence_history"),
        ]

    def __str__(self) -> str:
        return self.what[:80]


class Raising(models.Model):
    """What one cannot do oneself, asked of who can: a measure or an action, its words kept, and their reply."""

    public_id = public_id()
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="raisings")
    action = models.ForeignKey(
        RecommendedAction, models.PROTECT, null=True, blank=True, related_name="raisings"
    )
    subject = models.CharField("objet", max_length=200)
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="de la structure"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="de l’instance"
    )
    to_structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="à la structure"
    )
    to_committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="à l’instance"
    )
    asked = models.CharField("ce qui est demandé", max_length=1000, validators=NO_NULL)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="demandé par"
    )
    asked_on = models.DateField("demandé le")
    reply = long_text("réponse", 1000)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="répondu par",
    )
    replied_on = models.DateField("répondu le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "remontée"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=False) | Q(action__isnull=False), name="governance_raising_about"
            ),
            one_of("structure", "committee", "governance_raising_one_origin"),
            one_of("to_structure", "to_committee", "governance_raising_one_target"),
            models.CheckConstraint(
                condition=Q(replied_on=None, replied_by=None, reply="")
                | Q(replied_on__isnull=False, replied_by__isnull=False) & ~Q(reply=""),
                name="governance_raising_replied",
            ),
            models.UniqueConstraint(
                fields=["measure", "action", "structure", "committee", "to_structure", "to_committee"],
                condition=Q(replied_on=None),
                nulls_distinct=False,
                name="governance_raised_once",
                violation_error_message="C’est déjà demandé, et la réponse est attendue.",
            ),
            RowSecurity(name="governance_raising_seen", visible=f"{OF_MINE} OR {TO_MINE}"),
            RowHistory(name="governance_raising_history"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"{reverse('governance:raisings')}#r-{self.public_id}"

    @property
    def origin(self) -> str:
        return str(self.committee or self.structure)

    @property
    def target(self) -> str:
        return str(self.to_committee or self.to_structure)
