"""A practice sheet, its versions, what helps and what hinders."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Committee
from maillage.governance.models.mandates import Unaccented
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.practices.enums import DigitalTheme, PointKind, SheetKind
from maillage.practices.models.base import HELD, LIVE, Told, place, signer, told_whole

TEXTS = ("context", "audience", "actors", "steps", "conditions", "means", "definition", "benefits")
"""Every section that some kind of sheet has; which ones, in `catalogue.sections`."""
SEARCHED = [Unaccented(name) for name in ("title", *TEXTS)]


class Sheet(Told):
    """Carried by a structure, a committee, or both. `title`: the last published, the draft's before."""

    kind = models.CharField(
        "type de fiche", max_length=11, choices=SheetKind.listed, default=SheetKind.PRACTICE
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="practice_sheets"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="practice_sheets"
    )
    title = models.CharField("titre", max_length=150, validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "fiche pratique"
        verbose_name_plural = "fiches pratiques"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False) | Q(committee__isnull=False),
                name="practices_sheet_carried",
            ),
            *told_whole("sheet"),
            RowSecurity(name="practices_sheet_seen", visible=f"published_at IS NOT NULL OR {HELD}"),
            RowHistory(name="practices_sheet_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practices:sheet", args=[self.public_id])


class SheetVersion(models.Model):
    """One wording. `saves`: how many times the draft was saved; `ready`: its writers ask for its publication."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    user = signer("écrit par")
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    territory = place()
    contact = short_text("à qui demander", 200)
    tags = ArrayField(models.CharField(max_length=30), verbose_name="mots-clés", default=list, blank=True)
    theme = models.CharField("thème", max_length=9, choices=DigitalTheme.listed, blank=True)
    context = long_text("contexte", 5000)
    audience = long_text("pour qui", 5000)
    actors = long_text("qui agit", 5000)
    steps = long_text("étapes", 5000)
    conditions = long_text("conditions", 5000)
    means = long_text("moyens", 5000)
    definition = long_text("définition", 5000)
    benefits = long_text("ce que chacun y gagne", 5000)
    saves = models.PositiveIntegerField("enregistrements", default=1)
    ready = models.BooleanField("prête", default=False)
    saved_at = models.DateTimeField("enregistré le", auto_now=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = signer("publié par", null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector(*SEARCHED, config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’une fiche"
        verbose_name_plural = "versions des fiches"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="practices_version_numbered"),
            models.UniqueConstraint(
                fields=["sheet"], condition=Q(published_at=None), name="practices_one_draft"
            ),
            RowSecurity(
                name="practices_sheetversion_seen",
                visible=f"(published_at IS NOT NULL AND sheet_id IN {LIVE})"
                f" OR sheet_id IN (SELECT id FROM practices_sheet WHERE {HELD})",
            ),
            RowHistory(name="practices_sheetversion_history"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def text_of(self, code: str) -> Any:
        return getattr(self, code)


class SheetPoint(models.Model):
    """One short sentence."""

    version = models.ForeignKey(SheetVersion, models.CASCADE, related_name="points")
    kind = models.CharField("nature", max_length=9, choices=PointKind.listed)
    text = models.CharField("phrase", max_length=200, validators=NO_NULL)
    position = models.PositiveSmallIntegerField("rang", default=0)
    search = models.GeneratedField(
        expression=SearchVector(Unaccented("text"), config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "enseignement d’une fiche"
        verbose_name_plural = "enseignements des fiches"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "text"], name="practices_point_once"),
            RowSecurity(
                name="practices_sheetpoint_seen",
                visible="version_id IN (SELECT id FROM practices_sheetversion)",
            ),
            RowHistory(name="practices_sheetpoint_history"),
        ]

    def __str__(self) -> str:
        return self.text
