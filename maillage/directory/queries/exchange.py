"""What an import reads once of the database: places by their codes, kinds of structure."""

from collections import defaultdict

from maillage.directory.enums import TerritoryKind
from maillage.directory.exchange.checking import OTHER_KIND, CommunePoint, Places
from maillage.directory.models import StructureKind, Territory
from maillage.directory.queries.communes import read_communes


def places() -> Places:
    """Three queries. The kind `autre` must be there: see `actions.ensure_other_kind`."""
    points, by_name = _communes()
    wider, regions = _wider()
    kinds = list(StructureKind.objects.values_list("code", "pk", "label"))
    return Places(
        communes=points,
        by_name=by_name,
        epci=frozenset(wider[TerritoryKind.EPCI]),
        departements=frozenset(wider[TerritoryKind.DEPARTEMENT]),
        regions=regions,
        kinds={code: pk for code, pk, _ in kinds},
        kind_labels={code: label for code, _, label in kinds},
        read_communes=read_communes,
    )


def _communes() -> tuple[dict[str, CommunePoint], dict[str, list[str]]]:
    """Those of today by code; codes of today by every folded name."""
    points: dict[str, CommunePoint] = {}
    named: dict[str, dict[str, None]] = defaultdict(dict)
    told = ("code", "pk", "name", "departement__code", "lat", "lon", "folded_names", "current_commune__code")
    for code, pk, name, dep, lat, lon, names, today in Territory.objects.communes().values_list(*told):
        if today is None:
            points[code] = CommunePoint(pk, name, dep or "", lat, lon)
        for folded in names:
            named[folded][today or code] = None
    return points, {name: [code for code in codes if code in points] for name, codes in named.items()}


def _wider() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Codes of wider territories by kind; départements by région."""
    codes, regions = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    kinds = (TerritoryKind.EPCI, TerritoryKind.DEPARTEMENT)
    rows = Territory.objects.filter(kind__in=kinds, valid_until=None).order_by("code")
    for kind, code, region in rows.values_list("kind", "code", "region__code"):
        codes[kind].append(code)
        if kind == TerritoryKind.DEPARTEMENT and region:
            regions[region].append(code)
    return codes, regions


__all__ = ["OTHER_KIND", "places"]
