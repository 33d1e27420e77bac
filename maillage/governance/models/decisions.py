"""Decisions are rows: the record, the board of open actions and what comes back on the agenda read the same ones."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.enums import VOTED, DecisionKind, Ending
from maillage.governance.models.base import MINE, PUBLIC, VisibleManager
from maillage.governance.models.committees import College, Committee
from maillage.governance.models.gatherings import AgendaItem, Gathering
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleQuerySet


class DecisionQuerySet(VisibleQuerySet):
    def followed(self) -> Self:
        """Adopted, owed by somebody or to be taken up again, and not ended."""
        return self.filter(adopted=True, ended_on=None).exclude(owner="", due_on=None, kind__in=VOTED)


class Decision(models.Model):
    """What was decided, by how many, who answers for it and by when. One per point of an agenda."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="decisions")
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="decisions")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision")
    kind = models.CharField("nature", max_length=8, choices=DecisionKind.listed)
    text = models.TextField("décision", validators=NO_NULL)
    plain_words = long_text("en clair", 1000)
    adopted = models.BooleanField("adoptée")
    decided_at = models.DateTimeField("prise le")
    in_writing = models.BooleanField("par consultation écrite", default=False)
    owner = short_text("qui s’en charge", 150)
    due_on = models.DateField("pour le", null=True, blank=True)
    ended_on = models.DateField("terminée le", null=True, blank=True)
    ending = models.CharField("issue", max_length=7, choices=Ending.listed, blank=True)
    ending_note = long_text("ce qui a été fait", 1000)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ending="") | (Q(ended_on__isnull=False) & ~Q(ending="")),
                name="governance_decision_ended",
            ),
            models.CheckConstraint(
                condition=~Q(ending="dropped") | ~Q(ending_note=""),
                name="governance_dropped_with_a_reason",
                violation_error_message="Dites pourquoi elle est abandonnée.",
            ),
            RowSecurity(
                name="governance_decision_seen",
                visible="item_id NOT IN (SELECT * FROM maillage_definer.my_recusals())"
                f" AND (committee_id IN {MINE} OR (committee_id IN {PUBLIC}"
                " AND item_id NOT IN (SELECT * FROM maillage_definer.embargoed_items())"
                " AND gathering_id NOT IN (SELECT * FROM maillage_definer.unheld_gatherings())))",
            ),
            RowHistory(name="governance_decision_history"),
        ]
        indexes = [
            models.Index(
                fields=["committee", "due_on"],
                condition=Q(ended_on=None, adopted=True),
                name="governance_decision_followed",
            ),
            models.Index(
                fields=["committee"],
                include=["id", "item", "gathering"],
                condition=Q(kind="mandate"),
                name="governance_decision_gives",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("governance:decision", args=[self.public_id])


class Tally(models.Model):
    """The votes of one college for one decision."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="tallies")
    college = models.ForeignKey(College, models.PROTECT, related_name="+", verbose_name="collège")
    present = models.PositiveSmallIntegerField("présents")
    in_favour = models.PositiveSmallIntegerField("pour", default=0)
    against = models.PositiveSmallIntegerField("contre", default=0)
    abstained = models.PositiveSmallIntegerField("abstentions", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = "voix d’un collège"
        verbose_name_plural = "voix des collèges"
        ordering = ["college__position", "college_id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "college"], name="governance_tally_once"),
            models.CheckConstraint(
                condition=Q(present__gte=F("in_favour") + F("against") + F("abstained")),
                name="governance_tally_within_present",
                violation_error_message="Il y a plus de voix que de membres présents dans ce collège.",
            ),
            RowSecurity(
                name="governance_tally_seen", visible="decision_id IN (SELECT id FROM governance_decision)"
            ),
            RowHistory(name="governance_tally_history"),
        ]

    def __str__(self) -> str:
        return f"{self.in_favour} / {self.against} / {self.abstained}"
