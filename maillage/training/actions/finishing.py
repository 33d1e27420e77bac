"""Who came, half-day by half-day; a training is finished, and its presences become lines of accounts."""

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import rows_of
from maillage.training.actions.sessions import held
from maillage.training.enums import Asked
from maillage.training.models import HalfDay, Presence, Registration, Session
from maillage.training.rules import check_can_hold

NOT_TODAY = "On signe sa présence le jour même. Ensuite, c’est à qui organise de la noter."
NOT_YOURS = "Vous signez votre propre présence, une fois l’accord de votre employeur reçu."
NOT_OVER = "La formation n’est pas finie\u00a0: son dernier jour est à venir."
NOT_PUBLISHED = "Cette formation n’a pas été publiée, ou elle est annulée."
NOT_LIVE = "Cette formation est terminée ou annulée\u00a0: les présences ne changent plus."


class Finished(NamedTuple):
    """Somebody finished a training. `session` is None when it was done elsewhere and confirmed by the employer."""

    user_id: int
    structure_id: int
    session: Session | None
    title: str
    acquired: str
    on: date


FINISHED: list[Callable[[Actor, Finished], None]] = []
"""Called within the transaction, by who closed the sheet or confirmed the declaration, once for each person."""


def tell(by: Actor, finished: Finished) -> None:
    for listener in FINISHED:
        listener(by, finished)


@transaction.atomic
def sign(*, by: Actor, registration: Registration, half_day: HalfDay) -> None:
    """One's own presence, that day. Twice is once."""
    if registration.user_id != by.user_id or registration.state != Asked.AGREED:
        raise Forbidden(NOT_YOURS)
    if half_day.on != timezone.localdate() or half_day.session_id != registration.session_id:
        raise Forbidden(NOT_TODAY)
    _check_live(registration.session)
    if _came(by, registration, half_day):
        record(by, "training_signed", registration.session, half_day=half_day.pk)


def _check_live(session: Session) -> None:
    if session.finished_at or session.cancelled_on or session.published_at is None:
        raise Forbidden(NOT_LIVE)


def _came(by: Actor, registration: Registration, half_day: HalfDay) -> bool:
    """Whether it is new."""
    if Presence.objects.filter(registration=registration, half_day=half_day).exists():
        return False
    try:
        with transaction.atomic():
            Presence.objects.create(registration=registration, half_day=half_day, user_id=account(by))
    except IntegrityError:
        return False
    return True


@transaction.atomic
def note_presences(*, by: Actor, session: Session, came: Collection[tuple[int, int]]) -> None:
    """The whole sheet: pairs (registration, half-day) who were there; the others were not."""
    row = held(by, session)
    _check_live(row)
    wanted = _of_session(row, came)
    kept = Presence.objects.filter(registration__session=row, registration__state=Asked.AGREED)
    known = {(one.registration_id, one.half_day_id): one.pk for one in kept}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    Presence.objects.filter(pk__in=gone).delete()
    new = [
        Presence(registration_id=one, half_day_id=half, user_id=account(by))
        for one, half in sorted(wanted - known.keys())
    ]
    Presence.objects.bulk_create(new)
    if gone or new:
        record(by, "training_presences", row, came=len(new), removed=len(gone))


def _of_session(row: Session, came: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    agreed = set(row.registrations.filter(state=Asked.AGREED).values_list("pk", flat=True))
    halves = set(row.half_days.values_list("pk", flat=True))
    return {pair for pair in came if pair[0] in agreed and pair[1] in halves}


@transaction.atomic
def finish(*, by: Actor, session: Session) -> int:
    """Close the sheet: each presence becomes a line of an account. How many persons; nothing the second time."""
    check_can_hold(by, session.structure_id)
    if session.published_at is None or session.cancelled_on:
        raise Forbidden(NOT_PUBLISHED)
    if session.ends_on > timezone.localdate():
        raise Forbidden(NOT_OVER)
    lines = rows_of("training_finish(%s::bigint, %s::timestamptz)", session.pk, timezone.now())
    session.refresh_from_db(fields=["finished_at"])
    last = {
        (one.user_id, one.structure_id): one.last_on for one in sorted(lines, key=lambda one: one.last_on)
    }
    if last:
        record(by, "training_finished", session, persons=len(last))
    for (user, structure), on in last.items():
        tell(by, Finished(user, structure, session, session.title, session.acquired, on))
    return len(last)
