"""Links between structures are written by those who keep either end; doors of a path by those who keep the door."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Door, Link, LinkInsight, Structure
from maillage.directory.rules import check_can_animate, check_can_keep_cards
from maillage.directory.rules.links import check_can_keep_link
from maillage.permissions import Actor, Forbidden

KNOWN = "Ce lien existe déjà\u00a0: corrigez-le."
SAVED_BETWEEN = "Quelqu’un vient de corriger ce lien\u00a0: relisez-le avant d’enregistrer le vôtre."
INSIGHT = ("brakes", "levers")


@transaction.atomic
def add_link(*, by: Actor, values: dict[str, Any]) -> Link:
    """`values`: fields of Link, and `brakes` and `levers` for professionals."""
    check_can_keep_link(by, values["origin"].pk, values["target"].pk)
    link = Link(**{name: value for name, value in values.items() if name not in INSIGHT})
    link.full_clean(validate_constraints=False, exclude=["origin", "target"])
    _saved(link)
    _say_insight(link, values)
    record(by, "link_added", link, kind=link.kind)
    return link


@transaction.atomic
def correct_link(*, by: Actor, link: Link, version: int, values: dict[str, Any]) -> None:
    """By whoever keeps an end before and after: a link is not taken away from both its structures."""
    check_can_keep_link(by, link.origin_id, link.target_id)
    check_can_keep_link(by, values["origin"].pk, values["target"].pk)
    kept = Link.objects.select_for_update().get(pk=link.pk)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    for name, value in values.items():
        if name not in INSIGHT:
            setattr(kept, name, value)
    kept.version = version + 1
    _saved(kept)
    _say_insight(kept, values)
    record(by, "link_corrected", kept)


@transaction.atomic
def end_link(*, by: Actor, link: Link, on: date | None = None) -> None:
    check_can_keep_link(by, link.origin_id, link.target_id)
    last = max(on or timezone.localdate(), link.since or date.min)
    if Link.objects.filter(pk=link.pk, until=None).update(until=last, version=F("version") + 1):
        record(by, "link_ended", link)


def _saved(link: Link) -> None:
    try:
        with transaction.atomic():
            link.save()
    except IntegrityError as refusal:
        raise Forbidden(KNOWN if "directory_link_once" in str(refusal) else _broken(refusal)) from None


def _broken(refusal: IntegrityError) -> str:
    dates = "directory_link_dates" in str(refusal)
    return "La fin vient après le début." if dates else "Un lien relie deux structures différentes."


def _say_insight(link: Link, values: dict[str, Any]) -> None:
    told = {name: values[name] for name in INSIGHT}
    if any(told.values()) or LinkInsight.objects.filter(link=link).exists():
        LinkInsight.objects.update_or_create(link=link, defaults=told)


# Doors of a path


@transaction.atomic
def add_door(
    *, by: Actor, category: str, structure: Structure, what: str, bring: str, sector: Any = None
) -> Door:
    """Last of its path."""
    check_can_keep_cards(by, structure.pk)
    paths = Door.objects.select_for_update().filter(category=category)
    last = max((one.rank for one in paths), default=0)
    told = {"what": what, "bring": bring, "sector": sector}
    try:
        with transaction.atomic():
            door = Door.objects.create(category=category, structure=structure, rank=last + 1, **told)
    except IntegrityError:
        raise Forbidden("Quelqu’un vient d’ajouter une étape\u00a0: recommencez.") from None
    record(by, "door_added", door)
    return door


@transaction.atomic
def remove_door(*, by: Actor, door: Door) -> None:
    check_can_keep_cards(by, door.structure_id)
    if Door.objects.filter(pk=door.pk).delete()[0]:
        record(by, "door_removed", door.structure, category=door.category, rank=door.rank)


@transaction.atomic
def move_door_up(*, by: Actor, door: Door) -> None:
    """Changes places with the one before; the order of a path is the animator's."""
    check_can_animate(by)
    path = list(Door.objects.select_for_update().filter(category=door.category).order_by("rank"))
    place = next((number for number, one in enumerate(path) if one.pk == door.pk), 0)
    if place == 0:
        return
    before, here = path[place - 1], path[place]
    before.rank, here.rank = here.rank, before.rank
    Door.objects.bulk_update([before, here], ["rank"])
    record(by, "door_moved", here)
