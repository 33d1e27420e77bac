"""A session is planned, corrected, stopped; one of its days is cancelled, moved, put back; who came is counted."""

from datetime import date, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Attendance, OutreachSession, SessionChange, Structure
from maillage.directory.queries.sessions import in_rule
from maillage.directory.rules import check_can_keep_cards
from maillage.directory.rules.recurrence import days_between
from maillage.permissions import Actor, Forbidden

SAVED_BETWEEN = "Quelqu’un vient de changer cette permanence\u00a0: relisez-la avant d’enregistrer."
COUNTED_BETWEEN = "Quelqu’un vient de compter ce jour-là\u00a0: relisez avant d’enregistrer."
NO_SUCH_DAY = "Cette permanence n’a pas lieu ce jour-là."
NEVER = (
    "Aucun jour ne correspond avant la fin\u00a0: vérifiez le premier jour, le jour de la semaine et la fin."
)
LOOKED_AHEAD = timedelta(days=2 * 366)


@transaction.atomic
def add_session(*, by: Actor, structure: Structure, values: dict[str, Any]) -> OutreachSession:
    """`values`: fields of OutreachSession; the first day becomes the first that the rule gives."""
    check_can_keep_cards(by, structure.pk)
    session = OutreachSession(structure=structure, **_from_first_day(values))
    session.full_clean(exclude=["structure", "commune", "host"])
    session.save(force_insert=True)
    record(by, "session_added", session)
    return session


@transaction.atomic
def correct_session(*, by: Actor, session: OutreachSession, version: int, values: dict[str, Any]) -> None:
    check_can_keep_cards(by, session.structure_id)
    kept = OutreachSession.objects.select_for_update().get(pk=session.pk)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    for name, value in {**_from_first_day(values), "version": version + 1}.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["structure", "commune", "host"])
    kept.save()
    record(by, "session_corrected", kept)


@transaction.atomic
def stop_session(*, by: Actor, session: OutreachSession, last: date) -> None:
    """No day after `last`; the days that were stay."""
    check_can_keep_cards(by, session.structure_id)
    if session.starts_on > last and in_rule(session, session.starts_on):
        cancel_day(by=by, session=session, day=session.starts_on, reason="elle n’aura pas lieu")
    last = max(last, session.starts_on)
    told = {"until": last, "version": F("version") + 1}
    if OutreachSession.objects.filter(pk=session.pk).exclude(until__lte=last).update(**told):
        record(by, "session_stopped", session, last=last)


def _from_first_day(values: dict[str, Any]) -> dict[str, Any]:
    start, until = values["starts_on"], values["until"]
    days = days_between(start, values["rule"], until, start, start + LOOKED_AHEAD)
    if not days:
        raise Forbidden(NEVER)
    return {**values, "starts_on": days[0]}


@transaction.atomic
def cancel_day(*, by: Actor, session: OutreachSession, day: date, reason: str) -> None:
    told = {"new_day": None, "new_time": None, "new_place": ""}
    _change(by, session, day, "session_day_cancelled", {**told, "reason": reason})


@transaction.atomic
def move_day(
    *, by: Actor, session: OutreachSession, day: date, to: date, at: time, place: str, reason: str
) -> None:
    check_can_keep_cards(by, session.structure_id)
    if to != day and in_rule(session, to):
        raise Forbidden("La permanence a déjà lieu ce jour-là\u00a0: annulez plutôt celle-ci.")
    told = {"new_day": to, "new_time": at, "new_place": place, "reason": reason}
    _change(by, session, day, "session_day_moved", told)


@transaction.atomic
def restore_day(*, by: Actor, session: OutreachSession, day: date) -> None:
    check_can_keep_cards(by, session.structure_id)
    if SessionChange.objects.filter(session=session, day=day).delete()[0]:
        _one_version_more(session)
        record(by, "session_day_restored", session, day=day)


def _change(by: Actor, session: OutreachSession, day: date, verb: str, told: dict[str, Any]) -> None:
    check_can_keep_cards(by, session.structure_id)
    if not in_rule(session, day):
        raise Forbidden(NO_SUCH_DAY)
    SessionChange.objects.update_or_create(session=session, day=day, defaults=told)
    _one_version_more(session)
    record(by, verb, session, day=day)


def _one_version_more(session: OutreachSession) -> None:
    """So that calendars which hold the session take its change."""
    OutreachSession.objects.filter(pk=session.pk).update(version=F("version") + 1)


@transaction.atomic
def count_attendance(
    *,
    by: Actor,
    session: OutreachSession,
    day: date,
    version: int,
    came: int,
    new: int,
    asked: dict[str, int],
) -> None:
    """`version` 0: nobody had counted yet. `asked`: how many asked for each theme."""
    check_can_keep_cards(by, session.structure_id)
    if not in_rule(session, day):
        raise Forbidden(NO_SUCH_DAY)
    if day > timezone.localdate():
        raise Forbidden("Ce jour n’est pas encore venu.")
    told = {"came": came, "new": new, "asked": {theme: count for theme, count in asked.items() if count}}
    if version:
        rows = Attendance.objects.filter(session=session, day=day, version=version)
        saved = rows.update(**told, version=F("version") + 1)
    else:
        saved = _first_count(session, day, told)
    if not saved:
        raise Forbidden(COUNTED_BETWEEN)
    record(by, "attendance_counted", session, day=day)


def _first_count(session: OutreachSession, day: date, told: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            Attendance.objects.create(session=session, day=day, **told)
    except IntegrityError:
        return False
    return True
