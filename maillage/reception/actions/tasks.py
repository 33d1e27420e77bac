"""A task is entrusted, taken by one agent, asked about, finished; the worker answers, withdraws, reads what was done."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from maillage.audit.actions import record
from maillage.governance.actions.identifying import check_names_nobody
from maillage.people.models import Person
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.reception.enums import TAPS, UNDER_WAY, TaskState
from maillage.reception.models import Irritant, Task, TaskType
from maillage.reception.rules import (
    GONE,
    check_can_entrust,
    check_can_keep_types,
    check_can_note_irritant,
    check_can_take,
    check_does_it,
)
from maillage.vault.fields import SealedText

PAST = "Donnez une date à venir, ou aujourd’hui."
ENDED = "Cette tâche est terminée ou retirée\u00a0: rien ne s’y ajoute."
NOT_ASKED = "Aucune question n’attend votre réponse."
CLOSED = "Ce type de tâche n’est plus dans la liste\u00a0: choisissez-en un autre."


@transaction.atomic
def entrust(*, by: Actor, person: Person, kind: TaskType, values: dict[str, Any]) -> Task:
    """`values`: needs, steps (one a line), due_on, estimate. The person reads in their space that it is entrusted."""
    check_can_entrust(by, person.pk, kind.refusal)
    today = timezone.localdate()
    if kind.ends_on and kind.ends_on <= today:
        raise Forbidden(CLOSED)
    if values["due_on"] < today:
        raise ValidationError({"due_on": PAST})
    author_id, structure_id = at_work(by)
    signed = {"author_id": author_id, "structure_id": structure_id}
    task = Task(person=person, kind=kind, title=kind.label, who=person.full_name, **signed, **values)
    task.save(force_insert=True)
    record(by, "task_entrusted", person, task=task.pk, kind=kind.code)
    return task


def _of(task: Task) -> Person:
    """Named by their identifier alone: an agent doesn't see them."""
    return Person(pk=task.person_id)


@transaction.atomic
def take(*, by: Actor, task: Task) -> None:
    """Of two agents who take it at once, one does."""
    check_can_take(by, task.state)
    told = {"state": TaskState.TAKEN, "taken_by_id": by.user_id, "taken_at": timezone.now()}
    if not Task.objects.filter(pk=task.pk, state=TaskState.OPEN).update(**told):
        raise Forbidden("Un collègue vient de prendre cette tâche.")
    record(by, "task_taken", _of(task), task=task.pk)


@transaction.atomic
def release(*, by: Actor, task: Task) -> None:
    """Back on the list, for a colleague."""
    check_does_it(by, task.taken_by_id)
    told = {"state": TaskState.OPEN, "taken_by": None, "taken_at": None}
    _change(by, task, **told)
    record(by, "task_released", _of(task), task=task.pk)


def _hers(by: Actor, task: Task) -> Any:
    """The task, if this agent is still on it."""
    return Task.objects.filter(pk=task.pk, state=TaskState.TAKEN, taken_by_id=by.user_id)


def _change(by: Actor, task: Task, **told: Any) -> None:
    if not _hers(by, task).update(**told):
        raise Forbidden(GONE)


@transaction.atomic
def tick(*, by: Actor, task: Task, done: Iterable[int]) -> None:
    """All the steps that are done, each time."""
    check_does_it(by, task.taken_by_id)
    known = {rank for rank, _, _ in task.listed_steps}
    _change(by, task, ticked=sorted(known.intersection(done)))
    record(by, "task_ticked", _of(task), task=task.pk)


@transaction.atomic
def note_minutes(*, by: Actor, task: Task, minutes: int) -> None:
    check_does_it(by, task.taken_by_id)
    if minutes not in TAPS:
        raise Forbidden("Choisissez l’une des durées proposées.")
    _change(by, task, minutes=F("minutes") + minutes)
    record(by, "task_minutes", _of(task), task=task.pk, minutes=minutes)


