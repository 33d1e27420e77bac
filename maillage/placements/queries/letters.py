"""What left of a session, what still waits, and who has to be told otherwise."""

from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from maillage.jobs.actions import TRIED
from maillage.permissions import Actor
from maillage.placements.enums import Mail
from maillage.placements.models import Candidate, Host, Letter, School, Session

NO_ADDRESS = Q(structure__email="") | Q(structure__withdrawn_on__isnull=False)


class Left(NamedTuple):
    """`many`: mails of a kind that left between two moments; `waiting`: those that are still to leave."""

    kind: Mail
    many: int
    waiting: int
    first: Any
    last: Any


def left(actor: Actor, session: Session, school: School | None = None) -> list[Left]:
    """Those to hosts and students of a session, or to the students of one school; in the order they began to leave."""
    gone = Q(sent_at__isnull=False)
    waiting = Q(sent_at=None, due_at__gt=timezone.now() - TRIED, candidate__withdrawn_at=None)
    rows = Letter.objects.visible_to(actor).filter(gone | waiting, session=session)
    if school:
        rows = rows.filter(candidate__school=school)
    told = rows.values_list("kind").annotate(
        many=Count("pk", filter=gone),
        waiting=Count("pk", filter=waiting),
        first=Min("sent_at"),
        last=Max("sent_at"),
    )
    return [Left(Mail(kind), *rest) for kind, *rest in told.order_by("first")]


def unreachable_hosts(actor: Actor, session: Session) -> QuerySet[Host]:
    """Who did not answer and has no address: told by other means."""
    rows: QuerySet[Host] = Host.objects.visible_to(actor)
    return rows.filter(session=session, answer="").filter(NO_ADDRESS)


def unreachable_students(actor: Actor, school: School) -> QuerySet[Candidate]:
    rows: QuerySet[Candidate] = Candidate.objects.visible_to(actor)
    return rows.filter(school=school, withdrawn_at=None, user=None, email="")
