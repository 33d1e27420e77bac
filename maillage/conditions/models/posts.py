"""A job description, version by version; and the path of a career, that its owner alone reads."""

from hashlib import sha256
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.conditions.enums import Sector
from maillage.conditions.models.base import LED, MINE, in_structure, signer
from maillage.directory.models.base import NO_NULL, long_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

TEXTS = ("title", "mission", "activities", "skills", "learned")
HEADINGS = {
    "mission": "Mission",
    "activities": "Activités",
    "skills": "Compétences",
    "learned": "Acquis des formations",
}
OPEN = Q(refused_at=None) & (Q(worker_signed_at=None) | Q(leader_signed_at=None))


class JobVersion(models.Model):
    """Of one worker in one structure. In force once both signed the same text (`digest`); one is open at a time.

    `training`: the finished training that proposes it ("" for none), once per worker.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user = signer("de")
    structure = in_structure()
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("intitulé du poste", max_length=150, validators=NO_NULL)
    mission = long_text("mission", 4000)
    activities = long_text("activités", 6000)
    skills = long_text("compétences", 4000)
    learned = long_text("acquis des formations", 4000)
    why = models.CharField("pourquoi cette version", max_length=300, validators=NO_NULL)
    training = models.CharField("formation", max_length=80, blank=True, editable=False)
    digest = models.CharField("empreinte du texte", max_length=64, editable=False)
    proposed_by = signer("proposée par")
    proposed_at = models.DateTimeField("proposée le", auto_now_add=True)
    worker_signed_at = models.DateTimeField("signée par l’agent le", null=True, blank=True)
    leader = signer("signée par le responsable", null=True, blank=True)
    leader_signed_at = models.DateTimeField("signée par le responsable le", null=True, blank=True)
    refused_by = signer("refusée par", null=True, blank=True)
    refused_at = models.DateTimeField("refusée le", null=True, blank=True)
    refusal = long_text("motif du refus", 1000)

    objects = VisibleManager()

    class Meta:
        verbose_name = "fiche de poste"
        verbose_name_plural = "fiches de poste"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["user", "structure", "number"], name="conditions_job_number"),
            models.UniqueConstraint(
                fields=["user", "structure"],
                condition=OPEN,
                name="conditions_job_one_open",
                violation_error_message="Une version attend déjà les signatures\u00a0: signez-la ou refusez-la d’abord.",
            ),
            models.UniqueConstraint(
                fields=["user", "structure", "training"],
                condition=~Q(training=""),
                name="conditions_job_training_once",
                violation_error_message="Cette formation a déjà proposé une version.",
            ),
            models.CheckConstraint(
                condition=Q(leader_signed_at=None, leader=None)
                | Q(leader_signed_at__isnull=False, leader__isnull=False),
                name="conditions_job_leader_signs",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_by=None, refusal="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refusal="")),
                name="conditions_job_refused_with_reason",
                violation_error_message="Dites pourquoi vous refusez cette version.",
            ),
            models.CheckConstraint(
                condition=Q(leader=None) | ~Q(leader=models.F("user")),
                name="conditions_job_two_persons",
                violation_error_message="Une fiche de poste est signée par deux personnes\u00a0: un autre responsable signe la vôtre.",
            ),
            RowSecurity(name="conditions_job_seen", visible=f"{MINE} OR {LED}"),
            RowHistory(name="conditions_job_history"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("conditions:job", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.refused_at is None and not self.in_force

    @property
    def in_force(self) -> bool:
        return self.refused_at is None and bool(self.worker_signed_at and self.leader_signed_at)


def digest_of(texts: dict[str, str]) -> str:
    """What both sign: the five texts, in one order."""
    return sha256("\x1e".join(texts[name] for name in TEXTS).encode()).hexdigest()


class CareerPeriod(models.Model):
    """A post held, with what shows it. Its owner alone reads it."""

    user = signer("de")
    employer = models.CharField("employeur", max_length=150, validators=NO_NULL)
    post = models.CharField("poste", max_length=150, validators=NO_NULL)
    sector = models.CharField("secteur", max_length=7, choices=Sector.listed)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    acquired = long_text("ce que j’y ai appris", 3000)
    evidence = long_text("ce qui le montre", 1000)

    objects = VisibleManager()

    class Meta:
        verbose_name = "période de carrière"
        verbose_name_plural = "périodes de carrière"
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="conditions_career_dates",
                violation_error_message="La fin vient après le début.",
            ),
            RowSecurity(name="conditions_career_own", visible=MINE),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.employer}"
