"""A commission's sitting: requests on its agenda, who undertook to keep silent, who steps aside, how the person is heard.

Nothing of what was asked is copied here but what the person is called (`CaseBrief`): what was sent is read again at each reading.
"""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.directory.models.base import short_text
from maillage.governance.models import Gathering, Occupant
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.referrals.enums import CaseState, HearingWay, Outcome, Reason
from maillage.referrals.models.base import ME, OWN, TEAM_READS, OfReferral
from maillage.referrals.models.requests import SchemeRequest
from maillage.vault.fields import SealedText

SEEN = "(SELECT * FROM maillage_definer.cases_seen())"
READ = "(SELECT * FROM maillage_definer.cases_read())"
READ_BY_KEEPER = "(SELECT * FROM maillage_definer.cases_read_kept())"
KEPT_GATHERINGS = "(SELECT * FROM maillage_definer.case_gatherings_kept())"
LISTABLE = (
    "(request_id, person_id, structure_id, gathering_id) IN"
    " (SELECT request, person, structure, gathering FROM maillage_definer.case_candidates())"
)


def account(label: str, **told: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, db_index=False, **told
    )


class Case(OfReferral):
    """A request on the agenda of one sitting. `outcome` and `reason`: as decided there; the words are on the request."""

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="cases", verbose_name="demande", db_index=False
    )
    gathering = models.ForeignKey(
        Gathering, models.PROTECT, related_name="cases", verbose_name="séance", db_index=False
    )
    rank = models.PositiveSmallIntegerField("rang")
    state = models.CharField("état", max_length=9, choices=CaseState.listed, default=CaseState.LISTED)
    put_on_at = models.DateTimeField("mise à l’ordre du jour le")
    put_on_by = account("par")
    outcome = models.CharField("décision", max_length=10, choices=Outcome.listed, blank=True)
    reason = models.CharField("raison", max_length=10, choices=Reason.listed, blank=True)
    ended_at = models.DateTimeField("décidée, reportée ou retirée le", null=True, blank=True)
    ended_by = account("par", null=True, blank=True)
    why = short_text("pourquoi elle est reportée ou retirée", 200)

    class Meta:
        verbose_name = "situation à l’ordre du jour"
        verbose_name_plural = "situations à l’ordre du jour"
        ordering = ["rank", "pk"]
        indexes = [
            models.Index(fields=["request"], name="referrals_case_of_request"),
            models.Index(fields=["person"], name="referrals_case_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "rank"],
                name="referrals_case_ranked",
                violation_error_message="Quelqu’un complète aussi cet ordre du jour\u00a0: rechargez la page.",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state="listed"),
                name="referrals_case_once",
                violation_error_message="Cette demande est déjà à l’ordre du jour d’une séance.",
            ),
            models.CheckConstraint(
                condition=Q(state="listed", ended_at=None) | (~Q(state="listed") & Q(ended_at__isnull=False)),
                name="referrals_case_ended_dated",
            ),
            models.CheckConstraint(
                condition=(Q(state="decided") & ~Q(outcome="")) | (~Q(state="decided") & Q(outcome="")),
                name="referrals_case_decided_says",
            ),
            RowSecurity(
                name="referrals_case_seen", visible=f"{TEAM_READS} OR id IN {SEEN}", insert=LISTABLE, own=OWN
            ),
            RowHistory(name="referrals_case_history"),
        ]

    def __str__(self) -> str:
        return f"situation {self.rank}"


class CaseBrief(OfReferral):
    """What the commission calls the person: initials, age; not their name."""

    request = models.OneToOneField(
        SchemeRequest, models.CASCADE, related_name="brief", verbose_name="demande"
    )
    told = SealedText("ce qui en est dit")

    class Meta:
        verbose_name = "ce que la commission dit d’une personne"
        indexes = [models.Index(fields=["person"], name="referrals_brief_of")]
        constraints = [
            RowSecurity(name="referrals_brief_seen", visible=f"request_id IN {READ}", own=OWN),
            RowHistory(name="referrals_brief_history"),
        ]

    def __str__(self) -> str:
        return f"initiales de {self.request_id}"

    @property
    def values(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.told)
        return found


class Undertaking(models.Model):
    """A member undertakes to keep what this sitting reads to themselves. `wording`: the text they signed, by its day."""

    gathering = models.ForeignKey(
        Gathering, models.CASCADE, related_name="undertakings", verbose_name="séance"
    )
    user = account("compte")
    wording = models.DateField("texte du")
    signed_at = models.DateTimeField("signé le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "engagement de confidentialité"
        verbose_name_plural = "engagements de confidentialité"
        constraints = [
            models.UniqueConstraint(fields=["user", "gathering"], name="referrals_undertaking_once"),
            RowSecurity(
                name="referrals_undertaking_seen",
                visible=f"user_id = {ME} OR gathering_id IN {KEPT_GATHERINGS}",
            ),
            RowHistory(name="referrals_undertaking_history"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} : {self.gathering_id}"


class CaseRecusal(OfReferral):
    """Somebody steps aside from a request, at every sitting: it disappears for them. They can no longer check it: no
    foreign key."""

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="recusals", verbose_name="demande", db_constraint=False
    )
    gathering = models.ForeignKey(
        Gathering, models.CASCADE, related_name="+", verbose_name="séance", db_index=False
    )
    user = account("compte", null=True, blank=True)
    occupant = models.ForeignKey(
        Occupant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="membre",
        db_index=False,
    )
    said_at = models.DateTimeField("dit le", auto_now_add=True)

    class Meta:
        verbose_name = "déport d’une situation"
        verbose_name_plural = "déports de situations"
        indexes = [
            models.Index(fields=["user"], name="referrals_recusal_mine"),
            models.Index(fields=["person"], name="referrals_recusal_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "user"], name="referrals_recused_account"),
            models.UniqueConstraint(fields=["request", "occupant"], name="referrals_recused_member"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(occupant__isnull=False), name="referrals_recused_somebody"
            ),
            RowSecurity(
                name="referrals_recusal_seen",
                visible=f"user_id = {ME} OR gathering_id IN {KEPT_GATHERINGS}",
            ),
            RowHistory(name="referrals_recusal_history"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} : {self.occupant_id or self.user_id}"


class Hearing(OfReferral):
    """How the person wants to be heard; their own words, read out. Said by them, or told to a worker of their team."""

    request = models.OneToOneField(
        SchemeRequest, models.CASCADE, related_name="hearing", verbose_name="demande"
    )
    way = models.CharField("être entendu", max_length=11, choices=HearingWay.listed)
    words = SealedText("ses mots", blank=True)
    said_at = models.DateTimeField("dit le")
    said_by = models.CharField("dit par", max_length=200)

    class Meta:
        verbose_name = "parole de la personne en commission"
        verbose_name_plural = "paroles des personnes en commission"
        indexes = [models.Index(fields=["person"], name="referrals_hearing_of")]
        constraints = [
            RowSecurity(
                name="referrals_hearing_seen", visible=f"{TEAM_READS} OR request_id IN {READ}", own=OWN
            ),
            RowHistory(name="referrals_hearing_history"),
        ]

    def __str__(self) -> str:
        return str(self.get_way_display())
