"""Who is covered for what: three states, and how far the nearest is. Plain computations, nothing read here.

confirmed: a service for these inhabitants was confirmed within its own rhythm of review.
declared: a service says so, or nobody confirmed it in time; a service that never said for whom counts as declared in
its own commune and nowhere else. unknown: nothing is known, which is not "there is nothing".
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from maillage.clocks.delays import Delay, Unit, end_of

EARTH_KM = 6371.0
DEGREE_KM = 111.2


class Cover(IntEnum):
    UNKNOWN = 0
    DECLARED = 1
    CONFIRMED = 2


class Offer(NamedTuple):
    """What a live service covers: `keys` are categories or themes, `zones` told with their kind."""

    keys: frozenset[str]
    zones: tuple[str, ...]
    cover: Cover


class Shares(NamedTuple):
    """Parts of the population, from 0 to 1, and communes where nothing is known."""

    confirmed: float
    declared: float
    unknown: float
    communes_unknown: int


def cover_of(confirmed_on: date | None, review_months: int, zoned: bool, day: date) -> Cover:
    if not zoned or confirmed_on is None or confirmed_on > day:
        return Cover.DECLARED
    return (
        Cover.CONFIRMED if end_of(confirmed_on, Delay(review_months, Unit.MONTHS)) >= day else Cover.DECLARED
    )


def spread(
    offers: Iterable[Offer], keys: Sequence[str], reached: Mapping[str, Sequence[int]], communes: int
) -> list[bytearray]:
    """One row per commune, one `Cover` per key. `reached`: zone → ranks of the communes it holds.

    Each zone is spread once per key, whatever the number of services that name it.
    """
    best: dict[tuple[str, int], int] = {}
    rank_of = {key: rank for rank, key in enumerate(keys)}
    for offer in offers:
        ranks = [rank_of[key] for key in offer.keys if key in rank_of]
        for zone in offer.zones:
            for rank in ranks:
                if best.get((zone, rank), 0) < offer.cover:
                    best[zone, rank] = offer.cover
    states = [bytearray(len(keys)) for _ in range(communes)]
    for (zone, rank), cover in best.items():
        for commune in reached.get(zone, ()):
            if states[commune][rank] < cover:
                states[commune][rank] = cover
    return states


def shares(states: Sequence[bytearray], populations: Sequence[int], rank: int) -> Shares:
    """Of one key. Where nobody's population is known, communes count alike."""
    weights = populations if any(populations) else [1] * len(states)
    total = sum(weights) or 1
    parts = [0, 0, 0]
    for row, weight in zip(states, weights, strict=True):
        parts[row[rank]] += weight
    empty = sum(row[rank] == Cover.UNKNOWN for row in states)
    return Shares(parts[2] / total, parts[1] / total, parts[0] / total, empty)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """As the crow flies, on a sphere."""
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    half = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


class Nearest:
    """The nearest of many places: sorted by latitude, left as soon as latitude alone is too far."""

    def __init__(self, places: Iterable[tuple[float, float]]) -> None:
        self.places = sorted(set(places))
        self.lats = [lat for lat, _ in self.places]

    def kilometres(self, lat: float, lon: float) -> float | None:
        best: float | None = None
        middle = bisect_left(self.lats, lat)
        best = self._along(range(middle, len(self.places)), lat, lon, best)
        return self._along(range(middle - 1, -1, -1), lat, lon, best)

    def _along(self, ranks: range, lat: float, lon: float, best: float | None) -> float | None:
        for rank in ranks:
            there_lat, there_lon = self.places[rank]
            if best is not None and abs(there_lat - lat) * DEGREE_KM > best + 1:
                break
            away = kilometres(lat, lon, there_lat, there_lon)
            if best is None or away < best:
                best = away
        return best
