"""What an import reads once of the database: places by their codes, kinds of structure."""

from maillage.directory.enums import TerritoryKind
from maillage.directory.exchange.checking import OTHER_KIND, CommunePoint, Places
from maillage.directory.models import StructureKind, Territory
from maillage.directory.queries.communes import read_communes


def places() -> Places:
    """Three queries. The kind `autre` must be there: see `actions.ensure_other_kind`."""
    points: dict[str, CommunePoint] = {}
    by_name: dict[str, list[str]] = {}
    fields = (
        "code",
        "pk",
        "name",
        "departement__code",
        "lat",
        "lon",
        "folded_names",
        "current_commune__code",
    )
    for code, pk, name, dep, lat, lon, names, today in Territory.objects.communes().values_list(*fields):
        if today is None:
            points[code] = CommunePoint(pk, name, dep or "", lat, lon)
        for folded in names:
            by_name.setdefault(folded, []).append(today or code)
    by_name = {
        name: [code for code in dict.fromkeys(codes) if code in points] for name, codes in by_name.items()
    }
    wide = Territory.objects.filter(kind__in=("epci", "departement", "region"), valid_until=None)
    codes: dict[str, list[str]] = {"epci": [], "departement": []}
    regions: dict[str, list[str]] = {}
    for kind, code, region in wide.values_list("kind", "code", "region__code"):
        if kind != TerritoryKind.REGION:
            codes[kind].append(code)
        if kind == TerritoryKind.DEPARTEMENT and region:
            regions.setdefault(region, []).append(code)
    kinds = list(StructureKind.objects.values_list("code", "pk", "label"))
    return Places(
        communes=points,
        by_name=by_name,
        epci=frozenset(codes["epci"]),
        departements=frozenset(codes["departement"]),
        regions={code: sorted(inside) for code, inside in regions.items()},
        kinds={code: pk for code, pk, _ in kinds},
        kind_labels={code: label for code, _, label in kinds},
        read_communes=read_communes,
    )


__all__ = ["OTHER_KIND", "places"]
