"""Meetings that open their doors, and how many places are left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from maillage.events.models import Opening, Share
from maillage.events.rules import Asking, Given, free, given
from maillage.governance.models import Gathering
from maillage.governance.queries import standing
from maillage.governance.rules import can_keep
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of


def openings(actor: Actor) -> QuerySet[Opening]:
    return Opening.objects.visible_to(actor).select_related("gathering__committee")


def coming(actor: Actor, now: datetime) -> QuerySet[Opening]:
    """The soonest first."""
    rows = openings(actor).filter(gathering__ends_at__gte=now, gathering__cancelled_at=None)
    return rows.order_by("gathering__starts_at", "pk")


def opening_of(actor: Actor, gathering: Gathering) -> Opening | None:
    return openings(actor).filter(gathering=gathering).first()


def keeps(actor: Actor, gathering: Gathering) -> bool:
    return can_keep(actor, standing(actor, gathering.committee))


def links(actor: Actor, gathering: Gathering) -> list[tuple[str, str]]:
    """What the page of a meeting leads to here."""
    found = opening_of(actor, gathering)
    if found:
        return [("Inscriptions", found.get_absolute_url())]
    if gathering.is_open and keeps(actor, gathering):
        return [("Ouvrir aux inscriptions", reverse("events:open", args=[gathering.public_id]))]
    return []


def turns(opening: Any, shares: dict[int, int]) -> tuple[list[Asking], dict[int, Given]]:
    """Every registration without a name, and where it stands. `opening`: a row, or what a link opens (`opening_id`)."""
    pk = getattr(opening, "opening_id", None) or opening.pk
    drawn = opening.drawn if hasattr(opening, "drawn") else opening.drawn_at is not None
    askings = [Asking(*row) for row in rows_of("event_askings(%s::bigint)", pk)]
    return askings, given(askings, shares, opening.places, opening.by_lot, drawn)


@dataclass(frozen=True)
class Left:
    """Places of a share, or of all when `share` is None. `free` is None when there is room for everybody."""

    share: Share | None
    places: int | None
    free: int | None
    waiting: int


@dataclass(frozen=True)
class Room:
    lefts: list[Left]
    asked: int
    """Registrations that count, whether they have a place or wait."""


def room(opening: Opening) -> Room:
    shares = list(opening.shares.all())
    askings, found = turns(opening, {one.pk: one.places for one in shares})
    counted = [one for one in askings if one.confirmed and not one.withdrawn]
    parts: list[tuple[Share | None, int | None]] = [(one, one.places) for one in shares]
    lefts = [_left(share, most, counted, found) for share, most in parts or [(None, opening.places)]]
    return Room(lefts, len(counted))


def _left(share: Share | None, most: int | None, askings: list[Asking], found: dict[int, Given]) -> Left:
    pk = share.pk if share else None
    waiting = sum(one.share == pk and found[one.number].position > 0 for one in askings)
    return Left(share, most, free(found, askings, pk, most), waiting)
