"""A promise is late: whom it says to tell is told, by name, once; and the timeline says so."""

import logging
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from maillage.audit.actions import record
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.actions.path import note_act
from maillage.support.actions.standing_in import JOBS, check_sees_all, stand_in
from maillage.support.enums import ActKind
from maillage.support.models import Promise
from maillage.support.notifications import send_late

logger = logging.getLogger(__name__)


class Escalated(NamedTuple):
    """What a run did: colleagues told; rows that nobody follows any more, or that failed."""

    told: int = 0
    failed: int = 0


def escalate_promises(today: date | None = None, using: str = JOBS) -> Escalated:
    check_sees_all(using)
    done = {True: 0, False: 0}
    for pk, person_id, structure_id, told_id, owed_id in _late(today or timezone.localdate(), using):
        actor = stand_in(person_id, structure_id, [told_id, owed_id], using)
        done[actor is not None and _escalate_safely(actor, pk)] += 1
    return Escalated(told=done[True], failed=done[False])


def _late(today: date, using: str) -> list[tuple[UUID, UUID, int | None, int | None, int]]:
    """Read as maintenance: identifiers of the promise, its person, structure and the two colleagues. Not what it says."""
    rows = Promise.objects.using(using).filter(
        kept_on=None, due_on__lt=today, escalated_at=None, escalate_to__isnull=False
    )
    columns = ("pk", "person_id", "structure_id", "escalate_to_id", "owed_by_id")
    return list(rows.order_by("due_on").values_list(*columns))


def _escalate_safely(actor: Actor, pk: UUID) -> bool:
    try:
        return escalate(by=actor, promise_id=pk)
    except Exception:
        logger.exception("A late promise was not escalated (%s).", pk)
        return False


def escalate(*, by: Actor, promise_id: UUID) -> bool:
    """As somebody who follows the person. The mark, the line and the message, or none of them."""
    with acting(by):
        waiting = Promise.objects.filter(pk=promise_id, kept_on=None, escalated_at=None)
        if not waiting.update(escalated_at=timezone.now()):
            return False
        late = Promise.objects.select_related("person", "owed_by", "escalate_to").get(pk=promise_id)
        today = timezone.localdate()
        note_act(
            by=by,
            person=late.person,
            kind=ActKind.PROMISE,
            what=f"En retard sur un engagement\u00a0: {late.structure}",
            on=today,
            outcome=f"signalé à {late.escalate_to}",
        )
        record(by, "promise_escalated", late.person, promise=late.pk, to=late.escalate_to_id)
        assert late.escalate_to is not None
        send_late(late, late.escalate_to)
        return True
