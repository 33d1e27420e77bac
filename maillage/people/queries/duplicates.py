"""Two files of one person: found, compared, made one."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from maillage.people.likeness import Identity, Likeness, compare, near_dates
from maillage.people.models import BudgetLine, Channel, HouseholdMember, NotSame, Person, PersonMerge
from maillage.people.names import fold, sound_words
from maillage.people.queries.persons import MOST_WORDS, channels, persons
from maillage.permissions import Actor


class Alike(NamedTuple):
    person: Person
    likeness: Likeness


def duplicates(actor: Actor, person: Person, limit: int = 8) -> list[Alike]:
    """Persons in sight who may be this one, the likeliest first, without those a human told apart."""
    mine = Identity(_names(person), person.birth_date)
    found = []
    for other in _candidates(actor, person)[:300]:
        likeness = compare(mine, Identity(_names(other), other.birth_date))
        if likeness:
            found.append(Alike(other, likeness))
    found.sort(key=lambda one: (-one.likeness.strength, one.person.search_name))
    return found[:limit]


def _names(person: Person) -> str:
    known = f"{person.first_name} {person.last_name}"
    return known if known.strip() else person.called


def _candidates(actor: Actor, person: Person) -> QuerySet[Person]:
    """One wide net: a word of the name alike by ear, begun alike, or a date of birth one slip away."""
    alike = Q(pk__in=[])
    for word in sound_words(_names(person))[:MOST_WORDS]:
        alike |= Q(heard__contains=f" {word} ")
    for word in fold(_names(person)).split()[:MOST_WORDS]:
        alike |= Q(search_name__contains=word[:3]) if len(word) > 2 else Q(pk__in=[])
    if person.birth_date:
        alike &= (
            Q(birth_date=None)
            | Q(birth_date__in=near_dates(person.birth_date))
            | Q(sound_key=person.sound_key)
        )
    apart = NotSame.objects.filter(Q(first=person.pk) | Q(second=person.pk)).values_list(
        "first_id", "second_id"
    )
    told = {one for pair in apart for one in pair}
    rows = persons(actor).annotate(heard=Concat(Value(" "), "sound_key", Value(" ")))
    same_first = Case(When(sound_key=person.sound_key, then=0), default=1, output_field=IntegerField())
    return (
        rows.filter(alike)
        .exclude(pk=person.pk)
        .exclude(pk__in=told)
        .order_by(same_first, "search_name", "pk")
    )


def merges_to_undo(actor: Actor, person: Person, since: datetime) -> list[PersonMerge]:
    rows = PersonMerge.objects.visible_to(actor).filter(kept=person, undone_at=None, at__gt=since)
    return list(rows.order_by("-at"))


def merges(actor: Actor, person: Person) -> QuerySet[PersonMerge]:
    rows: QuerySet[PersonMerge] = PersonMerge.objects.visible_to(actor)
    return rows.filter(kept=person)


class Side(NamedTuple):
    """One of two files compared: what it carries besides its fields."""

    person: Person
    channels: list[Channel]
    households: int
    lines: int


def sides(actor: Actor, *compared: Person) -> list[Side]:
    return [
        Side(
            person,
            list(channels(actor, person)),
            HouseholdMember.objects.visible_to(actor).filter(person=person).count(),
            BudgetLine.objects.visible_to(actor).filter(person=person).count(),
        )
        for person in compared
    ]


def merged_into(actor: Actor, absorbed_id: UUID) -> UUID | None:
    """Where the file of this person went, when the actor sees the one it was made one with."""
    rows = PersonMerge.objects.visible_to(actor).filter(absorbed_id=absorbed_id, undone_at=None)
    kept: UUID | None = rows.values_list("kept_id", flat=True).first()
    return kept
