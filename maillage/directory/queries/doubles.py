"""Structures that look alike, services that do the same: pairs found in SQL, weighed, those judged left out."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from maillage.directory.enums import EVERYBODY
from maillage.directory.models import (
    Merge,
    Service,
    ServiceJudgement,
    Structure,
    StructureJudgement,
    Territory,
)
from maillage.directory.queries.maps import communes_of
from maillage.directory.queries.zones import FRANCE, zones_of
from maillage.directory.rules.doubles import Card, Likeness, compare, seen
from maillage.permissions import Actor

UNMERGEABLE: list[Callable[[set[int]], set[int]]] = []
"""Of these structures, those that may never be taken into another: people work there. Filled by higher contexts."""
MOST_ALIKE = 40
"""A word, a phone or a place that more structures than that share tells nothing of any two of them."""
_BLOCKS = """
WITH live AS (
    SELECT id, kind_id, siret, phone, lower(email) AS email, commune_id, folded_name, lat, lon,
        regexp_replace(lower(address), '[^a-z0-9]', '', 'g') AS street
    FROM directory_structure WHERE withdrawn_on IS NULL
), marks AS (
    SELECT id, kind_id, 2 AS weight, 's' || siret AS mark FROM live WHERE siret <> ''
    UNION ALL SELECT id, kind_id, 2, 'p' || phone FROM live WHERE phone <> ''
    UNION ALL SELECT id, kind_id, 2, 'e' || email FROM live WHERE email <> ''
    UNION ALL SELECT id, kind_id, 2, 'n' || commune_id || ' ' || folded_name FROM live WHERE folded_name <> ''
    UNION ALL SELECT id, kind_id, 2, 'a' || commune_id || ' ' || street FROM live WHERE length(street) > 4
    UNION ALL SELECT id, kind_id, 2, 'g' || round(lat * 1000) || ' ' || round(lon * 1000) FROM live WHERE lat IS NOT NULL
    UNION ALL SELECT DISTINCT id, kind_id, 1, 'w' || commune_id || ' ' || word
        FROM live, unnest(string_to_array(folded_name, ' ')) AS word WHERE length(word) > 2
), kept AS (
    SELECT id, kind_id, weight, mark, count(*) OVER (PARTITION BY mark, kind_id) AS sharing FROM marks
), telling AS MATERIALIZED (
    SELECT id, kind_id, weight, mark FROM kept WHERE sharing BETWEEN 2 AND %s
)
SELECT one.id, other.id FROM telling AS one JOIN telling AS other USING (mark, kind_id)
WHERE one.id < other.id GROUP BY one.id, other.id HAVING sum(one.weight) >= 2
"""
"""What two structures of one type must share to be weighed: one sure mark, or two words of their names in one town."""


class Proposal(NamedTuple):
    first: Structure
    second: Structure
    likeness: Likeness


def proposals() -> list[Proposal]:
    """The surest first. Never two types; never a pair judged two, unless a card has changed since."""
    pairs = _blocked()
    rows = _structures({pk for pair in pairs for pk in pair})
    cards = {pk: card_of(row) for pk, row in rows.items()}
    judged = _judged(StructureJudgement)
    found = [
        Proposal(rows[one], rows[other], likeness)
        for one, other in pairs
        if (likeness := compare(cards[one], cards[other])).points
        and judged.get((one, other)) != seen(cards[one], cards[other])
    ]
    return sorted(
        found, key=lambda pair: (-pair.likeness.points, pair.first.name, pair.first.pk, pair.second.pk)
    )


def _blocked() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKS, [MOST_ALIKE])
        return list(cursor.fetchall())


def _structures(keys: Iterable[int]) -> dict[int, Structure]:
    rows = Structure.objects.select_related("kind", "commune", "source").filter(pk__in=keys)
    return rows.defer("search", "description", "folded_text").in_bulk()


def card_of(row: Structure) -> Card:
    town = row.commune
    place = (town.code, row.lat, row.lon, town.name) if town else ("", row.lat, row.lon, "")
    return Card(row.name, row.kind.code, row.siret, row.phone, row.email, row.address, *place)


def live(model: Any, *related: str) -> QuerySet[Any]:
    """Cards of a pair as the animator sees them: all that is offered."""
    rows: QuerySet[Any] = model.objects.select_related(*related).live()
    return rows


def _judged(model: Any) -> dict[tuple[int, int], str]:
    return {(one, other): told for one, other, told in model.objects.values_list("first", "second", "seen")}


def likeness(one: Structure, other: Structure) -> Likeness:
    return compare(card_of(one), card_of(other))


def unmergeable(keys: set[int]) -> set[int]:
    return {pk for hook in UNMERGEABLE for pk in hook(keys)} & keys


def merges() -> QuerySet[Merge]:
    return Merge.objects.select_related("kept", "absorbed").filter(undone_on=None)


# Services: "même offre, deux porteurs"


class SameOffer(NamedTuple):
    """`themes`: what both answer; `communes`: how many of the territory both serve."""

    first: Service
    second: Service
    themes: list[str]
    communes: int


def same_offers(actor: Actor, territory: Territory) -> list[SameOffer]:
    """Services of two structures with a theme, a public and inhabitants in common; what serves all France left out."""
    zones = _zones(territory)
    rows = Service.objects.visible_to(actor).filter(zones__overlap=list(zones))
    known = rows.exclude(zones__contains=[FRANCE]).select_related("structure").defer("search", "folded_text")
    services = {one.pk: one for one in known.order_by("pk")}
    held = {pk: _held(one, zones) for pk, one in services.items()}
    judged = _judged(ServiceJudgement)
    found = [
        SameOffer(services[one], services[other], themes, len(held[one] & held[other]))
        for (one, other), themes in _sharing(services.values()).items()
        if held[one] & held[other] and judged.get((one, other)) != offer_seen(services[one], services[other])
    ]
    return sorted(found, key=lambda pair: (-len(pair.themes), -pair.communes, pair.first.pk, pair.second.pk))


def _zones(territory: Territory) -> dict[str, set[int]]:
    zones: dict[str, set[int]] = {}
    for one in communes_of(territory).select_related("epci", "departement"):
        for zone in zones_of(one):
            zones.setdefault(zone, set()).add(one.pk)
    return {zone: held for zone, held in zones.items() if zone != FRANCE}


def _held(service: Service, zones: dict[str, set[int]]) -> set[int]:
    return set().union(*(zones.get(zone, set()) for zone in service.zones))


def _sharing(services: Iterable[Service]) -> dict[tuple[int, int], list[str]]:
    by_theme: dict[str, list[Service]] = defaultdict(list)
    for one in services:
        for theme in one.themes:
            by_theme[theme].append(one)
    pairs: dict[tuple[int, int], list[str]] = defaultdict(list)
    for theme, rows in sorted(by_theme.items()):
        for one, other in combinations(rows, 2):
            if one.structure_id != other.structure_id and _alike(one, other):
                pairs[one.pk, other.pk].append(theme)
    return pairs


def _alike(one: Service, other: Service) -> bool:
    """For somebody in common, and of one type when both say theirs."""
    left, right = set(one.publics), set(other.publics)
    meet = not left or not right or EVERYBODY in left | right or bool(left & right)
    return meet and (not one.kind or not other.kind or one.kind == other.kind)


def offer_seen(one: Service, other: Service) -> str:
    told = [
        (sorted(each.themes), sorted(each.publics), sorted(each.zones), each.kind) for each in (one, other)
    ]
    return seen(*(Card(repr(each), "") for each in told))
