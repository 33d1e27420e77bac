"""What a structure and a service share: where they are, where they come from, how fresh they are, who may see them."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.db.models import Q

from maillage.directory.enums import TerritoryKind, Visibility
from maillage.permissions import Actor

NO_NULL = [ProhibitNullCharactersValidator()]
PHONE = r"^(\+[1-9][0-9]{6,14}|[0-9]{2,6})"


def long_text(label: str, most: int = 10_000) -> models.TextField:
    return models.TextField(label, blank=True, validators=[*NO_NULL, MaxLengthValidator(most)])


def short_text(label: str, most: int = 300) -> models.CharField:
    return models.CharField(label, max_length=most, blank=True, validators=NO_NULL)


def phone_number(label: str) -> models.CharField:
    return models.CharField(
        label,
        max_length=20,
        blank=True,
        validators=[RegexValidator(PHONE + r"\Z", "Ce numéro n’est pas complet.")],
    )


class Source(models.Model):
    """Where cards come from: a national export, a département's file. `local` ones are shown first."""

    code = models.SlugField("code", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    local = models.BooleanField("tenue sur le territoire", default=True)
    licence = models.CharField("licence", max_length=120, blank=True)

    class Meta:
        verbose_name = "source"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class CardQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """What is still offered; what only professionals may see stays with those at work."""
        return self.live() if actor.at_work else self.public()

    def public(self) -> Self:
        """What anybody may read."""
        return self.live().filter(visibility=Visibility.PUBLIC)

    def live(self) -> Self:
        return self.filter(withdrawn_on=None)


class Card(models.Model):
    """What a structure and a service share.

    `updated_on` is the day its source changed it; `confirmed_on`, the day somebody who answers for it said that it is
    still true, within `review_months`. A withdrawn card is kept, never deleted; `withdrawn_why` says what happened.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="source"
    )
    source_code = short_text("identifiant dans la source", 200)
    link = models.URLField("lien vers la source", max_length=1000, blank=True)
    updated_on = models.DateField("mis à jour le", null=True, blank=True)
    address = models.CharField("adresse", max_length=300, blank=True, validators=NO_NULL)
    address_more = short_text("complément d’adresse")
    postcode = models.CharField("code postal", max_length=5, blank=True)
    lat = models.FloatField("latitude", null=True, blank=True)
    lon = models.FloatField("longitude", null=True, blank=True)
    phone = phone_number("téléphone")
    email = models.EmailField("adresse e-mail", blank=True)
    opening = models.TextField(
        "horaires d’ouverture", blank=True, validators=[*NO_NULL, MaxLengthValidator(1000)]
    )
    hours = models.CharField("horaires au format OpenStreetMap", max_length=500, blank=True)
    visibility = models.CharField(
        "visible par", max_length=13, choices=Visibility.listed, default=Visibility.PUBLIC
    )
    review_months = models.PositiveSmallIntegerField("à revoir tous les (mois)", default=6)
    confirmed_on = models.DateField("confirmé le", null=True, blank=True)
    confirmed_by = short_text("confirmé par", 200)
    corrected_on = models.DateField("corrigé ici le", null=True, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    withdrawn_why = short_text("pourquoi", 200)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """What `public` says of rows."""
        return self.visibility == Visibility.PUBLIC and self.withdrawn_on is None


def in_commune(related_name: str, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "directory.Territory",
        models.PROTECT,
        related_name=related_name,
        limit_choices_to={"kind": TerritoryKind.COMMUNE},
        verbose_name="commune",
        error_messages={"invalid": "Choisissez une commune dans la liste."},
        **options,
    )


def searched() -> models.GeneratedField:
    """French words of `folded_name` (A) then of `folded_text` (B); both without accents, as what is typed."""
    weights = SearchVector("folded_name", weight="A", config="french") + SearchVector(
        "folded_text", weight="B", config="french"
    )
    return models.GeneratedField(expression=weights, output_field=SearchVectorField(), db_persist=True)


def card_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(phone="") | Q(phone__regex=PHONE + "$"),
            name=f"directory_{name}_phone",
            violation_error_message="Ce numéro de téléphone n’est pas complet.",
        ),
        models.UniqueConstraint(
            fields=["source", "source_code"],
            condition=Q(source__isnull=False),
            name=f"directory_{name}_source_once",
            violation_error_message="Cette fiche existe déjà dans cette source.",
        ),
        models.CheckConstraint(
            condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            name=f"directory_{name}_on_earth",
            violation_error_message="La latitude va de -90 à 90 et la longitude de -180 à 180.",
        ),
        models.CheckConstraint(
            condition=Q(source=None, source_code="") | Q(source__isnull=False) & ~Q(source_code=""),
            name=f"directory_{name}_source_pair",
            violation_error_message="Une source va avec l’identifiant de la fiche chez elle.",
        ),
    ]


__all__ = ["NO_NULL", "Card", "CardQuerySet", "Source", "card_constraints", "in_commune", "searched"]
