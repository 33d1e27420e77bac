"""What a social worker entrusts to the administrative staff of their team, about one person's file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.reception.enums import ADMINISTRATIVE, UNDER_WAY, TaskState
from maillage.reception.models.base import (
    AT_WORK,
    HERE,
    LEADS,
    MY_TEAM,
    OURS,
    OWN_PERSON,
    RECEIVES,
    identifier,
    in_structure,
    signer,
)
from maillage.support.models.base import about_person
from maillage.vault.fields import SealedText

ALIVE = "state IN ('open', 'taken', 'asked')"
BY_AGENT = (
    f"{ALIVE} AND (SELECT maillage_actor_has('{ADMINISTRATIVE}'))"
    " AND person_id NOT IN (SELECT maillage_definer.blocked_files())"
)
BY_WORKER = f"person_id IN {MY_TEAM}"


class TaskType(models.Model):
    """Of everybody (from `pack/task_types.yaml`, with its source), or added by a structure to its own list.

    `refusal`: why it cannot be entrusted; empty when it can. `steps`: what the list of a task begins with.
    """

    id = identifier()
    structure = models.ForeignKey(
        "directory.Structure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="structure",
    )
    code = models.SlugField("code", max_length=40)
    label = models.CharField("tâche", max_length=80, validators=NO_NULL)
    needs = long_text("ce qu’il faut dire", 500)
    never = long_text("ce qu’elle ne contient jamais", 500)
    refusal = long_text("pourquoi elle ne se confie pas", 500)
    steps = ArrayField(models.CharField(max_length=120), verbose_name="étapes", default=list, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=100)
    source = short_text("source", 200)
    source_url = models.URLField("adresse de la source", blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "type de tâche"
        verbose_name_plural = "types de tâche"
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "code"],
                nulls_distinct=False,
                name="reception_tasktype_once",
                violation_error_message="Ce type de tâche est déjà dans votre liste.",
            ),
            RowSecurity(
                name="reception_tasktype_ours", visible=f"{AT_WORK} AND (structure_id IS NULL OR {OURS})"
            ),
            RowHistory(name="reception_tasktype_history"),
        ]

    def __str__(self) -> str:
        return self.label


class Task(models.Model):
    """`title` is the type's label, copied: the person reads it. `who` and `needs`: all that the agent is told.

    `estimate`: what it would have taken its author, in minutes; None: unknown. `minutes`: what it took. `ticked`: ranks of
    steps done. An agent reads it as long as it is under way; ended, the team that follows the person alone does.
    """

    id = identifier()
    person = about_person()
    structure = in_structure()
    author = signer("confiée par")
    kind = models.ForeignKey(TaskType, models.PROTECT, related_name="+", verbose_name="type")
    title = models.CharField("tâche", max_length=80)
    who = SealedText("pour qui")
    needs = SealedText("ce qu’il faut savoir")
    steps = SealedText("étapes", blank=True)
    ticked = ArrayField(models.PositiveSmallIntegerField(), verbose_name="étapes faites", default=list)
    due_on = models.DateField("pour le")
    estimate = models.PositiveSmallIntegerField("minutes que cela aurait pris", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes passées", default=0)
    entrusted_at = models.DateTimeField("confiée le", auto_now_add=True)
    state = models.CharField("état", max_length=9, choices=TaskState.listed, default=TaskState.OPEN)
    taken_by = signer("prise par", null=True, blank=True)
    taken_at = models.DateTimeField("prise le", null=True, blank=True)
    question = SealedText("question", blank=True)
    answer = SealedText("réponse", blank=True)
    outcome = SealedText("ce qui a été fait", blank=True)
    ended_on = models.DateField("terminée le", null=True, blank=True)
    read_on = models.DateField("lue le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "tâche confiée"
        verbose_name_plural = "tâches confiées"
        ordering = ["due_on", "entrusted_at", "pk"]
        indexes = [
            models.Index(
                fields=["structure", "due_on"],
                name="reception_task_under_way",
                condition=Q(state__in=[str(one) for one in UNDER_WAY]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "withdrawn"], ended_on__isnull=False)
                | ~Q(state__in=["done", "withdrawn"]) & Q(ended_on=None),
                name="reception_task_ended_one_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "asked", "done"]) | Q(taken_by__isnull=False),
                name="reception_task_taken_by_somebody",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=6000), name="reception_task_minutes"),
            RowSecurity(
                name="reception_task_seen",
                visible=f"{OURS} AND ({BY_WORKER} OR ({BY_AGENT}))",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="reception_task_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reception:task", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_late(self) -> bool:
        return self.is_under_way and self.due_on < timezone.localdate()

    @property
    def listed_steps(self) -> list[tuple[int, str, bool]]:
        """(rank, what, whether it is done)."""
        return [(n, words, n in self.ticked) for n, words in enumerate(self.steps.splitlines())]


class Irritant(models.Model):
    """« Ce formulaire fait perdre du temps »: neither who said it nor whose file it was. Read by who leads the team."""

    id = identifier()
    structure = in_structure()
    form = models.CharField("formulaire", max_length=120, validators=NO_NULL)
    line = models.CharField("ce qui fait perdre du temps", max_length=300, validators=NO_NULL)
    noted_on = models.DateField("noté le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "irritant"
        ordering = ["form", "-noted_on", "pk"]
        constraints = [
            RowSecurity(
                name="reception_irritant_led",
                visible=f"{OURS} AND {LEADS}",
                insert=f"structure_id = {HERE} AND {RECEIVES}",
            ),
            RowHistory(name="reception_irritant_history"),
        ]

    def __str__(self) -> str:
        return f"{self.form} : {self.line}"
