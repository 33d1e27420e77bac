"""Mails of a meeting: one a member and a job, once for what it tells."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.governance.convocation_words import changes
from maillage.governance.models import Convocation, Gathering
from maillage.governance.notifications.convocations import send_cancelled, send_convocation
from maillage.governance.queries.convocations import addresses, members, points_of, told_now
from maillage.permissions import Actor
from maillage.permissions.context import acting

SEND = "maillage.governance.send_convocation"


@transaction.atomic
def tell_changes(*, by: Actor, gathering: Gathering, site: str) -> int:
    """Each of those already called who was not told yet what the meeting is today; how many mails. The meeting is locked."""
    seated = members(gathering)
    rows = list(Convocation.objects.filter(gathering=gathering, occupant__in=seated))
    told, reached = told_now(gathering, rows), addresses(seated)
    new = [
        row for row in rows if row.told != told[row.pk] or (row.occupant_id in reached and not row.sent_at)
    ]
    for row in new:
        _keep(row, told[row.pk], mailed=row.occupant_id in reached)
    leaving = [row for row in new if row.occupant_id in reached]
    for row in leaving:
        _queue(by, row, site, row.number + 1, row.told if row.sent_at else {})
    return len(leaving)


def _keep(row: Convocation, told: dict[str, Any], *, mailed: bool) -> None:
    """A date that changes asks for another answer, of those who are told on the telephone too."""
    moved = bool(row.told) and row.told["starts"] != told["starts"]
    asked = {"answer": "", "answered_at": None} if moved else {}
    sent = {"number": F("number") + 1, "sent_at": timezone.now()} if mailed else {}
    Convocation.objects.filter(pk=row.pk).update(told=told, **asked, **sent)


def _queue(by: Actor, row: Convocation, site: str, number: int, before: dict[str, Any]) -> None:
    told = {"convocation": row.pk, "number": number, "before": before, "site": site, "actor": by.to_json()}
    app.configure_task(SEND).defer(**told)


@transaction.atomic
def tell_cancelled(*, by: Actor, gathering: Gathering) -> int:
    """Those who were told of it are told that it doesn't take place."""
    seated = members(gathering)
    rows = list(
        Convocation.objects.filter(gathering=gathering, sent_at__isnull=False, occupant__in=addresses(seated))
    )
    for row in rows:
        Convocation.objects.filter(pk=row.pk).update(number=F("number") + 1)
        _queue(by, row, "", row.number + 1, row.told)
    if rows:
        record(by, "cancellation_sent", gathering, count=len(rows))
    return len(rows)


def send_one(*, by: Actor, convocation: int, number: int, before: dict[str, Any], site: str) -> None:
    """By the worker, as who called: nothing leaves that a later mail says better, nor to who has no address any more."""
    with acting(by):
        rows = Convocation.objects.visible_to(by).filter(pk=convocation, number=number)
        row = rows.select_related("gathering__committee", "occupant__seat", "occupant__user").first()
        to = addresses([row.occupant]).get(row.occupant_id, "") if row else ""
        if row is None or not to or row.gathering.held_at:
            return
        if row.gathering.cancelled_at:
            send_cancelled(row, to)
            return
        points = points_of(row.key)
        changed = changes(before, row.told, points) if before else []
        if site and (changed or not before):
            send_convocation(row, to, points, site, changed)
