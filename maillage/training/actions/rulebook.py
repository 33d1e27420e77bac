"""A rule is adopted for a structure or a territory, until a day; a programme of three years, and its themes."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.audit.actions import record
from maillage.directory.models import Territory
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.training.models import Adoption, Programme, RuleVersion, Theme
from maillage.training.rules import check_can_adopt, check_can_hold, check_can_open

ENDED = "Cette adoption est déjà finie."


@transaction.atomic
def adopt(
    *, by: Actor, version: RuleVersion, territory: Territory | None, decision: str, starts_on: date
) -> Adoption:
    check_can_adopt(by, territory is not None)
    told = {"structure_id": by.structure_id, "user_id": account(by), "territory": territory}
    row = Adoption(code=version.code, decision=decision, starts_on=starts_on, **told)
    row.full_clean(exclude=["structure", "user", "territory"], validate_constraints=False)
    row.save(force_insert=True)
    record(by, "training_rule_adopted", row, code=row.code)
    return row


@transaction.atomic
def end_adoption(*, by: Actor, adoption: Adoption, ends_on: date) -> None:
    check_can_hold(by, adoption.structure_id)
    check_can_adopt(by, adoption.territory_id is not None)
    if ends_on < adoption.starts_on:
        raise ValidationError({"ends_on": "Le dernier jour vient après le premier."})
    if not Adoption.objects.filter(pk=adoption.pk, ends_on=None).update(ends_on=ends_on):
        raise Forbidden(ENDED)
    record(by, "training_rule_ended", adoption)


@transaction.atomic
def open_programme(*, by: Actor, values: dict[str, Any]) -> Programme:
    check_can_open(by)
    row = Programme(**{**values, "structure_id": by.structure_id, "user_id": account(by)})
    row.full_clean(exclude=["structure", "user"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if row.ends_on <= row.starts_on:
            raise ValidationError({"ends_on": "Le programme finit après avoir commencé."}) from None
        raise ValidationError({"title": "Un programme de ce titre existe déjà chez vous."}) from None
    record(by, "training_programme_opened", row)
    return row


@transaction.atomic
def add_theme(*, by: Actor, programme: Programme, values: dict[str, Any]) -> Theme:
    check_can_hold(by, programme.structure_id)
    row = Theme(programme=programme, **values)
    row.full_clean(exclude=["programme"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"title": "Ce thème est déjà dans le programme."}) from None
    record(by, "training_theme_added", programme, theme=row.pk)
    return row
