"""The register of tutors of a host, what each did, the staff that it declares."""

from datetime import date
from typing import Any

from django.db import transaction

from maillage.audit.actions import record
from maillage.conventions.models import Headcount, Tutor, TutorLine
from maillage.conventions.rules import can_host, check_can_host
from maillage.permissions import Actor, Forbidden


@transaction.atomic
def keep(*, by: Actor, user_id: int, values: dict[str, Any], tutor: Tutor | None = None) -> Tutor:
    """Entered in the register of one's structure, or changed there."""
    check_can_host(by, tutor.structure_id if tutor else by.structure_id)
    row = tutor or Tutor(user_id=user_id, structure_id=by.structure_id or 0)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["user", "structure"])
    row.save()
    record(by, "tutor_kept", row)
    return row


@transaction.atomic
def add_line(*, by: Actor, tutor: Tutor, values: dict[str, Any]) -> TutorLine:
    """By the tutor, or by who keeps the register."""
    check_own(by, tutor)
    row = TutorLine(tutor=tutor, user_id=by.user_id or 0, **values)
    row.full_clean(exclude=["tutor", "user"])
    row.save()
    record(by, "tutor_line_added", tutor, kind=row.kind)
    return row


def check_own(by: Actor, tutor: Tutor) -> None:
    if by.user_id is None or not (tutor.user_id == by.user_id or can_host(by, tutor.structure_id)):
        raise Forbidden("Ces lignes sont écrites par le tuteur ou par sa structure.")


@transaction.atomic
def declare_staff(*, by: Actor, starts_on: date, persons: int) -> None:
    """Declared again from the same day, the last number counts."""
    check_can_host(by, by.structure_id)
    told = {"persons": persons, "user_id": by.user_id}
    row, _ = Headcount.objects.update_or_create(
        structure_id=by.structure_id or 0, starts_on=starts_on, defaults=told
    )
    record(by, "staff_declared", row, persons=persons)
