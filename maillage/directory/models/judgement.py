"""What people decided of look-alikes, kept so that nobody is asked twice; what a merge moved, so that it can be undone."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from maillage.directory.enums import ServiceVerdict
from maillage.directory.models.base import long_text
from maillage.directory.models.offers import Service
from maillage.directory.models.structures import Structure
from maillage.permissions.constraints import RowHistory


def in_order(name: str) -> list[models.BaseConstraint]:
    """A pair is written once, whichever was read first."""
    return [
        models.CheckConstraint(condition=Q(first__lt=F("second")), name=f"directory_{name}_in_order"),
        models.UniqueConstraint(fields=["first", "second"], name=f"directory_{name}_once"),
    ]


def _card(model: Any) -> models.ForeignKey:
    return models.ForeignKey(model, models.CASCADE, related_name="+")


class Judged(models.Model):
    """`seen`: what both cards said then; when they no longer say so, the question is asked again."""

    seen = models.CharField("ce que disaient les fiches", max_length=64)
    comment = long_text("remarque", 2000)
    on = models.DateField("le")
    by = models.CharField("par", max_length=200)

    class Meta:
        abstract = True


class StructureJudgement(Judged):
    """Two structures that look alike are two: said by the animator. Those that are one are merged instead."""

    first, second = _card(Structure), _card(Structure)

    class Meta:
        verbose_name = "avis sur deux structures"
        constraints: ClassVar = [*in_order("judgement"), RowHistory(name="directory_judgement_history")]

    def __str__(self) -> str:
        return f"{self.first_id} et {self.second_id} sont deux"


class ServiceJudgement(Judged):
    """ "Même offre, deux porteurs": what the territory answered."""

    first, second = _card(Service), _card(Service)
    verdict = models.CharField("réponse", max_length=13, choices=ServiceVerdict.listed)

    class Meta:
        verbose_name = "avis sur deux services"
        constraints: ClassVar = [
            *in_order("offer_judgement"),
            RowHistory(name="directory_offer_judgement_history"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} et {self.second_id} : {self.get_verdict_display()}"


class Merge(models.Model):
    """One structure taken into another. `moved`: "app.model.field" → keys of the rows that followed."""

    kept = models.ForeignKey(Structure, models.PROTECT, related_name="absorbed")
    absorbed = models.ForeignKey(Structure, models.PROTECT, related_name="merges")
    moved = models.JSONField("ce qui a suivi", default=dict)
    on = models.DateField("le")
    by = models.CharField("par", max_length=200)
    undone_on = models.DateField("annulée le", null=True)
    undone_by = models.CharField("annulée par", max_length=200, blank=True)

    class Meta:
        verbose_name = "réunion de deux structures"
        verbose_name_plural = "réunions de structures"
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="directory_merge_two"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_on=None), name="directory_merge_absorbed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} réunie à {self.kept}"
