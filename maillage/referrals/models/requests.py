"""One request to one scheme: what was agreed to, what was sent, what came of it, each with its date and author."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maillage.clocks.delays import end_of
from maillage.people.enums import ConsentWay
from maillage.referrals.enums import (
    AWAITED,
    WITH_THEM,
    Ending,
    EventKind,
    Outcome,
    Provider,
    Reason,
    RequestState,
)
from maillage.referrals.models.base import RECEIVED, SCHEME_READS, STILL_READS, OfReferral, security
from maillage.referrals.models.documents import Referral, read
from maillage.schemes.enums import CountsFrom, Section, Silence
from maillage.schemes.models import Scheme
from maillage.schemes.rules.catalogue import SILENT
from maillage.vault.fields import SealedText


def day(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


class SchemeRequest(OfReferral):
    """`answers`: to the scheme's own questions. `agreed`: the parts that the person agrees to send there.

    `due_on`: when the answer is owed, by the rules of the scheme as it was sent under. `paused_days`: the clock stopped
    while papers were awaited. `link`: opens it to a scheme where nobody has an account, until `link_until`.
    `version` grows with each change: of two at once, the second is told.
    """

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="requests", verbose_name="dossier", db_index=False
    )
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="requests", verbose_name="dispositif", db_index=False
    )
    state = models.CharField("état", max_length=10, choices=RequestState.listed, default=RequestState.DRAFT)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="suivie par", db_index=False
    )
    answers = SealedText("réponses aux questions du dispositif", blank=True)
    answers_at = models.DateTimeField("réponses écrites le", null=True, blank=True)
    sent_answers = SealedText("réponses envoyées", blank=True)
    agreed = ArrayField(
        models.CharField(max_length=12, choices=Section.listed),
        verbose_name="parties que la personne accepte d’envoyer",
        default=list,
        blank=True,
    )
    way = models.CharField("accord recueilli", max_length=10, choices=ConsentWay.listed, blank=True)
    agreed_at = models.DateTimeField("accord du", null=True, blank=True)
    witness = models.CharField("entendu par", max_length=160, blank=True)
    withdrawn_at = models.DateTimeField("accord retiré le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    received_on = day("reçue le")
    complete_on = day("complète le")
    incomplete_on = day("pièces demandées le")
    complete_by = day("à fournir avant le")
    paused_days = models.PositiveSmallIntegerField("jours suspendus", default=0)
    due_on = day("réponse due le")
    silence = models.CharField("sans réponse", max_length=8, choices=Silence.listed, blank=True)
    decided_on = day("décidée le")
    outcome = models.CharField("décision", max_length=10, choices=Outcome.listed, blank=True)
    reason = models.CharField("raison", max_length=10, choices=Reason.listed, blank=True)
    decided_by = models.CharField("décidée par", max_length=200, blank=True)
    words = SealedText("ce que dit la décision", blank=True)
    next_step = SealedText("ce qui est proposé ensuite", blank=True)
    rank = models.PositiveSmallIntegerField("rang d’attente", null=True, blank=True)
    rank_means = models.CharField("ce que ce rang veut dire", max_length=300, blank=True)
    contest_by = day("recours possible jusqu’au")
    ended_on = day("terminée le")
    ending = models.CharField("pourquoi", max_length=10, choices=Ending.listed, blank=True)
    escalated_at = models.DateTimeField("retard signalé le", null=True, blank=True)
    link = models.UUIDField("lien", unique=True, default=uuid4, editable=False)
    link_until = day("lien ouvert jusqu’au")
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "demande à un dispositif"
        verbose_name_plural = "demandes aux dispositifs"
        indexes = [
            models.Index(
                fields=["scheme", "state", "due_on", "sent_at", "id"],
                include=["person"],
                name="referrals_request_there",
            ),
            models.Index(fields=["person", "-sent_at"], name="referrals_request_of"),
            models.Index(fields=["structure", "due_on"], name="referrals_request_here"),
            models.Index(
                fields=["scheme", "sent_at"],
                include=["state", "structure"],
                condition=Q(state__in=AWAITED),
                name="referrals_request_awaited",
            ),
            models.Index(
                fields=["decided_on", "scheme"],
                include=["structure"],
                condition=Q(outcome="refused", reason="no_place"),
                name="referrals_request_no_place",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "scheme"],
                name="referrals_request_once",
                violation_error_message="Ce dispositif est déjà dans ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(agreed_at__isnull=False) & ~Q(agreed=[]),
                name="referrals_request_agreed",
                violation_error_message="Rien ne part sans l’accord de la personne.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, way="") | (Q(agreed_at__isnull=False) & ~Q(way="")),
                name="referrals_request_agreement_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(sent_at=None),
                name="referrals_request_draft_unsent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(sent_at__isnull=False),
                name="referrals_request_sent_dated",
            ),
            models.CheckConstraint(
                condition=Q(complete_on=None) | Q(complete_on__gte=F("received_on")),
                name="referrals_request_complete_after",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None, outcome="") | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="referrals_request_decision_dated",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(reason=""),
                name="referrals_request_refusal_reasoned",
                violation_error_message="Un refus dit toujours sa raison.",
            ),
            *security("request", RECEIVED),
        ]

    def __str__(self) -> str:
        return f"demande à {self.scheme_id}, {self.get_state_display()}"

    @property
    def answered(self) -> dict[str, str]:
        """To the scheme's own questions."""
        return read(self.answers)

    @property
    def answered_there(self) -> dict[str, str]:
        """As the scheme has them."""
        return read(self.sent_answers)

    @property
    def awaits(self) -> bool:
        """An answer is owed."""
        return self.state in WITH_THEM

    @property
    def silent_on(self) -> date | None:
        """The day that no answer is worth one: the promise is over, and so is the delay of the law."""
        if self.due_on is None or self.received_on is None:
            return None
        complete = self.scheme.counts_from == CountsFrom.COMPLETE and self.complete_on
        legal = end_of(complete or self.received_on, SILENT) + timedelta(days=self.paused_days)
        return max(self.due_on, legal)

    def is_late(self, today: date) -> bool:
        return bool(self.awaits and self.due_on and self.due_on < today)

    def state_on(self, today: date) -> str:
        state = str(self.get_state_display())
        return f"En retard\u00a0: {state}" if self.is_late(today) else state


