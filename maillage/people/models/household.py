from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.people.enums import BudgetKind, Certainty, Housing, MemberRole, Source, Union
from maillage.people.models.base import AT_WORK, HOUSEHOLD_VISIBLE, OWN_PERSON, identifier
from maillage.people.models.person import Person
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager


class Household(models.Model):
    """People who live together, as benefits count them. Blank facts are unknown. No street: addresses belong to persons."""

    id = identifier()
    commune = models.CharField("commune (code INSEE)", max_length=5, blank=True)
    housing = models.CharField("logement", max_length=20, blank=True, choices=Housing.listed)
    rent = models.DecimalField(
        "loyer sans les charges",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    flat_share = models.BooleanField("colocation", null=True, blank=True)
    union = models.CharField("union", max_length=20, blank=True, choices=Union.listed)
    reference_income = models.DecimalField(
        "revenu fiscal de référence",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    facts_on = models.DateField("situation relevée le", null=True, blank=True)
    facts_source = models.CharField("source", max_length=20, blank=True, choices=Source.listed)
    imported_by = models.ForeignKey(
        "Import", models.SET_NULL, null=True, blank=True, related_name="households"
    )
    budget_version = models.PositiveIntegerField("version du budget", default=1)
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "foyer"
        constraints = [
            RowSecurity(name="people_household_attached", visible=f"id {HOUSEHOLD_VISIBLE}", insert=AT_WORK),
            RowHistory(name="people_household_history"),
        ]

    def __str__(self) -> str:
        return f"foyer {self.pk}"


class HouseholdMember(models.Model):
    """A person in a household, between two dates."""

    id = identifier()
    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name="foyer")
    person = models.ForeignKey(Person, models.CASCADE, related_name="homes", verbose_name="personne")
    role = models.CharField("place dans le foyer", max_length=10, choices=MemberRole.listed)
    shared_custody = models.BooleanField("garde alternée", null=True, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "membre du foyer"
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_member_dates",
                violation_error_message="La date de départ précède la date d’arrivée.",
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(until__isnull=True),
                name="people_member_once",
                violation_error_message="Cette personne est déjà dans ce foyer.",
            ),
            models.UniqueConstraint(
                fields=["household", "role"],
                condition=Q(until__isnull=True, role__in=["applicant", "partner"]),
                name="people_member_one_couple",
                violation_error_message="Un foyer a un seul demandeur et au plus un conjoint.",
            ),
            RowSecurity(
                name="people_member_attached",
                visible=f"household_id {HOUSEHOLD_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="people_member_history"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.get_role_display()})"


class BudgetLine(models.Model):
    """What came in or went out, for one person, one month. Unknown has no amount; zero is written zero."""

    id = identifier()
    household = models.ForeignKey(
        Household, models.CASCADE, related_name="budget_lines", verbose_name="foyer", db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="budget_lines", verbose_name="personne")
    month = models.DateField("mois")
    kind = models.CharField("nature", max_length=20, choices=BudgetKind.listed)
    amount = models.DecimalField(
        "montant",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    certainty = models.CharField("certitude", max_length=10, choices=Certainty.listed)
    source = models.CharField("source", max_length=20, choices=Source.listed)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="saisi par")
    entered_at = models.DateTimeField("saisi le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "month", "kind"],
                name="people_budget_once",
                violation_error_message="Ce montant est déjà saisi pour ce mois.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, certainty="unknown")
                | (Q(amount__gte=0) & ~Q(certainty="unknown")),
                name="people_budget_amount_or_unknown",
                violation_error_message="Indiquez un montant, ou « on ne sait pas ».",
            ),
            RowSecurity(name="people_budget_attached", visible=f"household_id {HOUSEHOLD_VISIBLE}"),
            RowHistory(name="people_budget_history"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind}"
