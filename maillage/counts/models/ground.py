"""The ground of a night, and who walks it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from maillage.counts.enums import SectorKind, Stratum, Walked
from maillage.counts.models.base import OF_NIGHT, VisibleManager
from maillage.counts.models.nights import Night
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity


class Sector(models.Model):
    """`sampled`: walked that night; the others are told from those of the same stratum."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="sectors")
    name = models.CharField("nom", max_length=80, validators=NO_NULL)
    limits = long_text("rues et limites", 1000)
    kind = models.CharField("type", max_length=8, choices=SectorKind.listed, default=SectorKind.STREET)
    stratum = models.CharField("présence", max_length=6, choices=Stratum.listed)
    sampled = models.BooleanField("à parcourir cette nuit", default=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "secteur"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["night", "name"],
                name="counts_sector_once",
                violation_error_message="Un secteur de cette nuit porte déjà ce nom.",
            ),
            RowSecurity(name="counts_sector_seen", visible=OF_NIGHT),
            RowHistory(name="counts_sector_history"),
        ]

    def __str__(self) -> str:
        return self.name


class Border(models.Model):
    """Two sectors that touch: the same person may be met on both sides. `one` is the first created."""

    one = models.ForeignKey(Sector, models.CASCADE, related_name="+")
    other = models.ForeignKey(Sector, models.CASCADE, related_name="+")

    objects = VisibleManager()

    class Meta:
        verbose_name = "limite commune"
        verbose_name_plural = "limites communes"
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="counts_border_in_order"),
            models.UniqueConstraint(fields=["one", "other"], name="counts_border_once"),
            RowSecurity(name="counts_border_seen", visible="one_id IN (SELECT id FROM counts_sector)"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}-{self.other_id}"


class Team(models.Model):
    """First names only, forgotten three months after. `key` opens its page without an account."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="teams")
    name = models.CharField("nom de l’équipe", max_length=60, validators=NO_NULL)
    leader = short_text("prénom du responsable", 60)
    members = short_text("prénoms des membres", 200)
    meeting_point = short_text("rendez-vous", 200)
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "équipe"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["night", "name"],
                name="counts_team_once",
                violation_error_message="Une équipe de cette nuit porte déjà ce nom.",
            ),
            RowSecurity(name="counts_team_seen", visible=OF_NIGHT),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """A sector given to a team. `again`: a second pass, by another team that knows nothing of the first."""

    sector = models.ForeignKey(Sector, models.PROTECT, related_name="rounds")
    team = models.ForeignKey(Team, models.CASCADE, related_name="rounds")
    again = models.BooleanField("second passage", default=False)
    walked = models.CharField("parcouru", max_length=6, choices=Walked.listed, blank=True)
    began_at = models.DateTimeField("début", null=True, blank=True)
    finished_at = models.DateTimeField("fin", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "tournée"
        ordering = ["sector__name", "again", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "again"],
                name="counts_pass_once",
                violation_error_message="Une autre équipe a déjà ce passage de ce secteur.",
            ),
            models.UniqueConstraint(
                fields=["sector", "team"],
                name="counts_round_once",
                violation_error_message="Le second passage est fait par une autre équipe.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("began_at")),
                name="counts_round_times",
                violation_error_message="La tournée finit après avoir commencé.",
            ),
            RowSecurity(name="counts_round_seen", visible="team_id IN (SELECT id FROM counts_team)"),
            RowHistory(name="counts_round_history"),
        ]

    def __str__(self) -> str:
        return f"{self.sector} (second passage)" if self.again else str(self.sector)
