"""What the aids of a territory may bring to one placement, and what it costs in kilometres."""

from dataclasses import dataclass
from decimal import Decimal

from maillage.conventions.enums import AidKind, AidUnit
from maillage.conventions.models import Aid, Convention
from maillage.conventions.queries.conventions import aids
from maillage.conventions.rules import presence
from maillage.directory.models import Territory
from maillage.directory.queries.sessions import distance
from maillage.permissions import Actor

FRESH_DAYS = 365


@dataclass(frozen=True)
class Estimate:
    """`km`: one way; `days`: of presence; `months`: begun ones."""

    km: int | None
    days: int
    months: int
    lines: list[tuple[Aid, Decimal | None]]

    @property
    def travelled(self) -> int | None:
        return None if self.km is None else 2 * self.km * self.days

    @property
    def total(self) -> Decimal:
        return sum((told for _, told in self.lines if told), Decimal(0))


def between_communes(row: Convention) -> int | None:
    """From the school to the host, as the crow flies; None when one of them is not placed."""
    one, other = row.school.commune, row.host.commune if row.host else None
    if other is None or one is None or None in (one.lat, one.lon, other.lat, other.lon):
        return None
    found = distance(one, other)
    return None if found is None else round(found)


def estimate(actor: Actor, row: Convention, km: int | None, licence: bool) -> Estimate:
    told = presence(row.periods)
    days = len(told.planned)
    months = len({day.replace(day=1) for day in told.planned})
    way = between_communes(row) if km is None else km
    found = [one for one in aids(actor, _around(row)) if _fits(one, way, licence)]
    travelled = None if way is None else 2 * way * days
    return Estimate(way, days, months, [(one, _worth(one, months, travelled)) for one in found])


def _around(row: Convention) -> list[int]:
    """The territories of the school and of the host."""
    places = [one.commune for one in (row.school, row.host) if one and one.commune]
    return [pk for place in places for pk in _above(place)]


def _above(place: Territory) -> list[int]:
    listed = (place.pk, place.epci_id, place.departement_id, place.region_id)
    return [pk for pk in listed if pk is not None]


def _fits(aid: Aid, km: int | None, licence: bool) -> bool:
    if aid.kind == AidKind.LICENCE and licence:
        return False
    return aid.from_km == 0 or (km is not None and km >= aid.from_km)


def _worth(aid: Aid, months: int, travelled: int | None) -> Decimal | None:
    if aid.amount is None or (aid.unit == AidUnit.KM and travelled is None):
        return None
    times = {AidUnit.ONCE: 1, AidUnit.MONTH: months, AidUnit.KM: travelled or 0}
    return aid.amount * times[AidUnit(aid.unit)]
