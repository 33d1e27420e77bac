"""Coverage of an intercommunalité or a département: commune × category, or × theme inside a category.

A handful of queries whatever the size. Services "in France" or for a whole département count in each of its communes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, FloatField, Q, QuerySet, When

from maillage.directory.enums import CATEGORIES, THEMES, TerritoryKind, category_of
from maillage.directory.models import Service, Structure, Territory, Verification
from maillage.directory.models.territories import TerritoryQuerySet
from maillage.directory.queries.maps import communes_of
from maillage.directory.queries.zones import zones_of, zones_reaching
from maillage.directory.rules.coverage import Cover, Nearest, Offer, Shares, cover_of, shares, spread
from maillage.permissions import Actor

AROUND = 1.0
"""Degrees beyond the territory's edge where the nearest service is still looked for: about a hundred kilometres."""
COVERED_KINDS = (TerritoryKind.EPCI, TerritoryKind.DEPARTEMENT)
_FIELDS = ("themes", "zones", "commune_id", "structure__commune_id", "confirmed_on", "review_months")


def territories() -> TerritoryQuerySet:
    rows: TerritoryQuerySet = Territory.objects.select_related("epci", "departement", "region")
    return rows


def around(actor: Actor) -> list[Territory]:
    """The intercommunalité and the département of the structure one works in."""
    rows = Structure.objects.filter(pk=actor.structure_id or 0)
    row = rows.select_related("commune__epci", "commune__departement").first()
    places = [row.commune.epci, row.commune.departement] if row and row.commune else []
    return [place for place in places if place]


@dataclass
class Coverage:
    territory: Territory
    communes: list[Territory]
    keys: dict[str, str]
    """Code → label, in the order of the schema."""
    states: list[bytearray]
    places: dict[str, Nearest] = field(default_factory=dict)

    @property
    def populations(self) -> list[int]:
        return [one.population or 0 for one in self.communes]

    def rank(self, key: str) -> int:
        return list(self.keys).index(key)

    def cover(self, commune: int, key: str) -> Cover:
        return Cover(self.states[commune][self.rank(key)])

    def shares(self, key: str) -> Shares:
        return shares(self.states, self.populations, self.rank(key))

    def away(self, commune: int, key: str) -> float | None:
        """Kilometres from the commune's centre to the nearest service of this kind, wherever it is; None: none known."""
        one, near = self.communes[commune], self.places.get(key)
        if near is None or one.lat is None or one.lon is None:
            return None
        return near.kilometres(one.lat, one.lon)


def keys_of(category: str = "") -> dict[str, str]:
    """The sixteen categories, or the themes of one."""
    if not category:
        return dict(CATEGORIES)
    return {theme: label for theme, label in THEMES.items() if category_of(theme) == category}


def coverage(actor: Actor, territory: Territory, day: date, category: str = "") -> Coverage:
    """As it is known today. `day`: what "confirmed in time" is measured against."""
    found = _ground(territory, category)
    ground = _Ground.of(found.communes)
    rows = _reaching(actor, ground).values_list(*_FIELDS)
    found.states = spread(
        _offers(rows, category, ground, day), list(found.keys), ground.reached, len(found.communes)
    )
    found.places = _places(actor, found, category)
    return found


def _ground(territory: Territory, category: str) -> Coverage:
    return Coverage(
        territory, list(communes_of(territory).select_related("epci", "departement")), keys_of(category), []
    )


@dataclass
class _Ground:
    """Which communes each zone holds, and which zone says "its own commune and no more"."""

    reached: dict[str, list[int]]
    own: dict[int, str]

    @classmethod
    def of(cls, communes: list[Territory]) -> "_Ground":
        reached: dict[str, list[int]] = {}
        for rank, one in enumerate(communes):
            for zone in zones_of(one):
                reached.setdefault(zone, []).append(rank)
        own = {one.pk: f"commune:{one.code}" for one in communes}
        rank_of = {one.pk: rank for rank, one in enumerate(communes)}
        merged = (
            Territory.objects.communes()
            .filter(current_commune__in=rank_of)
            .values_list("code", "current_commune_id")
        )
        for code, today in merged:
            reached.setdefault(f"commune:{code}", []).append(rank_of[today])
        return cls(reached, own)


def _reaching(actor: Actor, ground: _Ground) -> QuerySet[Any]:
    """Services whose zone meets the territory; those without a zone, when they are in it."""
    here = Q(commune__in=ground.own) | Q(commune=None, structure__commune__in=ground.own)
    wanted = Q(zones__overlap=list(ground.reached)) | (Q(zones=[]) & here)
    return Service.objects.visible_to(actor).filter(wanted).order_by()


def _offers(rows: Iterable[tuple[Any, ...]], category: str, ground: _Ground, day: date) -> Iterator[Offer]:
    cover = lru_cache(maxsize=None)(cover_of)
    for themes, zones, commune, at, confirmed_on, months in rows:
        told = tuple(zones) or (ground.own.get(commune or at, ""),)
        yield Offer(_keys(themes, category), told, cover(confirmed_on, months, bool(zones), day))


