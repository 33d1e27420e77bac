"""A night is prepared, opened, closed, published: each step once, in this order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.counts.models import Night, Round
from maillage.counts.queries.report import told
from maillage.counts.queries.results import results
from maillage.counts.rules import check_can_keep
from maillage.permissions import Actor, Forbidden

PUBLISHED = "Cette nuit est publiée\u00a0: elle ne change plus."
STARTED = "Cette nuit est déjà ouverte."


def locked(by: Actor, night: Night) -> Night:
    """Not published, and kept by this actor."""
    check_can_keep(by, night.structure_id)
    found: Night | None = (
        Night.objects.select_for_update(of=("self",)).filter(pk=night.pk, published_at=None).first()
    )
    if found is None:
        raise Forbidden(PUBLISHED)
    return found


@transaction.atomic
def prepare(*, by: Actor, values: dict[str, Any]) -> Night:
    check_can_keep(by, by.structure_id)
    row = Night(structure_id=by.structure_id or 0, **values)
    row.full_clean(exclude=["structure", "territory"], validate_constraints=False)
    row.save(force_insert=True)
    record(by, "night_prepared", row)
    return row


@transaction.atomic
def correct(*, by: Actor, night: Night, values: dict[str, Any]) -> None:
    """The questions stay once lines answer them."""
    row = locked(by, night)
    if row.opened_at and set(values["asked"]) != set(row.asked):
        raise ValidationError({"asked": "Les équipes ont commencé\u00a0: les questions ne changent plus."})
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["structure", "territory"], validate_constraints=False)
    row.save(update_fields=list(values))
    record(by, "night_corrected", row)


@transaction.atomic
def open_night(*, by: Actor, night: Night) -> None:
    row = locked(by, night)
    if row.opened_at:
        raise Forbidden(STARTED)
    if not Round.objects.filter(team__night=row).exists():
        raise Forbidden("Confiez d’abord au moins un secteur à une équipe.")
    Night.objects.filter(pk=row.pk, opened_at=None).update(opened_at=timezone.now())
    record(by, "night_opened", row)


@transaction.atomic
def close_night(*, by: Actor, night: Night) -> None:
    """From then on no line changes; the links of teams live a day more, for what was seen before."""
    row = locked(by, night)
    if row.opened_at is None or row.closed_at:
        raise Forbidden("Cette nuit n’est pas ouverte.")
    Night.objects.filter(pk=row.pk, closed_at=None).update(closed_at=timezone.now())
    record(by, "night_closed", row)


@transaction.atomic
def publish(*, by: Actor, night: Night) -> None:
    """The report as it is now, small numbers hidden, for everybody and for good."""
    row = locked(by, night)
    if row.closed_at is None:
        raise Forbidden("Fermez d’abord cette nuit.")
    report = told(results(by, row), hide=True)
    Night.objects.filter(pk=row.pk, published_at=None).update(published_at=timezone.now(), report=report)
    record(by, "night_published", row)
