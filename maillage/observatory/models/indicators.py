"""The fixed catalogue, kept in `pack/indicators.yaml`: a row says who owns an indicator, when it was read again, if it is retired."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import long_text, short_text
from maillage.observatory.catalogue import Entry, entry
from maillage.observatory.models.base import signer
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager


class Indicator(models.Model):
    """What it is, is in the pack, under its code. `owner`: the structure that answers for it."""

    code = models.SlugField("code", max_length=60, unique=True)
    owner = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tenu par"
    )
    reviewed_on = models.DateField("relu le")
    retired_on = models.DateField("arrêté le", null=True, blank=True)
    retired_why = short_text("pourquoi", 500)

    objects = VisibleManager()

    class Meta:
        verbose_name = "indicateur"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_why="")
                | Q(retired_on__isnull=False) & ~Q(retired_why=""),
                name="observatory_indicator_retired_with_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
            RowSecurity(name="observatory_indicator_seen", visible="true"),
            RowHistory(name="observatory_indicator_history"),
        ]

    def __str__(self) -> str:
        return self.entry.title

    def get_absolute_url(self) -> str:
        return reverse("observatory:indicator", args=[self.code])

    @property
    def entry(self) -> Entry:
        return entry(self.code)

    @property
    def review_due(self) -> date:
        """A year after it was last read again."""
        return self.reviewed_on.replace(year=self.reviewed_on.year + 1, day=min(self.reviewed_on.day, 28))

    def is_overdue(self, today: date) -> bool:
        return self.retired_on is None and self.review_due < today


class Review(models.Model):
    """What professionals and persons said of its use, read by everybody."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="reviews")
    on = models.DateField("relu le")
    user = signer("écrit par")
    said = long_text("ce qu’en disent les professionnels", 1000)
    persons_said = long_text("ce qu’en disent les personnes concernées", 1000)

    objects = VisibleManager()

    class Meta:
        verbose_name = "relecture d’un indicateur"
        verbose_name_plural = "relectures des indicateurs"
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "on"],
                name="observatory_review_once_a_day",
                violation_error_message="Cet indicateur a déjà été relu ce jour-là.",
            ),
            RowSecurity(name="observatory_review_seen", visible="true"),
            RowHistory(name="observatory_review_history"),
        ]

    def __str__(self) -> str:
        return f"relecture du {self.on:%d/%m/%Y}"
