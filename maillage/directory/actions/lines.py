"""Whom to call: lines kept by their structure, checked by all who call, revealed one at a time and journaled."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import DirectLine, NotebookLine, Structure
from maillage.directory.rules import check_at_work, check_can_keep_cards
from maillage.permissions import Actor, Forbidden

MOST_IN_NOTEBOOK = 200


@transaction.atomic
def add_line(*, by: Actor, structure: Structure, values: dict[str, Any]) -> DirectLine:
    check_can_keep_cards(by, structure.pk)
    line = DirectLine(structure=structure, checked_on=timezone.localdate(), **values)
    line.full_clean(exclude=["structure"])
    line.save(force_insert=True)
    record(by, "line_added", line)
    return line


@transaction.atomic
def correct_line(*, by: Actor, line: DirectLine, version: int, values: dict[str, Any]) -> None:
    """Checked by the same gesture; what was said wrong is settled."""
    check_can_keep_cards(by, line.structure_id)
    told = {**values, "checked_on": timezone.localdate(), "wrong": "", "wrong_on": None}
    rows = DirectLine.objects.filter(pk=line.pk, version=version)
    if not rows.update(**told, version=F("version") + 1):
        raise Forbidden(
            "Quelqu’un vient de corriger cette ligne\u00a0: relisez-la avant d’enregistrer la vôtre."
        )
    record(by, "line_corrected", line, fields=sorted(values))


@transaction.atomic
def end_line(*, by: Actor, line: DirectLine) -> None:
    """Nobody answers there from today; it is kept, and no longer listed."""
    check_can_keep_cards(by, line.structure_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    DirectLine.objects.filter(pk=line.pk).update(until=yesterday, version=F("version") + 1)
    record(by, "line_ended", line)


@transaction.atomic
def reveal(*, by: Actor, line: DirectLine) -> DirectLine:
    """The number, for whoever is at work; the journal keeps who asked."""
    check_at_work(by)
    record(by, "line_revealed", line)
    return line


@transaction.atomic
def confirm_line(*, by: Actor, line: DirectLine) -> None:
    """I called: it is right."""
    check_at_work(by)
    told = {"checked_on": timezone.localdate(), "wrong": "", "wrong_on": None, "version": F("version") + 1}
    DirectLine.objects.filter(pk=line.pk).update(**told)
    record(by, "line_confirmed", line)


@transaction.atomic
def say_line_wrong(*, by: Actor, line: DirectLine, wrong: str = "") -> None:
    """One click; it lands on the list of whoever keeps the line."""
    check_at_work(by)
    told = {
        "wrong": wrong or "Le numéro ne répond pas ou n’est pas le bon.",
        "wrong_on": timezone.localdate(),
    }
    DirectLine.objects.filter(pk=line.pk).update(**told, version=F("version") + 1)
    record(by, "line_wrong", line)


@transaction.atomic
def note_in_my_book(*, by: Actor, line: DirectLine, remark: str = "") -> None:
    check_at_work(by)
    if NotebookLine.objects.filter(owner_id=by.user_id).count() >= MOST_IN_NOTEBOOK:
        raise Forbidden(f"Votre carnet compte déjà {MOST_IN_NOTEBOOK} lignes\u00a0: retirez-en d’abord.")
    NotebookLine.objects.update_or_create(owner_id=by.user_id, line=line, defaults={"remark": remark})


@transaction.atomic
def remove_from_my_book(*, by: Actor, line: DirectLine) -> None:
    check_at_work(by)
    NotebookLine.objects.filter(owner_id=by.user_id, line=line).delete()
