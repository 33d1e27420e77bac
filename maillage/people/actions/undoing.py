"""Take an import out again: what it created and nobody has changed since goes, the rest stays and is listed."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from maillage.jobs.actions import advance, set_total
from maillage.jobs.models import Job
from maillage.people import import_files, queries
from maillage.people.actions.importing import REPLACED, Replaced
from maillage.people.enums import ImportState
from maillage.people.models import Attachment, BudgetLine, Household, HouseholdMember, Import, Person
from maillage.permissions import Actor
from maillage.permissions.context import acting

STEP = 300
"""Households removed in one transaction."""


def undo(job: Job, *, by: Actor, import_id: UUID) -> str:
    """Step by step; begun again after an interruption, it goes through what is left."""
    with acting(by):
        source = Import.objects.filter(pk=import_id, state=ImportState.UNDOING, job_id=job.pk).first()
        if source is None:
            return REPLACED
        total = _left(by, source).count()
        set_total(by=by, job_id=job.pk, total=total)
    try:
        kept = _undo_all(job, by, source)
    except Replaced:
        return REPLACED
    return f"Foyers retirés : {total - len(kept)}. Foyers gardés, modifiés depuis : {len(kept)}."


def _left(by: Actor, source: Import) -> Any:
    return queries.households(by).filter(imported_by=source).order_by("pk")


def _undo_all(job: Job, by: Actor, source: Import) -> list[UUID]:
    kept: list[UUID] = []
    counts, done, last = Counter(source.removed), 0, UUID(int=0)
    while True:
        with acting(by):
            step = list(_left(by, source).filter(pk__gt=last).values_list("pk", flat=True)[:STEP])
            if not step:
                _end(job, source, kept)
                break
            kept += _remove(source, step, counts)
            done, last = done + len(step), step[-1]
            _advance(job, by, source, counts, done)
    import_files.erase(source.pk)
    import_files.erase_report(source.report)
    return kept


def _mine(job: Job, source: Import) -> Any:
    return Import.objects.filter(pk=source.pk, state=ImportState.UNDOING, job_id=job.pk)


def _advance(job: Job, by: Actor, source: Import, counts: Counter[str], done: int) -> None:
    if not _mine(job, source).update(removed=dict(counts), moved_at=timezone.now()):
        raise Replaced
    advance(by=by, job_id=job.pk, done=done)


def _end(job: Job, source: Import, kept: list[UUID]) -> None:
    ended = {"state": ImportState.UNDONE, "undone_at": timezone.now(), "report": None}
    if not _mine(job, source).update(kept=[str(one) for one in kept], **ended):
        raise Replaced


def _remove(source: Import, households: list[UUID], counts: Counter[str]) -> list[UUID]:
    """Remove those nobody changed; returns those that stay."""
    touched = _touched(source, households)
    untouched = [one for one in households if one not in touched]
    try:
        with transaction.atomic():
            _delete(source, untouched, counts)
    except (IntegrityError, models.ProtectedError):
        return sorted(touched | _one_by_one(source, untouched, counts))
    return sorted(touched)


def _one_by_one(source: Import, households: list[UUID], counts: Counter[str]) -> set[UUID]:
    """Something out of sight, or of another context, holds one of these households: find which."""
    kept = set()
    for one in households:
        try:
            with transaction.atomic():
                _delete(source, [one], counts)
        except (IntegrityError, models.ProtectedError):
            kept.add(one)
    return kept


def _touched(source: Import, households: list[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.import_touched(%s, %s)", [source.pk, households])
        return {row[0] for row in cursor.fetchall()}


def _delete(source: Import, households: list[UUID], counts: Counter[str]) -> None:
    """Attachments go last: without them row security hides the rest. Constraints are asked at once."""
    here = HouseholdMember.objects.filter(household__in=households)
    persons = list(here.values_list("person_id", flat=True))
    _delete_dependents(Household, households)
    _delete_dependents(Person, persons)
    removed = Counter(
        budget=_raw(BudgetLine, household__in=households),
        members=_raw(HouseholdMember, household__in=households),
        persons=_raw(Person, pk__in=persons, imported_by=source),
        households=_raw(Household, pk__in=households, imported_by=source),
    )
    _raw(Attachment, household__in=households)
    _raw(Attachment, person__in=persons)
    _ask_constraints()
    if (removed["households"], removed["persons"]) != (len(households), len(persons)):
        raise IntegrityError("some rows are out of sight")
    counts.update(removed)


def _raw(model: type[models.Model], **condition: Any) -> int:
    """One DELETE, without gathering what depends on the rows."""
    rows: Any = model._default_manager.filter(**condition)
    return int(rows._raw_delete(rows.db))


def _delete_dependents(model: type[models.Model], ids: list[UUID]) -> None:
    """What other contexts hang on these rows goes as their own `on_delete` says, or refuses (ProtectedError).

    Of our own tables `import_touched` and the foreign keys see to it.
    """
    for relation in model._meta.related_objects:
        if relation.related_model._meta.app_label == model._meta.app_label:
            continue
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": ids})
        if relation.on_delete in (models.PROTECT, models.RESTRICT) and rows.exists():
            raise models.ProtectedError("held by another context", set())
        if relation.on_delete is models.CASCADE:
            rows.delete()


def _ask_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
