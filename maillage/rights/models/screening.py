"""What a screening found, and what was asked.

`Screening` and `Entitlement` are computed: they can be made again from the folder, so they have no row history.
"""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.permissions.constraints import RowSecurity
from maillage.rights.engine import Fact, facts_of
from maillage.rights.enums import Change, Convention, Status
from maillage.rights.models.base import HOUSEHOLD_VISIBLE, OWN_HOUSEHOLD, VisibleManager, euros


class Run(models.Model):
    """One screening of a caseload: whose, for which month, how far it is, what it found."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="demandé par")
    month = models.DateField("mois")
    versions = models.CharField("versions du moteur et des barèmes", max_length=200)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, verbose_name="travail")
    after = models.UUIDField("dernier foyer écrit", null=True)
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
                fields=["structure", "asked_by"],
                condition=Q(ended_at__isnull=True),
                name="rights_run_one_at_a_time",
                violation_error_message="Un repérage est déjà en cours.",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="rights_run_month"),
            RowSecurity(
                name="rights_run_own",
                visible="asked_by_id = (SELECT maillage_actor_user())"
                " AND structure_id = (SELECT maillage_actor_structure())",
            ),
        ]

    def __str__(self) -> str:
        return f"repérage de {self.month:%Y-%m}"


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
            RowSecurity(name="rights_entitlement_attached", visible=HOUSEHOLD_VISIBLE, own=OWN_HOUSEHOLD),
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

    @property
    def assumed_facts(self) -> tuple[Fact, ...]:
        return facts_of(self.assumed)
