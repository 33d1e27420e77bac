"""What a screening found, and what was asked.

`Screening` and `Entitlement` are computed: they can be made again from the folder, so they have no row history.
"""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maillage.permissions.constraints import RowSecurity
from maillage.rights.engine import Fact, facts_of
from maillage.rights.enums import Cause, Change, Convention, Scope, Status
from maillage.rights.models.base import (
    HOUSEHOLD_VISIBLE,
    LEADS,
    OWN_HOUSEHOLD,
    OWN_RIGHT,
    VisibleManager,
    euros,
)


class Run(models.Model):
    """One screening of many households: whose, for which month, how far it is, what it found.

    `asked_by` is empty, and so is `job`, when nobody asked: the screening of the night.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="demandé par"
    )
    scope = models.CharField("étendue", max_length=10, choices=Scope.listed, default=Scope.CASELOAD)
    communes = ArrayField(
        models.CharField(max_length=5), verbose_name="communes (codes INSEE)", default=list, blank=True
    )
    month = models.DateField("mois")
    versions = models.CharField("versions du moteur et des barèmes", max_length=200)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, verbose_name="travail")
    chunks_planned = models.PositiveIntegerField("parts prévues", default=0)
    chunks_left = models.PositiveIntegerField("parts à faire", default=0)
    done = models.PositiveIntegerField("foyers vus", default=0)
    advanced_at = models.DateTimeField("dernière avancée", auto_now_add=True)
    counts = models.JSONField("décompte", default=dict)
    started_at = models.DateTimeField("demandé le", auto_now_add=True)
    ended_at = models.DateTimeField("terminé le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "repérage"
        indexes = [models.Index(fields=["structure", "asked_by", "-started_at"], name="rights_run_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "asked_by", "scope"],
                condition=Q(ended_at__isnull=True),
                name="rights_run_one_at_a_time",
                violation_error_message="Un repérage est déjà en cours.",
            ),
            models.UniqueConstraint(
                fields=["structure"],
                condition=Q(ended_at__isnull=True, scope=Scope.STRUCTURE),
                name="rights_run_one_a_structure",
                violation_error_message="Un repérage de la structure est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False) | Q(scope=Scope.STRUCTURE), name="rights_run_asked"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="rights_run_month"),
            RowSecurity(
                name="rights_run_own",
                visible="structure_id = (SELECT maillage_actor_structure())"
                f" AND (asked_by_id = (SELECT maillage_actor_user()) OR (scope <> 'caseload' AND {LEADS}))",
            ),
        ]

    def __str__(self) -> str:
        return f"repérage de {self.month:%Y-%m}"


class Chunk(models.Model):
    """A part of a run: households of one structure between two identifiers, done once, by whichever worker takes it.

    `worker`: through whose eyes; empty, the structure's own (`rules.watch`). `done_at` empty: still to do.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="chunks", verbose_name="repérage")
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="professionnel"
    )
    after = models.UUIDField("après ce foyer")
    last = models.UUIDField("jusqu’à ce foyer")
    size = models.PositiveIntegerField("foyers prévus")
    counts = models.JSONField("décompte", default=dict)
    done_at = models.DateTimeField("fait le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "part d’un repérage"
        verbose_name_plural = "parts d’un repérage"
        constraints = [
            models.UniqueConstraint(fields=["run", "structure", "after"], name="rights_chunk_once"),
            RowSecurity(
                name="rights_chunk_own",
                visible="structure_id = (SELECT maillage_actor_structure())"
                f" AND (worker_id = (SELECT maillage_actor_user()) OR (worker_id IS NULL AND {LEADS}))",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.after}"


class Screening(models.Model):
    """A household screened for a month: with what, and a fingerprint of the situation it was computed from."""

    pk = models.CompositePrimaryKey("household_id", "month")
    household = models.ForeignKey(
        "people.Household", models.CASCADE, related_name="screenings", db_index=False, verbose_name="foyer"
    )
    month = models.DateField("mois")
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, related_name="screenings", db_index=False, verbose_name="repérage"
    )
    versions = models.CharField("versions du moteur et des barèmes", max_length=200)
    inputs = models.BigIntegerField("empreinte de la situation")
    convention = models.CharField("prestations des mois d’avant", max_length=10, choices=Convention.listed)
    cause = models.CharField("pourquoi calculé", max_length=10, choices=Cause.listed, default=Cause.FIRST)
    computed_at = models.DateTimeField("calculé le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "foyer repéré"
        verbose_name_plural = "foyers repérés"
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="rights_screening_month"),
            RowSecurity(name="rights_screening_attached", visible=HOUSEHOLD_VISIBLE, own=OWN_HOUSEHOLD),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.month:%Y-%m}"


class Entitlement(models.Model):
    """A potential right: a benefit that a household could claim this month, or could if one thing more were known.

    Amounts in € (a month; a year for the ARS); `low` and `high` when the amount is a range. A right goes with its
    screening (trigger of migration 0002): a foreign key would be checked row by row and double the cost of writing. `missing` and `assumed` are masks of the engine's facts.
    `effort` orders the list: what is simplest to open first. A right that was here the last time and is not any
    more stays with the change "gone", until the next time.
    """

    pk = models.CompositePrimaryKey("household_id", "month", "benefit")
    household = models.ForeignKey(
        "people.Household",
        models.CASCADE,
        related_name="entitlements",
        db_index=False,
        db_constraint=False,
        verbose_name="foyer",
    )
    month = models.DateField("mois")
    benefit = models.CharField("prestation", max_length=20)
    status = models.CharField("état", max_length=10, choices=Status.listed)
    amount = euros("montant estimé")
    low = euros("au moins")
    high = euros("au plus")
    first_quarter = euros("montant du premier trimestre")
    received = euros("déjà perçu")
    missing = models.BigIntegerField("ce qui manque", default=0)
    assumed = models.BigIntegerField("ce qui est supposé nul ou estimé", default=0)
    effort = models.SmallIntegerField("effort pour l’ouvrir")
    change = models.CharField("depuis la dernière fois", max_length=10, choices=Change.listed)
    found_at = models.DateTimeField("apparu le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "droit potentiel"
        verbose_name_plural = "droits potentiels"
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=F("low")),
                name="rights_entitlement_bounds",
            ),
            RowSecurity(name="rights_entitlement_attached", visible=HOUSEHOLD_VISIBLE, own=OWN_RIGHT),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.month:%Y-%m}"

    @property
    def gap(self) -> Decimal | None:
        """What claiming would add to what is received; None when one of the two is unknown."""
        return None if self.amount is None else self.amount - (self.received or Decimal())

    @property
    def missing_facts(self) -> tuple[Fact, ...]:
        return facts_of(self.missing)
