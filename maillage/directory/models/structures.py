from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.enums import Visibility
from maillage.directory.models.base import (
    NO_NULL,
    Card,
    CardQuerySet,
    card_constraints,
    in_commune,
    long_text,
    searched,
)
from maillage.directory.models.territories import Territory
from maillage.directory.rules import check_siret
from maillage.permissions.constraints import RowHistory


class StructureKind(models.Model):
    """CCAS, mission locale, CAF…: a territory adds its own. `code` follows data·inclusion's `reseaux_porteurs` when it has one."""

    code = models.SlugField("code", max_length=60, unique=True)
    label = models.CharField("libellé", max_length=120, unique=True)

    class Meta:
        verbose_name = "type de structure"
        verbose_name_plural = "types de structure"
        ordering: ClassVar = ["label"]

    def __str__(self) -> str:
        return self.label


class StructureQuerySet(CardQuerySet):
    def kept_here(self) -> "StructureQuerySet":
        """Those that the installation keeps itself: where one works, whom one shares with. Not what a file brought."""
        return self.filter(source=None)


class Structure(Card):
    """A body one works in or refers people to. Public data, no person's.

    `opening` are the hours in words, `hours` the same for a machine. One merged with its double points at what was
    kept (`merged_into`) and is no longer offered.
    """

    name = models.CharField("nom", max_length=200, validators=NO_NULL)
    kind = models.ForeignKey(StructureKind, models.PROTECT, related_name="structures", verbose_name="type")
    commune = in_commune("structures", null=True, blank=True)
    sector = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="served_by", verbose_name="secteur"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name="dépend de"
    )
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    active = models.BooleanField("en activité", default=True)
    description = long_text("présentation")
    website = models.URLField("site web", max_length=1000, blank=True)
    networks = ArrayField(
        models.CharField(max_length=60), verbose_name="réseaux porteurs", default=list, blank=True
    )
    accessibility_link = models.URLField("accessibilité du lieu", max_length=1000, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="doubles", verbose_name="réunie à"
    )
    folded_name = models.TextField("nom sans accents", blank=True, editable=False)
    folded_text = models.TextField("mots cherchés", blank=True, editable=False)
    search = searched()

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"),
                name="directory_structure_named",
                violation_error_message="Donnez un nom à la structure.",
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex="^[0-9]{14}$"),
                name="directory_structure_siret",
                violation_error_message="Le SIRET compte 14 chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="directory_structure_not_its_own_parent",
                violation_error_message="Une structure ne dépend pas d’elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(commune__isnull=False),
                name="directory_structure_in_a_commune",
                violation_error_message="Indiquez la commune.",
            ),
            *card_constraints("structure"),
            RowHistory(name="directory_structure_history"),
        ]
        indexes = [
            models.Index(fields=["siret"], name="directory_structure_by_siret"),
            models.Index(fields=["lat", "lon"], name="directory_structure_place"),
            models.Index(
                fields=["id"],
                condition=~Q(visibility=Visibility.PUBLIC) | Q(withdrawn_on__isnull=False),
                name="directory_structure_hidden",
            ),
            GinIndex(fields=["search"], name="directory_structure_search"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:structure", args=[self.public_id])
