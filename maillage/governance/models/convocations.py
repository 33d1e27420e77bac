"""Who is called to a meeting, by which address, what they were told, what they answer."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.governance.enums import Coming
from maillage.governance.models.base import KEPT, OWN_SEAT, VisibleManager
from maillage.governance.models.committees import Occupant
from maillage.governance.models.gatherings import Gathering
from maillage.governance.sql import RUN_HERE
from maillage.permissions.constraints import RowHistory, RowSecurity

OF_KEPT = f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {KEPT})"
SEATED = f"committee_id IN {KEPT} OR committee_id IN {RUN_HERE}"


class OccupantAddress(models.Model):
    """Where to write to somebody who sits without an account. Apart from their name, that others read."""

    occupant = models.OneToOneField(Occupant, models.CASCADE, related_name="address", verbose_name="membre")
    email = models.EmailField("adresse e-mail", max_length=254)

    objects = VisibleManager()

    class Meta:
        verbose_name = "adresse d’un membre sans compte"
        verbose_name_plural = "adresses des membres sans compte"
        constraints = [
            RowSecurity(
                name="governance_occupantaddress_seen",
                visible="occupant_id IN (SELECT id FROM governance_occupant WHERE seat_id IN"
                f" (SELECT id FROM governance_seat WHERE {SEATED}))",
            ),
            RowHistory(name="governance_occupantaddress_history"),
        ]

    def __str__(self) -> str:
        return self.email


class Convocation(models.Model):
    """One person called to one meeting. `key` opens its page without an account, until the meeting is over.

    `told` is the last mail without its words: date, place, and a digest for each point, so that nothing of a point is
    read here by whoever stepped aside from it.
    """

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="convocations")
    occupant = models.ForeignKey(Occupant, models.PROTECT, related_name="convocations", verbose_name="membre")
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    told = models.JSONField("ce qui a été dit", default=dict)
    number = models.PositiveSmallIntegerField("envois", default=0)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=10, choices=Coming.listed, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "convocation"
        ordering = ["occupant__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "occupant"], name="governance_convened_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="governance_convocation_answered",
            ),
            RowSecurity(name="governance_convocation_seen", visible=f"{OF_KEPT} OR {OWN_SEAT}"),
            RowHistory(name="governance_convocation_history"),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} : {self.occupant_id}"
