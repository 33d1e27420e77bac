"""What a scheme has to offer: places, the days when one is out of order or kept, what its host says of it.

Nothing here says who lives there; whether a place is free on a day is worked out at each reading (`queries.places.states`).
"""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, in_commune, short_text
from maillage.governance.models.base import Dated, VisibleManager, dates_in_order
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.schemes.enums import EmptyReason, PlacePublic, Said, SchemeKind, SpellKind
from maillage.schemes.models.base import KEPT_HERE, MAILER, OURS, PLACES
from maillage.web.wording import plural

MOST_PERSONS = 30


def _range(name: str, low: str, high: str, kind: models.Field) -> Func:
    """Core PostgreSQL compares ranges in an index: a key as a range of one spares an extension."""
    return Func(F(low), F(high), RangeBoundary(True, True), function=name, output_field=kind)


class Place(Dated):
    """One place of the schemes of a kind that a structure carries, wherever it is: `host`.

    It outlives the rules of a scheme, that change from a day. `smallest` to `largest`: how many persons live there together.
    `empty_reason`: why it stays free, as said on `empty_said_on`; it no longer counts once somebody lived there.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="places_given", verbose_name="structure", db_index=False
    )
    kind = models.CharField("nature", max_length=16, choices=SchemeKind.listed)
    host = models.ForeignKey(Structure, models.PROTECT, related_name="places_hosted", verbose_name="hôte")
    label = models.CharField("désignation", max_length=80, validators=NO_NULL)
    public = models.CharField("public", max_length=8, choices=PlacePublic.listed)
    smallest = models.PositiveSmallIntegerField("personnes au moins", default=1)
    largest = models.PositiveSmallIntegerField("personnes au plus", default=1)
    accessible = models.BooleanField("accessible en fauteuil roulant", default=False)
    animals = models.BooleanField("animaux acceptés", default=False)
    commune = in_commune("places")
    empty_reason = models.CharField(
        "pourquoi elle reste vide", max_length=10, choices=EmptyReason.listed, blank=True
    )
    empty_said_on = models.DateField("dit le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "place"
        ordering = ["host__name", "label", "pk"]
        indexes = [models.Index(fields=["structure", "kind", "starts_on"], name="schemes_place_of")]
        constraints = [
            dates_in_order("schemes_place_dates"),
            models.UniqueConstraint(
                fields=["structure", "kind", "host", "label"],
                name="schemes_place_once",
                violation_error_message="Cet hôte a déjà une place de ce nom dans ce dispositif.",
            ),
            models.CheckConstraint(
                condition=Q(smallest__gte=1, largest__gte=F("smallest"), largest__lte=MOST_PERSONS),
                name="schemes_place_persons",
                violation_error_message="Le nombre de personnes au plus n’est pas plus petit que le nombre au moins.",
            ),
            models.CheckConstraint(
                condition=Q(empty_reason="", empty_said_on=None)
                | ~Q(empty_reason="") & Q(empty_said_on__isnull=False),
                name="schemes_place_reason_dated",
            ),
            RowSecurity(name="schemes_place_seen", visible=OURS),
            RowHistory(name="schemes_place_history"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("schemes:place", args=[self.public_id])

    @property
    def persons(self) -> str:
        """ "1 personne", "de 2 à 4 personnes"."""
        most = plural(self.largest, "personne")
        return most if self.smallest == self.largest else f"de {self.smallest} à {most}"

    @property
    def traits(self) -> str:
        """Whom it is for, how many, what it allows."""
        told = [str(self.get_public_display()), self.persons]
        told += ["accessible en fauteuil roulant"] if self.accessible else []
        told += ["animaux acceptés"] if self.animals else []
        return ", ".join(told)

    @property
    def whole(self) -> str:
        """All that somebody needs to know to accept it, in one line."""
        return f"{self.label}, {self.host}, {self.commune.name}\u00a0: {self.traits}"


class PlaceSpell(Dated):
    """Days when a place is out of order, or kept for somebody who isn't named here. Two of the same place never overlap."""

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="spells", verbose_name="place", db_index=False
    )
    kind = models.CharField("quoi", max_length=10, choices=SpellKind.listed)
    words = short_text("précision", 200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par", db_index=False
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "période d’une place"
        verbose_name_plural = "périodes des places"
        ordering = ["starts_on", "pk"]
        constraints = [
            dates_in_order("schemes_spell_dates"),
            ExclusionConstraint(
                name="schemes_spell_apart",
                expressions=[
                    (_range("int8range", "place", "place", BigIntegerRangeField()), RangeOperators.OVERLAPS),
                    (_range("daterange", "starts_on", "ends_on", DateRangeField()), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une autre période de cette place compte déjà un de ces jours.",
            ),
            RowSecurity(name="schemes_spell_seen", visible=f"place_id IN {PLACES}"),
            RowHistory(name="schemes_spell_history"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Vacancy(models.Model):
    """What the host says of a place: true until a day, then to be confirmed. `free_on`: from when, for `Said.FREE`.

    No account: whoever holds the link of the host (`by_label`).
    """

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="vacancies", verbose_name="place", db_index=False
    )
    said = models.CharField("dit", max_length=8, choices=Said.listed)
    free_on = models.DateField("libre le", null=True, blank=True)
    until_on = models.DateField("vaut jusqu’au")
    said_at = models.DateTimeField("dit le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="par",
        db_index=False,
    )
    by_label = models.CharField("par", max_length=200)

    objects = VisibleManager()

    class Meta:
        verbose_name = "déclaration de l’hôte"
        verbose_name_plural = "déclarations des hôtes"
        indexes = [models.Index(fields=["place", "-said_at"], name="schemes_vacancy_last")]
        constraints = [
            models.CheckConstraint(
                condition=Q(said="free", free_on__isnull=False) | ~Q(said="free") & Q(free_on=None),
                name="schemes_vacancy_free_dated",
                violation_error_message="Dites à partir de quel jour la place est libre.",
            ),
            RowSecurity(name="schemes_vacancy_seen", visible=f"place_id IN {PLACES}"),
        ]

    def __str__(self) -> str:
        return str(self.get_said_display())


class HostDoor(models.Model):
    """The link by which a host without an account says what is free; given by the structure that assigns its places."""

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name="structure", db_index=False
    )
    host = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="hôte")
    email = models.EmailField("adresse e-mail de l’hôte")
    key = models.UUIDField("clé", default=uuid4, unique=True, editable=False)
    given_on = models.DateField("donné le")
    ended_on = models.DateField("fermé le", null=True, blank=True)
    site = models.URLField("adresse de la plateforme", max_length=200)

    objects = VisibleManager()

    class Meta:
        verbose_name = "lien d’un hôte"
        verbose_name_plural = "liens des hôtes"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "host"],
                condition=Q(ended_on=None),
                name="schemes_door_once",
                violation_error_message="Cet hôte a déjà un lien\u00a0: fermez-le avant d’en donner un autre.",
            ),
            RowSecurity(name="schemes_door_seen", visible=f"{KEPT_HERE} OR {MAILER}"),
            RowHistory(name="schemes_door_history"),
        ]

    def __str__(self) -> str:
        return f"lien de {self.host_id}"
