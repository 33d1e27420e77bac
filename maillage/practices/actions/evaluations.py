"""An evaluation is written in the name of a structure or a committee, published, withdrawn with a reason. Never a mark."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.governance.actions.identifying import check_names_nobody
from maillage.governance.models import Committee
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.practices.catalogue import criteria
from maillage.practices.models import Evaluation, Finding, Sheet
from maillage.practices.queries.sheets import holder, holder_of
from maillage.practices.rules import check_can_evaluate, check_can_publish, check_can_write

NOT_PUBLISHED = "Une fiche s’évalue une fois publiée."
NOTHING = "Dites ce qui a été vu pour un critère au moins."
SAVED_BETWEEN = (
    "Quelqu’un vient d’enregistrer cette évaluation\u00a0: relisez-la avant d’enregistrer à votre tour."
)
STAYS = "Cette évaluation est publiée\u00a0: elle ne change plus. Retirez-la si elle était fausse."
STARTED = "Une évaluation de ce genre est déjà commencée au même nom\u00a0: reprenez-la."
TO_COME = "Une évaluation dit ce qui a déjà été vu\u00a0: donnez une date passée."
Seen = dict[str, dict[str, Any]]
"""Criterion → its finding."""


@transaction.atomic
def evaluate(
    *,
    by: Actor,
    sheet: Sheet,
    kind: str,
    evaluator: Structure | Committee,
    values: dict[str, Any],
    seen: Seen,
    confirmed: Iterable[str] = (),
) -> Evaluation:
    """Read by those who write it until it is published."""
    told = _held(evaluator)
    check_can_evaluate(by, holder(by, told.get("structure_id"), told.get("committee")))
    version = sheet.versions.filter(published_at__isnull=False).order_by("-number").first()
    if version is None or sheet.withdrawn_on:
        raise Forbidden(NOT_PUBLISHED)
    row = Evaluation(sheet=sheet, version=version, kind=kind, user_id=account(by), **told, **values)
    _check(row, seen, confirmed)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(STARTED) from None
    _note(row, seen)
    record(by, "evaluation_written", row, kind=kind)
    return row


def _held(evaluator: Structure | Committee) -> dict[str, Any]:
    if isinstance(evaluator, Committee):
        return {"committee": evaluator}
    return {"structure_id": evaluator.pk}


def _check(row: Evaluation, seen: Seen, confirmed: Iterable[str]) -> None:
    if row.made_on > timezone.localdate():
        raise ValidationError({"made_on": TO_COME})
    if not seen or set(seen) - {one.code for one in criteria(row.kind, ended=True)}:
        raise ValidationError(NOTHING)
    told = [one[name] for one in seen.values() for name in ("seen", "proof", "source")]
    check_names_nobody([row.persons_said, *told], confirmed)
    row.full_clean(
        exclude=["sheet", "version", "structure", "committee", "user", "published_by"],
        validate_constraints=False,
    )


def _note(row: Evaluation, seen: Seen) -> None:
    Finding.objects.filter(evaluation=row).delete()
    rows = [Finding(evaluation=row, criterion=code, **told) for code, told in seen.items()]
    for one in rows:
        one.full_clean(exclude=["evaluation"], validate_constraints=False)
    Finding.objects.bulk_create(rows)


@transaction.atomic
def correct_evaluation(
    *,
    by: Actor,
    evaluation: Evaluation,
    saves: int,
    values: dict[str, Any],
    seen: Seen,
    confirmed: Iterable[str] = (),
) -> None:
    check_can_write(by, holder_of(by, evaluation))
    if evaluation.published_at or evaluation.withdrawn_on:
        raise Forbidden(STAYS)
    for name, value in values.items():
        setattr(evaluation, name, value)
    _check(evaluation, seen, confirmed)
    rows = Evaluation.objects.filter(pk=evaluation.pk, saves=saves, published_at=None)
    if not rows.update(saves=F("saves") + 1, **values):
        raise Forbidden(SAVED_BETWEEN)
    _note(evaluation, seen)
    record(by, "evaluation_corrected", evaluation)


@transaction.atomic
def publish_evaluation(*, by: Actor, evaluation: Evaluation, saves: int | None = None) -> None:
    """Everybody reads it, and it counts for the ladder. Twice is once; `saves`: what was read, when a page says so."""
    check_can_publish(by, holder_of(by, evaluation))
    if evaluation.sheet.withdrawn_on:
        raise Forbidden(NOT_PUBLISHED)
    rows = Evaluation.objects.filter(pk=evaluation.pk, published_at=None, withdrawn_on=None)
    read = rows if saves is None else rows.filter(saves=saves)
    if read.update(published_at=timezone.now(), published_by_id=by.user_id):
        record(by, "evaluation_published", evaluation, kind=evaluation.kind)
    elif rows.exists():
        raise Forbidden(SAVED_BETWEEN)


@transaction.atomic
def withdraw_evaluation(*, by: Actor, evaluation: Evaluation, why: str) -> None:
    check_can_publish(by, holder_of(by, evaluation))
    if not why.strip():
        raise ValidationError({"why": "Dites pourquoi elle est retirée."})
    rows = Evaluation.objects.filter(pk=evaluation.pk, withdrawn_on=None)
    if rows.update(withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()):
        record(by, "evaluation_withdrawn", evaluation, kind=evaluation.kind)
