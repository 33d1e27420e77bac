"""A refusal, or a silence that is worth one, contested."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from maillage.referrals.enums import AppealOutcome
from maillage.referrals.models.base import SCHEME_READS, OfReferral, security
from maillage.referrals.models.requests import SchemeRequest, day
from maillage.vault.fields import SealedText

SHARED = f"(shared AND {SCHEME_READS})"
"""What the person wants the scheme itself to read."""


class Appeal(OfReferral):
    """Before one of the authorities of the scheme's rules (`authority`, by what `text`).

    `decision_on`, `refused_for`: the decision contested, kept when it is decided anew. `lodge_by`: the last safe day.
    `shared`: the scheme reads it; otherwise it only knows that there is an appeal.
    """

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="appeals", verbose_name="demande", db_index=False
    )
    authority = models.CharField("adressé à", max_length=200)
    text = models.CharField("texte", max_length=200, blank=True)
    decision_on = models.DateField("décision contestée du")
    against_silence = models.BooleanField("contre un silence", default=False)
    refused_for = models.CharField("raison du refus", max_length=120, blank=True)
    lodge_by = day("à former avant le")
    lodged_on = models.DateField("envoyé le")
    received_on = day("reçu le")
    answer_due_on = day("réponse due le")
    grounds = SealedText("ce qui est contesté", blank=True)
    shared = models.BooleanField("lu par le dispositif", default=False)
    outcome = models.CharField("issue", max_length=8, choices=AppealOutcome.listed, blank=True)
    answered_on = day("réponse du")

    class Meta:
        verbose_name = "recours contre un dispositif"
        verbose_name_plural = "recours contre un dispositif"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(outcome=""),
                name="referrals_appeal_one_at_a_time",
                violation_error_message="Un recours est déjà en cours sur cette demande.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_on=None) | (~Q(outcome="") & Q(answered_on__isnull=False)),
                name="referrals_appeal_answer_dated",
            ),
            models.CheckConstraint(
                condition=Q(lodged_on__gte=F("decision_on")), name="referrals_appeal_lodged_after"
            ),
            *security("appeal", SHARED),
        ]
        indexes = [
            models.Index(fields=["request", "lodged_on"], name="referrals_appeal_of_request"),
            models.Index(fields=["person"], name="referrals_appeal_of"),
        ]

    def __str__(self) -> str:
        return f"recours du {self.lodged_on:%d/%m/%Y}"

    def is_silent(self, today: date) -> bool:
        """No answer in time: that is worth a rejection."""
        return bool(not self.outcome and self.answer_due_on and self.answer_due_on < today)
