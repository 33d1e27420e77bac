"""What a participation costs: the rates of a committee, an advance, a claim by attendance, its lines, its receipts.

No account number is kept: the payer has it.
"""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, short_text
from maillage.governance.enums import ExpenseKind, ExpenseState
from maillage.governance.models.base import KEPT, KNOWN, ME, Dated, VisibleManager, dates_in_order
from maillage.governance.models.committees import Committee, Occupant
from maillage.governance.models.gatherings import Gathering, Presence
from maillage.governance.sql import RUN_HERE
from maillage.permissions.constraints import RowHistory, RowSecurity

SETTLED_HERE = f"committee_id IN {KEPT} OR committee_id IN {RUN_HERE}"
OWN_OR_SETTLED = f"user_id = {ME} OR {SETTLED_HERE}"
HOLDS = f"user_id = {ME} OR (committee_id IN {KEPT} AND (user_id IS NULL OR entered_by_id = {ME}))"
"""Whose claim it is, who typed it for them, any keeper when they have no account."""
OF_SEEN_CLAIM = "claim_id IN (SELECT id FROM governance_expenseclaim)"
ZERO = Decimal("0")


def euros(label: str, **told: object) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=8, decimal_places=2, validators=[MinValueValidator(ZERO)], **told
    )


class Rate(Dated):
    """What a committee decided to pay, in place of the public rate of the same kind (`rates.py`)."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="rates")
    kind = models.CharField("frais", max_length=9, choices=ExpenseKind.listed)
    amount = models.DecimalField(
        "montant", max_digits=7, decimal_places=3, validators=[MinValueValidator(ZERO)]
    )
    decided_by = models.CharField("décidé par", max_length=200, validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "barème d’une instance"
        verbose_name_plural = "barèmes des instances"
        ordering = ["kind", "starts_on", "pk"]
        constraints = [
            dates_in_order("governance_rate_dates"),
            models.UniqueConstraint(
                fields=["committee", "kind", "starts_on"],
                name="governance_rate_once",
                violation_error_message="Un barème commence déjà ce jour-là pour ces frais.",
            ),
            RowSecurity(name="governance_rate_seen", visible=KNOWN),
            RowHistory(name="governance_rate_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.amount}"


class Advance(models.Model):
    """Asked before a meeting by whoever cannot pay first; taken off the claim once paid."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="advances")
    occupant = models.ForeignKey(Occupant, models.PROTECT, related_name="advances", verbose_name="membre")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="compte", null=True
    )
    name = models.CharField("prénom et nom", max_length=120)
    amount = euros("montant")
    reason = short_text("pour quoi", 200)
    asked_on = models.DateField("demandée le")
    paid_on = models.DateField("versée le", null=True, blank=True)
    refused_on = models.DateField("refusée le", null=True, blank=True)
    refused_why = short_text("pourquoi", 300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "avance"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "occupant"],
                name="governance_advance_once",
                violation_error_message="Une avance est déjà demandée pour cette séance.",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="governance_advance_of_something"),
            models.CheckConstraint(
                condition=Q(refused_on=None, refused_why="")
                | Q(refused_on__isnull=False, paid_on=None) & ~Q(refused_why=""),
                name="governance_advance_refused_with_a_reason",
            ),
            RowSecurity(name="governance_advance_seen", visible=OWN_OR_SETTLED),
            RowHistory(name="governance_advance_history"),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.amount}"


class ExpenseClaim(models.Model):
    """One a presence. Its words and its day are kept with it: whoever left the committee still reads what they asked."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="claims")
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="claims")
    presence = models.OneToOneField(Presence, models.PROTECT, related_name="claim")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="compte", null=True
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrite par"
    )
    name = models.CharField("prénom et nom", max_length=120)
    about = models.CharField("pour", max_length=310)
    on = models.DateField("séance du")
    state = models.CharField("état", max_length=8, choices=ExpenseState.listed, default=ExpenseState.DRAFT)
    note = short_text("à savoir", 500)
    total = euros("demandé", default=ZERO)
    advance = euros("avance reçue", default=ZERO)
    granted = euros("accepté", null=True, blank=True)
    sent_on = models.DateField("envoyée le", null=True, blank=True)
    decided_on = models.DateField("réponse du", null=True, blank=True)
    paid_on = models.DateField("payée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "demande de remboursement"
        verbose_name_plural = "demandes de remboursement"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_on=None, decided_on=None, paid_on=None, granted=None)
                | Q(state="sent", sent_on__isnull=False, decided_on=None, paid_on=None, granted=None)
                | Q(
                    state__in=("accepted", "refused"),
                    sent_on__isnull=False,
                    decided_on__isnull=False,
                    granted__isnull=False,
                    paid_on=None,
                )
                | Q(state="paid", decided_on__isnull=False, granted__isnull=False, paid_on__isnull=False),
                name="governance_claim_state_and_dates",
            ),
            RowSecurity(
                name="governance_expenseclaim_seen",
                visible=f"{HOLDS} OR (state <> 'draft' AND ({SETTLED_HERE}))",
            ),
            RowHistory(name="governance_expenseclaim_history"),
        ]
        indexes = [
            models.Index(
                fields=["committee", "sent_on"],
                condition=Q(state__in=("sent", "accepted")),
                name="governance_claim_unpaid",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("governance:expense_claim", args=[self.public_id])

    @property
    def kept(self) -> Decimal:
        """What is accepted, or what is asked while nobody answered."""
        return self.total if self.granted is None else self.granted

    @property
    def due(self) -> Decimal:
        """What is left to pay."""
        return max(ZERO, self.kept - self.advance)

    @property
    def to_give_back(self) -> Decimal:
        return max(ZERO, self.advance - self.kept)


class ExpenseLine(models.Model):
    """`rate`: the one in force on the day of the meeting, kept. `amount` is computed (`rules.expenses.worth`)."""

    claim = models.ForeignKey(ExpenseClaim, models.CASCADE, related_name="lines")
    kind = models.CharField("frais", max_length=9, choices=ExpenseKind.listed)
    quantity = models.DecimalField("quantité", max_digits=8, decimal_places=2)
    rate = models.DecimalField("barème", max_digits=7, decimal_places=3, null=True, blank=True)
    amount = euros("montant")
    refused = models.BooleanField("refusée", default=False)
    reason = short_text("pourquoi", 300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne de frais"
        verbose_name_plural = "lignes de frais"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind"], name="governance_expense_once"),
            models.CheckConstraint(
                condition=Q(refused=False, reason="") | Q(refused=True) & ~Q(reason=""),
                name="governance_expense_refused_with_a_reason",
            ),
            RowSecurity(name="governance_expenseline_seen", visible=OF_SEEN_CLAIM),
            RowHistory(name="governance_expenseline_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.amount}"


class Receipt(models.Model):
    """A paper of a claim, sealed under a key of that claim, in files."""

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="receipts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ajouté par"
    )
    key = models.CharField("fichier", max_length=40)
    name = models.CharField("nom", max_length=200)
    media_type = models.CharField("format", max_length=100)
    size = models.PositiveIntegerField("taille")
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "justificatif"
        ordering = ["added_at", "pk"]
        constraints = [
            RowSecurity(name="governance_receipt_seen", visible=OF_SEEN_CLAIM),
            RowHistory(name="governance_receipt_history"),
        ]

    def __str__(self) -> str:
        return self.name
