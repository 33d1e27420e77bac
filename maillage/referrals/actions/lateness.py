"""Every working morning: an answer that is late is told once, by name; whoever instructs gets their day in three numbers."""

import logging
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership, User
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.referrals.actions.events import happened
from maillage.referrals.actions.telling import first, tell_person, whoever
from maillage.referrals.enums import WITH_THEM, EventKind, RequestState
from maillage.referrals.models import SchemeRequest
from maillage.referrals.notifications import send_counts, send_late
from maillage.support.actions.standing_in import JOBS, check_sees_all, stand_in

logger = logging.getLogger(__name__)
AHEAD = timedelta(days=7)


class Followed(NamedTuple):
    """What a run did: late answers told; officers written to; rows that nobody follows any more, or that failed."""

    told: int = 0
    officers: int = 0
    failed: int = 0


def follow_requests(today: date | None = None, using: str = JOBS) -> Followed:
    check_sees_all(using)
    day = today or timezone.localdate()
    told = failed = 0
    for pk, person_id, structure_id, worker_id in _late(day, using):
        actor = stand_in(person_id, structure_id, first(person_id, worker_id, using), using)
        done = _escalate_safely(actor, pk, day) if actor else None
        told, failed = told + bool(done), failed + (done is None)
    return Followed(told, _tell_officers(day, using), failed)


def _late(today: date, using: str) -> list[tuple[UUID, UUID, int, int]]:
    """Read as maintenance: identifiers of the request, its person, structure and worker. Not what it says."""
    rows = SchemeRequest.objects.using(using).filter(_is_late(today), escalated_at=None)
    return list(rows.order_by("due_on", "pk").values_list("pk", "person_id", "structure_id", "worker_id"))


def _is_late(today: date) -> Q:
    return Q(state__in=WITH_THEM, due_on__lt=today, withdrawn_at=None)


def _escalate_safely(actor: Actor, pk: UUID, today: date) -> bool | None:
    try:
        return escalate(by=actor, pk=pk, today=today)
    except Exception:
        logger.exception("A late answer was not told (%s).", pk)
        return None


def escalate(*, by: Actor, pk: UUID, today: date) -> bool:
    """As somebody who follows the person. The mark, the line and the messages, or none of them."""
    with acting(by):
        rows = SchemeRequest.objects.visible_to(by).filter(_is_late(today), pk=pk, escalated_at=None)
        if not rows.update(escalated_at=timezone.now()):
            return False
        kept = SchemeRequest.objects.visible_to(by).select_related("scheme", "person")
        late = kept.get(pk=pk)
        leaders, worker = _leaders(late.structure_id, today), whoever(by)
        named = ", ".join(str(one) for one in leaders) or str(worker)
        happened(by, late, EventKind.LATE, today, f"Signalé à {named}.")
        for one in {worker, *leaders}:
            send_late(one.email, str(worker), late.scheme.name, late.due_on)
        tell_person(by, late.person)
        return True


def _leaders(structure_id: int, today: date) -> list[User]:
    rows = Membership.objects.current(today).filter(
        structure_id=structure_id, role=Role.TEAM_LEADER, user__is_active=True
    )
    return [one.user for one in rows.select_related("user").order_by("user__last_name", "pk")]


def _tell_officers(today: date, using: str) -> int:
    """One mail a day each, only when something waits."""
    counts = {row["place"]: row for row in _counts(today, using)}
    officers = (
        Membership.objects.using(using)
        .current(today)
        .filter(role=Role.SCHEME_OFFICER, structure_id__in=counts, user__is_active=True)
    )
    rows = set(officers.values_list("user__email", "structure_id"))
    for email, place in sorted(rows):
        send_counts(email, *(counts[place][name] for name in ("waiting", "due", "late")))
    return len(rows)


def _counts(today: date, using: str) -> list[dict[str, int]]:
    rows = SchemeRequest.objects.using(using).filter(state__in=WITH_THEM, withdrawn_at=None)
    rows = rows.annotate(place=F("scheme__structure_id")).values("place").order_by("place")
    told = rows.annotate(
        waiting=Count("pk", filter=Q(state=RequestState.SENT)),
        due=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + AHEAD)),
        late=Count("pk", filter=Q(due_on__lt=today)),
    )
    return [row for row in told if row["waiting"] or row["due"] or row["late"]]
