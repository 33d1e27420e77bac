"""Places kept by the structure that assigns them; the days when one cannot be offered; what its host says of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.schemes.enums import Said
from maillage.schemes.models import Place, PlaceSpell, Scheme, Vacancy
from maillage.schemes.queries.places import days_told, spells_of
from maillage.schemes.rules import check_can_keep, check_can_tell

CHANGED = "Quelqu’un vient de modifier cette place\u00a0: rechargez la page, puis recommencez."
NOT_THEIRS = (
    "Cette place n’est plus la vôtre, ou ce lien est fermé\u00a0: demandez un nouveau lien à qui l’attribue."
)
PAST = (
    "Une place ne peut pas être libre à partir d’un jour passé\u00a0: écrivez aujourd’hui ou un jour à venir."
)
BEFORE = "Le dernier jour vient après le premier."


@transaction.atomic
def add_place(
    *, by: Actor, scheme: Scheme, host: Structure, starts_on: date, values: dict[str, Any]
) -> Place:
    check_can_keep(by, scheme.structure_id)
    told = {"structure_id": scheme.structure_id, "kind": scheme.kind, "host": host, "starts_on": starts_on}
    place = Place(**told, **values)
    place.full_clean(exclude=["structure", "host", "commune"])
    place.save()
    record(by, "add_place", place)
    return place


@transaction.atomic
def change_place(*, by: Actor, place: Place, version: int, values: dict[str, Any]) -> Place:
    """What it is, whom it is for, until when it exists; whoever lives there stays."""
    found = _locked(by, place, version)
    for name, value in values.items():
        setattr(found, name, value)
    found.full_clean(exclude=["structure", "host", "commune"])
    found.save()
    record(by, "change_place", found)
    return found


@transaction.atomic
def explain_empty(*, by: Actor, place: Place, version: int, reason: str) -> Place:
    """Why it stays free."""
    found = _locked(by, place, version)
    found.empty_reason, found.empty_said_on = reason, timezone.localdate()
    found.save(update_fields=["empty_reason", "empty_said_on", "version"])
    record(by, "explain_empty_place", found, reason=reason)
    return found


def _locked(by: Actor, place: Place, version: int) -> Place:
    check_can_keep(by, place.structure_id)
    rows = Place.objects.visible_to(by).select_for_update(of=("self",))
    found: Place | None = rows.filter(pk=place.pk).first()
    if found is None or found.version != version:
        raise Forbidden(CHANGED)
    found.version += 1
    return found


@transaction.atomic
def set_apart(
    *, by: Actor, place: Place, kind: str, starts_on: date, ends_on: date | None = None, words: str = ""
) -> PlaceSpell:
    """Out of order, or kept. PostgreSQL refuses days that another spell counts already."""
    check_can_tell(by, place)
    assert by.user_id is not None
    told = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "words": words}
    spell = PlaceSpell(place=place, by_id=by.user_id, **told)
    spell.full_clean(exclude=["place", "by"])
    spell.save(force_insert=True)
    record(by, "set_place_apart", place, spell=spell.pk, kind=kind)
    return spell


@transaction.atomic
def end_spell(*, by: Actor, spell: PlaceSpell, on: date) -> None:
    """Usable again the day after; a spell that hasn't begun is as if it had never been. Twice is once."""
    check_can_tell(by, spell.place)
    rows = spells_of(by, spell.place).filter(pk=spell.pk)
    not_begun = on < spell.starts_on
    changed = rows.delete()[0] if not_begun else rows.exclude(ends_on__lte=on).update(ends_on=on)
    if changed:
        record(by, "end_place_spell", spell.place, spell=spell.pk)


@transaction.atomic
def say(*, by: Actor, place: Place, said: str, free_on: date | None = None) -> Vacancy:
    """Free tonight, free on a day, taken, in works: it holds as long as the rules of the scheme say."""
    check_can_tell(by, place)
    today = timezone.localdate()
    free, until = _held(said, free_on, today, days_told(place, today))
    vacancy = Vacancy(
        place=place, said=said, free_on=free, until_on=until, said_at=timezone.now(),
        by_id=by.user_id, by_label=by.label[:200],
    )  # fmt: skip
    vacancy.save(force_insert=True)
    record(by, "say_vacancy", place, said=said)
    return vacancy


@transaction.atomic
def say_by_link(*, by: Actor, key: UUID, place: Any, said: str, free_on: date | None = None) -> None:
    """By whoever holds the link of the host, of one of its places."""
    today = timezone.localdate()
    free, until = _held(said, free_on, today, place.days)
    call = "host_says(%s::uuid, %s::uuid, %s::varchar, %s::date, %s::date, %s::date)"
    if value_of(call, key, place.public_id, said, free, today, until) is None:
        raise Forbidden(NOT_THEIRS)
    record(replace(by, label="hôte, par son lien"), "say_vacancy", Place(pk=place.id), said=said)


def _held(said: str, free_on: date | None, today: date, days: int) -> tuple[date | None, date]:
    """(free from, until when it holds): counted from the day when it is free, or from today."""
    if said != Said.FREE:
        return None, today + timedelta(days=days)
    free = free_on or today
    if free < today:
        raise ValidationError({"free_on": PAST})
    return free, free + timedelta(days=days)
