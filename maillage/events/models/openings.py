"""A meeting that opens its doors: until when, for how many, shared between whom, by lot or not."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillage.clocks.minutes import A_MINUTE
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Gathering
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

OF_GATHERING = "gathering_id IN (SELECT id FROM governance_gathering)"
OF_OPENING = "opening_id IN (SELECT id FROM events_opening)"
MOST_PLACES = 20_000


def places(label: str, **told: object) -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    return models.PositiveSmallIntegerField(label, validators=limits, **told)


class Opening(models.Model):
    """Registrations for one meeting. `closes_at` is the first moment when nobody registers any more.

    `places` is empty when there is room for all. By lot, `lot_source` says in advance where the seed will come from, so
    that nobody chooses it; drawn, `seed` lets anybody do it again.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    gathering = models.OneToOneField(Gathering, models.PROTECT, related_name="+", verbose_name="séance")
    purpose = long_text("à quoi sert cette rencontre", 3000)
    closes_at = models.DateTimeField("inscriptions jusqu’à")
    places = places("places", null=True, blank=True)
    by_lot = models.BooleanField("par tirage au sort", default=False)
    lot_source = short_text("d’où viendra le nombre du tirage", 200)
    seed = models.CharField("nombre du tirage", max_length=80, blank=True, validators=NO_NULL)
    drawn_at = models.DateTimeField("tiré au sort le", null=True, blank=True)
    forum = models.BooleanField("forum ouvert", default=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "ouverture aux inscriptions"
        verbose_name_plural = "ouvertures aux inscriptions"
        ordering = ["closes_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_lot=False) | ~Q(lot_source=""),
                name="events_lot_has_a_source",
                violation_error_message="Dites d’où viendra le nombre du tirage\u00a0: il est annoncé avant.",
            ),
            models.CheckConstraint(
                condition=Q(seed="", drawn_at=None) | (~Q(seed="") & Q(drawn_at__isnull=False)),
                name="events_drawn_with_a_seed",
            ),
            RowSecurity(name="events_opening_seen", visible=OF_GATHERING),
            RowHistory(name="events_opening_history"),
        ]

    def __str__(self) -> str:
        return f"inscriptions : {self.gathering_id}"

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Somebody may register now."""
        return self.gathering.is_open and timezone.now() < min(self.closes_at, self.gathering.ends_at)

    @property
    def last_minute(self):  # type: ignore[no-untyped-def]
        return self.closes_at - A_MINUTE


class Share(models.Model):
    """Places kept for some: persons concerned, professionals, elected… Together they are all the places there are."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="shares")
    name = models.CharField("pour", max_length=80, validators=NO_NULL)
    places = places("places")
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "part des places"
        verbose_name_plural = "parts des places"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "name"],
                name="events_share_once",
                violation_error_message="Ces places sont déjà comptées.",
            ),
            RowSecurity(name="events_share_seen", visible=OF_OPENING),
            RowHistory(name="events_share_history"),
        ]

    def __str__(self) -> str:
        return self.name
