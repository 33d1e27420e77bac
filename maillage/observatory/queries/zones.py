"""The territories that are counted: those where the platform has structures, and what is inside what."""

from dataclasses import dataclass

from maillage.directory.models import Structure, Territory
from maillage.observatory.disclosure import Axis, whole_and_parts
from maillage.observatory.disclosure.axes import WHOLE
from maillage.observatory.enums import Level

EVERYWHERE = "Ensemble des territoires"


@dataclass(frozen=True)
class Zones:
    """`axis`: for the control. `names`: (level, code) → name, those that may be told, by level then by name."""

    axis: Axis
    names: dict[tuple[str, str], str]


def node(level: str, code: str) -> str:
    return WHOLE if level == Level.COUNTRY else f"{level}:{code}"


def zones(met: set[str] | None = None) -> Zones:
    """`met`: the parts where somebody was counted ("epci/département"). Those where nobody was are left out of the axis, as if
    whoever attacks knew it: what is masked holds all the better."""
    places = _places()
    groups: dict[str, set[str]] = {WHOLE: set()}
    levels = {Level.REGION: 2, Level.DEPARTEMENT: 1}
    leaves, hidden = [], []
    for place in places:
        if met is not None and "/".join(place[:2]) not in met:
            continue
        leaf = _leaf(place, places)
        leaves.append(leaf)
        hidden += [leaf] if leaf.startswith("part:") else []
        groups[WHOLE].add(leaf)
        if leaf.startswith("part:") and place[0] != "-":
            groups.setdefault(node(Level.EPCI, place[0]), set()).add(leaf)
        for level, rank in levels.items():
            if len({one[rank] for one in places}) > 1:
                groups.setdefault(node(level, place[rank]), set()).add(leaf)
    return Zones(whole_and_parts("territory", leaves, groups, hidden), _names(places))


def _places() -> list[tuple[str, str, str]]:
    """(intercommunalité, département, région) that meet where structures are; '-' for none. Three short questions: one that joins
    all communes to themselves is long."""
    departements = dict(
        Structure.objects.exclude(commune__departement=None)
        .values_list("commune__departement", "commune__departement__region")
        .distinct()
    )
    rows = Territory.objects.communes().current().filter(departement__in=list(departements))
    met = {
        (epci, departement, region or departements[departement])
        for epci, departement, region in rows.values_list("epci", "departement", "region").distinct()
    }
    codes: dict[int | None, str] = dict(
        Territory.objects.filter(pk__in={key for one in met for key in one}).values_list("pk", "code")
    )
    return sorted((codes.get(e, "-"), codes.get(d, "-"), codes.get(r, "-")) for e, d, r in met)


def _leaf(place: tuple[str, str, str], places: list[tuple[str, str, str]]) -> str:
    """An intercommunalité, or its part in one département when it has several."""
    epci = place[0]
    alone = epci != "-" and sum(one[0] == epci for one in places) == 1
    return node(Level.EPCI, epci) if alone else f"part:{epci}/{place[1]}"


def _names(places: list[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """A level with one territory is the whole: it is not told twice."""
    wanted = {level: {place[rank] for place in places} for rank, level in _RANKS}
    rows = Territory.objects.filter(kind__in=wanted, code__in=set().union(*wanted.values()), valid_until=None)
    found = {(one.kind, one.code): one.name for one in rows.only("kind", "code", "name")}
    order = list(Level)
    told = [
        one
        for one in found.items()
        if one[0][1] in wanted[one[0][0]] and (one[0][0] == Level.EPCI or len(wanted[one[0][0]]) > 1)
    ]
    listed = sorted(told, key=lambda one: (order.index(Level(one[0][0])), one[1], one[0][1]))
    return {(str(Level.COUNTRY), ""): _whole_name(wanted, found), **dict(listed)}


_RANKS = ((0, str(Level.EPCI)), (1, str(Level.DEPARTEMENT)), (2, str(Level.REGION)))


def _whole_name(wanted: dict[str, set[str]], found: dict[tuple[str, str], str]) -> str:
    """The smallest territory that holds everything."""
    for level in (Level.DEPARTEMENT, Level.REGION):
        if len(wanted[level]) == 1:
            return found.get((str(level), next(iter(wanted[level]))), EVERYWHERE)
    return EVERYWHERE
