"""A structure answers for an indicator, reads it again every year with those it concerns, retires it with its reason."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.rules import account
from maillage.observatory.models import Indicator, Review
from maillage.observatory.rules import check_can_keep, check_can_take
from maillage.permissions import Actor, Forbidden

RETIRED = "Cet indicateur est arrêté."
TODAY_ALREADY = "Cet indicateur a déjà été relu aujourd’hui."


@transaction.atomic
def take(*, by: Actor, indicator: Indicator) -> None:
    """Twice is once; of two structures at the same time, the second is told."""
    if indicator.owner_id == by.structure_id and indicator.owner_id is not None:
        return
    check_can_take(by, indicator.owner_id)
    rows = Indicator.objects.filter(pk=indicator.pk, owner=None, retired_on=None)
    if not rows.update(owner_id=by.structure_id):
        raise Forbidden("Une structure vient de prendre cet indicateur, ou il est arrêté.")
    record(by, "indicator_taken", indicator, code=indicator.code)


@transaction.atomic
def review(*, by: Actor, indicator: Indicator, said: str, persons_said: str) -> Review:
    """Read again by professionals and by persons concerned: both speak."""
    check_can_keep(by, indicator.owner_id)
    if indicator.retired_on:
        raise Forbidden(RETIRED)
    missing = {"said": said, "persons_said": persons_said}
    if empty := {name: "Écrivez ce qui a été dit." for name, words in missing.items() if not words.strip()}:
        raise ValidationError(empty)
    today = timezone.localdate()
    row = Review(indicator=indicator, on=today, user_id=account(by), said=said, persons_said=persons_said)
    row.full_clean(exclude=["indicator", "user"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(TODAY_ALREADY) from None
    Indicator.objects.filter(pk=indicator.pk).update(reviewed_on=today)
    record(by, "indicator_reviewed", indicator, code=indicator.code)
    return row


@transaction.atomic
def retire(*, by: Actor, indicator: Indicator, why: str) -> None:
    """What was told stays; nothing more is. Twice is once."""
    check_can_keep(by, indicator.owner_id)
    if not why.strip():
        raise ValidationError({"why": "Dites pourquoi il est arrêté."})
    rows = Indicator.objects.filter(pk=indicator.pk, retired_on=None)
    if rows.update(retired_on=timezone.localdate(), retired_why=why.strip()):
        record(by, "indicator_retired", indicator, code=indicator.code)
