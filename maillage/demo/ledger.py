"""Gestures of the ledger: agree, withdraw, keep somebody out, open in an emergency; and the codes of own spaces."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.places import Scene
from maillage.demo.stories import Gesture, Story, in_days
from maillage.people.actions import (
    break_glass,
    end_space_access,
    give_code,
    give_consent,
    keep_out,
    withdraw_consent,
)
from maillage.people.models import Attachment, Consent, Person, SpaceAccess
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting


def consent(story: Story, by: Actor, line: dict[str, Any]) -> Consent:
    """`consent`: a structure, or somebody ("leila", "karim@epicerie") by name; `for`: in how many days it ends."""
    given = give_consent(by=by, consent=_line(story, line), role=line.get("role", "partner"))
    _join(story, line)
    return given


def _line(story: Story, line: dict[str, Any]) -> Consent:
    recipient = line["consent"]
    named = None if recipient in story.scene.structures else story.scene.worker(recipient)
    place = named.structure_id if named else story.scene.structures[recipient].pk
    told = {name: line[name] for name in ("purpose", "way", "witness") if name in line}
    return Consent(
        person=story.person,
        structure_id=place,
        reader_id=named and named.user_id,
        parts=line["parts"],
        given_on=timezone.localdate(),
        until=in_days(line, "for"),
        basis_id=line.get("basis"),
        **{"way": "self", **told},
    )


def _join(story: Story, line: dict[str, Any]) -> None:
    """Whoever is let in by name opens the file that day: PostgreSQL stamped the present."""
    if line["consent"] in story.scene.structures:
        return
    with acting(story.scene.worker(line["consent"])) as partner:
        let_in = Attachment.objects.filter(consent_of=story.person, worker_id=partner.user_id, ended_at=None)
        let_in.update(started_at=timezone.now())


def withdraws(story: Story, by: Actor, line: dict[str, Any]) -> None:
    withdraw_consent(by=by, consent=story.rows[line["withdraws"]], way=line.get("way", "self"))


def keep_out_of(story: Story, by: Actor, line: dict[str, Any]) -> None:
    """Of the person's file and of their children's: whoever is kept out of one is not let in by the other."""
    agent = story.scene.users[line["keep_out"]].pk
    for name in (None, *line.get("and", [])):
        person = story.scene.persons[name] if name else story.person
        keep_out(by=by, person=person, agent_id=agent, reason=line["reason"])


def emergency(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    who = story.person
    told = {"first_name": who.first_name, "last_name": who.last_name, "birth_date": who.birth_date}
    return break_glass(by=by, motive=line["emergency"], **told)


GESTURES: dict[str, Gesture] = {
    "consent": consent,
    "withdraws": withdraws,
    "keep_out": keep_out_of,
    "emergency": emergency,
}


def codes(scene: Scene, rows: list[dict[str, Any]]) -> Iterator[str]:
    """A code can't be read again: a new one each time the accounts are presented. A person who left has none."""
    for row in rows:
        with acting(scene.worker(row["by"])) as worker:
            person = _called(row["person"])
            line = person and _code(worker, person, row)
        if line:
            yield line


def _called(name: str) -> Person | None:
    first, _, last = name.partition(" ")
    return Person.objects.filter(first_name=first, last_name=last, merged_into=None).first()


def _code(worker: Actor, person: Person, row: dict[str, Any]) -> str:
    told = {name: row[name] for name in ("helper", "relation") if name in row}
    until = timezone.localdate() + timedelta(days=row["days"])
    try:
        _end_former(worker, person, told.get("helper", ""))
        code = give_code(by=worker, person=person, until=until, **told)
    except Forbidden:
        return ""
    helper = f"{told['helper']}, {told['relation']}, pour " if told else ""
    return f"  {helper}{row['person']}, naissance le {person.birth_date:%d/%m/%Y} : code {code}"


def _end_former(worker: Actor, person: Person, helper: str) -> None:
    for access in SpaceAccess.objects.filter(person=person, helper=helper, ended_at=None):
        end_space_access(by=worker, access=access)