class SentSection(OfReferral):
    """A part as the scheme received it: the copy of what the person agreed to, that day."""

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="sent", verbose_name="demande", db_index=False
    )
    code = models.CharField("partie", max_length=12, choices=Section.listed)
    filled = SealedText("ce qui est écrit", blank=True)
    own_words = SealedText("ce qu’en dit la personne", blank=True)
    sent_at = models.DateTimeField("envoyée le")

    class Meta:
        verbose_name = "partie envoyée"
        verbose_name_plural = "parties envoyées"
        constraints = [
            models.UniqueConstraint(fields=["request", "code"], name="referrals_sent_once"),
            *security("sent", STILL_READS.format("code")),
        ]
        indexes = [models.Index(fields=["person"], name="referrals_sent_of")]

    def __str__(self) -> str:
        return str(self.get_code_display())

    @property
    def values(self) -> dict[str, str]:
        return read(self.filled)


class Event(OfReferral):
    """One line of what happened to a request. No account: the person, or whoever answered by a link (`by_label`)."""

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="events", verbose_name="demande", db_index=False
    )
    kind = models.CharField("quoi", max_length=10, choices=EventKind.listed)
    on = models.DateField("le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="par",
        db_index=False,
    )
    by_label = models.CharField("par", max_length=200)
    words = SealedText("précision", blank=True)
    recorded_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "étape d’une demande"
        verbose_name_plural = "étapes des demandes"
        indexes = [
            models.Index(fields=["request", "recorded_at"], name="referrals_event_when"),
            models.Index(fields=["person"], name="referrals_event_of"),
        ]
        constraints = security("event", SCHEME_READS)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class MissingPiece(OfReferral):
    """What is missing, who can provide it, how."""

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="missing", verbose_name="demande", db_index=False
    )
    what = models.CharField("ce qui manque", max_length=160)
    provider = models.CharField("qui peut le fournir", max_length=8, choices=Provider.listed)
    how = models.CharField("comment l’obtenir", max_length=200, blank=True)
    asked_on = models.DateField("demandé le")
    given_on = day("fourni le")
    document: Any = models.ForeignKey(
        "support.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="document du dossier",
        db_index=False,
    )

    class Meta:
        verbose_name = "pièce manquante"
        verbose_name_plural = "pièces manquantes"
        indexes = [
            models.Index(fields=["request"], name="referrals_missing_of_request"),
            models.Index(fields=["person"], name="referrals_missing_of"),
        ]
        constraints = security("missing", SCHEME_READS)

    def __str__(self) -> str:
        return self.what
