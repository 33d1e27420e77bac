"""The catalogue of aids of a territory, kept fresh by who answers for it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.conventions.models import Aid
from maillage.conventions.rules import check_can_list_aids
from maillage.permissions import Actor, Forbidden


@transaction.atomic
def keep(*, by: Actor, values: dict[str, Any], aid: Aid | None = None) -> Aid:
    """Written or changed: it was checked that day."""
    check_keeps(by, aid)
    row = aid or Aid(structure_id=by.structure_id or 0)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["structure", "territory"])
    row.save()
    record(by, "aid_kept", row)
    return row


def check_keeps(by: Actor, aid: Aid | None) -> None:
    check_can_list_aids(by)
    if aid and aid.structure_id != by.structure_id:
        raise Forbidden("Cette aide est tenue par une autre structure\u00a0: dites-lui ce qui a changé.")


@transaction.atomic
def withdraw(*, by: Actor, aid: Aid) -> None:
    check_keeps(by, aid)
    if Aid.objects.filter(pk=aid.pk, withdrawn_on=None).update(withdrawn_on=timezone.localdate()):
        record(by, "aid_withdrawn", aid)
