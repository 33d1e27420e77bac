from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from maillage.directory.actions import OlderPack, load_structure_kinds, load_territories
from maillage.directory.models import StructureKind, Territory, TerritoryVintage
from maillage.directory.pack.format import Pack, Row, read_pack
from maillage.directory.queries import commune_by_code
from maillage.directory.tests.factories import LOADER, commune

pytestmark = pytest.mark.usefixtures("territories")
SHIPPED = read_pack()


def changed(vintage=date(2027, 1, 1), *, without=(), **rows):
    """The shipped pack, a year later: `rows` maps "kind_code" to the fields that change, `without` drops keys."""
    changes = {tuple(key.split("_")): fields for key, fields in rows.items()}
    kept = (row for row in SHIPPED.rows if (row.kind, row.code) not in without)
    told = tuple(row._replace(**changes.get((row.kind, row.code), {})) for row in kept)
    return Pack(vintage, SHIPPED.sources, told)


def load(pack=SHIPPED):
    return load_territories(by=LOADER, pack=pack)


def counts(changes):
    return changes.created, changes.updated, changes.unchanged


def test_loading_again_changes_nothing():
    before = list(Territory.objects.order_by("id").values())
    changes = load()
    assert counts(changes) == (0, 0, len(SHIPPED.rows))
    assert (changes.renamed, changes.merged, changes.closed) == ([], [], [])
    assert list(Territory.objects.order_by("id").values()) == before


def test_the_vintage_is_dated_and_signed():
    load()
    vintage = TerritoryVintage.objects.get()
    assert (vintage.date, vintage.loaded_by) == (date(2026, 1, 1), "test")
    assert [source["version"] for source in vintage.sources] == ["6.0.0", "1.1.0"]


def test_a_territory_has_its_parents_and_its_words():
    tours = commune()
    parents = (tours.epci.name, tours.departement.name, tours.region.name, tours.current_commune)
    assert parents == ("Tours Métropole Val de Loire", "Indre-et-Loire", "Centre-Val de Loire", None)
    assert (tours.postcodes, tours.population) == (["37000", "37100", "37200"], 139_259)
    assert (tours.folded_names, tours.search_text) == (["tours"], "tours 37000 37100 37200 37261")


def test_eighteen_region_codes_are_also_departement_codes():
    regions = Territory.objects.filter(kind="region").values("code")
    assert Territory.objects.filter(kind="departement", code__in=regions).count() == 26
    mainland = Territory.objects.filter(kind="departement", code__in=regions).exclude(
        code__gte="975", code__lt="99"
    )
    assert mainland.count() == 18


def test_a_new_year_renames_merges_and_closes_in_place():
    tours = commune().pk
    gone = next(row.code for row in SHIPPED.rows if row.kind == "epci")
    communes = {
        f"commune_{row.code}": {"epci": None} for row in SHIPPED.rows if row.epci == gone
    } | {
        "commune_37261": {"name": "Tours-sur-Loire"},
        "commune_37018": {"current_commune": "37261", "name": "", "epci": None},
    }  # fmt: skip
    name = commune("37018").name
    changes = load(changed(without=[("epci", gone)], **communes))
    assert changes.renamed == [("commune", "37261", "Tours", "Tours-sur-Loire")]
    assert changes.merged == [("37018", name, "37261")]
    assert changes.closed == [("epci", gone)]
    assert (changes.created, changes.updated) == (0, len(communes))
    merged = commune("37018")
    assert (merged.name, merged.current_commune_id, merged.valid_until) == (name, tours, date(2026, 12, 31))
    assert Territory.objects.get(kind="epci", code=gone).valid_until == date(2026, 12, 31)
    assert str(changes) == (
        f"Code officiel géographique 2027\u00a0: 0 territoires ajoutés, {len(communes)} mis à jour, "
        f"{len(SHIPPED.rows) - 1 - len(communes)} inchangés\u00a0; 1 changements de nom, 1 communes fusionnées, "
        "1 territoires fermés."
    )


def test_merging_twice_leads_to_the_last_commune():
    without = [("commune", row.code) for row in SHIPPED.rows if row.current_commune == "37232"]
    load(changed(without=without, commune_37232={"current_commune": "37261"}))
    assert {code for _, code in without} > {"37120"}
    assert commune_by_code("37120").code == "37261"


def test_a_commune_set_up_again_is_of_today():
    load(changed(commune_37018={"current_commune": "37261"}))
    load(changed(date(2028, 1, 1)))
    again = commune("37018")
    assert (again.current_commune, again.valid_until) == (None, None)


def test_no_going_back_in_time():
    load(changed())
    with pytest.raises(OlderPack, match="millésime 2027\u00a0: celui de 2026"):
        load()
    with pytest.raises(CommandError, match="millésime 2027"):
        call_command("load_territories", verbosity=0)


def test_a_pack_without_its_parents_writes_nothing():
    lost = Row("commune", "37999", "Ys", [], None, None, "37", "99", None, None, None, [])
    pack = Pack(date(2027, 1, 1), SHIPPED.sources, (*SHIPPED.rows, lost))
    with pytest.raises(ValueError, match="commune 37999 names a region 99"):
        load(pack)
    assert not Territory.objects.filter(code="37999").exists()


def test_the_command_says_what_changed():
    said = StringIO()
    call_command("load_territories", stdout=said)
    assert said.getvalue().startswith(
        f"Code officiel géographique 2026\u00a0: 0 territoires ajoutés, 0 mis à jour, {len(SHIPPED.rows)} inchangés"
    )


def test_structure_kinds_keep_what_the_territory_relabelled():
    load_structure_kinds(by=LOADER)
    StructureKind.objects.filter(code="communes").update(label="Mairie et services municipaux")
    StructureKind.objects.filter(code="caf").delete()
    assert load_structure_kinds(by=LOADER) == 1
    assert StructureKind.objects.get(code="communes").label == "Mairie et services municipaux"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "commune", "code": "37261"}, "directory_territory_once"),
        ({"kind": "commune", "code": "3726"}, "directory_territory_commune_code"),
        ({"kind": "epci", "code": "1", "name": ""}, "directory_territory_named"),
        ({"kind": "arrondissement", "code": "75199"}, "directory_territory_current_commune"),
        ({"kind": "epci", "code": "1", "lat": 47.0}, "directory_territory_on_earth"),
        ({"kind": "epci", "code": "1", "lat": 190.0, "lon": 0.7}, "directory_territory_on_earth"),
        ({"kind": "epci", "code": "1", "lat": float("nan"), "lon": 0.7}, "directory_territory_on_earth"),
    ],
)
def test_what_the_database_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Territory.objects.create(**{"name": "Ys"} | fields)


def test_an_epci_lies_in_no_commune():
    epci = commune().epci
    with pytest.raises(IntegrityError, match="directory_territory_current_commune"), transaction.atomic():
        Territory.objects.filter(pk=epci.pk).update(current_commune=commune())
