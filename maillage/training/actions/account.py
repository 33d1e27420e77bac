"""A training done elsewhere is declared, and confirmed by the employer; a line is contested, and a human answers."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.clocks.working_days import add_working_days
from maillage.files.checks import checked
from maillage.files.storage import drop, keep, read
from maillage.files.uploads import Upload
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.training.actions.finishing import Finished, tell
from maillage.training.enums import Answer
from maillage.training.models import AccountLine, Contest, Declaration
from maillage.training.rules import check_can_ask, check_can_confirm, check_can_judge

DAYS_TO_ANSWER = 15
"""Working days, for a declaration and for a contested line."""
ANSWERED = "Quelqu’un vient de répondre\u00a0: relisez la réponse."
WHY = {"reason": "Dites pourquoi\u00a0: la personne le lira."}
TO_COME = {"ends_on": "Une formation se déclare une fois finie\u00a0: donnez une date passée."}
TOO_OLD = {"starts_on": "Déclarez une formation de cette année ou de l’année dernière."}
TOO_MANY = "C’est plus de 7 heures par jour\u00a0: {} jour(s) font {} heures au plus."
TWICE = {"title": "Vous avez déjà déclaré cette formation, avec le même titre et le même premier jour."}
NOT_YOURS = "Cette ligne est au compte de quelqu’un d’autre."
HOURS_A_DAY = Decimal(7)


@transaction.atomic
def declare(*, by: Actor, values: dict[str, Any], upload: Upload | None = None) -> Declaration:
    """With its attestation when there is one. Raises `files.refusals.Refused`."""
    check_can_ask(by)
    today = timezone.localdate()
    told = {"user_id": account(by), "structure_id": by.structure_id, "asked_on": today}
    row = Declaration(due_on=add_working_days(today, DAYS_TO_ANSWER), **{**values, **told})
    _check(row, today)
    key = _keep(row, upload)
    try:
        _save(row)
        record(by, "training_declared", row)
    except BaseException:
        if key:
            drop(key)
        raise
    return row


def _check(row: Declaration, today: date) -> None:
    row.full_clean(exclude=["user", "structure", "answered_by", "theme"], validate_constraints=False)
    if row.ends_on < row.starts_on:
        raise ValidationError({"ends_on": "Le dernier jour vient après le premier."})
    if row.starts_on.year != row.ends_on.year:
        raise ValidationError({"ends_on": "Déclarez à part ce qui a eu lieu chaque année."})
    if row.ends_on > today:
        raise ValidationError(TO_COME)
    if row.starts_on.year < today.year - 1:
        raise ValidationError(TOO_OLD)
    days = (row.ends_on - row.starts_on).days + 1
    if row.hours > days * HOURS_A_DAY:
        raise ValidationError({"hours": TOO_MANY.format(days, days * 7)})


def _keep(row: Declaration, upload: Upload | None) -> str:
    if upload is None:
        return ""
    safe = checked(upload.name, upload.content)
    row.file_key = keep(safe.content, owner=row.public_id)
    row.file_name, row.media_type = safe.name, safe.media_type
    return row.file_key


def _save(row: Declaration) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(TWICE) from None


def read_file(*, by: Actor, declaration: Declaration) -> bytes:
    record(by, "training_file_read", declaration)
    return read(declaration.file_key)


@transaction.atomic
def withdraw_declaration(*, by: Actor, declaration: Declaration) -> None:
    """While nobody answered."""
    rows = Declaration.objects.filter(pk=declaration.pk, user=by.user_id, state=Answer.WAITING)
    record(by, "training_declaration_withdrawn", declaration)
    if not rows.delete()[0]:
        raise Forbidden(ANSWERED)
    if declaration.file_key:
        transaction.on_commit(lambda: drop(declaration.file_key))


@transaction.atomic
def answer_declaration(*, by: Actor, declaration: Declaration, accepted: bool, reason: str = "") -> None:
    """Accepted, it becomes a line of the account."""
    check_can_confirm(by, declaration.structure_id, declaration.user_id)
    _answer(by, Declaration, declaration.pk, accepted, reason)
    record(by, "training_declaration_answered", declaration, accepted=accepted)
    if accepted and value_of("training_confirm(%s::bigint)", declaration.pk):
        told = (
            declaration.user_id,
            declaration.structure_id,
            None,
            declaration.title,
            "",
            declaration.ends_on,
        )
        tell(by, Finished(*told))


def _answer(by: Actor, model: Any, pk: int, accepted: bool, reason: str) -> None:
    """Of two answers at once, the second is told."""
    if not accepted and not reason.strip():
        raise ValidationError(WHY)
    told = {"answered_by_id": account(by), "answered_on": timezone.localdate(), "reason": reason.strip()}
    rows = model.objects.filter(pk=pk, state=Answer.WAITING)
    if not rows.update(state=Answer.YES if accepted else Answer.NO, **told):
        raise Forbidden(ANSWERED)


@transaction.atomic
def contest(*, by: Actor, line: AccountLine, words: str) -> Contest:
    """Once a line; the answer is owed by whoever PostgreSQL says (`training_addressee`)."""
    if line.user_id != by.user_id:
        raise Forbidden(NOT_YOURS)
    today = timezone.localdate()
    told = {"user_id": account(by), "asked_on": today, "due_on": add_working_days(today, DAYS_TO_ANSWER)}
    place = value_of("training_addressee(%s::bigint)", line.pk)
    row = Contest(line=line, structure_id=place, words=words.strip(), **told)
    row.full_clean(exclude=["line", "user", "structure", "answered_by"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Forbidden("Cette ligne est déjà contestée.") from None
    record(by, "training_contested", row)
    return row


@transaction.atomic
def answer_contest(*, by: Actor, contest: Contest, accepted: bool, reason: str = "") -> None:
    """Accepted, the line counts whole from the next reading."""
    check_can_judge(by, contest.structure_id, contest.user_id)
    _answer(by, Contest, contest.pk, accepted, reason)
    record(by, "training_contest_answered", contest, accepted=accepted)
