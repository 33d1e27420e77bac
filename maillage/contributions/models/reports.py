"""The report of a working group, cut in blocks that a human sorts."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from maillage.contributions.enums import BlockKind, BlockState
from maillage.contributions.models.base import RUN, VisibleManager
from maillage.contributions.models.processes import Process
from maillage.directory.models import Territory
from maillage.directory.models.base import NO_NULL, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity


class Report(models.Model):
    """Its file stays sealed, for those who run the process."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    process = models.ForeignKey(Process, models.CASCADE, related_name="reports")
    group = models.CharField("groupe", max_length=150, validators=NO_NULL)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    held_on = models.DateField("date de la réunion", null=True, blank=True)
    key = models.CharField("clé du fichier", max_length=80)
    name = models.CharField("nom du fichier", max_length=160)
    media_type = models.CharField("type", max_length=100)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["-added_at", "-pk"]
        constraints = [
            RowSecurity(name="contributions_report_seen", visible=RUN),
            RowHistory(name="contributions_report_history"),
        ]

    def __str__(self) -> str:
        return self.group

    def get_absolute_url(self) -> str:
        return reverse("contributions:report", args=[self.public_id])


class Block(models.Model):
    """A bullet or a paragraph. `section`: which heading it is under, counted from 1; `path`: the headings above it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="blocks")
    number = models.PositiveIntegerField("rang")
    section = models.PositiveIntegerField("partie")
    path = models.CharField("titres", max_length=300, blank=True)
    kind = models.CharField("forme", max_length=9, choices=BlockKind.listed)
    text = models.TextField("texte", validators=NO_NULL)
    guess = short_text("type proposé", 14)
    state = models.CharField("état", max_length=7, choices=BlockState.listed, default=BlockState.WAITING)

    objects = VisibleManager()

    class Meta:
        verbose_name = "passage d’un compte rendu"
        verbose_name_plural = "passages des comptes rendus"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="contributions_block_numbered"),
            RowSecurity(
                name="contributions_block_seen",
                visible="report_id IN (SELECT id FROM contributions_report)",
            ),
            RowHistory(name="contributions_block_history"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
