"""Where a service may be asked for: codes told with their kind, read from what people type and said in words."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError

from maillage.directory.enums import TerritoryKind
from maillage.directory.fold import fold_place
from maillage.directory.models import Territory
from maillage.directory.queries.communes import read_communes

FRANCE = "france"
WIDE = (TerritoryKind.EPCI, TerritoryKind.DEPARTEMENT, TerritoryKind.REGION)
_CODE_BESIDE = re.compile(r"\(([0-9AB]{2,9})\)\s*$")


class ZoneReading(NamedTuple):
    """`zones` sorted, without doubles; `refusals`: a French sentence for each that nobody can read."""

    zones: list[str]
    refusals: list[str]


def zones_of(commune: Territory) -> list[str]:
    """The zones that hold this commune: itself, its intercommunalité, its département, France."""
    wide = ((TerritoryKind.EPCI, commune.epci), (TerritoryKind.DEPARTEMENT, commune.departement))
    around = [f"{kind.value}:{place.code}" for kind, place in wide if place]
    return [f"{TerritoryKind.COMMUNE.value}:{commune.code}", *around, FRANCE]


def zones_reaching(commune: Territory) -> list[str]:
    """The same, and the communes that merged into it: a card may still name them. One query, kept with the commune."""
    kept: list[str] | None = commune.__dict__.get("zones_reaching")
    if kept is None:
        former = commune.parts.values_list("code", flat=True)
        kept = [*zones_of(commune), *(f"{TerritoryKind.COMMUNE.value}:{code}" for code in former)]
        commune.__dict__["zones_reaching"] = kept
    return kept


def read_zones(texts: Iterable[str]) -> ZoneReading:
    """Communes, intercommunalités, départements by name or code, « France »; a région becomes its départements."""
    typed = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    france = [text for text in typed if fold_place(text) == FRANCE]
    places = [text for text in typed if text not in france]
    wide, communes = _wide(places), read_communes(places)
    zones, refusals = {FRANCE} if france else set(), []
    for text in places:
        read = communes[text]
        if text in wide and not read.refusal and not _CODE_BESIDE.search(text):
            refusals.append(_both(text, read.code, wide[text]))
        elif text in wide:
            zones |= set(wide[text])
        elif read.refusal:
            refusals.append(read.refusal)
        else:
            zones.add(f"commune:{read.code}")
    return ZoneReading(sorted(zones), refusals)


ONE_PLACE = "Écrivez une seule commune, une seule intercommunalité, un seul département ou une seule région."


def place_named(text: str, everywhere: bool = True) -> Territory | None:
    """A commune, an intercommunalité, a département or a région as people type it; None for « France », that not all take."""
    regions = Territory.objects.filter(kind=TerritoryKind.REGION, valid_until=None).order_by("name")
    found = [one for one in regions if fold_place(text) in (fold_place(one.name), fold_place(str(one)))]
    if found:
        return found[0]
    reading = read_zones([text])
    if reading.refusals:
        raise ValidationError(reading.refusals)
    if reading.zones == [FRANCE] and everywhere:
        return None
    if len(reading.zones) != 1 or reading.zones == [FRANCE]:
        raise ValidationError(ONE_PLACE)
    kind, _, code = reading.zones[0].partition(":")
    return Territory.objects.get(kind=kind, code=code)


def _both(text: str, commune: str, wide: list[str]) -> str:
    """« Mayenne » is a town and a département: the code beside settles."""
    other = wide[0].partition(":")[2]
    return f"«\u00a0{text}\u00a0» désigne plusieurs territoires\u00a0: écrivez {text} ({commune}) pour la commune, {text} ({other}) pour le plus grand."


def _wide(typed: list[str]) -> dict[str, list[str]]:
    """What is the name or the code of an intercommunalité, a département or a région: two queries."""
    names = {fold_place(_CODE_BESIDE.sub("", text)) for text in typed}
    beside = [_CODE_BESIDE.search(text) for text in typed]
    codes = {text.upper() for text in typed} | {one[1] for one in beside if one}
    rows = Territory.objects.filter(kind__in=WIDE, valid_until=None)
    named = list(
        rows.filter(folded_names__overlap=list(names)) | rows.filter(code__in=codes).exclude(kind="region")
    )
    inside = _departements({one.code for one in named if one.kind == TerritoryKind.REGION})
    return {text: found for text in typed if (found := _zones_named(text, named, inside))}


def _departements(regions: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {code: [] for code in regions}
    rows = Territory.objects.filter(
        kind=TerritoryKind.DEPARTEMENT, region__code__in=regions, region__kind="region"
    )
    for code, region in rows.values_list("code", "region__code"):
        found[region].append(f"departement:{code}")
    return found


def _zones_named(text: str, named: list[Territory], inside: dict[str, list[str]]) -> list[str]:
    """The code beside a name settles between homonyms; a département before a région of the same name."""
    beside = _CODE_BESIDE.search(text)
    name = fold_place(_CODE_BESIDE.sub("", text))
    fits = [one for one in named if (name in one.folded_names or one.code == text.upper())]
    fits = [one for one in fits if not beside or one.code == beside[1]]
    if not fits:
        return []
    best = min(fits, key=lambda one: WIDE.index(TerritoryKind(one.kind)))
    return inside[best.code] if best.kind == TerritoryKind.REGION else [f"{best.kind}:{best.code}"]


def zones_in_words(zones: Iterable[str]) -> list[str]:
    """["departement:37", "france"] → ["Indre-et-Loire (37)", "Toute la France"]; one query."""
    told = list(zones)
    pairs = [zone.split(":") for zone in told if ":" in zone]
    rows = Territory.objects.filter(code__in=[code for _, code in pairs]).values_list("kind", "code", "name")
    names = {f"{kind}:{code}": f"{name} ({code})" for kind, code, name in rows}
    return ["Toute la France" if zone == FRANCE else names.get(zone, zone) for zone in told]


def zones_to_type(zones: Iterable[str]) -> str:
    """What a form shows and reads back: one line each."""
    return "\n".join("France" if zone == "Toute la France" else zone for zone in zones_in_words(zones))
