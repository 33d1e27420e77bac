"""A written round between two meetings: what is put to the vote, who is asked, what each says, until an hour."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.clocks.minutes import A_MINUTE
from maillage.directory.models.base import NO_NULL
from maillage.governance.enums import DecisionKind, ReplyState, SaidBy, Vote
from maillage.governance.models.base import MINE, VisibleManager
from maillage.governance.models.committees import Occupant
from maillage.governance.models.convocations import OF_KEPT, OWN_SEAT
from maillage.governance.models.gatherings import AgendaItem, Gathering
from maillage.permissions.constraints import RowHistory, RowSecurity

OF_MINE = f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {MINE})"
KEPT_ROUNDS = f"round_id IN (SELECT id FROM governance_round WHERE {OF_KEPT})"


class Round(models.Model):
    """Points of a meeting to come, voted before it. `closes_at` is the first moment when it is over.

    `size`: its points, those that an actor stepped aside from included.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="rounds", verbose_name="séance")
    kind = models.CharField("nature", max_length=8, choices=DecisionKind.listed)
    size = models.PositiveSmallIntegerField("points")
    opened_at = models.DateTimeField("ouverte le", auto_now_add=True)
    closes_at = models.DateTimeField("finit le")
    closed_at = models.DateTimeField("résultat noté le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "consultation écrite"
        verbose_name_plural = "consultations écrites"
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("closes_at")),
                name="governance_round_closed_in_time",
            ),
            RowSecurity(name="governance_round_seen", visible=OF_MINE),
            RowHistory(name="governance_round_history"),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} : {self.closes_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance:round", args=[self.public_id])

    @property
    def last_minute(self) -> datetime:
        """As it is said: « jusqu’au 3 décembre à 23 h 59 », that minute included."""
        return self.closes_at - A_MINUTE

    @property
    def runs(self) -> bool:
        open_still = self.closed_at is None and self.gathering.is_open
        return open_still and timezone.now() < self.closes_at


class RoundPoint(models.Model):
    """What is put to the vote of one point."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="points")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="voted", verbose_name="point")
    number = models.PositiveSmallIntegerField("numéro")
    text = models.TextField("texte soumis au vote", validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "texte soumis au vote"
        verbose_name_plural = "textes soumis au vote"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="governance_roundpoint_once"),
            models.UniqueConstraint(fields=["round", "number"], name="governance_roundpoint_number"),
            RowSecurity(
                name="governance_roundpoint_seen",
                visible="round_id IN (SELECT id FROM governance_round)"
                " AND item_id IN (SELECT id FROM governance_agendaitem)",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class RoundExtension(models.Model):
    """More time, with its reason: everybody who is asked reads it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    before = models.DateTimeField("finissait le")
    until = models.DateTimeField("finit le")
    reason = models.CharField("raison", max_length=300, validators=NO_NULL)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    decided_at = models.DateTimeField("décidée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "prolongation"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("before")), name="governance_roundextension_later"
            ),
            RowSecurity(
                name="governance_roundextension_seen", visible="round_id IN (SELECT id FROM governance_round)"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Ballot(models.Model):
    """One person asked. `key` opens their page without an account; a reply to their mail names it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="ballots")
    occupant = models.ForeignKey(Occupant, models.PROTECT, related_name="+", verbose_name="membre")
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "bulletin"
        ordering = ["occupant__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "occupant"], name="governance_ballot_once"),
            RowSecurity(name="governance_ballot_seen", visible=f"{KEPT_ROUNDS} OR {OWN_SEAT}"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} : {self.occupant_id}"


class Voice(models.Model):
    """What one person says of one point; said again, the last one counts."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="voices")
    point = models.ForeignKey(RoundPoint, models.CASCADE, related_name="voices")
    vote = models.CharField("vote", max_length=8, choices=Vote.listed)
    said_by = models.CharField("reçu", max_length=11, choices=SaidBy.listed)
    said_at = models.DateTimeField("dit le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "voix"
        verbose_name_plural = "voix"
        constraints = [
            models.UniqueConstraint(fields=["ballot", "point"], name="governance_voice_once"),
            RowSecurity(
                name="governance_voice_seen",
                visible="ballot_id IN (SELECT id FROM governance_ballot)"
                " AND point_id IN (SELECT id FROM governance_roundpoint)",
            ),
            RowHistory(name="governance_voice_history"),
        ]

    def __str__(self) -> str:
        return self.vote


class RoundReply(models.Model):
    """A mail that answers a ballot. What a program doesn't understand waits for somebody to read it."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="replies")
    message = models.CharField("identifiant du message", max_length=250, unique=True)
    sender = models.CharField("expéditeur", max_length=254)
    body = models.TextField("texte")
    state = models.CharField("état", max_length=7, choices=ReplyState.listed)
    received_at = models.DateTimeField("reçu le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse par mail"
        verbose_name_plural = "réponses par mail"
        ordering = ["received_at", "pk"]
        constraints = [
            RowSecurity(
                name="governance_roundreply_seen",
                visible=f"ballot_id IN (SELECT id FROM governance_ballot WHERE {KEPT_ROUNDS})",
            ),
            RowHistory(name="governance_roundreply_history"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} : {self.state}"
