"""What rounds gave: a run that never changes, each student's trace, the places, what a committee settled after."""

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from maillage.governance.models import Decision
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.placements.enums import Ended, Outcome
from maillage.placements.models.base import (
    CANDIDATE_SEEN,
    NO_NULL,
    OF_RUN,
    OWN_SEAT,
    TOLD,
    VisibleManager,
    long_text,
    public_id,
)
from maillage.placements.models.seats import Seat
from maillage.placements.models.sessions import Session
from maillage.placements.models.students import Candidate

BY_ARBITRATION = 3


class Run(models.Model):
    """One round of a session, once. `digests`: SHA-256 of each part of what went in; `figures`: what everybody reads."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField("tour")
    ran_at = models.DateTimeField("fait le", db_default=TransactionNow())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    seed = models.CharField("graine", max_length=80)
    digests = models.JSONField("empreintes des entrées")
    inputs = models.CharField("empreinte des entrées", max_length=64)
    outputs = models.CharField("empreinte du résultat", max_length=64)
    code = models.CharField("version du calcul", max_length=40)
    figures = models.JSONField("chiffres")

    objects = VisibleManager()

    class Meta:
        verbose_name = "tour"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="placements_run_once",
                violation_error_message="Ce tour est déjà fait\u00a0: il ne se refait pas, il se rejoue.",
            ),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="placements_run_number"),
            RowSecurity(name="placements_run_seen", visible=f"{OF_RUN} OR {TOLD}"),
        ]

    def __str__(self) -> str:
        return f"tour {self.number}"


class Trace(models.Model):
    """`rank`: of the place in the list, None for no place. `steps`: what became of each wish before it
    (`matching.acceptance.Step`), as `[{"s": seat, "v": verdict, "r": rule, "b": {criterion: how many}}]`."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="traces")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="traces")
    rank = models.PositiveSmallIntegerField("rang du vœu", null=True, blank=True)
    steps = models.JSONField("ce qu’il est advenu de chaque vœu")

    objects = VisibleManager()

    class Meta:
        verbose_name = "suite donnée aux vœux"
        verbose_name_plural = "suites données aux vœux"
        constraints = [
            models.UniqueConstraint(fields=["run", "candidate"], name="placements_trace_once"),
            RowSecurity(
                name="placements_trace_seen",
                visible=f"run_id IN (SELECT id FROM placements_run WHERE {OF_RUN})"
                " OR (candidate_id IN (SELECT candidate_id FROM placements_wishlist)"
                f" AND run_id IN (SELECT id FROM placements_run WHERE {TOLD}))",
            ),
        ]

    def __str__(self) -> str:
        return str(self.candidate_id)


class Arbitration(models.Model):
    """Third round: somebody proposes with reasons, somebody else confirms or refuses; or the committee of the session, by one
    decision of a meeting about several. `seat` None: no place any more."""

    public_id = public_id()
    session = models.ForeignKey(Session, models.PROTECT, related_name="arbitrations")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="arbitrations")
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="place"
    )
    former = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="place d’avant"
    )
    reason = models.TextField("raisons", validators=NO_NULL)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="proposée par"
    )
    proposed_at = models.DateTimeField("proposée le", auto_now_add=True)
    outcome = models.CharField("décision", max_length=9, choices=Outcome.listed, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidée par",
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_why = long_text("raisons de la décision", 1000)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="arbitrations",
        verbose_name="décision de l’instance",
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "arbitrage"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="placements_arbitration_reasoned",
                violation_error_message="Écrivez les raisons\u00a0: l’étudiant les lira.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | ~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="placements_arbitration_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(decision__isnull=False) | ~Q(decided_by=F("proposed_by")),
                name="placements_arbitration_by_two",
                violation_error_message="Qui propose ne confirme pas\u00a0: une autre personne décide.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUSED, decided_why=""),
                name="placements_arbitration_refused_why",
                violation_error_message="Dites pourquoi vous refusez.",
            ),
            models.CheckConstraint(
                condition=Q(decision=None) | ~Q(outcome=""), name="placements_arbitration_decided_together"
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(outcome=""),
                name="placements_arbitration_one_open",
                violation_error_message="Une proposition attend déjà une décision pour cet étudiant.",
            ),
            RowSecurity(
                name="placements_arbitration_seen",
                visible=f"{OF_RUN} OR (outcome = 'confirmed' AND {TOLD} AND {CANDIDATE_SEEN})",
            ),
            RowHistory(name="placements_arbitration_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.candidate_id)


class Placement(models.Model):
    """A student has a place. Given back, it is another row that says who has it next. `convention`: what it became."""

    public_id = public_id()
    session = models.ForeignKey(Session, models.PROTECT, related_name="placements")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="placements")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="placements", verbose_name="place")
    round = models.PositiveSmallIntegerField("tour")
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="placements")
    arbitration = models.OneToOneField(
        Arbitration, models.PROTECT, null=True, blank=True, related_name="placement"
    )
    created_at = models.DateTimeField("le", auto_now_add=True)
    ended_at = models.DateTimeField("rendue le", null=True, blank=True)
    ended_why = models.CharField("pourquoi", max_length=8, choices=Ended.listed, blank=True)
    convention = models.UUIDField("convention", null=True, blank=True, unique=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "place donnée"
        verbose_name_plural = "places données"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(ended_at=None),
                name="placements_placement_one",
                violation_error_message="Cet étudiant a déjà une place.",
            ),
            models.CheckConstraint(
                condition=Q(round__in=(1, 2), run__isnull=False, arbitration=None)
                | Q(round=BY_ARBITRATION, run=None, arbitration__isnull=False),
                name="placements_placement_from",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="placements_placement_ended",
                violation_error_message="Dites pourquoi.",
            ),
            RowSecurity(
                name="placements_placement_seen",
                visible=f"{OF_RUN} OR ({TOLD} AND ({CANDIDATE_SEEN} OR {OWN_SEAT}))",
            ),
            RowHistory(name="placements_placement_history"),
        ]
        indexes = [models.Index(fields=["seat"], name="placements_placement_seat")]

    def __str__(self) -> str:
        return str(self.candidate_id)
