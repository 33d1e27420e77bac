"""A session is written, published, cancelled with a reason; seats are kept for employers."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.training.models import HalfDay, Quota, Session, SessionTheme, Theme
from maillage.training.rules import check_can_hold, check_can_open

FINISHED_ALREADY = "Cette formation est terminée\u00a0: elle ne change plus."
SIGNED = "Une demi-journée que vous retirez porte déjà des présences\u00a0: gardez-la."
NO_DAY = "Donnez au moins une demi-journée."
TOO_FEW = "Les places gardées pour des employeurs dépassent les places de la session\u00a0: {} sur {}."
NO_SEATS = "Dites d’abord combien la session a de places."
TOO_LONG = "Une session tient en un an\u00a0: ouvrez-en une autre pour la suite."
NOT_ALL = ["structure", "user", "starts_on", "ends_on"]


class Half(NamedTuple):
    on: date
    part: str
    hours: Decimal


@transaction.atomic
def open_session(
    *, by: Actor, values: dict[str, Any], halves: Iterable[Half], themes: Iterable[Theme] = ()
) -> Session:
    """Read by those who organise it until it is published."""
    check_can_open(by)
    row = Session(**{**values, "structure_id": by.structure_id, "user_id": account(by)})
    _dated(row, sorted(halves))
    row.save(force_insert=True)
    _lay(row, halves, themes)
    record(by, "training_opened", row, kind=row.kind)
    return row


@transaction.atomic
def write_session(
    *,
    by: Actor,
    session: Session,
    values: dict[str, Any],
    halves: Iterable[Half],
    themes: Iterable[Theme] = (),
) -> None:
    row = held(by, session)
    for name, value in values.items():
        setattr(row, name, value)
    _dated(row, sorted(halves))
    check_room(row)
    row.save()
    _lay(row, halves, themes)
    record(by, "training_written", row)


def held(by: Actor, session: Session) -> Session:
    """Locked, and not finished."""
    check_can_hold(by, session.structure_id)
    found: Session | None = Session.objects.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if found is None or found.finished_at:
        raise Forbidden(FINISHED_ALREADY)
    return found


def _dated(row: Session, halves: list[Half]) -> None:
    if not halves:
        raise ValidationError({"half_days": NO_DAY})
    row.starts_on, row.ends_on = halves[0].on, halves[-1].on
    if row.ends_on - row.starts_on > timedelta(days=366):
        raise ValidationError({"half_days": TOO_LONG})
    if row.asks_until > row.ends_on:
        raise ValidationError({"asks_until": "Les inscriptions s’arrêtent avant la fin de la formation."})
    row.full_clean(exclude=NOT_ALL)


def _lay(row: Session, halves: Iterable[Half], themes: Iterable[Theme]) -> None:
    """Half-days that stay keep their presences; those that go must have none."""
    wanted = {(one.on, one.part): one.hours for one in halves}
    for kept in row.half_days.all():
        hours = wanted.pop((kept.on, kept.part), None)
        if hours is None:
            _drop(kept)
        elif hours != kept.hours:
            HalfDay.objects.filter(pk=kept.pk).update(hours=hours)
    new = [HalfDay(session=row, on=on, part=part, hours=hours) for (on, part), hours in wanted.items()]
    for one in new:
        one.full_clean(exclude=["session"])
    HalfDay.objects.bulk_create(new)
    SessionTheme.objects.filter(session=row).exclude(theme__in=themes).delete()
    known = set(row.tags.values_list("theme", flat=True))
    SessionTheme.objects.bulk_create(
        SessionTheme(session=row, theme=one) for one in themes if one.pk not in known
    )


def _drop(half: HalfDay) -> None:
    if half.presences.exists():
        raise ValidationError({"half_days": SIGNED})
    half.delete()


@transaction.atomic
def publish_session(*, by: Actor, session: Session, site: str = "") -> None:
    """Everybody reads it. Twice is once. `site`: where the links of mails lead."""
    row = held(by, session)
    told = Session.objects.filter(pk=row.pk, published_at=None, cancelled_on=None)
    if told.update(published_at=timezone.now(), site=site.rstrip("/")[:200]):
        record(by, "training_published", row)


@transaction.atomic
def cancel_session(*, by: Actor, session: Session, why: str) -> None:
    row = held(by, session)
    if not why.strip():
        raise ValidationError({"why": "Dites pourquoi elle est annulée."})
    told = Session.objects.filter(pk=row.pk, cancelled_on=None, finished_at=None)
    if told.update(cancelled_on=timezone.localdate(), cancelled_why=why.strip()):
        record(by, "training_cancelled", row)


@transaction.atomic
def keep_seats(*, by: Actor, session: Session, structure: Structure | None, seats: int) -> None:
    """For an employer; without one, free seats for volunteers and persons concerned. No seat: nothing is kept any more."""
    row = held(by, session)
    rows = Quota.objects.filter(session=row, structure=structure)
    if not seats:
        rows.delete()
    elif not rows.update(seats=seats):
        _keep(row, structure, seats)
    check_room(row)
    record(by, "training_seats_kept", row, structure=structure and structure.pk, seats=seats)


def _keep(row: Session, structure: Structure | None, seats: int) -> None:
    new = Quota(session=row, structure=structure, seats=seats)
    new.full_clean(exclude=["session", "structure"], validate_constraints=False)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise Forbidden("Quelqu’un vient de garder ces places\u00a0: relisez la page.") from None


def check_room(row: Session) -> None:
    kept = sum(row.quotas.values_list("seats", flat=True))
    if kept and row.seats is None:
        raise ValidationError({"seats": NO_SEATS})
    if row.seats is not None and kept > row.seats:
        raise ValidationError({"seats": TOO_FEW.format(kept, row.seats)})


@transaction.atomic
def import_sessions(*, by: Actor, rows: list[tuple[dict[str, Any], list[Half]]]) -> int:
    """Not published; those of an identifier that is already there stay as they are. How many are new; all, or none."""
    check_can_open(by)
    codes = [values["source_code"] for values, _ in rows]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise ValidationError({"file": f"L’identifiant «\u00a0{twice}\u00a0» est sur deux lignes."})
    mine = Session.objects.filter(structure=by.structure_id, source_code__in=codes)
    known = set(mine.values_list("source_code", flat=True))
    new = [(values, halves) for values, halves in rows if values["source_code"] not in known]
    for values, halves in new:
        try:
            open_session(by=by, values=values, halves=halves)
        except ValidationError as refusal:
            raise ValidationError(
                {"file": f"«\u00a0{values['title']}\u00a0»\u00a0: {refusal.messages[0]}"}
            ) from None
    return len(new)
