"""Who steps aside, who reads what, blind; what the jury decided, with its reasons; what became public."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.calls.enums import Opinion, Outcome
from maillage.calls.models.applications import Application
from maillage.calls.models.base import JURY_FILES, ME, OPENED, OWN_FILES, ZERO, VisibleManager, euros
from maillage.calls.models.calls import Call, Funder
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Gathering, Occupant
from maillage.permissions.constraints import RowHistory, RowSecurity

NOT_HANDED = "(SELECT id FROM calls_assignment WHERE handed_at IS NULL)"


class Aside(models.Model):
    """A juror steps aside, or is put aside: the file disappears for them. They can no longer check it: no foreign key."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="asides", db_constraint=False)
    occupant = models.ForeignKey(Occupant, models.PROTECT, related_name="+", verbose_name="membre")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="compte"
    )
    reason = short_text("pourquoi", 300)
    said_at = models.DateTimeField("dit le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "déport d’un juré"
        constraints = [
            models.UniqueConstraint(fields=["application", "occupant"], name="calls_aside_once"),
            RowSecurity(name="calls_aside_seen", visible=f"user_id = {ME} OR application_id IN {JURY_FILES}"),
            RowHistory(name="calls_aside_history"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} : {self.occupant_id}"


class Assignment(models.Model):
    """Who reads this file first. Everybody in the jury sees who has handed in; nobody what they wrote. Without an account,
    they read on paper."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="assignments", db_constraint=False
    )
    occupant = models.ForeignKey(Occupant, models.PROTECT, related_name="+", verbose_name="membre")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    handed_at = models.DateTimeField("rendue le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "lecture confiée"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "occupant"], name="calls_assignment_once"),
            RowSecurity(name="calls_assignment_seen", visible=f"application_id IN {JURY_FILES}"),
            RowHistory(name="calls_assignment_history"),
        ]
        indexes = [models.Index(fields=["user"], name="calls_assignment_mine")]

    def __str__(self) -> str:
        return f"{self.application_id} : {self.occupant_id}"


class Reading(models.Model):
    """Words for each criterion, and an opinion. Never a mark, never a sum. `typed_by`: who typed it in from the paper of a
    juror without an account, and reads it no more until all are open."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="reading", db_constraint=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="readings", db_constraint=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="recopiée par",
    )
    opinion = models.CharField("avis", max_length=12, choices=Opinion.listed)
    words = models.JSONField("par critère", default=list)
    question = long_text("à demander au porteur, ou au jury", 1000)

    objects = VisibleManager()

    class Meta:
        verbose_name = "première lecture"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, typed_by__isnull=False) | Q(user__isnull=False, typed_by=None),
                name="calls_reading_by_its_juror_or_from_paper",
            ),
            RowSecurity(
                name="calls_reading_seen",
                visible=f"application_id IN {JURY_FILES}"
                f" AND (user_id = {ME} OR (typed_by_id = {ME} AND assignment_id IN {NOT_HANDED})"
                f" OR application_id IN {OPENED})",
            ),
            RowHistory(name="calls_reading_history"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} : {self.user_id or 'sur papier'}"


class Ruling(models.Model):
    """What the jury decided, in a meeting with its quorum. `tallies`: [college, present, for, against, abstained]."""

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="ruling", db_constraint=False
    )
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="+", verbose_name="séance")
    outcome = models.CharField("décision", max_length=8, choices=Outcome.listed)
    amount = euros("somme accordée", default=ZERO)
    reasons = models.TextField("pourquoi", validators=NO_NULL)
    tallies = models.JSONField("voix")
    decided_at = models.DateTimeField("prise le")
    notified_on = models.DateField("notifiée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "décision d’un jury"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="granted") | Q(amount=0), name="calls_ruling_amount_if_granted"
            ),
            models.CheckConstraint(condition=Q(reasons__regex=r"\S"), name="calls_ruling_with_reasons"),
            RowSecurity(
                name="calls_ruling_seen",
                visible=f"application_id IN {JURY_FILES} OR (notified_on IS NOT NULL AND application_id IN {OWN_FILES})",
            ),
            RowHistory(name="calls_ruling_history"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} : {self.outcome}"


class Grant(models.Model):
    """What each funder gives of it."""

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="grants", db_constraint=False)
    funder = models.ForeignKey(Funder, models.PROTECT, related_name="grants")
    amount = euros("somme")

    objects = VisibleManager()

    class Meta:
        verbose_name = "somme d’un financeur"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "funder"], name="calls_grant_once"),
            RowSecurity(name="calls_grant_seen", visible="ruling_id IN (SELECT id FROM calls_ruling)"),
            RowHistory(name="calls_grant_history"),
        ]

    def __str__(self) -> str:
        return f"{self.funder_id} : {self.amount}"


class Award(models.Model):
    """A project funded, or a label held, for everybody to read, from the day of its letter. Its file stays closed."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="awards")
    application = models.OneToOneField(Application, models.PROTECT, related_name="award", db_constraint=False)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    title = models.CharField("projet", max_length=150)
    amount = euros("somme", default=ZERO)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    withdrawn_why = short_text("pourquoi", 500)

    objects = VisibleManager()

    class Meta:
        verbose_name = "projet retenu"
        verbose_name_plural = "projets retenus"
        ordering = ["-starts_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_why="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why="")),
                name="calls_award_withdrawn_with_a_reason",
            ),
            RowSecurity(name="calls_award_seen", visible="true"),
            RowHistory(name="calls_award_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calls:award", args=[self.public_id])
