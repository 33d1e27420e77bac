"""Students of a session: who filed a list, whose account is whose; and the list of one of them beside what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.placements.enums import Bar
from maillage.placements.models import Candidate, Impossibility, School, Seat, Session, WishList
from maillage.placements.queries.inputs import courses, kilometres, seats
from maillage.placements.queries.partners import agreements
from maillage.placements.rules import closed_by


def candidates(actor: Actor) -> QuerySet[Candidate]:
    rows: QuerySet[Candidate] = Candidate.objects.visible_to(actor)
    return rows.select_related("session__structure", "session__territory", "school__structure", "commune")


def own(actor: Actor) -> QuerySet[Candidate]:
    rows = candidates(actor)
    return rows.filter(user_id=actor.user_id or 0, withdrawn_at=None)


def filed(session: Session) -> dict[int, int]:
    """By candidate, how many places their list holds; those that the actor may know of."""
    return {one.candidate_id: one.wished for one in rows_of("placements_filed(%s::bigint)", session.pk)}


def accounts_of(structure_id: int, emails: Iterable[str], on: date) -> dict[str, int]:
    """Students of this school by address, in lower case: nobody learns who has an account elsewhere."""
    told = {email.strip().lower() for email in emails if email}
    rows = Membership.objects.current(on).filter(
        structure_id=structure_id, role=Role.STUDENT, user__email__in=told
    )
    return dict(rows.values_list("user__email", "user_id"))


def unplaced_first(actor: Actor, school: School) -> QuerySet[Candidate]:
    return candidates(actor).filter(school=school, withdrawn_at=None).order_by("name", "pk")


@dataclass(frozen=True)
class Shown:
    """A seat as its student sees it. `closed`: the rule that closes it; `km`: from their commune, None when unknown."""

    seat: Seat
    places: int
    closed: Bar | None
    km: int | None


@dataclass(frozen=True)
class Wishes:
    listed: list[Shown]
    others: list[Shown]
    row: WishList | None
    impossibilities: list[Impossibility]


def wishes_of(candidate: Candidate) -> Wishes:
    """Their list in its order, then every other seat: the nearest first, what is closed to them last."""
    session = candidate.session
    row = WishList.objects.filter(candidate=candidate).first()
    barred = list(Impossibility.objects.filter(wishes=row).select_related("structure")) if row else []
    shown = {one.seat.pk: one for one in _shown(candidate, {one.structure_id for one in barred}, session)}
    wanted = [shown[key] for key in (row.seats if row else []) if key in shown]
    listed = {one.seat.pk for one in wanted}
    rest = [one for key, one in shown.items() if key not in listed]
    return Wishes(wanted, sorted(rest, key=_nearest), row, barred)


def _nearest(one: Shown) -> tuple[Any, ...]:
    return one.closed is not None, one.km is None, one.km or 0, one.seat.structure.name, one.seat.pk


def _shown(candidate: Candidate, barred: set[int], session: Session) -> list[Shown]:
    key = (candidate.school.structure_id, candidate.diploma_code, candidate.year)
    course, offered = courses(session, [key])[key], seats(session)
    hosts = {one.place.structure for one in offered.values()}
    agreed = agreements(((key[0], host) for host in hosts), session, session.starts_on)
    rows = Seat.objects.filter(pk__in=offered).select_related("structure", "commune")
    here = (candidate.commune.lat, candidate.commune.lon) if candidate.commune else (None, None)
    found = []
    for row in rows:
        told = offered[row.pk]
        closed = Bar.DECLARED if row.structure_id in barred else closed_by(course, told.place, agreed)
        known = None not in here and row.commune.lat is not None
        found.append(Shown(row, told.place.seats, closed, kilometres(here, told.spot) if known else None))
    return found
