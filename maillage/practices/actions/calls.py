"""A committee asks for sheets on tags until a day; sheets answer while it is open."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.models import Committee
from maillage.governance.queries import standing
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.practices.catalogue import tags
from maillage.practices.models import CallAnswer, Sheet, SheetCall
from maillage.practices.queries.sheets import holder_of
from maillage.practices.rules import check_can_ask, check_can_write

OVER = "Cet appel est terminé\u00a0: il n’attend plus de fiche."
PAST = "Laissez le temps d’écrire\u00a0: donnez une date à venir."


@transaction.atomic
def open_call(*, by: Actor, committee: Committee, values: dict[str, Any]) -> SheetCall:
    check_can_ask(by, standing(by, committee))
    today = timezone.localdate()
    if values["closes_on"] < today:
        raise ValidationError({"closes_on": PAST})
    if not values["tags"] or set(values["tags"]) - set(tags()):
        raise ValidationError({"tags": "Cochez au moins un mot-clé de la liste."})
    row = SheetCall(committee=committee, opened_on=today, user_id=account(by), **values)
    row.full_clean(exclude=["committee", "user"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"title": "Cette instance a déjà un appel de ce titre."}) from None
    record(by, "sheet_call_opened", row)
    return row


@transaction.atomic
def answer_call(*, by: Actor, call: SheetCall, sheet: Sheet) -> None:
    """Until the last second of its day, in Paris. Twice is once."""
    check_can_write(by, holder_of(by, sheet))
    today = timezone.localdate()
    if not call.is_open(today):
        raise Forbidden(OVER)
    told = {"user_id": by.user_id, "answered_on": today}
    _, new = CallAnswer.objects.get_or_create(call=call, sheet=sheet, defaults=told)
    if new:
        record(by, "sheet_call_answered", call, sheet=sheet.pk)
