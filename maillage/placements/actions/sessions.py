"""A session is prepared, its schools and hosts called, then published: from then on its dates and its seed do not move."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.placements.models import Cohort, Host, Period, School, Seat, Session
from maillage.placements.queries.committee import arbitrating
from maillage.placements.rules import check_can_enter, check_can_prepare, check_can_run

PUBLISHED = "Cette session est publiée\u00a0: ses dates ne changent plus."
CLOSED = "Les vœux de cette session sont clos\u00a0: plus rien n’y entre."


def locked(by: Actor, session: Session) -> Session:
    """The session, held by whoever runs it until the act is over."""
    check_can_run(by, session.structure_id)
    found: Session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    return found


@transaction.atomic
def prepare(*, by: Actor, values: dict[str, Any]) -> Session:
    check_can_prepare(by)
    _check_committee(by, values)
    row = Session(structure_id=by.structure_id or 0, **values)
    row.full_clean(exclude=["structure", "territory", "committee"])
    row.save(force_insert=True)
    record(by, "placements_session_prepared", row)
    return row


@transaction.atomic
def correct(*, by: Actor, session: Session, values: dict[str, Any]) -> None:
    row = locked(by, session)
    if row.published_at:
        raise Forbidden(PUBLISHED)
    _check_committee(by, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["structure", "territory", "committee"])
    row.save(update_fields=list(values))
    record(by, "placements_session_corrected", row)


def _check_committee(by: Actor, values: dict[str, Any]) -> None:
    named = values.get("committee")
    if named is not None and not arbitrating(by).filter(pk=named.pk).exists():
        raise Forbidden("Choisissez une instance dont votre structure tient le secrétariat.")


@transaction.atomic
def publish(*, by: Actor, session: Session, site: str = "") -> None:
    """With the digest of the seed, that PostgreSQL has just drawn and shows to nobody before the close. `site`: where the
    links of mails lead."""
    row = locked(by, session)
    if row.published_at:
        raise Forbidden("Cette session est déjà publiée.")
    if not School.objects.filter(session=row).exists():
        raise Forbidden("Ajoutez d’abord les écoles qui prennent part à cette session.")
    if row.closes_at <= timezone.now() and not row.taken_over:
        raise Forbidden("La clôture des vœux est déjà passée\u00a0: changez les dates avant de publier.")
    commitment = value_of("placements_commit(%s::bigint)", row.pk)
    told = {"published_at": timezone.now(), "commitment": commitment, "site": site.rstrip("/")[:200]}
    Session.objects.filter(pk=row.pk, published_at=None).update(**told)
    record(by, "placements_session_published", row, commitment=commitment)


@transaction.atomic
def postpone(*, by: Actor, session: Session, closes_at: datetime, results_at: datetime) -> None:
    """Later only, and while wishes are open: a promise is kept or put off, never brought forward."""
    row = locked(by, session)
    if timezone.now() >= row.closes_at:
        raise Forbidden("Les vœux sont clos\u00a0: la clôture ne se reporte plus.")
    if closes_at < row.closes_at or results_at < row.results_at:
        raise Forbidden("Une date publiée ne se rapproche pas\u00a0: elle se reporte, ou elle reste.")
    row.closes_at, row.results_at = closes_at, results_at
    row.full_clean(exclude=["structure", "territory", "committee"])
    row.save(update_fields=["closes_at", "results_at"])
    record(by, "placements_session_postponed", row, closes=closes_at, results=results_at)


def still_open(session: Session) -> None:
    if session.published_at and timezone.now() >= session.closes_at:
        raise Forbidden(CLOSED)


@transaction.atomic
def call_schools(*, by: Actor, session: Session, structures: Iterable[Structure]) -> int:
    """How many are new."""
    row = locked(by, session)
    still_open(row)
    known = set(School.objects.filter(session=row).values_list("structure_id", flat=True))
    new = [School(session=row, structure=one) for one in structures if one.pk not in known]
    School.objects.bulk_create(new)
    record(by, "placements_schools_called", row, schools=len(new))
    return len(new)


@transaction.atomic
def call_hosts(*, by: Actor, session: Session, structures: Iterable[Structure]) -> int:
    """How many are new; each with what it offered the last time this platform asked."""
    row = locked(by, session)
    still_open(row)
    known = set(Host.objects.filter(session=row).values_list("structure_id", flat=True))
    wanted = {one.pk: one for one in structures if one.pk not in known}
    last = _last_numbers(row, wanted)
    Host.objects.bulk_create(
        Host(session=row, structure=one, last=last.get(pk, 0)) for pk, one in wanted.items()
    )
    record(by, "placements_hosts_called", row, hosts=len(wanted))
    return len(wanted)


def _last_numbers(session: Session, structures: Iterable[int]) -> dict[int, int]:
    rows = Seat.objects.filter(session__structure_id=session.structure_id, structure__in=list(structures))
    found: dict[int, tuple[int, int]] = {}
    told = rows.filter(withdrawn_at=None).exclude(session=session)
    for structure, other, declared in told.values_list("structure_id", "session_id", "declared"):
        latest, number = found.get(structure, (0, 0))
        if other > latest:
            found[structure] = (other, declared)
        elif other == latest:
            found[structure] = (other, number + declared)
    return {structure: number for structure, (_, number) in found.items()}


@transaction.atomic
def allow(*, by: Actor, school: School, values: dict[str, Any], cohort: Cohort | None = None) -> Cohort:
    """What a promotion may apply to: progressivity, referent, its own dates."""
    check_enters(by, school)
    row = cohort or Cohort(school=school)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["school"], validate_constraints=False)
    row.save()
    record(by, "placements_promotion_allowed", school.session, school=school.pk, diploma=row.diploma_code)
    return row


@transaction.atomic
def disallow(*, by: Actor, cohort: Cohort) -> None:
    check_enters(by, cohort.school)
    Cohort.objects.filter(pk=cohort.pk).delete()
    record(by, "placements_promotion_rules_removed", cohort.school.session, diploma=cohort.diploma_code)


def check_enters(by: Actor, school: School) -> None:
    """The school itself; or whoever takes over a session held elsewhere, before it is published."""
    session = school.session
    if session.taken_over and session.published_at is None:
        check_can_run(by, session.structure_id)
        return
    check_can_enter(by, school.structure_id)
    if session.published_at is None:
        raise Forbidden("Cette session n’est pas encore publiée.")
    still_open(session)


@transaction.atomic
def keep_period(*, by: Actor, values: dict[str, Any], period: Period | None = None) -> Period:
    check_can_prepare(by)
    row = period or Period(structure_id=by.structure_id or 0)
    check_can_run(by, row.structure_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["structure"], validate_constraints=False)
    row.save()
    record(by, "training_calendar_kept", row)
    return row


@transaction.atomic
def remove_period(*, by: Actor, period: Period) -> None:
    check_can_run(by, period.structure_id)
    record(by, "training_calendar_removed", period)
    period.delete()
