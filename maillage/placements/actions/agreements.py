"""A place that was given becomes a convention, prepared by the school of the student."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.conventions.actions import conventions
from maillage.conventions.models import Convention
from maillage.conventions.rules import Calendar
from maillage.conventions.rules.presence import Range
from maillage.permissions import Actor, Forbidden
from maillage.placements.models import Placement
from maillage.placements.queries.inputs import courses
from maillage.placements.rules import check_can_enter

SOURCE = "session de stages"


@transaction.atomic
def make_convention(*, by: Actor, placement: Placement) -> Convention:
    """Once; the periods are those of the promotion, to be corrected in the convention."""
    candidate = placement.candidate
    check_can_enter(by, candidate.school.structure_id)
    key = (candidate.school.structure_id, candidate.diploma_code, candidate.year)
    course = courses(placement.session, [key])[key]
    student = User.objects.filter(pk=candidate.user_id).first() if candidate.user_id else None
    told: dict[str, Any] = dict(
        by=by, student=student, student_name=candidate.name, school=candidate.school.structure,
        host=placement.seat.structure, diploma_code=candidate.diploma_code, year=candidate.year,
        periods=Calendar(ranges=(Range(course.starts_on, course.ends_on),)), tutor=None, source=SOURCE,
        values={"level": placement.seat.level},
    )  # fmt: skip
    try:
        made = conventions.draft(**told)
    except ValidationError as refusal:
        raise Forbidden(
            f"La convention ne peut pas être préparée ainsi. {' '.join(refusal.messages)}"
        ) from None
    rows = Placement.objects.filter(pk=placement.pk, convention=None, ended_at=None)
    if not rows.update(convention=made.public_id):
        raise Forbidden("Cette place est rendue, ou sa convention existe déjà.")
    record(by, "placement_convention_made", placement)
    return made
