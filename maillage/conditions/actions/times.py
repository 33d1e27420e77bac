"""One's own week, the time that is planned, sessions of practice analysis."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.conditions.models import Analysis, Presence, TimePlan, WeekTime
from maillage.conditions.rules import at_work, check_can_change_week, check_leads, is_sampled, monday_of
from maillage.permissions import Actor

NOT_MONDAY = "Un temps prévu commence un lundi\u00a0: choisissez le lundi de la semaine."


@transaction.atomic
def note_week(*, by: Actor, monday: date, half_hours: dict[str, int], retyped: int | None = None) -> WeekTime:
    """`half_hours` by kind. Noted again, a week takes the last numbers; the journal says that it was, never how much."""
    check_can_change_week(by, monday, timezone.localdate())
    asked = retyped if is_sampled(monday) else None
    user_id, structure_id = at_work(by)
    week, _ = WeekTime.objects.update_or_create(
        user_id=user_id,
        structure_id=structure_id,
        monday=monday,
        defaults={**half_hours, "retyped": asked},
    )
    record(by, "week_noted", week)
    return week


@transaction.atomic
def plan(*, by: Actor, since: date, half_hours: dict[str, int]) -> TimePlan:
    check_leads(by)
    if since != monday_of(since):
        raise ValidationError({"since": NOT_MONDAY})
    user_id, structure_id = at_work(by)
    row = TimePlan(structure_id=structure_id, by_id=user_id, since=since, **half_hours)
    row.save(force_insert=True)
    record(by, "time_planned", row)
    return row


@transaction.atomic
def note_analysis(*, by: Actor, values: dict[str, Any], present: Iterable[User]) -> Analysis:
    """`values`: day, minutes, facilitator, outside. Nothing of what was said."""
    check_leads(by)
    if values["day"] > timezone.localdate():
        raise ValidationError({"day": "Cette séance n’a pas encore eu lieu\u00a0: notez-la après."})
    user_id, structure_id = at_work(by)
    row = Analysis(structure_id=structure_id, by_id=user_id, **values)
    row.save(force_insert=True)
    Presence.objects.bulk_create([Presence(analysis=row, user=one) for one in present])
    record(by, "analysis_noted", row)
    return row
