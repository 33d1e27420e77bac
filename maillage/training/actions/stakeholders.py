"""The map of who counts around training; what a team asks itself of an action, in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.training.models import SelfCheck, Stakeholder, Tie
from maillage.training.rules import check_can_ask, check_can_hold, check_can_open

KNOWN = {"name": "Cet acteur est déjà sur la carte\u00a0: complétez sa fiche, ou donnez un autre nom."}
TIED = "Ce lien est déjà noté."


@transaction.atomic
def add_stakeholder(*, by: Actor, values: dict[str, Any]) -> Stakeholder:
    check_can_open(by)
    row = Stakeholder(**_signed(by), **values)
    _save(row)
    record(by, "stakeholder_added", row)
    return row


def _signed(by: Actor) -> dict[str, Any]:
    return {"structure_id": by.structure_id, "user_id": account(by)}


def _save(row: Stakeholder) -> None:
    row.full_clean(exclude=["structure", "user"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ValidationError(KNOWN) from None


@transaction.atomic
def correct_stakeholder(*, by: Actor, stakeholder: Stakeholder, values: dict[str, Any]) -> None:
    check_can_hold(by, stakeholder.structure_id)
    for name, value in values.items():
        setattr(stakeholder, name, value)
    _save(stakeholder)
    record(by, "stakeholder_corrected", stakeholder)


@transaction.atomic
def tie(*, by: Actor, one: Stakeholder, other: Stakeholder, kind: str, about: str = "") -> Tie:
    check_can_open(by)
    if one.pk == other.pk:
        raise ValidationError({"other": "Choisissez deux acteurs différents."})
    row = Tie(one=one, other=other, kind=kind, about=about, **_signed(by))
    row.full_clean(exclude=["one", "other", "structure", "user"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(TIED) from None
    record(by, "stakeholders_tied", row)
    return row


@transaction.atomic
def untie(*, by: Actor, tie: Tie) -> None:
    """Untied twice, it is gone once."""
    check_can_hold(by, tie.structure_id)
    record(by, "stakeholders_untied", tie)
    Tie.objects.filter(pk=tie.pk).delete()


@transaction.atomic
def write_self_check(*, by: Actor, values: dict[str, Any]) -> SelfCheck:
    """Read by the team where one works."""
    check_can_ask(by)
    row = SelfCheck(written_on=timezone.localdate(), **_signed(by), **values)
    row.full_clean(exclude=["structure", "user"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"action": "Cette action est déjà écrite aujourd’hui."}) from None
    record(by, "self_check_written", row)
    return row
