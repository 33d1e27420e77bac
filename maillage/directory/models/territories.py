from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value

from maillage.directory.enums import TerritoryKind, territory_kinds


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def communes(self) -> "TerritoryQuerySet":
        """Communes of today and of yesterday."""
        return self.filter(kind=TerritoryKind.COMMUNE)

    def current(self) -> "TerritoryQuerySet":
        return self.filter(current_commune=None, valid_until=None)


class TerritoryVintage(models.Model):
    """A year of the Code officiel géographique once loaded, with the sources of its pack."""

    date = models.DateField("millésime", unique=True)
    sources = models.JSONField("sources")
    loaded_at = models.DateTimeField("chargé le", auto_now=True)
    loaded_by = models.CharField("chargé par", max_length=200)

    class Meta:
        verbose_name = "millésime"

    def __str__(self) -> str:
        return f"COG {self.date:%Y}"


class Territory(models.Model):
    """A place with a code, always told with its kind. A former commune keeps its row and its code for ever."""

    kind = models.CharField("type", max_length=14, choices=territory_kinds)
    code = models.CharField("code", max_length=9)
    name = models.CharField("nom", max_length=120, blank=True)
    former_names = ArrayField(models.CharField(max_length=120), verbose_name="anciens noms", default=list)
    folded_names = ArrayField(
        models.CharField(max_length=120),
        verbose_name="noms sans accents",
        default=list,
        editable=False,
        help_text="Le nom d’aujourd’hui, puis les anciens.",
    )
    search_text = models.TextField("mots cherchés", blank=True, editable=False)
    search = models.GeneratedField(
        expression=Func(
            Func(F("search_text"), Value(" "), function="string_to_array"), function="array_to_tsvector"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    current_commune = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="commune actuelle"
    )
    epci = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="epci_communes",
        verbose_name="intercommunalité",
    )
    departement = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departement_places",
        verbose_name="département",
    )
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="region_places", verbose_name="région"
    )
    population = models.PositiveIntegerField("population", null=True, blank=True)
    lat = models.FloatField("latitude", null=True, blank=True)
    lon = models.FloatField("longitude", null=True, blank=True)
    postcodes = ArrayField(
        models.CharField(max_length=5), verbose_name="codes postaux", default=list, blank=True
    )
    valid_until = models.DateField("dernier jour", null=True, blank=True)

    objects: ClassVar = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="directory_territory_once",
                violation_error_message="Ce territoire existe déjà.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="commune") | Q(code__regex="^[0-9][0-9AB][0-9]{3}$"),
                name="directory_territory_commune_code",
                violation_error_message="Le code d’une commune compte 5 caractères, par exemple 37261.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(current_commune__isnull=False),
                name="directory_territory_named",
                violation_error_message="Un territoire d’aujourd’hui porte un nom.",
            ),
            models.CheckConstraint(
                condition=(Q(current_commune=None) & ~Q(kind="arrondissement"))
                | (Q(current_commune__isnull=False) & Q(kind__in=["commune", "arrondissement"])),
                name="directory_territory_current_commune",
                violation_error_message="Seul un arrondissement ou une ancienne commune fait partie d’une commune.",
            ),
            models.CheckConstraint(
                condition=Q(current_commune=None) | ~Q(current_commune=F("id")),
                name="directory_territory_not_in_itself",
                violation_error_message="Un territoire ne fait pas partie de lui-même.",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lat__range=(-90, 90), lon__isnull=False, lon__range=(-180, 180)),
                name="directory_territory_on_earth",
                violation_error_message="La latitude va de -90 à 90 et la longitude de -180 à 180.",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="directory_territory_search"),
            GinIndex(fields=["postcodes"], name="directory_territory_postcodes"),
            GinIndex(fields=["folded_names"], name="directory_territory_names"),
        ]

    def __str__(self) -> str:
        """What a person picks and types back: the code parts the 1,441 homonyms."""
        return f"{self.name or 'ancienne commune'} ({self.code})"
