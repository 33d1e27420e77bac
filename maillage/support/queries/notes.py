"""Notes of a person, always inside what the actor reads; hidden ones are counted by structure."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet

from maillage.directory.models import Structure
from maillage.people.models import LegalBasis, Person
from maillage.people.queries import fold
from maillage.permissions import Actor
from maillage.support.models import Draft, Note, OwnWords, Reply
from maillage.vault.fields import open_together

PAGE = 10
MOST_SEARCHED = 2000
SEALED = ("before", "synthesis", "after")


def notes(actor: Actor, person: Person) -> QuerySet[Note]:
    rows: QuerySet[Note] = Note.objects.visible_to(actor).filter(person=person)
    return rows.select_related("author", "structure").order_by("-held_on", "-written_at", "-pk")


class Page(NamedTuple):
    notes: list[Note]
    following: str


def page(actor: Actor, person: Person, after: Note | None = None, size: int = PAGE) -> Page:
    """The most recent first, `after` excluded; own words and replies come with them: five queries."""
    rows = notes(actor, person)
    if after:
        rows = rows.filter(_older(after))
    found = list(rows[: size + 1])
    shown = with_words(actor, found[:size])
    return Page(shown, str(shown[-1].pk) if len(found) > size else "")


def _older(one: Note) -> Q:
    same_day = Q(held_on=one.held_on)
    return (
        Q(held_on__lt=one.held_on)
        | same_day & Q(written_at__lt=one.written_at)
        | same_day & Q(written_at=one.written_at, pk__lt=one.pk)
    )


def with_words(actor: Actor, found: list[Note]) -> list[Note]:
    """Each note with `words` (the person's) and `answers`; all their sealed texts opened with one query of keys."""
    ids = [one.pk for one in found]
    words = list(OwnWords.objects.visible_to(actor).filter(note__in=ids).order_by("written_at"))
    answers = list(
        Reply.objects.visible_to(actor).filter(note__in=ids).select_related("author").order_by("written_at")
    )
    open_together([*found, *words, *answers])
    for one in found:
        one.words = [other for other in words if other.note_id == one.pk]
        one.answers = [other for other in answers if other.note_id == one.pk]
    return found


def search(actor: Actor, person: Person, text: str, limit: int = 50) -> list[Note]:
    """Notes of this folder that hold every word typed, accents aside: read and compared here, never in the database."""
    wanted = fold(text).split()
    found = with_words(actor, list(notes(actor, person)[:MOST_SEARCHED]))
    return [one for one in found if _holds(one, wanted)][:limit]


def _holds(note: Note, wanted: list[str]) -> bool:
    texts = [getattr(note, name) for name in SEALED]
    texts += [one.words for one in note.words] + [one.text for one in note.answers]
    content = fold(" ".join(texts))
    return all(word in content for word in wanted)


class Hidden(NamedTuple):
    """What exists and is not shown: how many notes, of which structure."""

    structure: str
    number: int
    place: Structure | None = None


def hidden(actor: Actor, person: Person) -> list[Hidden]:
    """By structure; working notes are nobody's business and are not counted. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT structure_id, notes FROM maillage_definer.note_counts(%s)", [person.pk])
        existing = dict(cursor.fetchall())
    read = notes(actor, person).exclude(level="personal").order_by()
    shown = dict(read.values_list("structure_id").annotate(count=Count("pk")))
    missing = {place: count - shown.get(place, 0) for place, count in existing.items()}
    names = Structure.objects.in_bulk([place for place, count in missing.items() if count])
    return [Hidden(str(names[place]), count, names[place]) for place, count in missing.items() if count]


def withheld(person: Person) -> list[tuple[str, str, int]]:
    """For the person: (label, text of law, count) of what is kept from them; "" for professionals' working notes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT basis, notes FROM maillage_definer.withheld_counts(%s)", [person.pk])
        counts = dict(cursor.fetchall())
    bases: dict[str, Any] = LegalBasis.objects.in_bulk(list(counts))
    return [
        (bases[code].label if code else "", bases[code].text if code else "", count)
        for code, count in sorted(counts.items())
    ]


def draft(actor: Actor, person: Person, about: str) -> Draft | None:
    rows: QuerySet[Draft] = Draft.objects.visible_to(actor)
    return rows.filter(author_id=actor.user_id, person=person, about=about).first()


def own_words(actor: Actor, person: Person, limit: int = 20) -> list[OwnWords]:
    """What the person wrote by themselves, outside of any note."""
    rows = OwnWords.objects.visible_to(actor).filter(person=person, note=None).order_by("-written_at")
    return list(open_together(list(rows[:limit])))
