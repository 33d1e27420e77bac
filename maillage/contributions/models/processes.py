"""A process, the two axes of its grid, what each territory carries."""

from datetime import date, datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.clocks.minutes import A_MINUTE
from maillage.contributions.enums import ANY_TIME, KINDS, AxisKind, Phase
from maillage.contributions.models.base import KNOWN, VisibleManager
from maillage.directory.models import Territory
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Committee
from maillage.permissions.constraints import RowHistory, RowSecurity

SEEN = "committee_id IN (SELECT id FROM governance_committee)"


class Process(models.Model):
    """A question asked widely. Open between two instants, compared when a page is read.

    `published_on`: from that day everybody reads its public contributions. `link_key`: of the link that lets anybody
    contribute; empty, there is none. `seed`: of the last sharing out, published so that anybody may do it again.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="processes", verbose_name="qui la mène"
    )
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    question = long_text("question posée", 2000)
    opens_at = models.DateTimeField("ouvre le")
    closes_at = models.DateTimeField("ferme le")
    stakes_on = models.DateField("enjeux à partir du", null=True, blank=True)
    practices_on = models.DateField("pratiques à partir du", null=True, blank=True)
    link_key = models.UUIDField("clé du lien ouvert", null=True, blank=True, editable=False)
    published_on = models.DateField("grille publiée le", null=True, blank=True)
    seed = models.PositiveIntegerField("graine du partage", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "concertation"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="contributions_process_times",
                violation_error_message="La fermeture vient après l’ouverture.",
            ),
            RowSecurity(name="contributions_process_seen", visible=SEEN),
            RowHistory(name="contributions_process_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contributions:process", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def last_minute(self) -> datetime:
        """As it was typed: that minute included."""
        return self.closes_at - A_MINUTE

    def phase(self, day: date) -> Phase | None:
        """None when this process doesn't follow phases."""
        if self.stakes_on is None and self.practices_on is None:
            return None
        if self.practices_on and self.practices_on <= day:
            return Phase.PRACTICES
        return Phase.STAKES if self.stakes_on and self.stakes_on <= day else Phase.DIAGNOSIS

    def kinds(self, day: date) -> list[str]:
        """Asked for that day: those of the phases that have begun, testimonies and free words at any time."""
        last = self.phase(day) or Phase.PRACTICES
        begun = list(Phase)[: list(Phase).index(last) + 1]
        return [*(kind for phase in begun for kind in KINDS[phase]), *ANY_TIME]


class Axis(models.Model):
    """A row or a column. `note`: what is known before the work begins, given to every territory. `words`: beginnings of
    words, by which a paragraph of a report is guessed to speak of it."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="axes")
    kind = models.CharField("axe", max_length=6, choices=AxisKind.listed)
    label = models.CharField("intitulé", max_length=100, validators=NO_NULL)
    note = long_text("note de problématique", 4000)
    words = short_text("mots qui l’annoncent")
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne ou colonne"
        verbose_name_plural = "lignes et colonnes"
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "kind", "label"],
                name="contributions_axis_once",
                violation_error_message="Cette ligne ou cette colonne existe déjà.",
            ),
            RowSecurity(name="contributions_axis_seen", visible=KNOWN),
            RowHistory(name="contributions_axis_history"),
        ]

    def __str__(self) -> str:
        return self.label


def of_axis(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class TerritoryTask(models.Model):
    """One row and one column that a territory carries, from its wishes; `committee` speaks for it."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="tasks")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="territoire")
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="instance qui donne ses vœux",
        db_constraint=False,
    )
    row_wishes = models.JSONField("thèmes souhaités", default=list, blank=True)
    column_wishes = models.JSONField("politiques souhaitées", default=list, blank=True)
    wished_on = models.DateField("vœux donnés le", null=True, blank=True)
    row = of_axis("thème")
    column = of_axis("politique")
    reason = short_text("pourquoi", 600)
    allotted_on = models.DateField("partagé le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "part d’un territoire"
        verbose_name_plural = "parts des territoires"
        ordering = ["territory__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "territory"],
                name="contributions_territory_once",
                violation_error_message="Ce territoire y est déjà.",
            ),
            RowSecurity(name="contributions_territorytask_seen", visible=KNOWN),
            RowHistory(name="contributions_territorytask_history"),
        ]

    def __str__(self) -> str:
        return self.territory.name
