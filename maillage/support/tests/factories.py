"""Follow-up for tests. Call them under `become("maintenance")`, or in `acting(actor)`."""

from collections.abc import Iterable
from datetime import date, datetime

from maillage.accounts.models import Membership
from maillage.files.storage import keep
from maillage.people.models import Person
from maillage.support.actions.goals import Planned
from maillage.support.models import (
    Accompaniment,
    Act,
    Appointment,
    Document,
    Goal,
    Note,
    Promise,
    Step,
)


def make_accompaniment(person: Person, referent: Membership, **fields) -> Accompaniment:
    day = date(2026, 1, 5)
    told = {"referent_since": day, "opened_on": day, **fields}
    place = {"referent_structure_id": referent.structure_id, "lead_structure_id": referent.structure_id}
    return Accompaniment.objects.create(person=person, referent_id=referent.user_id, **{**place, **told})


def make_note(person: Person, author: Membership, level: str = "team", part: str = "", **fields) -> Note:
    told = {
        "kind": "interview",
        "medium": "here",
        "held_on": date(2026, 9, 1),
        "synthesis": "essai",
        **fields,
    }
    who = {"author_id": author.user_id, "structure_id": author.structure_id}
    return Note.objects.create(person=person, level=level, part=part, **{**who, **told})


def make_act(person: Person, by: Membership, what: str = "Entretien", **fields) -> Act:
    told = {"kind": "interview", "on": date(2026, 9, 1), "by_label": str(by.user), **fields}
    who = {"by_id": by.user_id, "structure_id": by.structure_id}
    return Act.objects.create(person=person, what=what, **{**who, **told})


def make_goal(person: Person, author: Membership, steps: Iterable[Planned] = (), **fields) -> Goal:
    told = {
        "words": "Retrouver un logement où mes enfants peuvent venir",
        "level": "team",
        "agreed_on": date(2026, 9, 1),
        "author_id": author.user_id,
        "structure_id": author.structure_id,
        **fields,
    }
    goal = Goal.objects.create(person=person, **told)
    for rank, one in enumerate(steps):
        Step.objects.create(goal=goal, person=person, rank=rank, **vars(one))
    return goal


def make_appointment(person: Person, worker: Membership, starts_at: datetime, **fields) -> Appointment:
    told = {
        "place": "MDS, bureau 3",
        "worker_id": worker.user_id,
        "structure_id": worker.structure_id,
        **fields,
    }
    return Appointment.objects.create(person=person, starts_at=starts_at, **told)


def make_promise(person: Person, owed_by: Membership, due_on: date, **fields) -> Promise:
    told = {
        "what": "Rappeler la CAF",
        "made_on": date(2026, 1, 5),
        "working_days": 5,
        "owed_by_id": owed_by.user_id,
        "structure_id": owed_by.structure_id,
        **fields,
    }
    return Promise.objects.create(person=person, due_on=due_on, **told)


def make_document(person: Person, author: Membership, content: bytes = b"essai", **fields) -> Document:
    told = {
        "title": "Avis d’impôt",
        "kind": "resources",
        "level": "team",
        "name": "avis.txt",
        "media_type": "text/plain; charset=utf-8",
        "size": len(content),
        "author_id": author.user_id,
        "structure_id": author.structure_id,
        **fields,
    }
    return Document.objects.create(person=person, key=keep(content, owner=person.pk), **told)
