"""From a right talked about to money in hand: the person's decision, what is asked, when an answer is due, what came of it.

A claim is about one person, in the name of whom it is made. Seen by whoever sees the person in the structure that carries
it, and elsewhere by whom the person's ledger lets read "foyer, budget et droits".
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.people.models import Household, Person
from maillage.people.models.base import OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.rights.enums import (
    UNDER_WAY,
    Bringer,
    Channel,
    ClaimState,
    Ending,
    NonTakeUp,
    Outcome,
    Silence,
    Stage,
)
from maillage.rights.models.base import VisibleManager, euros
from maillage.rights.procedures import CLAIMABLE
from maillage.vault.fields import SealedText

HERE = "(SELECT maillage_actor_structure())"
CLAIM_VISIBLE = (
    f"person_id {PERSON_VISIBLE} AND (structure_id = {HERE}"
    " OR person_id IN (SELECT maillage_definer.consenting('home')))"
)
CLAIM_OWN = f"person_id = {OWN_PERSON}"


def security(name: str) -> list[models.BaseConstraint]:
    return [
        RowSecurity(name=f"rights_{name}_seen", visible=CLAIM_VISIBLE, own=CLAIM_OWN),
        RowHistory(name=f"rights_{name}_history"),
    ]


def day(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


class OfClaimant(models.Model):
    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure"
    )

    objects = VisibleManager()

    class Meta:
        abstract = True


class Claim(OfClaimant):
    """One benefit, for one person. `version` grows with each change: two at once, the second is told.

    `act_by`: the next day that counts, whoever must act: papers, an answer, the last day to contest, the answer to an appeal.
    `paused_days`: days for which the body's clock was stopped, waiting for papers (CRPA art. L114-5).
    """

    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, related_name="+", verbose_name="foyer"
    )
    benefit = models.CharField("prestation", max_length=20)
    state = models.CharField("état", max_length=12, choices=ClaimState.listed, default=ClaimState.PROPOSED)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="suivie par"
    )
    found_on = models.DateField("droit repéré le")
    estimated = euros("montant estimé")
    proposed_on = models.DateField("proposée le")
    decided_on = day("décidé le")
    decided_alone = models.BooleanField("décidé par la personne, de son espace", default=False)
    reason = models.CharField("raison donnée", max_length=12, choices=NonTakeUp.listed, blank=True)
    words = SealedText("ses mots", blank=True)
    channel = models.CharField("déposée", max_length=8, choices=Channel.listed, blank=True)
    body = models.CharField("organisme", max_length=160, blank=True)
    reference = SealedText("numéro de dossier", blank=True)
    filed_on = day("déposée le")
    received_on = day("reçue par l’organisme le")
    answer_due_on = day("réponse due le")
    act_by = day("prochaine échéance")
    silence = models.CharField("sans réponse", max_length=8, choices=Silence.listed, blank=True)
    paused_days = models.PositiveSmallIntegerField("jours suspendus", default=0)
    incomplete_on = day("pièces demandées le")
    complete_by = day("à fournir avant le")
    completed_on = day("pièces fournies le")
    answered_on = day("réponse du")
    implicit = models.BooleanField("réponse par le silence", default=False)
    amount = euros("montant accordé")
    due_from = day("due depuis")
    refusal = SealedText("motif du refus", blank=True)
    paid_on = day("premier versement le")
    arrears = euros("rappel versé")
    ended_on = day("arrêtée le")
    ending = models.CharField("pourquoi", max_length=10, choices=Ending.listed, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "demande de prestation"
        verbose_name_plural = "demandes de prestations"
        indexes = [
            models.Index(fields=["structure", "act_by"], name="rights_claim_here"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "benefit"],
                condition=Q(state__in=[str(one) for one in UNDER_WAY]),
                name="rights_claim_one_at_a_time",
                violation_error_message="Cette prestation est déjà suivie pour cette personne.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("filed_on")),
                name="rights_claim_received_after_filed",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="rights_claim_reason_given"
            ),
            *security("claim"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.get_state_display()}"

    @property
    def name(self) -> str:
        return CLAIMABLE[self.benefit].name

    def is_late(self, today: date) -> bool:
        """Past a day that counted: the body owes an answer, or papers are owed, or the delay to contest is over."""
        return bool(self.act_by and self.act_by < today)

    def state_on(self, today: date) -> str:
        """ "En retard : déposée, réponse attendue": the same words wherever a professional reads of a claim."""
        state = str(self.get_state_display())
        return f"En retard\u00a0: {state}" if self.is_late(today) else state


class Piece(OfClaimant):
    """A paper to gather for a claim: who brings it, how, the folder's document that is it."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="pieces", verbose_name="demande")
    what = models.CharField("pièce", max_length=160)
    bringer = models.CharField("qui l’apporte", max_length=8, choices=Bringer.listed, default=Bringer.PERSON)
    how = models.CharField("comment l’obtenir", max_length=200, blank=True)
    asked_by_body = models.BooleanField("réclamée par l’organisme", default=False)
    given_on = day("fournie le")
    document = models.ForeignKey(
        "support.Document", models.SET_NULL, null=True, related_name="+", verbose_name="document du dossier"
    )
    rank = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "pièce à réunir"
        verbose_name_plural = "pièces à réunir"
        constraints = security("piece")

    def __str__(self) -> str:
        return self.what


class Appeal(OfClaimant):
    """A decision contested: before the body itself, then in court. `lodge_by` is the last safe day."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="appeals", verbose_name="demande")
    stage = models.CharField("étape", max_length=8, choices=Stage.listed)
    authority = models.CharField("adressé à", max_length=160)
    decision_on = models.DateField("décision contestée du")
    against_silence = models.BooleanField("contre un silence", default=False)
    lodge_by = models.DateField("à former avant le")
    lodged_on = models.DateField("envoyé le")
    received_on = day("reçu le")
    answer_due_on = day("réponse due le")
    grounds = SealedText("ce qui est contesté", blank=True)
    outcome = models.CharField("issue", max_length=8, choices=Outcome.listed, blank=True)
    answered_on = day("réponse du")

    class Meta:
        verbose_name = "recours"
        verbose_name_plural = "recours"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(outcome=""),
                name="rights_appeal_one_at_a_time",
                violation_error_message="Un recours est déjà en cours sur cette demande.",
            ),
            *security("appeal"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} du {self.lodged_on:%d/%m/%Y}"


class Overpayment(OfClaimant):
    """Money that a body asks back: how much, why it says so, until when it can be contested, what was agreed."""

    benefit = models.CharField("prestation", max_length=20)
    amount = models.DecimalField("montant réclamé", max_digits=9, decimal_places=2)
    notified_on = models.DateField("notifié le")
    contest_by = models.DateField("à contester avant le")
    explanation = SealedText("ce que dit l’organisme", blank=True)
    contested_on = day("contesté le")
    settled_on = day("réglé le")
    settlement = models.CharField("ce qui a été convenu", max_length=200, blank=True)

    class Meta:
        verbose_name = "trop-perçu réclamé"
        verbose_name_plural = "trop-perçus réclamés"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="rights_overpayment_amount"),
            *security("overpayment"),
        ]

    def __str__(self) -> str:
        return f"trop-perçu de {self.amount} €"
