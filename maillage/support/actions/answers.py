"""A referent answers: by the link, without an account, or on the telephone to who asked. It lands in the folder."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.people.models import LegalBasis, Person
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, AnswerKind, QuestionState
from maillage.support.models import DirectQuestion, QuestionAnswer
from maillage.support.models.questions import OPEN
from maillage.support.queries.questions import Opened, by_link
from maillage.support.rules import check_asked_it, check_can_follow, check_is_from_here
from maillage.vault.fields import SealedText

TELL = "maillage.support.tell_asker"
GONE = "Cette question n’attend plus de réponse. Si vous venez d’y répondre, votre réponse est arrivée."
SHARED = ("structure_id", "open_to_teams", "level", "part", "withheld_id")


def read_by_link(*, who: str, opened: Opened) -> None:
    """The person sees who read what was asked in their name."""
    asked = opened.question
    with acting(by_link(who, asked)) as by:
        record(by, "read_question", Person(pk=asked.person_id), question=asked.pk)


def answer_by_link(*, link: UUID, opened: Opened, who: str, kind: str, words: str, contact: str) -> None:
    """Sealed here, kept by PostgreSQL as long as the link opens. Raises `Forbidden` once it no longer does."""
    asked = opened.question
    answer = QuestionAnswer(pk=uuid4(), person_id=asked.person_id, words=words, contact=contact)
    sealed = [_sealed(answer, name) for name in ("words", "contact")]
    with acting(by_link(who, asked)) as by:
        asker = _kept(link, answer.pk, kind, who, *sealed)
        if asker is None:
            raise Forbidden(GONE)
        record(by, "question_answered", Person(pk=asked.person_id), question=asked.pk, kind=kind)
        app.configure_task(TELL).defer(user=asker)


def _sealed(answer: QuestionAnswer, name: str) -> bytes:
    field = QuestionAnswer._meta.get_field(name)
    assert isinstance(field, SealedText)
    return field.pre_save(answer, True)


def _kept(*values: Any) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.answer_by_link(%s, %s, %s, %s, %s, %s)", values)
        (asker,) = cursor.fetchone() or (None,)
    return asker


@transaction.atomic
def note_answer(
    *, by: Actor, asked: DirectQuestion, who: str, kind: str, words: str, contact: str = ""
) -> None:
    """Given on the telephone, written down by somebody of the team; the link dies as it does when it is used."""
    check_can_follow(by, asked.person_id)
    check_is_from_here(by, asked.structure_id)
    _move_on(asked, kind)
    answer = QuestionAnswer(
        person=asked.person, asked=asked, kind=kind, said_by=who, words=words, contact=contact
    )
    for name in SHARED:
        setattr(answer, name, getattr(asked, name))
    answer.author_id, _ = at_work(by)
    answer.save(force_insert=True)
    what, today = f"{AnswerKind(kind).label.capitalize()}\u00a0: {asked.asked_of}", timezone.localdate()
    note_act(by=by, person=asked.person, kind=ActKind.QUESTION, what=what, on=today)
    record(by, "question_answered", asked.person, question=asked.pk, kind=kind)


@transaction.atomic
def withhold_answer(*, by: Actor, answer: QuestionAnswer, basis: LegalBasis | None) -> None:
    """Who asked keeps it from the person, by a text in force, and they are told so; or shows it again."""
    check_asked_it(by, answer.asked.author_id, answer.structure_id)
    if basis is not None and basis not in LegalBasis.objects.in_force(timezone.localdate()):
        raise Forbidden("Ce texte ne s’applique pas aujourd’hui\u00a0: choisissez-en un autre.")
    with connection.cursor() as cursor:
        values = [answer.pk, basis.pk if basis else None]
        cursor.execute("SELECT maillage_definer.withhold_answer(%s, %s)", values)
        (done,) = cursor.fetchone() or (False,)
    if not done:
        raise Forbidden(
            "Cette question n’est pas montrée à la personne\u00a0: sa réponse ne l’est pas non plus."
        )
    record(by, "answer_withheld", answer.person, answer=answer.pk, basis=basis and basis.pk)


def _move_on(asked: DirectQuestion, kind: str) -> None:
    waits = kind == AnswerKind.WAITING
    states = (QuestionState.ASKED,) if waits else OPEN
    values: dict[str, Any] = {"state": QuestionState.ANSWERED, "ended_on": timezone.localdate()}
    if waits:
        values = {"state": QuestionState.WAITING, "due_on": F("last_due_on")}
        values |= {"reminded_at": None, "escalated_at": None}
    if not DirectQuestion.objects.filter(pk=asked.pk, state__in=states).update(**values):
        raise Forbidden("Cette réponse est déjà notée, ou la question n’en attend plus.")
