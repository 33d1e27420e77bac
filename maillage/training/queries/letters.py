"""What left to those registered to a session, for who organises it."""

from typing import Any, NamedTuple

from django.db.models import Count, Max

from maillage.permissions import Actor
from maillage.training.enums import Mail
from maillage.training.models import Letter, Session


class Left(NamedTuple):
    kind: Mail
    many: int
    last: Any


def left(actor: Actor, session: Session) -> list[Left]:
    rows = Letter.objects.visible_to(actor).filter(registration__session=session, sent_at__isnull=False)
    told = rows.values_list("kind").annotate(Count("pk"), Max("sent_at")).order_by("sent_at__max")
    return [Left(Mail(kind), many, last) for kind, many, last in told]
