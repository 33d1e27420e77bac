"""Diplomas, the rules of each for those who enter from a day on, their blocks, the bridges between them."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.diplomas.enums import Effect
from maillage.diplomas.models.base import ReferenceQuerySet, Sourced, in_order
from maillage.directory.models.base import NO_NULL, long_text, short_text


def entered(day: date, prefix: str = "") -> Q:
    """Rules that are those of whoever enters that day."""
    until = f"{prefix}entrants_until"
    return Q(**{f"{prefix}entrants_from__lte": day}) & (Q(**{until: None}) | Q(**{f"{until}__gte": day}))


class DiplomaQuerySet(ReferenceQuerySet):
    def in_force(self, on: date) -> Self:
        """Those that one may enter that day."""
        versions = DiplomaVersion.objects.filter(entered(on))
        return self.filter(pk__in=versions.values("diploma"))


class Diploma(models.Model):
    """`code` (« deass ») never changes its meaning. `level`: of the national framework, 3 to 7."""

    code = models.SlugField("code", max_length=20, unique=True)
    short = models.CharField("sigle", max_length=20, validators=NO_NULL)
    name = models.CharField("intitulé", max_length=200, validators=NO_NULL)
    trade = models.CharField("métier", max_length=150, validators=NO_NULL)
    level = models.PositiveSmallIntegerField("niveau")
    work = long_text("ce que l’on y fait", 1000)
    access = long_text("pour y entrer", 1000)

    objects = DiplomaQuerySet.as_manager()

    class Meta:
        verbose_name = "diplôme"
        ordering = ["level", "short"]
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(3, 8)), name="diplomas_diploma_level"),
        ]

    def __str__(self) -> str:
        return self.short

    def get_absolute_url(self) -> str:
        return reverse("diplomas:diploma", args=[self.code])


class DiplomaVersion(Sourced):
    """The rules of those who enter from a day to another. `ends_on`: the last day that they hold for anybody.

    Hours are unknown when None, never zero. `more_hours`: what comes besides theory and practice, said in `more`.
    """

    diploma = models.ForeignKey(Diploma, models.PROTECT, related_name="versions")
    code = models.SlugField("code", max_length=30, unique=True)
    title = models.CharField("règles", max_length=100, validators=NO_NULL)
    entrants_from = models.DateField("pour les entrées depuis le")
    entrants_until = models.DateField("pour les entrées jusqu’au", null=True, blank=True)
    ends_on = models.DateField("en vigueur jusqu’au", null=True, blank=True)
    years = models.PositiveSmallIntegerField("années de formation", null=True, blank=True)
    theory_hours = models.PositiveSmallIntegerField("heures de théorie", null=True, blank=True)
    practice_hours = models.PositiveSmallIntegerField("heures de pratique", null=True, blank=True)
    more_hours = models.PositiveSmallIntegerField("autres heures", null=True, blank=True)
    more = short_text("ces autres heures", 150)
    blocks_count = models.PositiveSmallIntegerField("nombre de blocs", null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "règles d’un diplôme"
        verbose_name_plural = "règles des diplômes"
        ordering = ["entrants_from", "pk"]
        constraints = [
            in_order("entrants_from", "entrants_until", "diplomas_version_entrants"),
            in_order("entrants_until", "ends_on", "diplomas_version_ends"),
            models.UniqueConstraint(fields=["diploma", "entrants_from"], name="diplomas_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.diploma.short}, {self.title}"

    @property
    def practice_hours_per_year(self) -> int | None:
        """Rounded; the text of each diploma spreads them as it wants."""
        if self.practice_hours is None or not self.years:
            return None
        return round(self.practice_hours / self.years)


class Block(Sourced):
    """A block of skills. One that several diplomas share is this one row, once."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("intitulé", max_length=300, validators=NO_NULL)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "bloc de compétences"
        verbose_name_plural = "blocs de compétences"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class VersionBlock(models.Model):
    """A block in the rules of a diploma."""

    version = models.ForeignKey(DiplomaVersion, models.CASCADE, related_name="placed")
    block = models.ForeignKey(Block, models.PROTECT, related_name="placed")
    position = models.PositiveSmallIntegerField("rang")
    theory_hours = models.PositiveSmallIntegerField("heures de théorie", null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "bloc d’un diplôme"
        verbose_name_plural = "blocs des diplômes"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "block"], name="diplomas_versionblock_once"),
            models.UniqueConstraint(fields=["version", "position"], name="diplomas_versionblock_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.block}"


class Bridge(Sourced):
    """A dated rule: whoever holds a diploma, or a block, gets something in the rules of another.

    `to_block`: the effect is on this block alone. `hours`: what a lightening takes away, unknown when None.
    """

    code = models.SlugField("code", max_length=60, unique=True)
    from_diploma = models.ForeignKey(
        Diploma, models.PROTECT, null=True, blank=True, related_name="bridges_from"
    )
    from_block = models.ForeignKey(Block, models.PROTECT, null=True, blank=True, related_name="bridges_from")
    to_version = models.ForeignKey(DiplomaVersion, models.PROTECT, related_name="bridges_to")
    to_block = models.ForeignKey(Block, models.PROTECT, null=True, blank=True, related_name="bridges_to")
    effect = models.CharField("effet", max_length=10, choices=Effect.listed)
    hours = models.PositiveSmallIntegerField("heures de moins", null=True, blank=True)
    says = models.CharField("ce que dit la règle", max_length=500, validators=NO_NULL)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "passerelle"
        ordering = ["to_version__diploma__level", "to_version__diploma__short", "code"]
        constraints = [
            in_order("starts_on", "ends_on", "diplomas_bridge_dates"),
            models.CheckConstraint(
                condition=Q(from_diploma=None, from_block__isnull=False)
                | Q(from_diploma__isnull=False, from_block=None),
                name="diplomas_bridge_one_origin",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(effect=Effect.LIGHTENING), name="diplomas_bridge_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.says


class Record(Sourced):
    """A record of the national register (RNCP), as its last file said. `ends_on`: the last day one may enter under it."""

    number = models.CharField("numéro", max_length=10, unique=True)
    diploma = models.ForeignKey(Diploma, models.PROTECT, related_name="records")
    version = models.ForeignKey(DiplomaVersion, models.PROTECT, null=True, blank=True, related_name="records")
    title = short_text("intitulé au répertoire", 500)
    active = models.BooleanField("active", null=True, blank=True)
    ends_on = models.DateField("fin de l’enregistrement", null=True, blank=True)
    replaced_by = short_text("remplacée par", 100)
    read_on = models.DateField("lue dans le fichier du", null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche du répertoire national"
        verbose_name_plural = "fiches du répertoire national"
        ordering = [F("ends_on").asc(nulls_last=True), "number"]

    def __str__(self) -> str:
        return f"RNCP{self.number}"

    def is_past(self, day: date) -> bool:
        """Its end date is behind, or the register says that it is closed."""
        return (self.ends_on is not None and self.ends_on < day) or self.active is False

    def told(self) -> dict[str, Any]:
        """What a file may change."""
        return {name: getattr(self, name) for name in ("title", "active", "ends_on", "replaced_by")}