@transaction.atomic
def ask(*, by: Actor, task: Task, question: str) -> None:
    """Given back with a question: it waits for who entrusted it."""
    check_does_it(by, task.taken_by_id)
    row = _hers(by, task).select_for_update().first()
    if row is None:
        raise Forbidden(GONE)
    row.question, row.answer, row.state = question, "", TaskState.ASKED
    row.save(update_fields=["question", "answer", "state"])
    record(by, "task_asked", _of(task), task=task.pk)


@transaction.atomic
def answer(*, by: Actor, task: Task, answer: str) -> None:
    """By whoever follows the person: the agent who asked goes on."""
    check_can_entrust(by, task.person_id)
    row = Task.objects.select_for_update().filter(pk=task.pk, state=TaskState.ASKED).first()
    if row is None:
        raise Forbidden(NOT_ASKED)
    row.answer, row.state = answer, TaskState.TAKEN
    row.save(update_fields=["answer", "state"])
    record(by, "task_answered", task.person, task=task.pk)


@transaction.atomic
def finish(*, by: Actor, task: Task, outcome: str) -> None:
    """From then on the agent reads nothing of it."""
    check_does_it(by, task.taken_by_id)
    field = Task._meta.get_field("outcome")
    assert isinstance(field, SealedText)
    task.outcome = outcome
    told = (task.pk, field.pre_save(task, False), timezone.localdate())
    if not value_of("finish_task(%s::uuid, %s::bytea, %s::date)", *told):
        raise Forbidden(GONE)
    record(by, "task_done", _of(task), task=task.pk, minutes=task.minutes)


@transaction.atomic
def withdraw(*, by: Actor, task: Task) -> None:
    check_can_entrust(by, task.person_id)
    rows = Task.objects.filter(pk=task.pk, state__in=UNDER_WAY)
    if not rows.update(state=TaskState.WITHDRAWN, ended_on=timezone.localdate()):
        raise Forbidden(ENDED)
    record(by, "task_withdrawn", task.person, task=task.pk)


@transaction.atomic
def mark_read(*, by: Actor, task: Task) -> None:
    """What was done is read: it no longer waits in one's day. Twice is once."""
    check_can_entrust(by, task.person_id)
    rows = Task.objects.filter(pk=task.pk, state=TaskState.DONE, read_on=None)
    if rows.update(read_on=timezone.localdate()):
        record(by, "task_read", task.person, task=task.pk)


@transaction.atomic
def note_irritant(*, by: Actor, form: str, line: str, confirmed: Iterable[str] = ()) -> None:
    """Nothing in the row says who noted it, nor for whom."""
    check_can_note_irritant(by)
    check_names_nobody([form, line], confirmed)
    _, structure_id = at_work(by)
    told = {"form": form, "line": line, "noted_on": timezone.localdate()}
    row = Irritant(structure_id=structure_id, **told)
    row.full_clean(exclude=["structure"], validate_constraints=False)
    row.save(force_insert=True)
    record(by, "irritant_noted", "reception.irritant")


@transaction.atomic
def add_type(*, by: Actor, values: dict[str, Any]) -> TaskType:
    check_can_keep_types(by)
    _, structure_id = at_work(by)
    code = slugify(values["label"])[:40] or "tache"
    row = TaskType(structure_id=structure_id, code=code, starts_on=timezone.localdate(), **values)
    row.full_clean(exclude=["structure"], validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"label": "Ce type de tâche est déjà dans votre liste."}) from None
    record(by, "task_type_added", row)
    return row


@transaction.atomic
def close_type(*, by: Actor, kind: TaskType) -> None:
    """Tasks already entrusted go on. Only one's own: those of everybody stay."""
    check_can_keep_types(by)
    rows = TaskType.objects.filter(pk=kind.pk, structure_id=by.structure_id, ends_on=None)
    if rows.update(ends_on=timezone.localdate()):
        record(by, "task_type_closed", kind)
