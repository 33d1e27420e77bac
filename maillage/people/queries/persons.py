"""Persons in sight, searched and paged."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from maillage.people.models import Channel, Person
from maillage.people.names import fold, sound
from maillage.permissions import Actor

PAGE = 25
MOST_WORDS = 8


def persons(actor: Actor) -> QuerySet[Person]:
    rows: QuerySet[Person] = Person.objects.visible_to(actor)
    return rows.filter(merged_into=None)


def search(actor: Actor, text: str, born: date | None = None) -> QuerySet[Person]:
    """Persons in sight whose names begin with, or sound like, every word typed; exact spellings first."""
    words = fold(text).split()[:MOST_WORDS]
    rows = persons(actor).annotate(heard=Concat(Value(" "), "sound_key", Value(" ")))
    spelled = Q()
    for word in words:
        begun = Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
        spelled &= begun
        rows = rows.filter(begun | Q(heard__contains=f" {sound(word)} "))
    if born:
        rows = rows.filter(birth_date=born)
    rank = Case(When(spelled, then=0), default=1, output_field=IntegerField()) if words else Value(0)
    return rows.annotate(rank=rank).order_by("rank", "search_name", "pk")


def channels(actor: Actor, person: Person) -> QuerySet[Channel]:
    rows: QuerySet[Channel] = Channel.objects.visible_to(actor)
    return rows.filter(person=person).order_by("kind", "value", "pk")


class Page(NamedTuple):
    rows: list[Person]
    next_id: UUID | None
    previous_id: UUID | None
    total: int


def page_of(rows: QuerySet[Person], after: UUID | None, before: UUID | None) -> Page:
    """One page by keyset (rank, name, id); `after` and `before` are the ids of rows at its ends."""
    total = rows.count()
    asked = after or before
    anchor = _anchor(rows, asked) if asked else None
    if anchor and after:
        found = list(rows.filter(_beyond(anchor, "gt"))[: PAGE + 1])
        more_after, more_before = len(found) > PAGE, True
    elif anchor:
        found = list(rows.filter(_beyond(anchor, "lt")).reverse()[: PAGE + 1])
        more_after, more_before = True, len(found) > PAGE
        found = found[:PAGE][::-1]
    else:
        found = list(rows[: PAGE + 1])
        more_after, more_before = len(found) > PAGE, False
    shown = found[:PAGE]
    return Page(
        shown,
        shown[-1].pk if shown and more_after else None,
        shown[0].pk if shown and more_before else None,
        total,
    )


def _anchor(rows: Any, pk: UUID) -> tuple[int, str, UUID] | None:
    found: tuple[int, str, UUID] | None = rows.filter(pk=pk).values_list("rank", "search_name", "pk").first()
    return found


def _beyond(anchor: tuple[int, str, UUID], way: str) -> Q:
    rank, name, pk = anchor
    same_rank = Q(rank=rank)
    return (
        Q(**{f"rank__{way}": rank})
        | same_rank & Q(**{f"search_name__{way}": name})
        | same_rank & Q(search_name=name) & Q(**{f"pk__{way}": pk})
    )
