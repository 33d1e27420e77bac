"""Direct questions to a body's referent: the directory they are chosen from, the question, its answers.

That a question was asked is an act of the path. The rows here are content: they tell of what was asked, to whom.
"""

import json
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.clocks.delays import Delay, Unit, due_on
from maillage.people.enums import ConsentWay
from maillage.people.models import Consent, LegalBasis
from maillage.people.models.base import AT_WORK, identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.support.enums import AnswerKind, Body, QuestionState, Usefulness
from maillage.support.models.base import (
    CONTENT_OWN,
    CONTENT_VISIBLE,
    Content,
    VisibleManager,
    about_person,
    part_of_the_circle,
)
from maillage.vault.fields import SealedText
from maillage.web.wording import day

OPEN = (QuestionState.ASKED, QuestionState.WAITING)
TO_BODY = {
    Body.FRANCE_TRAVAIL: "à France Travail",
    Body.DEPARTEMENT: "au Département",
    Body.OTHER: "à un autre organisme",
}
FRESH = Delay(6, Unit.MONTHS)


class Referent(models.Model):
    """A line of the professionals' directory: whom to call or write to in a body, for which places.

    A professional's data, shown at work only: never to the public, nor in a person's space.
    """

    id = identifier()
    body = models.CharField("organisme", max_length=20, choices=Body.listed)
    department = models.CharField("département", max_length=3)
    communes = ArrayField(models.CharField(max_length=5), verbose_name="communes", default=list, blank=True)
    service = models.CharField("service", max_length=120)
    phone = models.CharField("ligne directe", max_length=30, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    hours = models.CharField("horaires", max_length=200, blank=True)
    structure = models.ForeignKey(
        "directory.Structure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="structure de l’annuaire",
    )
    checked_on = models.DateField("vérifié le")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vérifié par"
    )
    wrong = models.CharField("ce qui est faux", max_length=200, blank=True)
    wrong_on = models.DateField("signalé le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "référent d’un organisme"
        verbose_name_plural = "référents des organismes"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "department", "service"],
                name="support_referent_once",
                violation_error_message="Ce service est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="support_referent_reached",
                violation_error_message="Écrivez une ligne directe ou une adresse e-mail.",
            ),
            models.CheckConstraint(
                condition=Q(wrong="", wrong_on=None) | (~Q(wrong="") & Q(wrong_on__isnull=False)),
                name="support_referent_wrong_dated",
            ),
            RowSecurity(name="support_referent_at_work", visible=AT_WORK),
            RowHistory(name="support_referent_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} ({self.department}), {self.service}"

    @property
    def to_check(self) -> bool:
        """Said to be wrong, or not checked for six months."""
        return bool(self.wrong) or due_on(self.checked_on, FRESH) < timezone.localdate()


class DirectQuestion(Content):
    """Asked of a referent in somebody's name: the least data, by what right, due in 3 working days then 15 at most.

    `body` and `service` are copied: the person reads to whom, and doesn't read the directory. `given` is what the
    referent is told of the person, as it was that day. The link opens by its identifier, signed; its state ends it.
    Asked again, it is another row that `follows` this one.
    """

    person = about_person(indexed=False)
    referent = models.ForeignKey(Referent, models.PROTECT, related_name="+", verbose_name="référent")
    body = models.CharField("organisme", max_length=20, choices=Body.listed)
    service = models.CharField("service", max_length=120)
    subject = SealedText("sujet")
    question = SealedText("question")
    given = SealedText("ce qui identifie la personne")
    way = models.CharField("accord recueilli", max_length=10, choices=ConsentWay.listed)
    agreed_on = models.DateField("accord du", null=True, blank=True)
    witness = models.CharField("entendu par", max_length=160, blank=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="accord"
    )
    basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="texte de loi"
    )
    asked_on = models.DateField("posée le")
    due_on = models.DateField("réponse due le")
    last_due_on = models.DateField("réponse complète due le")
    link = models.UUIDField("lien", unique=True, default=uuid4, editable=False)
    link_until = models.DateField("lien ouvert jusqu’au")
    site = models.CharField("adresse du site", max_length=200)
    escalate_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="en cas de retard, prévenir",
    )
    reminded_at = models.DateTimeField("relancée le", null=True)
    escalated_at = models.DateTimeField("signalée le", null=True)
    state = models.CharField("état", max_length=10, choices=QuestionState.listed, default=QuestionState.ASKED)
    ended_on = models.DateField("terminée le", null=True)
    usefulness = models.CharField("utilité", max_length=10, choices=Usefulness.listed, blank=True)
    usefulness_words = SealedText("ce qui en est dit", blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reopened", verbose_name="suite de"
    )
    answers: "list[QuestionAnswer]"

    class Meta:
        verbose_name = "question à un organisme"
        verbose_name_plural = "questions aux organismes"
        indexes = [
            models.Index(fields=["person", "-asked_on"], name="support_question_path"),
            models.Index(
                fields=["author", "due_on"],
                name="support_question_due",
                condition=Q(state__in=["asked", "waiting"]),
            ),
        ]
        constraints = [
            part_of_the_circle("support_question_part"),
            models.CheckConstraint(
                condition=Q(author__isnull=False) & ~Q(level="personal"), name="support_question_signed"
            ),
            models.CheckConstraint(
                condition=Q(basis__isnull=False, way="law") | (~Q(way="law") & Q(agreed_on__isnull=False)),
                name="support_question_authorised",
                violation_error_message="Dites ce qui autorise cette question.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on"), last_due_on__gte=F("due_on")),
                name="support_question_dates",
            ),
            RowSecurity(name="support_question_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
            RowHistory(name="support_question_history"),
        ]

    def __str__(self) -> str:
        return f"question du {self.asked_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def agreement_ended(self) -> bool:
        """Waiting, and closed all the same: the line of the ledger that allowed it was withdrawn, or is over."""
        line = self.consent
        over = line is not None and (line.withdrawn_at is not None or line.until < timezone.localdate())
        return self.is_open and over

    @property
    def days_late(self) -> int:
        """Calendar days past the due day, until the answer or until today."""
        return max(0, ((self.ended_on or timezone.localdate()) - self.due_on).days)

    @property
    def asked_of(self) -> str:
        return f"{self.get_body_display()}, {self.service}"

    @property
    def told(self) -> dict[str, Any]:
        """{"facts": [[label, value]], "why": "…"}: what the referent is told of the person."""
        found: dict[str, Any] = json.loads(self.given or "{}")
        return found

    @property
    def right(self) -> str:
        """By what right it was asked, in words that name nobody accompanied."""
        if self.basis_id and self.basis:
            return f"Par la loi : {self.basis.label} ({self.basis.text})."
        ways = {
            ConsentWay.ORAL: f"de vive voix, entendu par {self.witness}",
            ConsentWay.PAPER: "sur papier signé",
        }
        said = ways.get(ConsentWay(self.way), "dans son espace")
        return f"Accord de la personne, {said}, le {self.agreed_on:%d/%m/%Y}."

    @property
    def right_told_to_them(self) -> str:
        """The same, to the person: what they said yes to."""
        if self.basis_id or self.agreed_on is None:
            return self.right
        name = self.witness.partition(",")[0]
        ways = {ConsentWay.ORAL: f"à {name}", ConsentWay.PAPER: "sur papier"}
        said = ways.get(ConsentWay(self.way), "dans votre espace")
        return f"Vous avez dit oui {said}, le {day(self.agreed_on)}."

    @property
    def heading(self) -> str:
        """ "Question à la CAF : Prime d’activité"."""
        asked = TO_BODY.get(Body(self.body), f"à la {self.get_body_display()}")
        return f"Question {asked}\u00a0: {self.subject}"


class QuestionAnswer(Content):
    """What a referent answered, by the link or on the telephone. Never rewritten; `said_by`: who, as they declared."""

    asked = models.ForeignKey(
        DirectQuestion, models.CASCADE, related_name="given_answers", verbose_name="question"
    )
    kind = models.CharField("nature", max_length=10, choices=AnswerKind.listed)
    words = SealedText("réponse")
    contact = SealedText("comment joindre cette personne", blank=True)

    class Meta:
        verbose_name = "réponse d’un organisme"
        verbose_name_plural = "réponses des organismes"
        constraints = [
            part_of_the_circle("support_answer_part"),
            RowSecurity(name="support_answer_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.written_at:%d/%m/%Y}"


def awaited(today: date) -> Q:
    """Questions that wait for an answer by a right that still holds."""
    agreed = Q(consent=None) | Q(consent__withdrawn_at=None, consent__until__gte=today)
    return Q(state__in=OPEN) & agreed


def answer_dates(asked_on: date, department: str) -> tuple[date, date]:
    """(first, last) day of the answer: 3 working days, then 15 at most after a first word."""
    first, last = (due_on(asked_on, Delay(n, Unit.WORKING_DAYS), department) for n in (3, 15))
    return first, last
