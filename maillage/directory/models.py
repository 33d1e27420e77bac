from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from maillage.directory.enums import TerritoryKind, territory_kinds
from maillage.directory.rules import check_siret

NO_NULL = [ProhibitNullCharactersValidator()]


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


class Structure(models.Model):
    """A body one works in or refers people to. Public data, no person's."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    name = models.CharField("nom", max_length=200, validators=NO_NULL)
    kind = models.ForeignKey(StructureKind, models.PROTECT, related_name="structures", verbose_name="type")
    commune = models.ForeignKey(
        Territory,
        models.PROTECT,
        related_name="structures",
        limit_choices_to={"kind": TerritoryKind.COMMUNE},
        verbose_name="commune",
        error_messages={"invalid": "Choisissez une commune dans la liste."},
    )
    sector = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="served_by", verbose_name="secteur"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name="dépend de"
    )
    phone = models.CharField(
        "téléphone",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^(\+[1-9][0-9]{6,14}|[0-9]{2,6})\Z", "Ce numéro n’est pas complet.")],
    )
    email = models.EmailField("adresse e-mail", blank=True)
    address = models.CharField("adresse", max_length=300, blank=True, validators=NO_NULL)
    opening = models.TextField(
        "horaires d’ouverture", blank=True, validators=[*NO_NULL, MaxLengthValidator(1000)]
    )
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    active = models.BooleanField("en activité", default=True)

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
                condition=Q(phone="") | Q(phone__regex=r"^(\+[1-9][0-9]{6,14}|[0-9]{2,6})$"),
                name="directory_structure_phone",
                violation_error_message="Ce numéro de téléphone n’est pas complet.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="directory_structure_not_its_own_parent",
                violation_error_message="Une structure ne dépend pas d’elle-même.",
            ),
        ]
        indexes = [models.Index(fields=["siret"], name="directory_structure_by_siret")]

    def __str__(self) -> str:
        return self.name
