"""Notes, the person's own words, answers beside them, drafts. What the person said is never rewritten."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.actions import Stale
from maillage.people.models import Person
from maillage.people.rules import at_work, check_is_person
from maillage.permissions import Actor
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, Level, NoteKind
from maillage.support.models import Draft, Note, OwnWords, Reply
from maillage.support.rules import check_can_edit_note, check_can_write_note, is_partner

SHARING = ("structure_id", "level", "part", "open_to_teams", "withheld_id")
ACTS = {NoteKind.STEP: ActKind.STEP, NoteKind.MEETING: ActKind.MEETING}


@transaction.atomic
def write_note(*, by: Actor, note: Note, own_words: str = "") -> Note:
    """A note, what the person said in it, and its line on the timeline (none for a working note)."""
    check_can_write_note(by, note.person_id, note.level, note.part)
    note.author_id, note.structure_id = at_work(by)
    note.open_to_teams = is_partner(by, note.person_id)
    note.part = note.part if note.level == Level.CIRCLE else ""
    note.save(force_insert=True)
    if own_words.strip():
        _keep_words(by, note, own_words)
    if note.level != Level.PERSONAL:
        kind = ACTS.get(NoteKind(note.kind), ActKind.INTERVIEW)
        what = f"{note.get_kind_display().capitalize()} {note.get_medium_display()}"
        note_act(by=by, person=note.person, kind=kind, what=what, on=note.held_on, note=note)
        _contacted(note)
    record(by, "note", note.person, note=note.pk, level=note.level)
    return note


def _contacted(note: Note) -> None:
    """The retention clock starts again; it never goes back."""
    Person.objects.filter(pk=note.person_id).exclude(last_contact_on__gte=note.held_on).update(
        last_contact_on=note.held_on
    )


def _keep_words(by: Actor, note: Note, text: str) -> None:
    shared = {name: getattr(note, name) for name in SHARING}
    OwnWords(person=note.person, note=note, author_id=by.user_id, words=text, **shared).save(
        force_insert=True
    )


@transaction.atomic
def edit_note(*, by: Actor, note: Note, version: int, values: dict[str, Any], more_words: str = "") -> None:
    """Its author corrects it; `more_words` are added to what the person said. Raises `Stale` with the note of now."""
    check_can_edit_note(by, note.author_id, note.structure_id)
    check_can_write_note(by, note.person_id, values.get("level", note.level), values.get("part", note.part))
    current = Note.objects.select_for_update().get(pk=note.pk)
    if current.version != version:
        raise Stale(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.part = current.part if current.level == Level.CIRCLE else ""
    current.version, current.changed_at, current.changed_by_id = version + 1, timezone.now(), by.user_id
    current.save()
    _follow_readers(current)
    if more_words.strip():
        _keep_words(by, current, more_words)
    record(by, "note_edited", note.person, note=note.pk, fields=sorted(values))


def _follow_readers(note: Note) -> None:
    """What hangs on the note is read by whoever reads the note; by a definer function, since nobody rewrites it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.follow_note(%s)::text", [note.pk])


@transaction.atomic
def reply(*, by: Actor, note: Note, kind: str, text: str) -> Reply:
    """Beside the note, by whoever reads it; the person corrects or disagrees from their space."""
    if by.person_id is None:
        at_work(by)
    shared = {name: getattr(note, name) for name in SHARING}
    answer = Reply(person=note.person, note=note, kind=kind, text=text, author_id=by.user_id, **shared)
    answer.said_by = by.label if by.person_id else ""
    answer.save(force_insert=True)
    record(by, "reply", note.person, note=note.pk, kind=kind)
    return answer


@transaction.atomic
def say(*, by: Actor, words: str) -> OwnWords:
    """The person writes in their space, in their words, for all their teams."""
    person_id = check_is_person(by)
    said = OwnWords(
        person_id=person_id, level=Level.CIRCLE, open_to_teams=True, words=words, said_by=by.label
    )
    said.save(force_insert=True)
    record(by, "own_words", said.person)
    return said


@dataclass(frozen=True)
class Typed:
    """What a form held when its draft was saved."""

    about: str
    content: dict[str, str]


@transaction.atomic
def save_draft(*, by: Actor, person: Person, typed: Typed) -> Draft:
    """Keep what is being typed, for its author alone; the last typed wins."""
    check_can_write_note(by, person.pk, Level.PERSONAL, "")
    user_id, _ = at_work(by)
    rows = Draft.objects.select_for_update().filter(author_id=user_id, person=person, about=typed.about)
    draft = rows.first() or Draft(author_id=user_id, person=person, about=typed.about)
    draft.content = json.dumps(typed.content, ensure_ascii=False)
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, by: Actor, person: Person, about: str) -> None:
    Draft.objects.filter(author_id=by.user_id, person=person, about=about).delete()
