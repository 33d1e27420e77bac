"""« Nous l’avons essayé ici »: declared by those who tried, published by those who lead where it was tried."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.identifying import check_names_nobody
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.practices.models import Reuse, Sheet
from maillage.practices.rules import Holder, can_publish, check_can_publish, check_can_reuse

NOT_PUBLISHED = "Un essai se déclare sur une fiche publiée."
TO_COME = "Un essai dit ce qui a déjà eu lieu\u00a0: donnez une date passée."
ALREADY = "Votre structure a déjà déclaré un essai qui commence ce jour-là."


@transaction.atomic
def declare(*, by: Actor, sheet: Sheet, values: dict[str, Any], confirmed: Iterable[str] = ()) -> Reuse:
    """Public at once when it is told by who leads; otherwise it waits for them."""
    check_can_reuse(by, sheet.structure_id)
    if sheet.published_at is None or sheet.withdrawn_on:
        raise Forbidden(NOT_PUBLISHED)
    if values["began_on"] > timezone.localdate():
        raise ValidationError({"began_on": TO_COME})
    check_names_nobody([values["changed"], values["learnt"]], confirmed)
    row = Reuse(sheet=sheet, structure_id=by.structure_id or 0, user_id=account(by), **values, **_signed(by))
    row.full_clean(
        exclude=["sheet", "structure", "user", "published_by", "territory"], validate_constraints=False
    )
    _save(row)
    record(by, "reuse_declared", row, result=row.result)
    return row


def _signed(by: Actor) -> dict[str, Any]:
    if not can_publish(by, Holder(by.structure_id)):
        return {}
    return {"published_at": timezone.now(), "published_by_id": by.user_id}


def _save(row: Reuse) -> None:
    if row.ended_on and row.ended_on < row.began_on:
        raise ValidationError({"ended_on": "Le dernier jour vient après le premier."})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"began_on": ALREADY}) from None


@transaction.atomic
def publish_reuse(*, by: Actor, reuse: Reuse) -> None:
    check_can_publish(by, Holder(reuse.structure_id))
    rows = Reuse.objects.filter(pk=reuse.pk, published_at=None, withdrawn_on=None)
    if rows.update(published_at=timezone.now(), published_by_id=by.user_id):
        record(by, "reuse_published", reuse, result=reuse.result)


@transaction.atomic
def withdraw_reuse(*, by: Actor, reuse: Reuse, why: str) -> None:
    check_can_publish(by, Holder(reuse.structure_id))
    if not why.strip():
        raise ValidationError({"why": "Dites pourquoi il est retiré."})
    rows = Reuse.objects.filter(pk=reuse.pk, withdrawn_on=None)
    if rows.update(withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()):
        record(by, "reuse_withdrawn", reuse)
