"""Two evaluations of a practice, of its process and of its effects: what was seen, what shows it. Never a mark."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Committee
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.practices.enums import EvaluationKind, ProofKind
from maillage.practices.models.base import HELD, LIVE, Told, told_whole
from maillage.practices.models.sheets import Sheet, SheetVersion


class Evaluation(Told):
    """By a structure or a committee. `version`: the published wording that it looked at."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="evaluations")
    version = models.ForeignKey(SheetVersion, models.PROTECT, related_name="+")
    kind = models.CharField("de quoi", max_length=7, choices=EvaluationKind.listed)
    structure = models.ForeignKey(Structure, models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField("terminée le")
    persons_said = long_text("ce qu’en disent les personnes concernées", 2000)
    saves = models.PositiveIntegerField("enregistrements", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "évaluation"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False, committee=None)
                | Q(structure=None, committee__isnull=False),
                name="practices_evaluation_one_evaluator",
            ),
            models.UniqueConstraint(
                fields=["sheet", "kind", "structure", "committee"],
                condition=Q(published_at=None, withdrawn_on=None),
                nulls_distinct=False,
                name="practices_evaluation_one_draft",
                violation_error_message="Cette évaluation est déjà commencée.",
            ),
            *told_whole("evaluation"),
            RowSecurity(
                name="practices_evaluation_seen",
                visible=f"(published_at IS NOT NULL AND withdrawn_on IS NULL AND sheet_id IN {LIVE}) OR {HELD}",
            ),
            RowHistory(name="practices_evaluation_history"),
        ]

    def __str__(self) -> str:
        return f"évaluation : {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("practices:evaluation", args=[self.public_id])


class Finding(models.Model):
    """For one criterion: what was seen, what shows it, from where and of which day."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="findings")
    criterion = models.CharField("critère", max_length=20)
    seen = models.CharField("ce qui a été vu", max_length=1000, validators=NO_NULL)
    proof_kind = models.CharField("ce qui le montre", max_length=8, choices=ProofKind.listed)
    proof = models.CharField("lequel", max_length=300, validators=NO_NULL)
    link = models.URLField("lien", max_length=500, blank=True)
    source = short_text("source", 200)
    proof_on = models.DateField("du")

    objects = VisibleManager()

    class Meta:
        verbose_name = "constat d’une évaluation"
        verbose_name_plural = "constats des évaluations"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="practices_finding_once"),
            RowSecurity(
                name="practices_finding_seen",
                visible="evaluation_id IN (SELECT id FROM practices_evaluation)",
            ),
            RowHistory(name="practices_finding_history"),
        ]

    def __str__(self) -> str:
        return self.seen[:60]
