"""Receptions and tasks without surprises."""

from datetime import date
from itertools import count

from maillage.accounts.models import Membership
from maillage.people.models import Person
from maillage.reception.models import Irritant, Orientation, Reception, Task, TaskType
from tests.plugin import become

THEME = "logement-hebergement"
DUE = date(2099, 1, 5)
numbers = count(1)


def make_reception(member: Membership, **told) -> Reception:
    told = {"themes": [THEME], "outcome": "answered", **told}
    with become("maintenance"):
        return Reception.objects.create(user_id=member.user_id, structure_id=member.structure_id, **told)


def make_orientation(reception: Reception, service) -> Orientation:
    with become("maintenance"):
        return Orientation.objects.create(reception=reception, service=service)


def type_of(code: str = "pieces") -> TaskType:
    with become("maintenance"):
        return TaskType.objects.get(structure=None, code=code)


def make_type(member: Membership, **told) -> TaskType:
    number = next(numbers)
    told = {"code": f"propre-{number}", "label": f"Tâche {number}", "starts_on": date(2026, 1, 1), **told}
    with become("maintenance"):
        return TaskType.objects.create(structure_id=member.structure_id, **told)


def make_task(author: Membership, person: Person, taker: Membership | None = None, **told) -> Task:
    """To be taken; with a `taker`, under way; `state` tells more."""
    kind = told.pop("kind", None) or type_of()
    taken = {"taken_by_id": taker.user_id, "state": "taken"} if taker else {}
    signed = {"author_id": author.user_id, "structure_id": author.structure_id, "title": kind.label}
    words = {"who": person.full_name, "needs": "Il manque le bail.", "steps": "Demander\nRanger"}
    with become("maintenance"):
        return Task.objects.create(
            person=person, kind=kind, **{"due_on": DUE, **signed, **words, **taken, **told}
        )


def make_irritant(
    member: Membership, form: str = "Aide au logement", line: str = "Deux fois le RIB"
) -> Irritant:
    told = {"form": form, "line": line, "noted_on": date(2026, 9, 1)}
    with become("maintenance"):
        return Irritant.objects.create(structure_id=member.structure_id, **told)
