"""A number, its table and its narrative: prepared by one person, released by another, for ever."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models.base import long_text, short_text
from maillage.observatory.models.base import COUNTS, OWNED, signer
from maillage.observatory.models.indicators import Indicator
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager


class Release(models.Model):
    """`prepared_by`: the last hand on it, who cannot be the one who confirms. `table`: the cells told and no other, laid there by
    PostgreSQL when it is confirmed: [[level, code, one, two, number], …]. `sequence`: its rank among all releases of its source;
    `against`: the last of them that its table was audited with."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="releases")
    source = models.CharField("source", max_length=30)
    first = models.DateField("du")
    last = models.DateField("au")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="corrige"
    )
    changes = short_text("ce qui change", 500)
    narrative = long_text("ce que ce nombre raconte", 2000)
    unsaid = long_text("ce qu’il ne dit pas", 1000)
    method = long_text("méthode", 4000)
    against = models.PositiveIntegerField("vérifié jusqu’à", default=0)
    saves = models.PositiveIntegerField("enregistrements", default=1)
    prepared_by = signer("préparé par")
    prepared_at = models.DateTimeField("préparé le")
    confirmed_by = signer("publié par", null=True, blank=True)
    confirmed_at = models.DateTimeField("publié le", null=True, blank=True)
    version = models.PositiveIntegerField("version", null=True, blank=True)
    sequence = models.PositiveIntegerField("rang", null=True, blank=True)
    table = models.JSONField("chiffres", null=True, blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    withdrawn_why = short_text("pourquoi", 500)

    objects = VisibleManager()

    class Meta:
        verbose_name = "publication d’un indicateur"
        verbose_name_plural = "publications des indicateurs"
        ordering: ClassVar = ["-version", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="observatory_release_dates"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, version=None, sequence=None, table=None, digest="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, version__isnull=False,
                    sequence__isnull=False, table__isnull=False) & ~Q(digest="") & ~Q(narrative=""),
                name="observatory_release_whole",
                violation_error_message="Un nombre ne se publie pas sans ce qu’il raconte.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("prepared_by")),
                name="observatory_release_two_persons",
                violation_error_message="Une autre personne que celle qui a préparé publie.",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(changes=""),
                name="observatory_release_says_what_changes",
                violation_error_message="Dites ce qui change.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_why="")
                | Q(withdrawn_on__isnull=False, confirmed_at__isnull=False) & ~Q(withdrawn_why=""),
                name="observatory_release_withdrawn_with_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
            models.UniqueConstraint(fields=["indicator", "version"], name="observatory_release_numbered"),
            models.UniqueConstraint(
                fields=["source", "sequence"],
                condition=~Q(source="declared"),
                name="observatory_release_one_after_another",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(confirmed_at=None),
                name="observatory_release_one_prepared",
                violation_error_message="Une publication de cet indicateur est déjà en préparation.",
            ),
            RowSecurity(
                name="observatory_release_seen",
                visible=f"confirmed_at IS NOT NULL OR indicator_id IN {OWNED} OR {COUNTS}",
            ),
            RowHistory(name="observatory_release_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator_id}, version {self.version or 'en préparation'}"

    def get_absolute_url(self) -> str:
        return reverse("observatory:prepared", args=[self.public_id])


class Snapshot(models.Model):
    """All that was counted, small numbers included: for those who answer for the indicator, never for anybody else.

    `cells`: [[level, code, one, two, number, persons, structures, most in one structure, reason it is masked (0: told)], …].
    """

    release = models.OneToOneField(Release, models.CASCADE, related_name="snapshot")
    taken_at = models.DateTimeField("compté le")
    cells = models.JSONField("cellules", default=list)
    rounds = models.PositiveIntegerField("attaques", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "comptage d’une publication"
        verbose_name_plural = "comptages des publications"
        constraints: ClassVar = [
            RowSecurity(
                name="observatory_snapshot_seen",
                visible=f"{COUNTS} OR release_id IN (SELECT id FROM observatory_release WHERE indicator_id IN {OWNED})",
            ),
            RowHistory(name="observatory_snapshot_history"),
        ]

    def __str__(self) -> str:
        return f"comptage {self.release_id}"
