"""Tasks: the shared list of the agents, those that one entrusted, those about a person; types, hours, irritants."""

from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.reception.enums import UNDER_WAY, TaskState
from maillage.reception.models import Irritant, Task, TaskType


def tasks(actor: Actor) -> QuerySet[Task]:
    """The person reads no type: nothing here joins them."""
    rows: QuerySet[Task] = Task.objects.visible_to(actor)
    return rows.select_related("author", "taken_by", "structure")


def to_do(actor: Actor) -> QuerySet[Task]:
    """The shared list: by due date, whoever took them."""
    return tasks(actor).filter(structure_id=actor.structure_id, state__in=UNDER_WAY)


def to_take(actor: Actor) -> QuerySet[Task]:
    """What waits for an agent: to be taken, or theirs to do."""
    mine = Q(state=TaskState.TAKEN, taken_by_id=actor.user_id)
    return to_do(actor).filter(Q(state=TaskState.OPEN) | mine)


def entrusted(actor: Actor) -> QuerySet[Task]:
    """What the actor entrusted."""
    return tasks(actor).filter(author_id=actor.user_id).select_related("person").order_by("due_on", "pk")


def given_back(actor: Actor) -> QuerySet[Task]:
    """With a question, or done and not read yet."""
    waits = Q(state=TaskState.ASKED) | Q(state=TaskState.DONE, read_on=None)
    return entrusted(actor).filter(waits)


def about(actor: Actor, person: Person) -> QuerySet[Task]:
    return tasks(actor).filter(person=person)


def types(actor: Actor) -> QuerySet[TaskType]:
    """Those in use: of everybody, then of the structure."""
    rows: QuerySet[TaskType] = TaskType.objects.visible_to(actor)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()))


class Hours(NamedTuple):
    """`month` None: the twelve months at once, of a small team. Rows of minutes, by type ("" for the others together)."""

    month: date | None
    rows: list[Any]

    @property
    def estimated(self) -> int:
        return sum(row.estimated for row in self.rows)

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)


def hours_freed() -> list[Hours]:
    """Of the actor's structure, the last month first."""
    told = rows_of("hours_freed()")
    return [Hours(month, list(rows)) for month, rows in groupby(told, key=lambda row: row.month)]


def irritants(actor: Actor) -> list[tuple[str, list[Irritant]]]:
    """By form, those most often named first."""
    rows = Irritant.objects.visible_to(actor).order_by("form", "-noted_on", "pk")
    by_form = [(form, list(told)) for form, told in groupby(rows, key=lambda row: row.form)]
    return sorted(by_form, key=lambda one: -len(one[1]))
