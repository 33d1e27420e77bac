"""Places as those who assign them and their hosts see them, and where each is on a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.directory.models import Structure
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.schemes.enums import LONG_EMPTY, USUAL_LONG_EMPTY, USUAL_VACANCY_DAYS, SchemeKind
from maillage.schemes.models import HostDoor, Place, PlaceSpell, Scheme
from maillage.schemes.queries.schemes import on
from maillage.web.signed_keys import key_in, signed

DOOR = "maillage.schemes.host"


@dataclass(frozen=True)
class State:
    """`state`: of `PlaceState`. `free_on`: when its host says that it will be free. `until_on`: how long that holds.

    `empty_since`: since when a free place is empty. `disputed`: said free by its host while somebody still lives there.
    """

    state: str
    free_on: date | None
    until_on: date | None
    empty_since: date | None
    disputed: bool


STATES: list[Callable[[Iterable[int], date], dict[int, State]]] = []
"""Said by a context above, that knows who is expected: where these places are on a day."""

OFFERING: list[str] = []
"""The page of a context above where a place is proposed to somebody: its name."""


def states(places: Iterable[int], day: date) -> dict[int, State]:
    keys = list(places)
    found: dict[int, State] = {}
    for told in STATES:
        found |= told(keys, day)
    return found


def is_long(kind: str, since: date | None, today: date) -> bool:
    """Empty so long that it is explained."""
    return since is not None and (today - since).days > LONG_EMPTY.get(SchemeKind(kind), USUAL_LONG_EMPTY)


def places(actor: Actor) -> QuerySet[Place]:
    return Place.objects.visible_to(actor).select_related("host", "structure", "commune")


def existing(day: date) -> Q:
    """Not those that no longer exist; those to come, too."""
    return Q(ends_on=None) | Q(ends_on__gte=day)


def places_of(actor: Actor, scheme: Scheme, day: date) -> QuerySet[Place]:
    rows = places(actor).filter(structure_id=scheme.structure_id, kind=scheme.kind)
    return rows.filter(existing(day)).order_by("host__name", "label", "pk")


def hosted(actor: Actor, day: date) -> QuerySet[Place]:
    """Those that one's structure hosts."""
    rows = places(actor).filter(existing(day), host_id=actor.structure_id)
    return rows.order_by("structure__name", "label", "pk")


def spells_of(actor: Actor, place: Place) -> QuerySet[PlaceSpell]:
    return PlaceSpell.objects.visible_to(actor).filter(place=place)


def in_force(structure_id: int, kind: str, day: date) -> Scheme | None:
    """The rules under which a place is assigned that day."""
    rows = Scheme.objects.filter(on(day), structure_id=structure_id, kind=kind)
    found: Scheme | None = rows.order_by("-starts_on", "pk").first()
    return found


def days_told(place: Place, day: date) -> int:
    """How long what its host says holds."""
    scheme = in_force(place.structure_id, place.kind, day)
    return int(scheme.vacancy_days) if scheme else USUAL_VACANCY_DAYS


def hosts(actor: Actor) -> QuerySet[Structure]:
    """Whoever may host: structures of the directory, those that files brought too."""
    return Structure.objects.visible_to(actor).filter(active=True, merged_into=None).order_by("name", "pk")


def doors(actor: Actor) -> QuerySet[HostDoor]:
    return HostDoor.objects.visible_to(actor).select_related("host").order_by("host__name", "-given_on")


def token_of(key: UUID) -> str:
    return signed(key, DOOR)


@dataclass(frozen=True)
class Opened:
    """What the link of a host opens: who it is, for whom, its places."""

    key: UUID
    host: str
    structure: str
    places: list[Any]


def opened_by_link(token: str, day: date) -> Opened | None:
    key = key_in(token, DOOR)
    found = rows_of("host_door(%s::uuid)", key) if key else []
    if not found or key is None:
        return None
    rows = rows_of("host_places(%s::uuid, %s::date)", key, day)
    return Opened(key, found[0].host, found[0].structure, rows)
