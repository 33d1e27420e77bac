"""A night of counting, from its preparation to its report."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.counts.enums import Ask, Phase
from maillage.counts.models.base import KEPT, VisibleManager
from maillage.directory.models import Structure, Territory
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity

LINK_LASTS = timedelta(hours=24)
"""After the close: for the phones that had no network."""


class Night(models.Model):
    """`report`: what was published, small numbers hidden; it never changes, and `sightings` are read by who organises alone."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="organisée par")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="territoire")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    method = long_text("méthode", 5000)
    instructions = long_text("consignes aux équipes", 5000)
    phone = short_text("téléphone cette nuit-là", 30)
    asked = ArrayField(
        models.CharField(max_length=6, choices=Ask.listed), verbose_name="questions posées", default=list
    )
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    report = models.JSONField("rapport", null=True, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "nuit de comptage"
        verbose_name_plural = "nuits de comptage"
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="counts_night_times",
                violation_error_message="La nuit finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="counts_night_closed_once_open",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, report=None)
                | Q(published_at__isnull=False, closed_at__isnull=False, report__isnull=False),
                name="counts_night_published_once_closed",
            ),
            RowSecurity(name="counts_night_seen", visible=f"{KEPT} OR published_at IS NOT NULL"),
            RowHistory(name="counts_night_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("counts:night", args=[self.public_id])

    @property
    def phase(self) -> Phase:
        if self.published_at:
            return Phase.PUBLISHED
        if self.closed_at:
            return Phase.CLOSED
        return Phase.OPEN if self.opened_at else Phase.PREPARED

    @property
    def links_until(self) -> datetime | None:
        return self.closed_at and self.closed_at + LINK_LASTS

    @property
    def phones_may_send(self) -> bool:
        return bool(self.links_until and timezone.now() < self.links_until)
