"""A meeting, its agenda, who is there, its minutes."""

from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.enums import Capacity, ItemNature
from maillage.governance.models.base import KEPT, MINE, PUBLIC, VisibleManager
from maillage.governance.models.committees import Committee, Occupant
from maillage.permissions.constraints import RowHistory, RowSecurity

OF_MINE = f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {MINE})"
OF_PUBLIC = f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {PUBLIC})"


class Gathering(models.Model):
    """Planned, then held or cancelled. `held_at`: the sitting was closed, its attendance and its votes with it."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="gatherings")
    title = models.CharField("objet", max_length=150, validators=NO_NULL)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=200, validators=NO_NULL)
    link = models.URLField("lien pour y être à distance", blank=True, max_length=500)
    held_at = models.DateTimeField("close le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_why = short_text("raison", 200)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "séance"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="governance_gathering_times",
                violation_error_message="La séance finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(cancelled_at=None), name="governance_held_or_cancelled"
            ),
            RowSecurity(
                name="governance_gathering_seen",
                visible="committee_id IN (SELECT id FROM governance_committee)",
            ),
            RowHistory(name="governance_gathering_history"),
        ]
        indexes = [
            models.Index(fields=["committee", "starts_at"], name="governance_gathering_when"),
            models.Index(fields=["id"], condition=Q(held_at=None), name="governance_gathering_unheld"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:gathering", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Its agenda, its attendance and its votes may still be written."""
        return self.held_at is None and self.cancelled_at is None


class AgendaItem(models.Model):
    """A point of the agenda. Under embargo, its committee alone reads it; whoever is recused doesn't at all."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("rang")
    nature = models.CharField("pour", max_length=11, choices=ItemNature.listed, default=ItemNature.DEBATE)
    title = models.CharField("point", max_length=200, validators=NO_NULL)
    details = long_text("ce qu’il faut savoir", 5000)
    plain_words = long_text("en clair", 1000)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    asked_by = short_text("demandé par", 150)
    track = models.ForeignKey(
        "governance.Decision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="returns",
        verbose_name="piste reprise",
    )
    embargo_until = models.DateTimeField("sous embargo jusqu’au", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points des ordres du jour"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "track"],
                name="governance_track_returns_once",
                violation_error_message="Cette piste est déjà à l’ordre du jour.",
            ),
            RowSecurity(
                name="governance_agendaitem_seen",
                visible=f"id NOT IN (SELECT * FROM maillage_definer.my_recusals()) AND ({OF_MINE}"
                f" OR ((embargo_until IS NULL OR embargo_until <= now()) AND {OF_PUBLIC}))",
            ),
            RowHistory(name="governance_agendaitem_history"),
        ]
        indexes = [
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="governance_item_embargo",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def under_embargo(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def embargo_day(self) -> date | None:
        """The last day of its embargo, as it was typed."""
        return self.embargo_until and timezone.localdate(self.embargo_until - timedelta(seconds=1))


class Recusal(models.Model):
    """Somebody steps aside from a point: it disappears for them. No foreign key to it: they could no longer check it."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals", db_constraint=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="compte"
    )
    occupant = models.ForeignKey(Occupant, models.PROTECT, related_name="+", verbose_name="membre")
    said_at = models.DateTimeField("dit le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "déport"
        constraints = [
            models.UniqueConstraint(fields=["item", "occupant"], name="governance_recused_once"),
            RowSecurity(
                name="governance_recusal_seen",
                visible="item_id IN (SELECT id FROM governance_agendaitem) OR user_id = (SELECT maillage_actor_user())",
            ),
            RowHistory(name="governance_recusal_history"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} : {self.occupant_id}"


class Presence(models.Model):
    """One person there, as what, how long: read by quorum, training, reimbursement, attestation alike."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="presences")
    occupant = models.ForeignKey(
        Occupant, models.PROTECT, null=True, blank=True, related_name="presences", verbose_name="membre"
    )
    name = models.CharField("prénom et nom", max_length=120, validators=NO_NULL)
    capacity = models.CharField("à titre de", max_length=10, choices=Capacity.listed, default=Capacity.MEMBER)
    minutes = models.PositiveSmallIntegerField("minutes")

    objects = VisibleManager()

    class Meta:
        verbose_name = "présence"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "occupant"],
                name="governance_present_once",
                violation_error_message="Cette personne est déjà notée présente.",
            ),
            models.CheckConstraint(
                condition=Q(occupant=None, capacity="guest") | Q(occupant__isnull=False),
                name="governance_guest_without_seat",
            ),
            RowSecurity(name="governance_presence_seen", visible=OF_MINE),
            RowHistory(name="governance_presence_history"),
        ]

    def __str__(self) -> str:
        return self.name


class Minutes(models.Model):
    """What was said. Written by several, read again by those who were there, approved at the next meeting, then locked."""

    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="record")
    text = long_text("compte rendu", 100_000)
    version = models.PositiveIntegerField("version", default=1)
    written_at = models.DateTimeField("écrit le", auto_now=True)
    shared_at = models.DateTimeField("soumis aux membres le", null=True, blank=True)
    approved_at = models.DateTimeField("approuvé le", null=True, blank=True)
    approved_in = models.ForeignKey(
        Gathering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="approuvé à la séance",
    )
    digest = models.CharField("empreinte", max_length=64, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, digest="", approved_in=None)
                | (Q(approved_at__isnull=False) & ~Q(digest="")),
                name="governance_minutes_sealed",
            ),
            RowSecurity(
                name="governance_minutes_seen",
                visible=f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {KEPT})"
                f" OR (shared_at IS NOT NULL AND {OF_MINE}) OR (approved_at IS NOT NULL AND {OF_PUBLIC})",
            ),
            RowHistory(name="governance_minutes_history"),
        ]

    def __str__(self) -> str:
        return f"compte rendu de {self.gathering_id}"


class Amendment(models.Model):
    """A change to the minutes asked for by a member, and what was done with it."""

    record = models.ForeignKey(Minutes, models.CASCADE, related_name="amendments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    passage = models.TextField("passage", validators=NO_NULL, blank=True)
    proposal = models.TextField("ce qu’il faudrait lire", validators=NO_NULL)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    accepted = models.BooleanField("retenu", null=True, blank=True)
    answer = long_text("réponse", 1000)

    objects = VisibleManager()

    class Meta:
        verbose_name = "amendement"
        ordering = ["asked_at", "pk"]
        constraints = [
            RowSecurity(
                name="governance_amendment_seen", visible="record_id IN (SELECT id FROM governance_minutes)"
            ),
            RowHistory(name="governance_amendment_history"),
        ]

    def __str__(self) -> str:
        return self.proposal[:60]
