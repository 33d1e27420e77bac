"""Follow-up for tests. Call them under `become("maintenance")`, or in `acting(actor)`."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count

from maillage.accounts.models import Membership
from maillage.files.storage import keep
from maillage.people.models import Person
from maillage.support.actions.goals import Planned
from maillage.support.models import (
    Accompaniment,
    Act,
    Appointment,
    DirectQuestion,
    Document,
    Goal,
    Note,
    Promise,
    QuestionAnswer,
    Referent,
    Step,
)

numbers = count(1)


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


def make_referent(**fields) -> Referent:
    told = {
        "body": "caf",
        "department": "37",
        "service": f"Accueil des partenaires {next(numbers)}",
        "email": "partenaires@caf.example",
        "phone": "02 47 00 00 90",
        "checked_on": date.today(),
        **fields,
    }
    return Referent.objects.create(**told)


def make_question(person: Person, author: Membership, **fields) -> DirectQuestion:
    """Asked on a Monday of January, out loud; its link opens until 2099 unless told otherwise."""
    referent = fields.pop("referent", None) or make_referent()
    told = {
        "subject": "AAH",
        "question": "Le dossier est-il complet ?",
        "given": '{"facts": [["Initiales", "S. B."]], "why": ""}',
        "way": "oral",
        "agreed_on": date(2026, 1, 5),
        "witness": "Claire, assistante sociale",
        "asked_on": date(2026, 1, 5),
        "due_on": date(2026, 1, 8),
        "last_due_on": date(2099, 1, 2),
        "link_until": date(2099, 1, 2),
        "site": "https://maillage.example/",
        "level": "team",
        "author_id": author.user_id,
        "structure_id": author.structure_id,
        "body": referent.body,
        "service": referent.service,
        **fields,
    }
    return DirectQuestion.objects.create(person=person, referent=referent, **told)


def make_answer(asked: DirectQuestion, **fields) -> QuestionAnswer:
    names = ("structure_id", "open_to_teams", "level", "part", "withheld_id")
    shared = {name: getattr(asked, name) for name in names}
    told = {"kind": "complete", "words": "Oui.", "said_by": "Paule, CAF", **shared, **fields}
    return QuestionAnswer.objects.create(person=asked.person, asked=asked, **told)
