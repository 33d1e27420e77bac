"""The day before a meeting, a word to the person; once, whatever runs twice or at the same time."""

import logging
from collections import Counter
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.enums import ChannelKind
from maillage.people.models import Channel
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.actions.standing_in import JOBS, check_sees_all, stand_in
from maillage.support.enums import AppointmentState
from maillage.support.models import Appointment
from maillage.support.notifications import reminder
from maillage.web.senders import send

logger = logging.getLogger(__name__)
ORDER = (ChannelKind.EMAIL, ChannelKind.PHONE)


class Sent(NamedTuple):
    """What a run did: reminders sent, persons that nothing reaches, rows that nobody follows any more or that failed."""

    sent: int = 0
    unreachable: int = 0
    failed: int = 0


def send_reminders(now: datetime | None = None, using: str = JOBS) -> Sent:
    """For planned meetings from now until the end of tomorrow that ask for a reminder."""
    check_sees_all(using)
    done: Counter[str] = Counter()
    for pk, person_id, structure_id, worker_id in _due(now or timezone.now(), using):
        actor = stand_in(person_id, structure_id, [worker_id], using)
        done["failed" if actor is None else _remind_safely(actor, pk)] += 1
    return Sent(done["sent"], done["unreachable"], done["failed"])


def _due(now: datetime, using: str) -> list[tuple[UUID, UUID, int | None, int]]:
    """Read as maintenance: the identifiers of the meeting, its person, structure and worker. No name, place or reason."""
    day_after = timezone.localdate(now) + timedelta(days=2)
    until = timezone.make_aware(datetime.combine(day_after, time.min))
    rows = Appointment.objects.using(using).filter(
        remind=True,
        reminded_at=None,
        state=AppointmentState.PLANNED,
        starts_at__gt=now,
        starts_at__lt=until,
    )
    return list(rows.order_by("starts_at").values_list("pk", "person_id", "structure_id", "worker_id"))


def _remind_safely(actor: Actor, pk: UUID) -> str:
    """A sender that is down fails for one, and the next run tries it again."""
    try:
        return remind(by=actor, appointment_id=pk)
    except Exception:
        logger.exception("A reminder was not sent (appointment %s).", pk)
        return "failed"


def remind(*, by: Actor, appointment_id: UUID) -> str:
    """As somebody who follows the person. The mark is put first and kept only if the message leaves."""
    with acting(by):
        waiting = Appointment.objects.filter(
            pk=appointment_id, reminded_at=None, state=AppointmentState.PLANNED
        )
        if not waiting.update(reminded_at=timezone.now()):
            return "already" if Appointment.objects.filter(pk=appointment_id).exists() else "failed"
        appointment = Appointment.objects.select_related("person", "worker").get(pk=appointment_id)
        way = _first_sent(appointment)
        record(by, "reminder", appointment.person, appointment=appointment.pk, way=way or "aucun moyen")
        return "sent" if way else "unreachable"


def _first_sent(appointment: Appointment) -> str:
    """One message, by the first way there is: the others stay quiet."""
    channels = Channel.objects.filter(person_id=appointment.person_id, kind__in=ORDER)
    for channel in sorted(channels, key=lambda one: (ORDER.index(ChannelKind(one.kind)), str(one.pk))):
        message = reminder(appointment, channel)
        if message is not None:
            send(message)
            return message.channel
    return ""