def _keys(themes: Sequence[str], category: str) -> frozenset[str]:
    return frozenset(themes) if category else frozenset(category_of(theme) for theme in themes)


def _places(actor: Actor, found: Coverage, category: str) -> dict[str, Nearest]:
    """Where services of each key are, in the territory and around it."""
    known = [(one.lat, one.lon) for one in found.communes if one.lat is not None and one.lon is not None]
    if not known:
        return {}
    lats, lons = [lat for lat, _ in known], [lon for _, lon in known]
    box = (min(lats) - AROUND, max(lats) + AROUND), (min(lons) - AROUND, max(lons) + AROUND)
    places: dict[str, set[tuple[float, float]]] = {}
    for themes, lat, lon in _located(actor, *box):
        for key in _keys(themes, category):
            places.setdefault(key, set()).add((lat, lon))
    return {key: Nearest(spots) for key, spots in places.items()}


def _located(actor: Actor, lats: tuple[float, float], lons: tuple[float, float]) -> Iterable[tuple[Any, ...]]:
    """Where PostgreSQL keeps that they are: their own point, else their structure's, else their commune's."""
    rows = Service.objects.visible_to(actor).filter(at_lat__range=lats, at_lon__range=lons).order_by()
    found: Iterable[tuple[Any, ...]] = rows.values_list("themes", "at_lat", "at_lon")
    return found


def covering(actor: Actor, commune: Territory, key: str) -> QuerySet[Any]:
    """The services behind one cell, confirmed ones first."""
    own = Q(zones=[]) & (Q(commune=commune) | Q(commune=None, structure__commune=commune))
    reaching = Service.objects.visible_to(actor).filter(Q(zones__overlap=zones_reaching(commune)) | own)
    themes = [key] if "--" in key else list(keys_of(key))
    rows = reaching.filter(themes__overlap=themes).select_related(
        "structure", "structure__commune", "commune"
    )
    return rows.order_by(
        Case(When(confirmed_on=None, then=1.0), default=0.0, output_field=FloatField()), "name", "pk"
    )


# What changed


@dataclass
class Change:
    """One cell that is no longer what it was."""

    commune: Territory
    key: str
    before: Cover
    now: Cover


def coverage_on(actor: Actor, territory: Territory, day: date) -> Coverage:
    """By category, as it was at the end of that day, told by the dates that cards keep.

    A card counts from `added_on` to `withdrawn_on`; a confirmation, from the day it was given; a correction made
    here is undone from what its verification kept. What an import overwrote without a trace is taken as it is.
    """
    found = _ground(territory, "")
    ground = _Ground.of(found.communes)
    rows = _then(actor, day, ground)
    found.states = spread(
        _offers(rows, "", ground, day), list(found.keys), ground.reached, len(found.communes)
    )
    return found


def changes_since(actor: Actor, territory: Territory, day: date, today: date) -> list[Change]:
    before, now = coverage_on(actor, territory, day), coverage(actor, territory, today)
    return [
        Change(commune, key, Cover(was), Cover(is_now))
        for commune, old, new in zip(now.communes, before.states, now.states, strict=True)
        for key, was, is_now in zip(now.keys, old, new, strict=True)
        if was != is_now
    ]


def _then(actor: Actor, day: date, ground: _Ground) -> Iterator[tuple[Any, ...]]:
    rows = Service.objects.filter(added_on__lte=day).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
    rows = rows.filter(Q(structure__withdrawn_on=None) | Q(structure__withdrawn_on__gt=day))
    if not actor.at_work:
        rows = rows.filter(visibility="public", structure__visibility="public")
    corrected = _former_values(day)
    reaching = Q(zones__overlap=list(ground.reached)) | Q(zones=[]) | Q(pk__in=corrected)
    confirmed = _confirmed_by(day)
    for pk, *told in rows.filter(reaching).order_by().values_list("pk", *_FIELDS):
        was = dict(zip(_FIELDS, told, strict=True)) | corrected.get(pk, {})
        if (on := was["confirmed_on"]) is None or on > day:
            was["confirmed_on"] = confirmed.get(pk)
        yield tuple(was[name] for name in _FIELDS)


def _former_values(day: date) -> dict[int, dict[str, Any]]:
    """Service → themes and zones before the first correction made after that day."""
    former: dict[int, dict[str, Any]] = {}
    later = Verification.objects.filter(on__gt=day, service__isnull=False, outcome="corrected").order_by(
        "-on", "-pk"
    )
    for pk, changes in later.values_list("service_id", "changes"):
        told = {name: changes[name][0] for name in ("themes", "zones") if name in changes}
        former.setdefault(pk, {}).update(told)
    return former


def _confirmed_by(day: date) -> dict[int, date]:
    told = Verification.objects.filter(on__lte=day, service__isnull=False).order_by("on", "pk")
    return dict(told.values_list("service_id", "on"))
