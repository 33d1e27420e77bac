"""What is contributed, in which cells of the grid, and what became of it."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.contributions.enums import (
    AuthorKind,
    Channel,
    ContributionKind,
    FateKind,
    Publicity,
)
from maillage.contributions.models.base import OPEN_TO_ME, OWN, RUN, VisibleManager
from maillage.contributions.models.processes import Axis, Process
from maillage.contributions.models.reports import Report
from maillage.directory.models import Territory
from maillage.directory.models.base import NO_NULL, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity

LONGEST = 4000
SEEN = f"{OWN} OR (withdrawn_on IS NULL AND ({RUN} OR (publicity = 'public' AND {OPEN_TO_ME})))"
OF_SEEN = "contribution_id IN (SELECT id FROM contributions_contribution)"


class Contribution(models.Model):
    """Attributed as its author wants to be named; who gives a testimony may stay unnamed. What its author withdraws, they
    alone still see. `key`: of the link that tells them its fate, when they have no account; forgotten
    with who wrote it a year after the process (`dissent_sql`)."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    key = models.UUIDField("clé", default=uuid4, unique=True, null=True, editable=False)
    process = models.ForeignKey(Process, models.CASCADE, related_name="contributions", db_constraint=False)
    kind = models.CharField("type", max_length=14, choices=ContributionKind.listed)
    text = models.TextField("contribution", validators=[*NO_NULL, MaxLengthValidator(LONGEST)])
    author_kind = models.CharField("de qui", max_length=6, choices=AuthorKind.listed)
    author = short_text("nom montré", 150)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="saisie par",
    )
    channel = models.CharField("arrivée", max_length=7, choices=Channel.listed)
    publicity = models.CharField("qui la lit", max_length=10, choices=Publicity.listed)
    agreed_on = models.DateField("accord de la personne le", null=True, blank=True)
    given_on = models.DateField("donnée le")
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name="compte rendu",
        db_constraint=False,
    )
    source = short_text("d’où elle vient")
    place = short_text("à quel endroit", 400)

    objects = VisibleManager()

    class Meta:
        verbose_name = "contribution"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["process", "kind"], name="contributions_by_kind"),
            models.Index(fields=["user"], name="contributions_mine", condition=Q(user__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(author="") | Q(kind="testimony"),
                name="contributions_attributed",
                violation_error_message="Dites de qui elle vient. Seul un témoignage peut rester sans nom.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="testimony") | Q(agreed_on__isnull=False),
                name="contributions_testimony_agreed",
                violation_error_message="Un témoignage demande l’accord de la personne.",
            ),
            RowSecurity(name="contributions_contribution_seen", visible=SEEN),
            RowHistory(name="contributions_contribution_history"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("contributions:contribution", args=[self.public_id])


class Cell(models.Model):
    """Where a contribution sits: a row and a column, or one of them alone."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="cells", db_constraint=False)
    process = models.ForeignKey(Process, models.CASCADE, related_name="+", db_constraint=False)
    row = models.ForeignKey(
        Axis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thème",
        db_constraint=False,
    )
    column = models.ForeignKey(
        Axis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="politique",
        db_constraint=False,
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "case d’une contribution"
        verbose_name_plural = "cases des contributions"
        ordering = ["pk"]
        indexes = [models.Index(fields=["process", "row", "column"], name="contributions_cell_where")]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "row", "column"], nulls_distinct=False, name="contributions_cell_once"
            ),
            models.CheckConstraint(
                condition=Q(row__isnull=False) | Q(column__isnull=False), name="contributions_cell_somewhere"
            ),
            RowSecurity(name="contributions_cell_seen", visible=OF_SEEN),
            RowHistory(name="contributions_cell_history"),
        ]

    def __str__(self) -> str:
        return " × ".join(str(one) for one in (self.row, self.column) if one)


class Fate(models.Model):
    """What was done with a contribution, and why: its author reads it."""

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, related_name="fate", db_constraint=False
    )
    kind = models.CharField("suite", max_length=8, choices=FateKind.listed)
    into = models.ForeignKey(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réunie avec",
        db_constraint=False,
    )
    why = short_text("pourquoi", 600)
    told_on = models.DateField("dit le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "suite donnée à une contribution"
        verbose_name_plural = "suites données aux contributions"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="kept") | ~Q(why="") | Q(into__isnull=False),
                name="contributions_fate_says_why",
                violation_error_message="Dites pourquoi\u00a0: son auteur le lira.",
            ),
            models.CheckConstraint(
                condition=Q(kind="merged", into__isnull=False) | ~Q(kind="merged") & Q(into=None),
                name="contributions_fate_merged",
            ),
            RowSecurity(name="contributions_fate_seen", visible=OF_SEEN),
            RowHistory(name="contributions_fate_history"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
