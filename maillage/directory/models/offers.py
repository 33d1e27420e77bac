from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from maillage.directory.enums import Fee, Visibility, service_kinds
from maillage.directory.models.base import (
    NO_NULL,
    Card,
    CardQuerySet,
    card_constraints,
    in_commune,
    long_text,
    searched,
    short_text,
)
from maillage.directory.models.structures import Structure
from maillage.permissions.constraints import RowHistory


class ServiceQuerySet(CardQuerySet):
    """Structures put away or hidden are few and have an index of their own: they are left out, others are not joined."""

    def live(self) -> Self:
        """What a structure that is itself offered still offers."""
        gone = Structure.objects.filter(withdrawn_on__isnull=False)
        return super().live().exclude(structure__in=gone.values("pk"))

    def public(self) -> Self:
        """A service of a structure that only professionals see is theirs too, wherever it is counted or drawn."""
        hidden = Structure.objects.exclude(visibility=Visibility.PUBLIC)
        return super().public().exclude(structure__in=hidden.values("pk"))


def codes(label: str, most: int = 100) -> Any:
    return ArrayField(models.CharField(max_length=most), verbose_name=label, default=list, blank=True)


class Service(Card):
    """What a structure offers, in data·inclusion's words (v1): `docs/reference/directory-fields.md` says which is which.

    `zones` are territories told with their kind, `commune:37261`, `epci:243700754`, `departement:37`, `france`,
    `country:99134`; none: nobody said where it may be asked for. `themes`, `publics`, `reception`, `mobilisation` and
    `mobilised_by` hold values of the schema's lists, sorted. `place_sql` keeps `at_lat` and `at_lon`.
    """

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="services", verbose_name="structure"
    )
    name = models.CharField("nom", max_length=150, validators=NO_NULL)
    description = long_text("description")
    kind = models.CharField("type", max_length=30, choices=service_kinds, blank=True)
    themes = codes("thématiques")
    fee = models.CharField("frais", max_length=10, choices=Fee.listed, blank=True)
    fee_details = long_text("précisions sur les frais", 2000)
    publics = codes("publics")
    public_details = long_text("précisions sur les publics", 2000)
    conditions = long_text("conditions d’accès", 2000)
    commune = in_commune("services", null=True, blank=True)
    reception = codes("modes d’accueil", 40)
    zones = codes("zone d’éligibilité", 20)
    contact_name = short_text("personne à joindre", 200)
    mobilisation_link = models.URLField("lien pour mobiliser", max_length=1000, blank=True)
    mobilisation = codes("modes de mobilisation", 40)
    mobilised_by = codes("mobilisable par", 40)
    mobilisation_details = long_text("comment mobiliser", 2000)
    weekly_hours = models.FloatField("heures par semaine", null=True, blank=True)
    weeks = models.PositiveIntegerField("nombre de semaines", null=True, blank=True)
    added_on = models.DateField("dans l’annuaire depuis le", db_default=Now(), editable=False)
    folded_name = models.TextField("nom sans accents", blank=True, editable=False)
    folded_text = models.TextField("mots cherchés", blank=True, editable=False)
    search = searched()
    at_lat = models.FloatField("latitude retenue", null=True, editable=False)
    at_lon = models.FloatField("longitude retenue", null=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "service"
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"),
                name="directory_service_named",
                violation_error_message="Donnez un nom au service.",
            ),
            *card_constraints("service"),
            RowHistory(name="directory_service_history"),
        ]
        indexes = [
            models.Index(fields=["lat", "lon"], name="directory_service_place"),
            models.Index(fields=["at_lat", "at_lon"], name="directory_service_at"),
            models.Index(fields=["withdrawn_on", "confirmed_on"], name="directory_service_fresh"),
            GinIndex(fields=["search"], name="directory_service_search"),
            GinIndex(fields=["themes"], name="directory_service_themes"),
            GinIndex(fields=["zones"], name="directory_service_zones"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:service", args=[self.public_id])
