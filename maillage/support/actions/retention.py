"""Files nobody has met for long: archived, then erased once a list is approved; what suspends it; somebody who comes back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from maillage.audit.actions import record, record_through
from maillage.people.actions.access import HOURLY_QUESTIONS, identity_key
from maillage.people.models import Attachment, Household, HouseholdMember, Person, SpaceAccess
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.erasing import COMMAND, Erased, erase
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind
from maillage.support.models import LegalHold
from maillage.support.queries.retention import ARCHIVED, MAINTENANCE, dormant, expired, rule
from maillage.support.rules import check_can_follow

STEP = 500
"""Persons archived in one transaction."""
UNKNOWN = (
    "Aucun dossier archivé de votre structure ne s’ouvre avec ces renseignements. Vérifiez le prénom, le nom et la date "
    "de naissance\u00a0; sinon, recevez la personne."
)


NIGHT = Actor(label="archivage de nuit")


def archive(today: date | None = None, by: Actor = COMMAND) -> int:
    """How many. By steps; interrupted, it is only to be run again. `reopen` undoes it, person by person."""
    day = today or timezone.localdate()
    archived = 0
    while step := _archive_some(day, by):
        archived += step
    return archived


def archive_at_night() -> None:
    """When whoever installs it chose so (docs/decisions/0026-archived-at-night.md)."""
    if settings.ARCHIVE_EVERY_NIGHT:
        archive(by=NIGHT)


def erase_listed(
    persons: Iterable[UUID], *, visa: str, today: date | None = None, by: Actor = COMMAND
) -> Erased:
    """Of the persons of an approved list, those whose archive is over still. `visa`: who approved it, when, or its number."""
    day, everybody = today or timezone.localdate(), Person.objects.using(MAINTENANCE)

    def still(listed: list[UUID]) -> list[UUID]:
        return list(expired(everybody.filter(pk__in=listed), day, MAINTENANCE).values_list("pk", flat=True))

    return erase(persons, why=f"retention {rule(day).code}, visa {visa}", by=by, still=still)


def _archive_some(day: date, by: Actor) -> int:
    """Asked again of the rows once they are locked: somebody may have met the person meanwhile."""
    rows = Person.objects.using(MAINTENANCE)
    with transaction.atomic(using=MAINTENANCE):
        wanted = list(dormant(rows, day, MAINTENANCE).order_by("pk").values_list("pk", flat=True)[:STEP])
        list(rows.filter(pk__in=wanted).order_by("pk").select_for_update().values_list("pk"))
        step = list(dormant(rows.filter(pk__in=wanted), day, MAINTENANCE).values_list("pk", flat=True))
        rows.filter(pk__in=step).update(archived_on=day, version=F("version") + 1)
        _close(step)
        for one in step:
            record_through(MAINTENANCE, by, "archived", Person(pk=one), why=rule(day).code)
    return len(step)


def _close(persons: list[UUID]) -> None:
    """Nobody reads them any more: neither the team, nor the circle, nor with a code; nor the homes they leave empty."""
    now = timezone.now()
    ended = {"ended_at": now, "ended_reason": ARCHIVED}
    still = HouseholdMember.objects.using(MAINTENANCE).filter(household=OuterRef("pk"), until=None)
    theirs = Household.objects.using(MAINTENANCE).filter(members__person__in=persons)
    empty = theirs.exclude(Exists(still.filter(person__archived_on=None))).values("pk")
    opened = Attachment.objects.using(MAINTENANCE).filter(ended_at=None)
    opened.filter(person__in=persons).update(**ended)
    opened.filter(household__in=empty).update(**ended)
    SpaceAccess.objects.using(MAINTENANCE).filter(person__in=persons, ended_at=None).update(ended_at=now)


@transaction.atomic
def place_hold(*, by: Actor, person: Person, reason: str, until: date) -> LegalHold:
    """The file stays as it is until that day. One that ended gives way to the new one."""
    check_can_follow(by, person.pk)
    user_id, _ = at_work(by)
    today = timezone.localdate()
    if until <= today:
        raise Forbidden("Choisissez une date à venir.")
    rows = LegalHold.objects.filter(person=person, lifted_at=None)
    rows.filter(until__lt=today).update(lifted_at=timezone.now(), lifted_by_id=user_id)
    if rows.exists():
        raise Forbidden("L’effacement de ce dossier est déjà suspendu\u00a0: levez d’abord cette suspension.")
    hold = LegalHold(person=person, reason=reason, until=until, placed_by_id=user_id)
    hold.save(force_insert=True)
    record(by, "hold_placed", person, until=until)
    return hold


@transaction.atomic
def lift_hold(*, by: Actor, hold: LegalHold) -> None:
    check_can_follow(by, hold.person_id)
    told: dict[str, Any] = {"lifted_at": timezone.now(), "lifted_by_id": by.user_id}
    if LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(**told):
        record(by, "hold_lifted", hold.person)


def reopen(*, by: Actor, first_name: str, last_name: str, birth_date: date | None, motive: str) -> UUID:
    """Somebody comes back: their former structure opens their archived file. Raises `Forbidden`, always in the same
    words; what was tried stays counted and journaled, whatever the answer."""
    at_work(by)
    key = identity_key(first_name, last_name, birth_date)
    found = _reopened(key, birth_date, motive) if key else None
    if found is None:
        record(by, "reopen_unanswered", "person")
        raise Forbidden(UNKNOWN)
    person, today = Person.objects.get(pk=found), timezone.localdate()
    note_act(by=by, person=person, kind=ActKind.CIRCLE, what="Dossier archivé, rouvert", on=today)
    record(by, "read_reopened", person)
    return found


def _reopened(key: str, birth_date: date | None, motive: str) -> UUID | None:
    with connection.cursor() as cursor:
        statement = "SELECT maillage_definer.reopen_archived(%s, %s, %s, %s)"
        cursor.execute(statement, [key, birth_date, motive, HOURLY_QUESTIONS])
        (found,) = cursor.fetchone()
    return UUID(str(found)) if found else None
