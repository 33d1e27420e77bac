"""What left to those registered to a session and what still waits, for who organises it."""

from typing import Any, NamedTuple

from django.db.models import Count, Max, Q
from django.utils import timezone

from maillage.jobs.actions import TRIED
from maillage.permissions import Actor
from maillage.training.enums import Asked, Mail
from maillage.training.models import Letter, Session


class Left(NamedTuple):
    kind: Mail
    many: int
    waiting: int
    last: Any


def left(actor: Actor, session: Session) -> list[Left]:
    gone = Q(sent_at__isnull=False)
    waiting = Q(sent_at=None, due_at__gt=timezone.now() - TRIED) & ~Q(registration__state=Asked.WITHDRAWN)
    rows = Letter.objects.visible_to(actor).filter(gone | waiting, registration__session=session)
    told = rows.values_list("kind").annotate(
        many=Count("pk", filter=gone), waiting=Count("pk", filter=waiting), last=Max("sent_at")
    )
    return [Left(Mail(kind), *rest) for kind, *rest in told.order_by("last")]
