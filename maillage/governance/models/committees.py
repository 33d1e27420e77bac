"""A committee, its colleges, its seats, who sits there and from when to when."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Structure, Territory
from maillage.directory.models.base import NO_NULL, long_text
from maillage.governance.enums import CommitteeKind, DecisionMode, DutyKind, Publicity, Rank
from maillage.governance.models.base import (
    HERE,
    KNOWN,
    MINE,
    PUBLIC,
    Dated,
    VisibleManager,
    dates_in_order,
)
from maillage.permissions.constraints import RowHistory, RowSecurity

SEEN = f"id IN {MINE} OR publicity = 'public' OR structure_id = {HERE}"


class Committee(Dated):
    """A body that deliberates, for a term. `structure` runs its secretariat."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    kind = models.CharField("type", max_length=12, choices=CommitteeKind.listed)
    name = models.CharField("nom", max_length=150, validators=NO_NULL)
    mission = long_text("ce dont elle s’occupe", 2000)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="rattachée à"
    )
    territories = models.ManyToManyField(Territory, related_name="+", verbose_name="territoires", blank=True)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="committees", verbose_name="secrétariat"
    )
    decision_mode = models.CharField(
        "comment elle décide", max_length=10, choices=DecisionMode.listed, default=DecisionMode.CONSENSUS
    )
    publicity = models.CharField(
        "qui lit ses travaux", max_length=7, choices=Publicity.listed, default=Publicity.PUBLIC
    )
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "instance"
        ordering = ["name", "pk"]
        constraints = [
            dates_in_order("governance_committee_dates"),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(kind="ethics"),
                name="governance_one_ethics_space",
                violation_error_message="Cette instance a déjà son espace éthique.",
            ),
            RowSecurity(name="governance_committee_seen", visible=SEEN),
            RowHistory(name="governance_committee_history"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:committee", args=[self.public_id])

    @property
    def plain(self) -> bool:
        """Whether what it works on is also told in plain words."""
        return self.kind == CommitteeKind.PERSONS


class College(models.Model):
    """Who sits together and is counted together. `quorum`: percent of its filled seats that must be present."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="colleges")
    name = models.CharField("nom du collège", max_length=100, validators=NO_NULL)
    quorum = models.PositiveSmallIntegerField(
        "part présente pour décider, en %", default=50, validators=[MaxValueValidator(100)]
    )
    required = models.BooleanField("au moins une personne présente", default=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "collège"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="governance_college_once",
                violation_error_message="Ce collège existe déjà.",
            ),
            models.CheckConstraint(condition=Q(quorum__lte=100), name="governance_college_quorum"),
            RowSecurity(name="governance_college_seen", visible=KNOWN),
            RowHistory(name="governance_college_history"),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """A place that an organisation owns. Persons change; the seat stays."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="seats")
    college = models.ForeignKey(College, models.PROTECT, related_name="seats", verbose_name="collège")
    organisation = models.CharField("organisation", max_length=150, validators=NO_NULL)
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fiche de l’annuaire"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "siège"
        ordering = ["organisation", "pk"]
        constraints = [
            dates_in_order("governance_seat_dates"),
            RowSecurity(name="governance_seat_seen", visible=KNOWN),
            RowHistory(name="governance_seat_history"),
        ]

    def __str__(self) -> str:
        return self.organisation


class Occupant(Dated):
    """Who sits there, between two days. Only an account reads what the committee works on."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="occupants")
    rank = models.CharField("rang", max_length=10, choices=Rank.listed, default=Rank.TITULAR)
    name = models.CharField("prénom et nom", max_length=120, validators=NO_NULL)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    expert = models.BooleanField("expert d’expérience", default=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "occupant d’un siège"
        verbose_name_plural = "occupants des sièges"
        ordering = ["-rank", "name", "pk"]
        constraints = [
            dates_in_order("governance_occupant_dates"),
            models.UniqueConstraint(
                fields=["seat", "rank"],
                condition=Q(ends_on=None),
                name="governance_one_per_rank",
                violation_error_message="Ce siège a déjà quelqu’un à ce rang : dites d’abord jusqu’à quand.",
            ),
            RowSecurity(
                name="governance_occupant_seen",
                visible="maillage_actor_user() IS NOT NULL"
                f" OR seat_id IN (SELECT id FROM governance_seat WHERE committee_id IN {PUBLIC})",
            ),
            RowHistory(name="governance_occupant_history"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(Dated):
    """What an account does for a committee: to convene, to write, to animate."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="duties")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="compte"
    )
    kind = models.CharField("fonction", max_length=13, choices=DutyKind.listed)

    objects = VisibleManager()

    class Meta:
        verbose_name = "fonction"
        ordering = ["kind", "starts_on", "pk"]
        constraints = [
            dates_in_order("governance_duty_dates"),
            models.UniqueConstraint(
                fields=["committee", "user", "kind"],
                condition=Q(ends_on=None),
                name="governance_duty_once",
                violation_error_message="Cette personne a déjà cette fonction.",
            ),
            RowSecurity(name="governance_duty_seen", visible=KNOWN),
            RowHistory(name="governance_duty_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.user_id}"
