"""Two files, one person or two: told apart for good, or made one, reversibly for thirty days."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction

from maillage.audit.actions import record
from maillage.people.actions.guard import Stale, guarded_update
from maillage.people.models import NotSame, Person, PersonMerge
from maillage.people.rules import at_work, check_can_merge
from maillage.permissions import Actor, Forbidden

CHOSEN_FIELDS = (
    "called",
    "first_name",
    "last_name",
    "birth_date",
    "elected_domicile",
    "activity",
    "disability_rate",
    "unfit_for_work",
    "nationality",
    "permit_years",
    "pregnant",
    "in_school",
    "dependency_level",
    "ass_entitled",
    "taxed_alone",
    "scholarship",
    "last_contact_on",
)


@transaction.atomic
def tell_apart(*, by: Actor, one: Person, other: Person) -> None:
    """Remember that these are two persons."""
    check_can_merge(by)
    first, second = sorted((one, other), key=lambda person: person.pk)
    told = NotSame(first=first, second=second, by_id=at_work(by)[0])
    try:
        with transaction.atomic():
            told.save(force_insert=True)
    except IntegrityError:
        return
    record(by, "tell_apart", first, other=second.pk)


@transaction.atomic
def merge(
    *, by: Actor, kept: Person, absorbed: Person, versions: tuple[int, int], chosen: dict[str, Any]
) -> UUID:
    """Make one file of two: `chosen` fields on `kept`, and every row of `absorbed` moved to it.

    `versions` are those the human compared (kept, absorbed). Raises `Stale` when either has changed since.
    """
    check_can_merge(by)
    values = {name: value for name, value in chosen.items() if name in CHOSEN_FIELDS}
    former = {name: getattr(kept, name) for name in values}
    merge_id = uuid4()
    statement = "SELECT maillage_definer.merge_persons(%s, %s, %s, %s, %s, %s, %s)"
    done = _call(statement, [merge_id, kept.pk, absorbed.pk, *versions, _json(former), _json(values)])
    if not done:
        raise Stale(kept)
    guarded_update(kept, versions[0], {**values, **_search_keys(kept, values)})
    record(by, "merge", kept, absorbed=absorbed.pk)
    return merge_id


def _search_keys(person: Person, values: dict[str, Any]) -> dict[str, str]:
    names = ("called", "first_name", "last_name")
    named = Person(**{name: values.get(name, getattr(person, name)) for name in names})
    named.refresh_search()
    return {"search_name": named.search_name, "sound_key": named.sound_key}


@transaction.atomic
def part(*, by: Actor, merged: PersonMerge) -> None:
    """Part two files made one: rows go back, and fields nobody changed since get their former value."""
    check_can_merge(by)
    try:
        with transaction.atomic():
            parted = _call("SELECT maillage_definer.part_persons(%s)", [merged.pk])
    except IntegrityError:
        raise Forbidden(
            "Le foyer a changé depuis\u00a0: retirez d’abord la personne qui y tient la même place, puis recommencez."
        ) from None
    if not parted:
        raise Forbidden(
            "Ces fiches ne peuvent plus être séparées\u00a0: elles l’ont déjà été, ou 30 jours ont passé."
        )
    kept = Person.objects.get(pk=merged.kept_id)
    values = {name: former for name, former in merged.former.items() if _same(kept, name, merged.chosen)}
    restored = {name: _restored(name, value) for name, value in values.items()}
    guarded_update(kept, kept.version, {**restored, **_search_keys(kept, restored)})
    record(by, "part", kept, other=merged.absorbed_id)


def _restored(name: str, value: Any) -> Any:
    """A JSON value back into what the field holds."""
    found: Any = Person._meta.get_field(name)
    return found.to_python(value)


def _same(kept: Person, name: str, chosen: dict[str, Any]) -> bool:
    """Whether the field still holds what the merge wrote in it."""
    return bool(json.loads(_json(getattr(kept, name))) == chosen.get(name))


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


def _call(statement: str, values: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.fetchone()[0])
