"""Sessions, and what each actor has to do in them."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet

from maillage.permissions import Actor
from maillage.placements.models import Cohort, Host, Period, School, Seat, Session
from maillage.placements.queries.letters import NO_ADDRESS
from maillage.placements.rules import Away, hosted_by, run_by


def sessions(actor: Actor) -> QuerySet[Session]:
    rows: QuerySet[Session] = Session.objects.visible_to(actor)
    return rows.select_related("structure", "territory", "committee")


def published(actor: Actor) -> QuerySet[Session]:
    return sessions(actor).filter(published_at__isnull=False)


def run_here(actor: Actor) -> QuerySet[Session]:
    return sessions(actor).filter(run_by(actor))


def schools(actor: Actor) -> QuerySet[School]:
    rows: QuerySet[School] = School.objects.visible_to(actor)
    return rows.select_related("structure", "session__structure")


def taught_here(actor: Actor) -> QuerySet[School]:
    """The actor's own school in the sessions that are published, the latest first."""
    rows = schools(actor).filter(run_by(actor), session__published_at__isnull=False)
    return rows.order_by("-session__closes_at", "pk")


def cohorts(actor: Actor, school: School) -> QuerySet[Cohort]:
    rows: QuerySet[Cohort] = Cohort.objects.visible_to(actor)
    return rows.filter(school=school).select_related("school__session")


def hosts(actor: Actor) -> QuerySet[Host]:
    rows: QuerySet[Host] = Host.objects.visible_to(actor)
    return rows.select_related("structure__commune", "session__structure")


def asked_here(actor: Actor) -> QuerySet[Host]:
    rows = hosts(actor).filter(hosted_by(actor), session__published_at__isnull=False)
    return rows.order_by("-session__seats_until", "pk")


def hosts_of(actor: Actor, session: Session) -> QuerySet[Host]:
    """Those of a session: who did not answer first, those whom no mail reaches before the others."""
    silent_first = F("answered_at").asc(nulls_first=True)
    rows = hosts(actor).filter(session=session).annotate(told_otherwise=NO_ADDRESS)
    return rows.order_by(silent_first, "-told_otherwise", "structure__name", "pk")


def answers(actor: Actor, session: Session) -> dict[str, int]:
    rows = (
        Host.objects.visible_to(actor)
        .filter(session=session)
        .values_list("answer")
        .annotate(many=Count("pk"))
    )
    return dict(rows.order_by())


def seats(actor: Actor) -> QuerySet[Seat]:
    rows: QuerySet[Seat] = Seat.objects.visible_to(actor)
    return rows.select_related("structure", "session__structure", "commune")


def offered(session: Session) -> dict[int, int]:
    """By structure, how many places its seats declare."""
    found: dict[int, int] = {}
    rows = Seat.objects.filter(session=session, withdrawn_at=None)
    for structure, declared in rows.values_list("structure_id", "declared"):
        found[structure] = found.get(structure, 0) + declared
    return found


def periods(actor: Actor) -> QuerySet[Period]:
    rows: QuerySet[Period] = Period.objects.visible_to(actor)
    return rows.select_related("structure")


def away(actor: Actor, names: dict[str, str], since: Any) -> list[Away]:
    """Promotions on placement from that day on."""
    rows = periods(actor).filter(Q(moment="placement"), ends_on__gte=since)
    return [
        Away(
            one.structure.name, f"{names.get(one.diploma_code, one.diploma_code)} {one.year}",
            one.starts_on, one.ends_on, one.students,
        )
        for one in rows
    ]  # fmt: skip
