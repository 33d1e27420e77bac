"""Take an import out again: what it created and nobody has changed since goes, the rest stays and is listed."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from maillage.imports.enums import ImportState
from maillage.imports.work import end, mark, work_on
from maillage.jobs.actions import advance, set_total
from maillage.jobs.models import Job
from maillage.people import import_files, queries
from maillage.people.models import Attachment, BudgetLine, Household, HouseholdMember, Import, Person
from maillage.permissions import Actor
from maillage.permissions.context import acting

STEP = 300
"""Households removed in one transaction."""


@work_on(Import, ImportState.UNDOING)
def undo(job: Job, by: Actor, file: Import) -> str:
    """Step by step; begun again after an interruption, it goes through what is left."""
    with acting(by):
        total = _left(by, file).count()
        set_total(by=by, job_id=job.pk, total=total)
    kept = _undo_all(job, by, file)
    return f"Foyers retirés : {total - len(kept)}. Foyers gardés, modifiés depuis : {len(kept)}."


def _left(by: Actor, file: Import) -> Any:
    return queries.households(by).filter(imported_by=file).order_by("pk")


def _undo_all(job: Job, by: Actor, file: Import) -> list[UUID]:
    kept: list[UUID] = []
    counts, done, last = Counter(file.removed), 0, UUID(int=0)
    while True:
        with acting(by):
            step = list(_left(by, file).filter(pk__gt=last).values_list("pk", flat=True)[:STEP])
            if not step:
                told = {"kept": [str(one) for one in kept], "undone_at": timezone.now(), "report": None}
                end(file, job, ImportState.UNDONE, **told)
                break
            kept += _remove(file, step, counts)
            done, last = done + len(step), step[-1]
            mark(file, job, removed=dict(counts))
            advance(by=by, job_id=job.pk, done=done)
    import_files.erase_all(file.pk, file.report)
    return kept


def _remove(file: Import, households: list[UUID], counts: Counter[str]) -> list[UUID]:
    """Remove those nobody changed; returns those that stay."""
    touched = _touched(file, households)
    untouched = [one for one in households if one not in touched]
    try:
        with transaction.atomic():
            _delete(file, untouched, counts)
    except (IntegrityError, models.ProtectedError):
        return sorted(touched | _one_by_one(file, untouched, counts))
    return sorted(touched)


def _one_by_one(file: Import, households: list[UUID], counts: Counter[str]) -> set[UUID]:
    """Something out of sight, or of another context, holds one of these households: find which."""
    kept = set()
    for one in households:
        try:
            with transaction.atomic():
                _delete(file, [one], counts)
        except (IntegrityError, models.ProtectedError):
            kept.add(one)
    return kept


def _touched(file: Import, households: list[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.import_touched(%s, %s)", [file.pk, households])
        return {row[0] for row in cursor.fetchall()}


def _delete(file: Import, households: list[UUID], counts: Counter[str]) -> None:
    """Attachments go last: without them row security hides the rest. Constraints are asked at once."""
    here = HouseholdMember.objects.filter(household__in=households)
    persons = list(here.values_list("person_id", flat=True))
    _delete_dependents(Household, households)
    _delete_dependents(Person, persons)
    removed = Counter(
        budget=_raw(BudgetLine, household__in=households),
        members=_raw(HouseholdMember, household__in=households),
        persons=_raw(Person, pk__in=persons, imported_by=file),
        households=_raw(Household, pk__in=households, imported_by=file),
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
