"""Who works in a post while qualifying for it: one path, its clock, its milestones, what pays for it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.diplomas.enums import Outcome, PathKind
from maillage.diplomas.models.base import in_order
from maillage.diplomas.models.reference import Diploma
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, short_text
from maillage.directory.models.columns import public_id, signer
from maillage.governance.models.base import HERE, ME
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

LEADS = "(maillage_actor_has('training_officer') OR maillage_actor_has('team_leader'))"
LED = f"(structure_id = {HERE} AND {LEADS})"


class Path(models.Model):
    """Of one account, in one structure. What it is due, and whether it is late, is counted from `started_on`.

    Months of training, of them paid for (fees) and of them with pay kept: unknown when None.
    """

    public_id = public_id()
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+")
    user = signer("qui se qualifie")
    kind = models.CharField("parcours", max_length=8, choices=PathKind.listed, default=PathKind.ACTING)
    post = models.CharField("poste tenu", max_length=150, validators=NO_NULL)
    diploma = models.ForeignKey(Diploma, models.PROTECT, related_name="+", verbose_name="diplôme visé")
    started_on = models.DateField("depuis le")
    months_needed = models.PositiveSmallIntegerField("mois de formation", null=True, blank=True)
    months_funded = models.PositiveSmallIntegerField("mois financés", null=True, blank=True)
    months_paid = models.PositiveSmallIntegerField("mois avec salaire maintenu", null=True, blank=True)
    funder = short_text("qui finance", 150)
    ended_on = models.DateField("terminé le", null=True, blank=True)
    outcome = models.CharField("issue", max_length=9, choices=Outcome.listed, blank=True)
    opened_by = signer("ouvert par")
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "parcours de qualification"
        verbose_name_plural = "parcours de qualification"
        ordering = ["started_on", "pk"]
        constraints = [
            in_order("started_on", "ended_on", "diplomas_path_dates"),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="diplomas_path_ended_somehow",
                violation_error_message="Dites comment ce parcours s’est terminé.",
            ),
            models.CheckConstraint(
                condition=Q(months_needed=None)
                | (Q(months_funded=None) | Q(months_funded__lte=F("months_needed")))
                & (Q(months_paid=None) | Q(months_paid__lte=F("months_needed"))),
                name="diplomas_path_months",
                violation_error_message="Il n’y a pas plus de mois financés ou payés que de mois de formation.",
            ),
            models.UniqueConstraint(
                fields=["structure", "user", "diploma"],
                condition=Q(ended_on=None),
                name="diplomas_path_once",
                violation_error_message="Cette personne a déjà un parcours en cours vers ce diplôme.",
            ),
            RowSecurity(name="diplomas_path_seen", visible=f"user_id = {ME} OR {LED}"),
            RowHistory(name="diplomas_path_history"),
        ]

    def __str__(self) -> str:
        return f"{self.post}, vers le {self.diploma}"

    def get_absolute_url(self) -> str:
        return reverse("diplomas:path", args=[self.public_id])

    @property
    def fees_gap(self) -> int | None:
        """Months that nobody pays the training of."""
        return self._gap(self.months_funded)

    @property
    def pay_gap(self) -> int | None:
        """Months of training without pay."""
        return self._gap(self.months_paid)

    def _gap(self, covered: int | None) -> int | None:
        if self.months_needed is None or covered is None:
            return None
        return self.months_needed - covered


class Milestone(models.Model):
    """One step of a path, owed for a day."""

    public_id = public_id()
    path = models.ForeignKey(Path, models.CASCADE, related_name="milestones")
    title = models.CharField("étape", max_length=150, validators=NO_NULL)
    due_on = models.DateField("pour le")
    done_on = models.DateField("faite le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "étape d’un parcours"
        verbose_name_plural = "étapes des parcours"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "title"],
                name="diplomas_milestone_once",
                violation_error_message="Ce parcours a déjà cette étape.",
            ),
            RowSecurity(name="diplomas_milestone_seen", visible="path_id IN (SELECT id FROM diplomas_path)"),
            RowHistory(name="diplomas_milestone_history"),
        ]

    def __str__(self) -> str:
        return self.title
