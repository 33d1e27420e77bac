"""A question is due: its referent is reminded by a link; late, whom it says to tell is told by name. Once each."""

import logging
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from maillage.audit.actions import record
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.actions.path import note_act
from maillage.support.actions.standing_in import JOBS, check_sees_all, stand_in
from maillage.support.enums import ActKind
from maillage.support.models import DirectQuestion
from maillage.support.models.questions import awaited
from maillage.support.notifications import send_late_question, send_link

logger = logging.getLogger(__name__)


class Followed(NamedTuple):
    """What a run did: referents reminded, colleagues told; rows that nobody follows any more, or that failed."""

    reminded: int = 0
    told: int = 0
    failed: int = 0


def follow_questions(today: date | None = None, using: str = JOBS) -> Followed:
    check_sees_all(using)
    reminded = told = failed = 0
    for pk, person_id, structure_id, author_id in _due(today or timezone.localdate(), using):
        actor = stand_in(person_id, structure_id, [author_id], using)
        done = _follow_safely(actor, pk, today or timezone.localdate()) if actor else None
        reminded, told = reminded + bool(done and done[0]), told + bool(done and done[1])
        failed += done is None
    return Followed(reminded, told, failed)


def _due(today: date, using: str) -> list[tuple[UUID, UUID, int | None, int]]:
    """Read as maintenance: identifiers of the question, its person, structure and author. Not what it says."""
    remind = Q(due_on__lte=today, reminded_at=None) & ~Q(referent__email="")
    escalate = Q(due_on__lt=today, escalated_at=None, escalate_to__isnull=False)
    rows = DirectQuestion.objects.using(using).filter(awaited(today), remind | escalate)
    return list(rows.order_by("due_on", "pk").values_list("pk", "person_id", "structure_id", "author_id"))


def _follow_safely(actor: Actor, pk: UUID, today: date) -> tuple[bool, bool] | None:
    try:
        return remind(by=actor, pk=pk, today=today), escalate(by=actor, pk=pk, today=today)
    except Exception:
        logger.exception("A question that is due was not followed (%s).", pk)
        return None


def remind(*, by: Actor, pk: UUID, today: date) -> bool:
    """The mark, the line of the journal and the message, or none of them."""
    with acting(by):
        rows = DirectQuestion.objects.visible_to(by).filter(awaited(today), pk=pk)
        due = rows.filter(reminded_at=None, due_on__lte=today).exclude(referent__email="")
        if not due.update(reminded_at=timezone.now()):
            return False
        asked = rows.select_related("person", "referent", "structure").get()
        record(by, "question_reminded", asked.person, question=asked.pk)
        send_link(asked, again=True)
        return True


def escalate(*, by: Actor, pk: UUID, today: date) -> bool:
    with acting(by):
        rows = DirectQuestion.objects.visible_to(by).filter(awaited(today), pk=pk)
        late = rows.filter(escalated_at=None, escalate_to__isnull=False, due_on__lt=today)
        if not late.update(escalated_at=timezone.now()):
            return False
        asked = rows.select_related("person", "author", "escalate_to").get()
        told = f"signalé à {asked.escalate_to}"
        what = f"Réponse en retard\u00a0: {asked.asked_of}"
        note_act(by=by, person=asked.person, kind=ActKind.QUESTION, what=what, on=today, outcome=told)
        record(by, "question_escalated", asked.person, question=asked.pk, to=asked.escalate_to_id)
        send_late_question(asked)
        return True
