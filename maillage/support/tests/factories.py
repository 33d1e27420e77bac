"""Follow-up for tests. Call them under `become("maintenance")`, or in `acting(actor)`."""

from datetime import date

from maillage.accounts.models import Membership
from maillage.people.models import Person
from maillage.support.models import Accompaniment, Act, Note


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
