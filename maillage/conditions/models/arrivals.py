"""Somebody arrives: what is prepared for the post, what is adapted to them, what they say of it after one, three and six months."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.conditions.enums import FEEDBACK_MONTHS
from maillage.conditions.models.base import LED, ME, MINE, in_structure, signer
from maillage.directory.models.base import NO_NULL
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

SEEN = f"({MINE} OR mentor_id = {ME} OR {LED})"
OF_ARRIVAL = f"arrival_id IN (SELECT id FROM conditions_arrival WHERE {SEEN})"


class ArrivalPlan(models.Model):
    """What waits for whoever takes this post: `steps` told as "days after the arrival: what"."""

    structure = in_structure()
    post = models.CharField("poste", max_length=100, validators=NO_NULL)
    steps = ArrayField(models.CharField(max_length=150), verbose_name="étapes", default=list)

    objects = VisibleManager()

    class Meta:
        verbose_name = "parcours d’accueil d’un poste"
        verbose_name_plural = "parcours d’accueil des postes"
        ordering = ["post"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "post"],
                name="conditions_arrivalplan_once",
                violation_error_message="Ce poste a déjà son parcours d’accueil\u00a0: ouvrez-le pour le changer.",
            ),
            RowSecurity(name="conditions_arrivalplan_seen", visible=LED),
            RowHistory(name="conditions_arrivalplan_history"),
        ]

    def __str__(self) -> str:
        return self.post


class Arrival(models.Model):
    """Read by the newcomer, their mentor, and who leads the team."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user = signer("nouvel arrivant")
    structure = in_structure()
    post = models.CharField("poste", max_length=100, validators=NO_NULL)
    mentor = signer("référent d’accueil", null=True, blank=True)
    starts_on = models.DateField("arrivée le")
    by = signer("préparée par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "arrivée"
        verbose_name_plural = "arrivées"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure", "starts_on"],
                name="conditions_arrival_once",
                violation_error_message="L’arrivée de cette personne ce jour-là est déjà préparée.",
            ),
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=models.F("user")),
                name="conditions_arrival_mentor",
                violation_error_message="Le référent d’accueil est un collègue, pas la personne qui arrive.",
            ),
            RowSecurity(name="conditions_arrival_seen", visible=SEEN),
            RowHistory(name="conditions_arrival_history"),
        ]

    def __str__(self) -> str:
        return f"arrivée de {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("conditions:arrival", args=[self.pk])


class ArrivalStep(models.Model):
    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="steps", verbose_name="arrivée")
    title = models.CharField("étape", max_length=150, validators=NO_NULL)
    due_on = models.DateField("pour le")
    done_on = models.DateField("faite le", null=True, blank=True)
    done_by = signer("notée par", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "étape"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["arrival", "title"],
                name="conditions_arrivalstep_once",
                violation_error_message="Cette étape est déjà dans le parcours.",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="conditions_arrivalstep_done_by",
            ),
            RowSecurity(name="conditions_arrivalstep_seen", visible=OF_ARRIVAL),
        ]

    def __str__(self) -> str:
        return self.title


class Feedback(models.Model):
    """The newcomer's own words; they stay as they were said."""

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="feedbacks", verbose_name="arrivée")
    month = models.PositiveSmallIntegerField("mois")
    words = models.TextField("ses mots", max_length=3000, validators=NO_NULL)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "retour du nouvel arrivant"
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["arrival", "month"],
                name="conditions_feedback_once",
                violation_error_message="Ce retour est déjà écrit.",
            ),
            models.CheckConstraint(condition=Q(month__in=FEEDBACK_MONTHS), name="conditions_feedback_month"),
            RowSecurity(name="conditions_feedback_seen", visible=OF_ARRIVAL),
        ]

    def __str__(self) -> str:
        return f"après {self.month} mois"
