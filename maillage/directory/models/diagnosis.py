"""The territory's diagnosis: dated figures, what structures observe, who signed; a version once closed no longer moves.

Read by professionals: PostgreSQL hides it from everybody else.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.directory.enums import categories
from maillage.directory.models.base import NO_NULL, long_text
from maillage.directory.models.lines import AT_WORK
from maillage.directory.models.structures import Structure
from maillage.directory.models.territories import Territory
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import AtWorkManager


class Diagnosis(models.Model):
    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="territoire")
    opened_on = models.DateField("ouvert le")
    opened_by = models.CharField("ouvert par", max_length=200)

    objects = AtWorkManager()

    class Meta:
        verbose_name = "diagnostic de territoire"
        verbose_name_plural = "diagnostics de territoire"
        ordering: ClassVar = ["-opened_on", "-pk"]
        constraints: ClassVar = [RowSecurity(name="directory_diagnosis_at_work", visible=AT_WORK)]

    def __str__(self) -> str:
        return self.title


class DiagnosisVersion(models.Model):
    """`snapshot`: figures of the day `taken_on` (`queries.diagnosis.take`), taken again until the version is closed."""

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro")
    taken_on = models.DateField("chiffres du")
    snapshot = models.JSONField("chiffres", default=dict)
    closed_on = models.DateField("close le", null=True)
    closed_by = models.CharField("close par", max_length=200, blank=True)

    class Meta:
        verbose_name = "version d’un diagnostic"
        verbose_name_plural = "versions d’un diagnostic"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["diagnosis", "number"], name="directory_diagnosis_number"),
            models.UniqueConstraint(
                fields=["diagnosis"], condition=Q(closed_on=None), name="directory_diagnosis_one_open"
            ),
            RowSecurity(name="directory_diagnosis_version_at_work", visible=AT_WORK),
            RowHistory(name="directory_diagnosis_version_history"),
        ]

    def __str__(self) -> str:
        return f"{self.diagnosis}, version {self.number}"


class Contribution(models.Model):
    """What a structure observes, on a theme or on the whole ("" category); written again until the version is closed."""

    version = models.ForeignKey(DiagnosisVersion, models.CASCADE, related_name="contributions")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+")
    category = models.CharField("thème", max_length=60, choices=categories, blank=True)
    text = long_text("ce que vous constatez", 2000)
    written_on = models.DateField("écrit le")
    by = models.CharField("par", max_length=200)

    class Meta:
        verbose_name = "contribution à un diagnostic"
        verbose_name_plural = "contributions à un diagnostic"
        ordering: ClassVar = ["category", "structure__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "structure", "category"], name="directory_contribution_once"
            ),
            RowSecurity(name="directory_contribution_at_work", visible=AT_WORK),
            RowHistory(name="directory_contribution_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure} : {self.text[:40]}"


class Signature(models.Model):
    """A structure signs a version once; it may take its name back while the version is open."""

    version = models.ForeignKey(DiagnosisVersion, models.CASCADE, related_name="signatures")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+")
    signed_on = models.DateField("signé le")
    by = models.CharField("par", max_length=200)

    class Meta:
        verbose_name = "signature d’un diagnostic"
        verbose_name_plural = "signatures d’un diagnostic"
        ordering: ClassVar = ["signed_on", "structure__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "structure"], name="directory_signature_once"),
            RowSecurity(name="directory_signature_at_work", visible=AT_WORK),
        ]

    def __str__(self) -> str:
        return f"{self.structure}, le {self.signed_on}"
