"""Gestures of the follow-up: accompany, write, say, answer, pass on."""

from typing import Any

from django.utils import timezone

from maillage.demo.stories import Gesture, Story, in_days
from maillage.permissions import Actor
from maillage.support.actions import circle, notes, path
from maillage.support.models import Accompaniment, Note, TrustedPerson

WRITTEN = ("minutes", "themes", "before", "synthesis", "after")


def accompany(story: Story, by: Actor, line: dict[str, Any]) -> Accompaniment:
    return circle.open_accompaniment(by=by, person=story.person, chosen_with_person=line["accompany"])


def note(story: Story, by: Actor, line: dict[str, Any]) -> Note:
    """`level`: "team" unless told; `part` makes it a note for the circle; `withheld` names a text of law."""
    written = Note(
        person=story.person,
        kind=line["note"],
        medium=line.get("medium", "here"),
        held_on=timezone.localdate(),
        level="circle" if "part" in line else line.get("level", "team"),
        part=line.get("part", ""),
        withheld_id=line.get("withheld"),
        **{name: line[name] for name in WRITTEN if name in line},
    )
    return notes.write_note(by=by, note=written, own_words=line.get("words", ""))


def act(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    told = {"kind": line["act"], "what": line["what"], "outcome": line.get("outcome", "")}
    return path.add_act(by=by, person=story.person, on=timezone.localdate(), **told)


def says(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    return notes.say(by=by, words=line["says"])


def replies(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    """`to`: the tag of the note."""
    return notes.reply(by=by, note=story.rows[line["to"]], kind=line["replies"], text=line["text"])


def trusted(story: Story, by: Actor, line: dict[str, Any]) -> TrustedPerson:
    told = {"name": line["trusted"], "relation": line["relation"], "contact": line.get("contact", "")}
    return circle.add_trusted(by=by, trusted=TrustedPerson(person=story.person, **told))


def trusted_leaves(story: Story, by: Actor, line: dict[str, Any]) -> None:
    circle.end_trusted(by=by, trusted=story.rows[line["trusted_leaves"]], reason=line["reason"])


def _accompaniment(story: Story) -> Accompaniment:
    return Accompaniment.objects.get(person=story.person, closed_on=None)


def substitute(story: Story, by: Actor, line: dict[str, Any]) -> None:
    opened = _accompaniment(story)
    worker = story.scene.users[line["substitute"]].pk
    until = in_days(line, "until")
    circle.name_substitute(by=by, accompaniment=opened, version=opened.version, worker_id=worker, until=until)


def lead(story: Story, by: Actor, line: dict[str, Any]) -> None:
    opened, place = _accompaniment(story), story.scene.structures[line["lead"]]
    circle.change_lead(by=by, accompaniment=opened, version=opened.version, structure=place)


def closes(story: Story, by: Actor, line: dict[str, Any]) -> None:
    opened = _accompaniment(story)
    circle.close_accompaniment(by=by, accompaniment=opened, version=opened.version, reason=line["closes"])


def handover(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    passing = circle.Passing(
        taker_id=story.scene.users[line["handover"]].pk,
        reason=line["reason"],
        note=line["note_of"],
        not_to_lose=line["not_to_lose"],
        meeting_on=in_days(line, "meeting"),
        person_agrees=line["agrees"],
    )
    return circle.propose_handover(by=by, accompaniment=_accompaniment(story), passing=passing)


GESTURES: dict[str, Gesture] = {
    "accompany": accompany,
    "note": note,
    "act": act,
    "says": says,
    "replies": replies,
    "trusted": trusted,
    "trusted_leaves": trusted_leaves,
    "substitute": substitute,
    "lead": lead,
    "closes": closes,
    "handover": handover,
}
