"""Supply and demand of places: counts by nature, public, composition and commune, never a person (`supply_sql`)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from maillage.directory.models import Territory
from maillage.directory.rules.counts import HIDDEN_BELOW
from maillage.directory.rules.counts import hidden as to_hide
from maillage.permissions import Actor
from maillage.referrals.queries.kept import kept
from maillage.schemes.enums import Band, EmptyReason, PlacePublic, SchemeKind

ASKED = "(%s::text, %s::text, %s::text, %s::bigint, %s::date)"
DIMENSIONS = ("kind", "public", "band", "commune")
NAMES = {"kind": SchemeKind, "public": PlacePublic, "band": Band}
NOT_SAID = "pas encore dit"
OF_PERSONS = ("asked", "waiting", "refused")


@dataclass(frozen=True)
class Count:
    """Of one nature, public, composition or commune. None of a number of persons: too few to be told."""

    places: int = 0
    free: int = 0
    reserved: int = 0
    occupied: int = 0
    out_of_order: int = 0
    to_confirm: int = 0
    long_empty: int = 0
    asked: int | None = 0
    waiting: int | None = 0
    refused: int | None = 0
    median: int | None = None


NUMBERS = tuple(one.name for one in fields(Count))


@dataclass(frozen=True)
class Among:
    """Which part is counted: None is all of it."""

    kind: str | None = None
    public: str | None = None
    band: str | None = None
    commune: int | None = None

    def call(self, day: date) -> tuple[Any, ...]:
        return (self.kind, self.public, self.band, self.commune, day)


ALL = Among()


@dataclass(frozen=True)
class Line:
    """`key`: of the dimension (a nature, a public, a band, the key of a commune)."""

    key: Any
    label: str
    count: Count


def _rows(names: Iterable[str], among: Among, day: date) -> Iterable[Any]:
    for name in names:
        yield from _kept(name, among, day)


def _kept(name: str, among: Among, day: date) -> Iterable[Any]:
    """Counted now; on a territory where counting is long, counted anew every ten minutes (the page says so)."""
    return kept(f"{name}{ASKED}", *among.call(day))


def _merged(rows: Iterable[Any]) -> dict[tuple[Any, ...], Count]:
    """What is offered and what is asked, of the same nature, public, composition and commune."""
    found: dict[tuple[Any, ...], Count] = {}
    for one in rows:
        if getattr(one, "reason", None) is not None:
            continue
        key = (one.kind, one.public, one.band, one.commune)
        told = {name: getattr(one, name) for name in NUMBERS if hasattr(one, name)}
        found[key] = replace(found.get(key, Count()), **told)
    return found


def apart(actor: Actor, among: Among, day: date) -> dict[str, list[Line]]:
    """By dimension, and "all". Whoever isn't at work is told the whole territory, small numbers of persons hidden."""
    among = among if actor.at_work else ALL
    rows = list(_rows(("places_apart", "demand_apart"), among, day))
    found = _merged(rows)
    names = _communes(key[3] for key in found)
    told = {
        name: _sorted([_line(name, key, count, names) for key, count in found.items() if _is(name, key)])
        for name in DIMENSIONS
    }
    told["all"] = [Line("", "ensemble", found.get((None,) * 4, Count()))]
    shown = told if actor.at_work else {name: hidden(lines) for name, lines in told.items()}
    return {**shown, "unfilled": _unfilled(rows)}


def _unfilled(rows: Iterable[Any]) -> list[Line]:
    """Free places that stay empty by reason, those without a reason last."""
    told = [
        (one.reason, Count(long_empty=one.long_empty))
        for one in rows
        if getattr(one, "reason", None) is not None
    ]
    lines = [
        Line(key, str(EmptyReason(key).label) if key else NOT_SAID, count)
        for key, count in told
        if count.long_empty
    ]
    return sorted(lines, key=lambda one: (not one.key, -one.count.long_empty, one.label))


def _is(name: str, key: tuple[Any, ...]) -> bool:
    return key[DIMENSIONS.index(name)] is not None


def _line(name: str, key: tuple[Any, ...], count: Count, names: dict[int, str]) -> Line:
    value = key[DIMENSIONS.index(name)]
    return Line(value, _label(name, value, names), count)


def _label(name: str, value: Any, names: dict[int, str]) -> str:
    if name == "commune":
        return names.get(value, NOT_SAID)
    return str(NAMES[name](value).label) if value else NOT_SAID


def _sorted(lines: list[Line]) -> list[Line]:
    """Most asked for first."""
    return sorted(lines, key=lambda one: (-((one.count.waiting or 0) + one.count.places), one.label))


def _communes(keys: Iterable[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key}
    return dict(Territory.objects.filter(pk__in=wanted).values_list("pk", "name"))


@dataclass(frozen=True)
class Cell:
    """All four dimensions together."""

    labels: list[str]
    count: Count


def together(among: Among, day: date) -> list[Cell]:
    """For those at work: as many lines as there are different places and requests."""
    found = _merged(_rows(("places_together", "demand_together"), among, day))
    names = _communes(key[3] for key in found)
    rows = [
        Cell([_label(n, v, names) for n, v in zip(DIMENSIONS, key, strict=True)], count)
        for key, count in found.items()
    ]
    return sorted(rows, key=lambda one: one.labels)


def hidden(lines: list[Line]) -> list[Line]:
    """Without small numbers of persons, nor what a subtraction would give back of them."""
    shown = {name: masked([getattr(one.count, name) for one in lines]) for name in OF_PERSONS}
    return [
        Line(one.key, one.label, _told(one.count, {name: shown[name][rank] for name in OF_PERSONS}))
        for rank, one in enumerate(lines)
    ]


def _told(count: Count, persons: dict[str, Any]) -> Count:
    """The wait of a few, and places about to be lived in, tell of somebody too."""
    some = persons["asked"] is not None and persons["waiting"] is not None
    many = some and (persons["asked"] or 0) + (persons["waiting"] or 0) >= HIDDEN_BELOW
    return replace(count, **persons, median=count.median if many else None, reserved=0, occupied=0)


def masked(numbers: list[int]) -> list[int | None]:
    """What is under the floor is hidden; alone, or few together, it is hidden with the smallest of the others."""
    out = to_hide(numbers)
    return [None if rank in out else one for rank, one in enumerate(numbers)]
